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
#include "text/data_lines.h"
#include "text/sentences.h"

namespace xinglin {

std::string_view relate_data(std::string_view name);

namespace {

/// The word of a slot that stands for the name of any drug or class of drugs.
constexpr std::string_view kAnyDrug = "%drug";

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
    struct Phrase {
        std::string_view concept_id;
        bool is_new = false;
        std::uint32_t gap = 0;
        std::size_t slots = 0;
    };

    /// A word and where it stands.
    struct Match {
        std::uint32_t word = 0;
        Span span;
    };

    /// What a text says, in terms of the file.
    struct Found {
        std::vector<std::pair<std::uint32_t, Span>> phrases;       // indices of phrases()
        std::vector<std::pair<std::uint32_t, Span>> explanations;  // indices of explained()
    };

    static const Phrases& get() {
        static const Phrases phrases(relate_data("danger-phrases.txt"));
        return phrases;
    }

    const std::vector<Phrase>& phrases() const { return phrases_; }

    /// The concepts of the lines "unless".
    const std::vector<std::string_view>& explained() const { return explained_; }

    std::vector<std::string_view> concepts() const {
        std::vector<std::string_view> ids(explained_);
        for (const Phrase& phrase : phrases_) ids.push_back(phrase.concept_id);
        std::ranges::sort(ids);
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        return ids;
    }

    /// `drugs` are the spans of names of drugs in the text, by begin.
    Found find(std::string_view text, std::span<const Span> drugs) const {
        Found found;
        std::vector<std::vector<std::optional<Span>>> reached(phrases_.size());
        for (std::size_t i = 0; i < phrases_.size(); ++i) reached[i].resize(phrases_[i].slots);
        std::vector<std::vector<std::uint32_t>> excluded(phrases_.size());
        for (const Match& match : matches_in(text, drugs)) {
            for (const Place& place : places_[match.word]) {
                switch (place.role) {
                    case Role::Slot:
                        step(text, match.span, place, reached[place.owner], found);
                        break;
                    case Role::Excludes:
                        excluded[place.owner].push_back(match.span.begin);
                        break;
                    case Role::Explains:
                        found.explanations.emplace_back(place.owner, match.span);
                        break;
                }
            }
        }
        drop_excluded(text, excluded, found);
        return found;
    }

  private:
    enum class Role { Slot, Excludes, Explains };
    struct Place {
        std::uint32_t owner = 0;  // a phrase, or a concept that is explained
        std::size_t slot = 0;
        Role role = Role::Slot;
    };
    using Words = std::map<std::string, std::vector<Place>, std::less<>>;

    explicit Phrases(std::string_view file) {
        Words words;
        for (const DataLine& data : data_lines(file)) {
            std::string_view line = data.text;
            const std::string_view head = take(line, ' ');
            if (head == "words") {
                const std::string_view name = take(line, ' ');
                classes_[name] = line;
            } else if (head == "unless") {
                explained_.push_back(take(line, ' '));
                const auto owner = static_cast<std::uint32_t>(explained_.size() - 1);
                add_words(words, line, {owner, 0, Role::Explains});
            } else {
                add_phrase(words, head, line);
            }
        }
        std::vector<std::string> forms;
        for (auto& [word, places] : words) {
            if (word == kAnyDrug) any_drug_ = static_cast<std::uint32_t>(forms.size());
            forms.push_back(word);
            places_.push_back(std::move(places));
        }
        automaton_ = Automaton::build(forms);
    }

    void add_phrase(Words& words, std::string_view concept_id, std::string_view line) {
        Phrase phrase{concept_id, concept_id.ends_with('*'), 0, 0};
        if (phrase.is_new) phrase.concept_id.remove_suffix(1);
        const std::string_view gap = take(line, ' ');
        CHECK(std::from_chars(gap.data(), gap.data() + gap.size(), phrase.gap).ec == std::errc{});
        const auto owner = static_cast<std::uint32_t>(phrases_.size());
        while (!line.empty()) {
            std::string_view alternatives = take(line, ' ');
            if (alternatives.starts_with('!')) {
                add_words(words, alternatives.substr(1), {owner, 0, Role::Excludes});
            } else {
                add_words(words, alternatives, {owner, phrase.slots++, Role::Slot});
            }
        }
        CHECK(phrase.slots >= 1);
        phrases_.push_back(phrase);
    }

    void add_words(Words& words, std::string_view alternatives, const Place& place) {
        while (!alternatives.empty()) {
            const std::string_view word = take(alternatives, '|');
            if (word.starts_with('@')) {
                const auto found = classes_.find(word.substr(1));
                CHECK(found != classes_.end());
                add_words(words, found->second, place);
            } else {
                words[std::string(word)].push_back(place);
            }
        }
    }

