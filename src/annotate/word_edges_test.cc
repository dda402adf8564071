#include "annotate/word_edges.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>

#include "annotate/data.h"
#include "text/data_lines.h"
#include "text/general_words.h"

namespace xinglin {
namespace {

using Names = std::vector<std::string>;

/// A handful of words with costs.
class FewWords final : public WordCosts {
  public:
    explicit FewWords(std::map<std::string, float, std::less<>> costs, std::set<std::string, std::less<>> going_on = {})
        : costs_(std::move(costs)), continuing_(std::move(going_on)) {}

    float cost(std::string_view word) const override {
        const auto found = costs_.find(word);
        return found != costs_.end() ? found->second : kNoWord;
    }
    bool continues(std::string_view word) const override { return continuing_.contains(word); }

  private:
    std::map<std::string, float, std::less<>> costs_;
    std::set<std::string, std::less<>> continuing_;
};

/// The names of `forms` in a text, chosen by WordEdges from all that match and the leftmost longest of them.
class Chooser {
  public:
    Chooser(std::vector<std::string> forms, std::vector<float> form_costs, FewWords words)
        : forms_(std::move(forms)),
          form_costs_(form_costs),
          words_(words),
          automaton_(Automaton::build(forms_)),
          edges_(std::make_unique<const FewWords>(words), std::move(form_costs)) {}

    Names names_in(std::string_view text) const {
        const auto all = automaton_.find_all(text);
        auto kept = leftmost_longest(all);
        edges_.choose(text, all, kept);
        return texts_of(text, kept);
    }

    /// By the definition: of every way to cut the whole text the cheapest, the leftmost longest of those that cost the
    /// same.
    Names names_by_trying_every_cut(std::string_view text) const {
        best_cost_ = WordCosts::kNoWord;
        best_.clear();
        std::vector<Automaton::Match> names;
        try_cuts(text, automaton_.find_all(text), 0, 0, names);
        return texts_of(text, best_);
    }

