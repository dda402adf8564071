#include "relate/danger_phrases.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/check.h"
#include "text/automaton.h"

namespace xinglin {

std::string_view relate_data(std::string_view name);

namespace {

/// The first part of `rest` up to `separator`, which is taken off with it.
std::string_view take(std::string_view& rest, char separator) {
    const std::string_view part = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    return part;
}

/// Whether a text between two words, or before the first, ends a sentence or denies.
bool breaks(std::string_view text) {
    constexpr std::array<std::string_view, 10> kMarks{"。", "！", "？", "!", "?", "\n", "没", "不", "无", "未"};
    return std::ranges::any_of(kMarks,
                               [&](std::string_view mark) { return text.find(mark) != std::string_view::npos; });
}

/// The phrases of the data file, ready to be found.
class Phrases {
  public:
    static const Phrases& get() {
        static const Phrases phrases(relate_data("danger-phrases.txt"));
        return phrases;
    }

    std::vector<std::string_view> concepts() const {
        std::vector<std::string_view> ids;
        for (const Phrase& phrase : phrases_) ids.push_back(phrase.concept_id);
        std::ranges::sort(ids);
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        return ids;
    }

    template <typename Found>
    void find(std::string_view text, Found&& found) const {
        std::vector<std::vector<std::optional<Span>>> reached(phrases_.size());
        for (std::size_t i = 0; i < phrases_.size(); ++i) reached[i].resize(phrases_[i].slots);
        auto matches = automaton_.find_all(text);
        std::ranges::stable_sort(matches, {}, &Automaton::Match::begin);
        for (const auto& match : matches)
            for (const Place& place : places_[match.form]) step(text, match, place, reached[place.phrase], found);
    }

  private:
    struct Phrase {
        std::string_view concept_id;
        std::uint32_t gap = 0;
        std::size_t slots = 0;
    };
    struct Place {
        std::size_t phrase = 0;
        std::size_t slot = 0;
    };

    explicit Phrases(std::string_view lines) {
        std::map<std::string, std::vector<Place>, std::less<>> words;
        while (!lines.empty()) {
            std::string_view line = take(lines, '\n');
            if (line.empty() || line.front() == '#') continue;
            Phrase phrase{take(line, ' '), 0, 0};
            const std::string_view gap = take(line, ' ');
            CHECK(std::from_chars(gap.data(), gap.data() + gap.size(), phrase.gap).ec == std::errc{});
            for (; !line.empty(); ++phrase.slots) {
                std::string_view alternatives = take(line, ' ');
                while (!alternatives.empty())
                    words[std::string(take(alternatives, '|'))].push_back({phrases_.size(), phrase.slots});
            }
            CHECK(phrase.slots >= 2);
            phrases_.push_back(phrase);
        }
        std::vector<std::string> forms;
        for (auto& [word, places] : words) {
            forms.push_back(word);
            places_.push_back(std::move(places));
        }
        automaton_ = Automaton::build(forms);
    }

    template <typename Found>
    void step(std::string_view text, const Automaton::Match& match, const Place& place,
              std::vector<std::optional<Span>>& reached, Found& found) const {
        const Phrase& phrase = phrases_[place.phrase];
        if (place.slot == 0) {
            const std::uint32_t before = match.begin < 6 ? 0 : match.begin - 6;  // two Chinese characters
            if (!breaks_before(text.substr(before, match.begin - before))) reached[0] = Span{match.begin, match.end};
            return;
        }
        const auto& previous = reached[place.slot - 1];
        if (!previous || previous->end > match.begin || match.begin - previous->end > phrase.gap * 4) return;
        const std::string_view gap = text.substr(previous->end, match.begin - previous->end);
        if (breaks(gap) || count_characters(gap) > phrase.gap) return;
        const Span whole{previous->begin, match.end};
        reached[place.slot] = whole;
        if (place.slot + 1 == phrase.slots) found(phrase.concept_id, whole);
    }

    static bool breaks_before(std::string_view text) {
        constexpr std::array<std::string_view, 5> kDenials{"没", "无", "未", "不", "别"};
        return std::ranges::any_of(kDenials,
                                   [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
    }

    std::vector<Phrase> phrases_;
    Automaton automaton_;
    std::vector<std::vector<Place>> places_;  // by form
};

}  // namespace

std::vector<std::string_view> danger_phrase_concepts() {
    return Phrases::get().concepts();
}

std::vector<Mention> find_danger_phrases(const Knowledge& knowledge, std::string_view text) {
    std::vector<Mention> mentions;
    Phrases::get().find(text, [&](std::string_view concept_id, Span span) {
        const auto named = knowledge.find(concept_id);
        if (!named) return;
        Mention mention;
        mention.span = span;
        mention.concept_index = *named;
        mentions.push_back(mention);
    });
    std::ranges::stable_sort(mentions, {}, [](const Mention& mention) { return mention.span.begin; });
    CharacterCounter counter(text);
    for (Mention& mention : mentions) mention.begin_character = mention.end_character = counter.at(mention.span.begin);
    return mentions;
}

}  // namespace xinglin