    std::vector<Match> matches_in(std::string_view text, std::span<const Span> drugs) const {
        std::vector<Match> matches;
        for (const auto& match : automaton_.find_all(text)) matches.push_back({match.form, {match.begin, match.end}});
        if (any_drug_)
            for (const Span drug : drugs) matches.push_back({*any_drug_, drug});
        std::ranges::stable_sort(matches, {}, [](const Match& match) { return match.span.begin; });
        return matches;
    }

    void step(std::string_view text, Span word, const Place& place, std::vector<std::optional<Span>>& reached,
              Found& found) const {
        const Phrase& phrase = phrases_[place.owner];
        if (place.slot == 0) {
            const std::uint32_t before = word.begin < 6 ? 0 : word.begin - 6;  // two Chinese characters
            if (breaks_before(text.substr(before, word.begin - before))) return;
            reached[0] = word;
        } else {
            const auto& previous = reached[place.slot - 1];
            if (!previous || previous->end > word.begin || word.begin - previous->end > phrase.gap * 4) return;
            const std::string_view gap = text.substr(previous->end, word.begin - previous->end);
            if (breaks(gap) || count_characters(gap) > phrase.gap) return;
            reached[place.slot] = Span{previous->begin, word.end};
        }
        if (place.slot + 1 == phrase.slots) found.phrases.emplace_back(place.owner, *reached[place.slot]);
    }

    static bool breaks_before(std::string_view text) {
        constexpr std::array<std::string_view, 5> kDenials{"没", "无", "未", "不", "别"};
        return std::ranges::any_of(kDenials,
                                   [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
    }

    /// Takes out the phrases in whose sentence a word stands that they exclude. O(text log text).
    static void drop_excluded(std::string_view text, const std::vector<std::vector<std::uint32_t>>& excluded,
                              Found& found) {
        if (found.phrases.empty()) return;
        const std::vector<Sentence> sentences = sentences_of(text);
        std::erase_if(found.phrases, [&](const std::pair<std::uint32_t, Span>& each) {
            const auto& [phrase, span] = each;
            const auto next = std::ranges::upper_bound(sentences, span.begin, {},
                                                       [](const Sentence& sentence) { return sentence.span.begin; });
            const Span sentence = next == sentences.begin() ? span : std::prev(next)->span;
            const auto word = std::ranges::lower_bound(excluded[phrase], sentence.begin);
            return word != excluded[phrase].end() && *word < std::max(sentence.end, span.end);
        });
    }

    std::map<std::string_view, std::string_view> classes_;  // views of the embedded file
    std::vector<Phrase> phrases_;
    std::vector<std::string_view> explained_;
    Automaton automaton_;
    std::vector<std::vector<Place>> places_;  // by form
    std::optional<std::uint32_t> any_drug_;
};

std::vector<Span> names_of_drugs(const Knowledge& knowledge, std::span<const Mention> mentions) {
    std::vector<Span> spans;
    for (const Mention& mention : mentions) {
        const ConceptKind kind = knowledge.at(mention.concept_index).kind;
        if (kind == ConceptKind::Substance || kind == ConceptKind::Class) spans.push_back(mention.span);
    }
    return spans;
}

}  // namespace

std::vector<std::string_view> danger_phrase_concepts() {
    return Phrases::get().concepts();
}

DangerPhrases find_danger_phrases(const Knowledge& knowledge, std::string_view text,
                                  std::span<const Mention> mentions) {
    const Phrases& phrases = Phrases::get();
    const Phrases::Found found = phrases.find(text, names_of_drugs(knowledge, mentions));
    DangerPhrases result;
    for (const auto& [phrase, span] : found.phrases) {
        const auto named = knowledge.find(phrases.phrases()[phrase].concept_id);
        if (!named) continue;
        DangerPhrase danger;
        danger.mention.span = span;
        danger.mention.concept_index = *named;
        danger.is_new = phrases.phrases()[phrase].is_new;
        result.dangers.push_back(danger);
    }
    for (const auto& [explained, span] : found.explanations)
        if (const auto named = knowledge.find(phrases.explained()[explained]))
            result.explanations.push_back({*named, span.begin});
    std::ranges::stable_sort(result.dangers, {}, [](const DangerPhrase& each) { return each.mention.span.begin; });
    CharacterCounter counter(text);
    for (DangerPhrase& each : result.dangers)
        each.mention.begin_character = each.mention.end_character = counter.at(each.mention.span.begin);
    return result;
}

}  // namespace xinglin