  private:
    static std::vector<Automaton::Match> leftmost_longest(std::vector<Automaton::Match> all) {
        std::sort(all.begin(), all.end(),
                  [](const auto& a, const auto& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
        std::vector<Automaton::Match> kept;
        for (const Automaton::Match& match : all) {
            if (kept.empty() || kept.back().end <= match.begin) kept.push_back(match);
        }
        return kept;
    }

    static Names texts_of(std::string_view text, const std::vector<Automaton::Match>& matches) {
        Names names;
        for (const Automaton::Match& match : matches) names.emplace_back(slice(text, {match.begin, match.end}));
        return names;
    }

    /// Longer pieces first, so that of equal cuts the first one tried is the leftmost longest.
    void try_cuts(std::string_view text, const std::vector<Automaton::Match>& all, std::uint32_t at, float cost,
                  std::vector<Automaton::Match>& names) const {
        constexpr float kTie = 1e-3F;
        if (at == text.size()) {
            if (cost < best_cost_ - kTie) {
                best_cost_ = cost;
                best_ = names;
            }
            return;
        }
        for (std::uint32_t end = static_cast<std::uint32_t>(text.size()); end > at; --end) {
            const auto name = std::find_if(all.begin(), all.end(),
                                           [&](const auto& match) { return match.begin == at && match.end == end; });
            if (name != all.end()) {
                names.push_back(*name);
                try_cuts(text, all, end, cost + form_costs_[name->form], names);
                names.pop_back();
            }
            const float word = words_.cost(text.substr(at, end - at));
            if (word < WordCosts::kNoWord) try_cuts(text, all, end, cost + word, names);
        }
    }

    std::vector<std::string> forms_;
    std::vector<float> form_costs_;
    FewWords words_;
    Automaton automaton_;
    WordEdges edges_;
    mutable float best_cost_ = 0;
    mutable std::vector<Automaton::Match> best_;
};

TEST(WordEdges, ALongerWordKeepsANameFromBeingTornOut) {
    const Chooser chooser({"头痛"}, {11},
                          FewWords({{"骨头", 9}, {"骨", 11}, {"头", 9}, {"痛", 10}, {"老头", 11}, {"老", 9}}));
    EXPECT_EQ(chooser.names_in("骨头痛"), Names{});
    EXPECT_EQ(chooser.names_in("老头头痛"), Names{"头痛"});
    EXPECT_EQ(chooser.names_in("头痛，骨头痛，头痛"), (Names{"头痛", "头痛"}));
}

TEST(WordEdges, AWordThatHoldsAWholeNameSaysNothingAgainstIt) {
    const Chooser chooser({"糖尿病"}, {10}, FewWords({{"糖尿病人", 12}, {"病人", 9}, {"人", 7}, {"糖", 9}, {"尿", 9}}));
    EXPECT_EQ(chooser.names_in("糖尿病人"), Names{"糖尿病"});
}

TEST(WordEdges, AWordMaySpellOutTheEndOfAName) {
    const Chooser chooser({"胸疼"}, {11}, FewWords({{"胸", 9}, {"疼痛", 9}, {"疼", 9}, {"痛", 9}}, {"疼痛"}));
    EXPECT_EQ(chooser.names_in("胸疼痛"), Names{"胸疼"});
}

TEST(WordEdges, NamesThatOverlapAreDecidedTogether) {
    const Chooser chooser({"血糖高", "高血压", "高血脂", "血糖", "血压高"}, {11, 11, 11, 11, 11},
                          FewWords({{"高", 9}, {"血", 9}, {"糖", 9}, {"压", 9}, {"脂", 9}, {"高血糖", 12}}));
    EXPECT_EQ(chooser.names_in("高血糖高血压高血脂"), (Names{"血糖", "高血压", "高血脂"}));
}

TEST(WordEdges, EqualsTryingEveryCutOfRandomTextsFullOfTies) {
    constexpr std::string_view kCharacters[] = {"甲", "乙", "丙", "丁"};
    for (std::uint32_t seed = 0; seed < 3000; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        std::mt19937 random(seed);
        const auto some_text = [&](std::size_t length) {
            std::string text;
            for (std::size_t i = 0; i < length; ++i) text += kCharacters[random() % 4];
            return text;
        };
        std::map<std::string, float, std::less<>> costs;
        for (const std::string_view character : kCharacters)
            costs.emplace(character, 8.0F + static_cast<float>(random() % 3));
        std::set<std::string> forms;
        for (std::size_t count = 1 + random() % 4; count > 0; --count) forms.insert(some_text(2 + random() % 2));
        for (std::size_t count = random() % 5; count > 0; --count) {
            const std::string word = some_text(2 + random() % 2);
            // A word that holds a whole name leaves the name alone, which is another test's business.
            const bool holds_name = std::any_of(forms.begin(), forms.end(), [&](const std::string& form) {
                return word.find(form) != std::string::npos;
            });
            if (!holds_name) costs.emplace(word, 9.0F + static_cast<float>(random() % 4));
        }
        std::vector<float> form_costs;
        for (std::size_t i = 0; i < forms.size(); ++i) form_costs.push_back(9.0F + static_cast<float>(random() % 3));
        const Chooser chooser({forms.begin(), forms.end()}, form_costs, FewWords(costs));
        const std::string text = some_text(1 + random() % 8);
        ASSERT_EQ(chooser.names_in(text), chooser.names_by_trying_every_cut(text)) << text;
    }
}

TEST(WordEdges, EveryPairOfEveryWordMayStandSideBySide) {
    const auto model = GeneralModel::system();
    const auto costs = everyday_word_costs(model);
    std::vector<std::string> words;
    if (model) words = words_of_system_model(*model);
    for (const DataLine& line : data_lines(annotate_data("body_words.txt"))) words.emplace_back(line.text);
    for (const std::string& word : words) {
        if (count_characters(word) > 4 || costs->cost(word) == WordCosts::kNoWord) continue;
        char32_t before = 0;
        for (std::size_t at = 0; at < word.size();) {
            const Decoded character = decode_utf8(word, at);
            ASSERT_TRUE(before == 0 || costs->may_stand_side_by_side(before, character.code_point)) << word;
            before = character.code_point;
            at += character.length;
        }
    }
}

TEST(WordEdges, TheVocabulariesHaveEachWordOnceInChineseCharacters) {
    for (const std::string_view file : {"body_words.txt", "continuing_words.txt", "health_words.txt"}) {
        std::set<std::string_view> seen;
        for (const DataLine& line : data_lines(annotate_data(file))) {
            EXPECT_TRUE(seen.insert(line.text).second) << file << ":" << line.number << ": twice";
            EXPECT_GE(count_characters(line.text), 2U) << file << ":" << line.number;
            EXPECT_EQ(line.text.size() % 3, 0U) << file << ":" << line.number;
        }
        EXPECT_FALSE(seen.empty()) << file;
    }
}

}  // namespace
}  // namespace xinglin
