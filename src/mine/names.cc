// A name counts only as an item of a list: between it and the joints (、和及…), marks or the verb that governs the list
// stand nothing but words that leave its meaning as it is. So 糖尿病肾病 and 癌症引起的疼痛 speak neither of 糖尿病 nor
// of 癌症 or 疼痛, without knowing what they do speak of. Items that are no names may stand in a list as long as they
// are short and have no verb.
#include "mine/names.h"

#include <algorithm>

#include "mine/mining_words.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr std::string_view kCut = "...";

const Vocabulary& joints() {
    static const Vocabulary& words = mining_words("names.joints");
    return words;
}

const Vocabulary& marks() {
    static const Vocabulary& words = mining_words("names.marks");
    return words;
}

/// What makes an item of a list more than a name.
const Vocabulary& verbs() {
    static const Vocabulary& words = mining_words("names.verbs");
    return words;
}

/// What a bracket behind a name narrows it with.
const Vocabulary& restrictions() {
    static const Vocabulary& words = mining_words("names.restrictions");
    return words;
}

constexpr std::size_t kLongestItem = 36;   // bytes
constexpr std::size_t kLongestList = 360;  // bytes between a governor and the name
constexpr std::size_t kWindow = 130;       // characters on each side

std::string window_before(std::string_view sentence, std::size_t end) {
    std::size_t begin = end;
    for (std::size_t count = 0; begin > 0 && count < kWindow; ++count) {
        begin -= decode_utf8_before(sentence, begin).length;
    }
    return (begin > 0 ? std::string(kCut) : std::string()) + fold(sentence.substr(begin, end - begin));
}

std::string window_after(std::string_view sentence, std::size_t begin, bool is_cut) {
    const std::string_view rest = sentence.substr(begin);
    const std::string_view shown = first_characters(rest, kWindow);
    std::string folded = fold(shown);
    const bool ends_here = shown.size() == rest.size();
    if (!ends_here || (is_cut && !folded.ends_with(kCut))) folded += kCut;
    return folded;
}

bool has_closing_mark(std::string_view sentence) {
    if (sentence.empty()) return true;
    const char32_t last = decode_utf8_before(sentence, sentence.size()).code_point;
    return std::u32string_view(U"。！？；!?;.)）”】").find(last) != std::u32string_view::npos;
}

bool is_narrowing(std::string_view after_bracket) {
    return restrictions().occurs_in(after_bracket.substr(0, after_bracket.find(')')));
}

}  // namespace

bool is_list(std::string_view text) {
    if (text.size() > kLongestList || verbs().occurs_in(text)) return false;
    std::size_t item = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (const std::size_t length = joints().longest_at_start(text.substr(at))) {
            item = 0;
            at += length;
            continue;
        }
        ++at;
        if (++item > kLongestItem) return false;
    }
    return true;
}

bool is_list_as_written(std::string_view text) {
    constexpr std::size_t kMostFoldedTogether = 4;  // bytes of a character; folded, each has at least one
    return text.size() <= kMostFoldedTogether * kLongestList && is_list(fold(text));
}

bool ReadSentence::holds(const Vocabulary& words) const {
    for (const auto& [known, holds] : held_) {
        if (known == &words) return holds;
    }
    return held_.emplace_back(&words, words.occurs_in(folded)).second;
}

namespace {

void add_first(FirstNames& firsts, const Mention& mention) {
    for (const Mention*& first : firsts) {
        if (first == nullptr) first = &mention;
        if (first->concept_index == mention.concept_index) return;
    }
}

}  // namespace

std::vector<ReadSentence> read_sentences(const Knowledge& knowledge, const MinedField& field, Span range) {
    std::vector<ReadSentence> read;
    std::size_t left = kMostNames;
    auto mention = std::lower_bound(field.mentions.begin(), field.mentions.end(), range.begin,
                                    [](const Mention& each, std::uint32_t at) { return each.span.begin < at; });
    for (const Sentence& found : sentences_of(slice(field.text, range))) {
        ReadSentence& out = read.emplace_back();
        out.sentence = {{found.span.begin + range.begin, found.span.end + range.begin}, found.cut};
        const std::string_view text = slice(field.text, out.sentence.span);
        const bool is_last = out.sentence.span.end == field.text.size() ||
                             field.text.find_first_not_of(" \n\r\t", out.sentence.span.end) == std::string_view::npos;
        out.is_cut = found.cut || (is_last && field.may_end_early && !has_closing_mark(text));
        out.folded = fold(text);
        out.is_asked = out.folded.ends_with('?');
        while (mention != field.mentions.end() && mention->span.begin < out.sentence.span.begin) ++mention;
        for (; mention != field.mentions.end() && mention->span.end <= out.sentence.span.end; ++mention) {
            if (left == 0) break;
            --left;
            const ConceptKind kind = knowledge.at(mention->concept_index).kind;
            if (kind == ConceptKind::Condition) add_first(out.conditions, *mention);
            if (kind == ConceptKind::Symptom) add_first(out.symptoms, *mention);
            out.names.push_back({&*mention, kind, window_before(text, mention->span.begin - out.sentence.span.begin),
                                 window_after(text, mention->span.end - out.sentence.span.begin, out.is_cut)});
        }
    }
    return read;
}

