#include "annotate/phrase_finder.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "annotate/data.h"
#include "annotate/word_lines.h"
#include "base/check.h"
#include "text/sentences.h"

namespace xinglin {
namespace {

/// The word of a slot that stands for the name of any drug or class of drugs.
constexpr std::string_view kAnyDrug = "%drug";

/// The words of data/language/phrase_denials.txt.
class Denials {
  public:
    static const Denials& get() {
        static const Denials denials;
        return denials;
    }

    /// Whether a short text right before the first word of a phrase denies it.
    bool denies(std::string_view text) const { return has_any_of(text, before_); }

    /// Whether a short text between two words ends a sentence or denies.
    bool breaks(std::string_view text) const {
        constexpr std::array<std::string_view, 6> kEnds{"。", "！", "？", "!", "?", "\n"};
        const bool ends =
            std::ranges::any_of(kEnds, [&](std::string_view end) { return text.find(end) != std::string_view::npos; });
        return ends || has_any_of(text, between_);
    }

  private:
    Denials() {
        for (const WordLine& line : word_lines(annotate_data("phrase_denials.txt"))) {
            CHECK(line.fields.size() == 1);
            auto& words = line.fields[0] == "before" ? before_ : line.fields[0] == "between" ? between_ : none_;
            words.insert(words.end(), line.words.begin(), line.words.end());
        }
    }

    bool has_any_of(std::string_view text, const std::vector<std::string>& words) const {
        const auto is_there = [&](const std::string& word) { return text.find(word) != std::string_view::npos; };
        if (std::ranges::none_of(words, is_there)) return false;
        std::string rest(text);
        for (const std::string& word : none_) {
            const std::size_t at = rest.find(word);
            if (at != std::string::npos) rest.erase(at, word.size());
        }
        return std::ranges::any_of(words,
                                   [&](const std::string& word) { return rest.find(word) != std::string::npos; });
    }

    std::vector<std::string> before_;
    std::vector<std::string> between_;
    std::vector<std::string> none_;
};

/// Words that stand in a text and exclude a phrase there, by phrase.
using Excluded = std::vector<std::pair<std::uint32_t, std::uint32_t>>;  // phrase, begin

/// Takes out the phrases in whose sentence a word stands that they exclude. O(text log text).
void drop_excluded(std::string_view text, Excluded excluded, std::vector<PhraseFinder::Found>& found) {
    if (found.empty() || excluded.empty()) return;
    std::ranges::sort(excluded);
    const std::vector<Sentence> sentences = sentences_of(text);
    std::erase_if(found, [&](const PhraseFinder::Found& each) {
        const auto next = std::ranges::upper_bound(sentences, each.span.begin, {},
                                                   [](const Sentence& sentence) { return sentence.span.begin; });
        const Span sentence = next == sentences.begin() ? each.span : std::prev(next)->span;
        const auto word = std::ranges::lower_bound(excluded, std::pair(each.phrase, sentence.begin));
        return word != excluded.end() && word->first == each.phrase &&
               word->second < std::max(sentence.end, each.span.end);
    });
}

/// The first part of `rest` up to `separator`, which is taken off with it.
std::string_view take(std::string_view& rest, char separator) {
    const std::string_view part = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    return part;
}

}  // namespace

PhraseFinder::PhraseFinder(std::span<const Phrase> phrases) {
    std::map<std::string, std::vector<Place>, std::less<>> words;
    for (const Phrase& phrase : phrases) {
        const auto number = static_cast<std::uint32_t>(shapes_.size());
        Shape& shape = shapes_.emplace_back(Shape{phrase.gap, 0, slot_count_});
        for (std::string_view rest = phrase.slots; !rest.empty();) {
            std::string_view alternatives = take(rest, ' ');
            const bool excludes = alternatives.starts_with('!');
            if (excludes) alternatives.remove_prefix(1);
            const std::uint32_t slot = excludes || alternatives.empty() ? 0 : shape.slots++;
            while (!alternatives.empty())
                words[std::string(take(alternatives, '|'))].push_back({number, slot, excludes});
        }
        slot_count_ += shape.slots;
    }
    std::vector<std::string> forms;
    for (auto& [word, places] : words) {
        if (word == kAnyDrug) any_drug_ = static_cast<std::uint32_t>(forms.size());
        forms.push_back(word);
        places_.push_back(std::move(places));
    }
    automaton_ = Automaton::build(forms);
}

std::vector<PhraseFinder::Match> PhraseFinder::matches_in(std::string_view text, std::span<const Span> drugs) const {
    std::vector<Match> matches;
    for (const auto& match : automaton_.find_all(text)) matches.push_back({match.form, {match.begin, match.end}});
    if (any_drug_)
        for (const Span drug : drugs) matches.push_back({*any_drug_, drug});
    std::ranges::stable_sort(matches, {}, [](const Match& match) { return match.span.begin; });
    return matches;
}

std::vector<PhraseFinder::Found> PhraseFinder::find(std::string_view text, std::span<const Span> drugs) const {
    std::vector<Found> found;
    const std::vector<Match> matches = matches_in(text, drugs);
    if (matches.empty()) return found;
    std::vector<std::optional<Span>> reached(slot_count_);
    Excluded excluded;
    for (const Match& match : matches) {
        for (const Place& place : places_[match.word]) {
            if (place.excludes) {
                excluded.emplace_back(place.phrase, match.span.begin);
            } else {
                step(text, match.span, place, reached, found);
            }
        }
    }
    drop_excluded(text, std::move(excluded), found);
    return found;
}

void PhraseFinder::step(std::string_view text, Span word, const Place& place, std::vector<std::optional<Span>>& reached,
                        std::vector<Found>& found) const {
    const Shape& shape = shapes_[place.phrase];
    std::optional<Span>& here = reached[shape.first_slot + place.slot];
    if (place.slot == 0) {
        const std::uint32_t before = word.begin < 6 ? 0 : word.begin - 6;  // two Chinese characters
        if (Denials::get().denies(text.substr(before, word.begin - before))) return;
        here = word;
    } else {
        const auto& previous = reached[shape.first_slot + place.slot - 1];
        if (!previous || previous->end > word.begin || word.begin - previous->end > shape.gap * 4) return;
        const std::string_view gap = text.substr(previous->end, word.begin - previous->end);
        if (Denials::get().breaks(gap) || count_characters(gap) > shape.gap) return;
        here = Span{previous->begin, word.end};
    }
    if (place.slot + 1 == shape.slots) found.push_back({place.phrase, *here});
}

}  // namespace xinglin
