#include "relate/danger_phrases.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "annotate/figures.h"
#include "annotate/phrase_finder.h"
#include "base/check.h"
#include "relate/measured_values.h"
#include "text/automaton.h"
#include "text/data_lines.h"

namespace xinglin {

std::string_view relate_data(std::string_view name);

namespace {

/// The first part of `rest` up to `separator`, which is taken off with it.
std::string_view take(std::string_view& rest, char separator) {
    const std::string_view part = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    return part;
}

/// The phrases of the data file, ready to be found.
class Phrases {
  public:
    /// What a phrase means.
    struct Meaning {
        std::string_view concept_id;
        bool is_new = false;
    };

    static const Phrases& get() {
        static const Phrases phrases(relate_data("danger-phrases.txt"));
        return phrases;
    }

    /// By place of the phrase.
    const std::vector<Meaning>& meanings() const { return meanings_; }
    /// The concepts of the lines "unless".
    const std::vector<std::string_view>& explained() const { return explained_; }

    std::vector<std::string_view> concepts() const {
        std::vector<std::string_view> ids(explained_);
        for (const Meaning& meaning : meanings_) ids.push_back(meaning.concept_id);
        std::ranges::sort(ids);
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        return ids;
    }

    const PhraseFinder& finder() const { return finder_; }

    /// Words that explain a sign, in the text: the place in explained(), and where.
    std::vector<std::pair<std::uint32_t, Span>> explanations_in(std::string_view text) const {
        std::vector<std::pair<std::uint32_t, Span>> found;
        for (const auto& match : explaining_.find_all(text)) {
            if (is_denied(text.substr(0, match.begin))) continue;
            for (const std::uint32_t owner : owners_[match.form])
                found.emplace_back(owner, Span{match.begin, match.end});
        }
        std::ranges::stable_sort(found, {}, [](const auto& each) { return each.second.begin; });
        return found;
    }

  private:
    /// 没吃铁剂 explains nothing.
    static bool is_denied(std::string_view before) {
        constexpr std::size_t kReach = 6;  // bytes: two Chinese characters
        const std::string_view near = before.substr(before.size() - std::min(before.size(), kReach));
        return near.find("没") != std::string_view::npos || near.find("未") != std::string_view::npos;
    }

    explicit Phrases(std::string_view file) {
        std::vector<Phrase> phrases;
        std::map<std::string, std::vector<std::uint32_t>, std::less<>> explaining;
        for (const DataLine& data : data_lines(file)) {
            std::string_view line = data.text;
            const std::string_view head = take(line, ' ');
            if (head == "words") {
                const std::string_view name = take(line, ' ');
                classes_.emplace(name, with_classes(line));
            } else if (head == "unless") {
                explained_.push_back(take(line, ' '));
                const auto owner = static_cast<std::uint32_t>(explained_.size() - 1);
                const std::string words = with_classes(line);
                for (std::string_view rest = words; !rest.empty();)
                    explaining[std::string(take(rest, '|'))].push_back(owner);
            } else {
                phrases.push_back(phrase_of(head, line));
            }
        }
        finder_ = PhraseFinder(phrases);
        std::vector<std::string> forms;
        for (auto& [word, owners] : explaining) {
            forms.push_back(word);
            owners_.push_back(std::move(owners));
        }
        explaining_ = Automaton::build(forms);
    }

    Phrase phrase_of(std::string_view concept_id, std::string_view line) {
        Meaning meaning{concept_id, concept_id.ends_with('*')};
        if (meaning.is_new) meaning.concept_id.remove_suffix(1);
        meanings_.push_back(meaning);
        Phrase phrase;
        const std::string_view gap = take(line, ' ');
        CHECK(std::from_chars(gap.data(), gap.data() + gap.size(), phrase.gap).ec == std::errc{});
        while (!line.empty()) {
            std::string_view slot = take(line, ' ');
            if (!phrase.slots.empty()) phrase.slots += ' ';
            if (slot.starts_with('!')) {
                phrase.slots += '!';
                slot.remove_prefix(1);
            }
            phrase.slots += with_classes(slot);
        }
        CHECK(!phrase.slots.empty());
        return phrase;
    }

    /// Alternatives with the words of their classes in their place.
    std::string with_classes(std::string_view alternatives) const {
        std::string whole;
        while (!alternatives.empty()) {
            const std::string_view word = take(alternatives, '|');
            if (!whole.empty()) whole += '|';
            if (!word.starts_with('@')) {
                whole += word;
                continue;
            }
            const auto found = classes_.find(word.substr(1));
            CHECK(found != classes_.end());
            whole += found->second;
        }
        return whole;
    }

    std::map<std::string_view, std::string> classes_;  // by a view of the embedded file
    std::vector<Meaning> meanings_;
    std::vector<std::string_view> explained_;
    PhraseFinder finder_;
    Automaton explaining_;
    std::vector<std::vector<std::uint32_t>> owners_;  // by form of explaining_
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
    std::vector<std::string_view> ids = Phrases::get().concepts();
    for (const std::string_view id : measured_concepts()) ids.push_back(id);
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

DangerPhrases find_danger_phrases(const Knowledge& knowledge, std::string_view text,
                                  std::span<const Mention> mentions) {
    const Phrases& phrases = Phrases::get();
    DangerPhrases result;
    const auto found = phrases.finder().find(text, names_of_drugs(knowledge, mentions));
    const std::vector<Span> unreal = found.empty() ? std::vector<Span>() : unreal_spans(text);
    const auto is_unreal = [&](Span span) {
        // The last that begins before it is the one that may hold it.
        const auto behind = std::ranges::upper_bound(unreal, span.begin, {}, &Span::begin);
        return behind != unreal.begin() && std::prev(behind)->end >= span.end;
    };
    for (const auto& [place, span] : found) {
        const Phrases::Meaning& meaning = phrases.meanings()[place];
        const auto named = knowledge.find(meaning.concept_id);
        if (!named) continue;
        if (knowledge.at(*named).kind == ConceptKind::Condition && is_unreal(span)) continue;
        DangerPhrase danger;
        danger.mention.span = span;
        danger.mention.concept_index = *named;
        danger.is_new = meaning.is_new;
        result.dangers.push_back(danger);
    }
    for (const DangerPhrase& value : dangerous_values(knowledge, text)) result.dangers.push_back(value);
    for (const auto& [explained, span] : phrases.explanations_in(text))
        if (const auto named = knowledge.find(phrases.explained()[explained]))
            result.explanations.push_back({*named, span.begin});
    std::ranges::stable_sort(result.dangers, {}, [](const DangerPhrase& each) { return each.mention.span.begin; });
    CharacterCounter counter(text);
    for (DangerPhrase& each : result.dangers) {
        Mention& mention = each.mention;
        mention.begin_character = counter.at(mention.span.begin);
        mention.end_character =
            mention.begin_character + static_cast<std::uint32_t>(count_characters(slice(text, mention.span)));
    }
    return result;
}

}  // namespace xinglin