NameEdge left_edge(std::string_view before, const EdgeWords& words) {
    for (const std::size_t place : words.modifiers.word_suffixes(before)) {
        const std::string_view rest = before.substr(0, place);
        const bool ends_clean = rest.empty() || joints().longest_at_end(rest) > 0 || marks().longest_at_end(rest) > 0 ||
                                words.governors.longest_at_end(rest) > 0;
        if (ends_clean) return NameEdge::Clean;
    }
    return NameEdge::Unclean;
}

NameEdge right_edge(std::string_view after, const EdgeWords& words) {
    const auto places = words.tails.word_prefixes(after);
    for (auto place = places.rbegin(); place != places.rend(); ++place) {
        const std::string_view rest = after.substr(*place);
        if (rest.starts_with(kCut)) return NameEdge::Cut;
        if (rest.starts_with('(') && is_narrowing(rest.substr(1))) return NameEdge::Unclean;
        const bool begins_clean =
            rest.empty() || joints().longest_at_start(rest) > 0 || marks().longest_at_start(rest) > 0 || rest == ".";
        if (begins_clean) return NameEdge::Clean;
    }
    return NameEdge::Unclean;
}

bool is_governed_before(std::string_view before, const Vocabulary& governors, const Vocabulary& modifiers) {
    for (const std::size_t place : modifiers.word_suffixes(before)) {
        if (governors.longest_at_end(before.substr(0, place)) > 0) return true;
    }
    const std::size_t end = governors.end_of_last_in(before);
    return end != std::string_view::npos && is_list(before.substr(end));
}

bool is_governed_behind(std::string_view after, const Vocabulary& governors, const Vocabulary& tails) {
    for (const std::size_t place : tails.word_prefixes(after)) {
        if (governors.longest_at_start(after.substr(place)) > 0) return true;
    }
    const std::size_t begin = governors.begin_of_first_in(after);
    return begin != std::string_view::npos && is_list(after.substr(0, begin));
}

bool is_qualified_behind(std::string_view after, const Vocabulary& tails) {
    static const Vocabulary& qualifiers = mining_words("names.qualifiers");
    static const Vocabulary& treatment = mining_words("names.treatments_of_people");
    for (const std::size_t place : tails.word_prefixes(after)) {
        if (treatment.longest_at_start(after.substr(place)) > 0) return false;
    }
    const std::size_t begin = qualifiers.begin_of_first_in(after);
    if (begin != std::string_view::npos && is_list(after.substr(0, begin))) return true;
    const std::size_t end = after.find("等");
    if (end == std::string_view::npos || end == 0 || !is_list(after.substr(0, end))) return false;
    const std::string_view summary = after.substr(end);
    const auto places = tails.word_prefixes(summary);
    return std::none_of(places.begin(), places.end(), [&](std::size_t place) {
        const std::string_view rest = summary.substr(place);
        return rest.empty() || rest == "." || joints().longest_at_start(rest) > 0 || marks().longest_at_start(rest) > 0;
    });
}

std::string_view clause_before(std::string_view before) {
    const std::size_t mark = before.find_last_of(",;:!?");
    const std::size_t stop = before.rfind("。");
    std::size_t begin = mark == std::string_view::npos ? 0 : mark + 1;
    if (stop != std::string_view::npos) begin = std::max(begin, stop + std::string_view("。").size());
    return before.substr(begin);
}

std::string_view clause_after(std::string_view after) {
    return after.substr(0, std::min(after.find_first_of(",;:!?"), after.find("。")));
}

bool is_bare_list(const ReadSentence& sentence, const NameInSentence& name, const EdgeWords& words) {
    if (sentence.names.empty()) return false;
    const auto is_item_or_words = [&](std::string_view text) {
        const auto prefixes = words.tails.word_prefixes(text);
        return std::any_of(prefixes.begin(), prefixes.end(), [&](std::size_t place) {
            std::string_view rest = text.substr(place);
            while (!rest.empty() && marks().longest_at_end(rest) > 0) rest.remove_suffix(marks().longest_at_end(rest));
            return is_list(rest);
        });
    };
    return !name.before.starts_with(kCut) && is_list(name.before) && is_item_or_words(name.after);
}

}  // namespace xinglin
