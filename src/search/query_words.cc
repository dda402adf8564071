#include "search/query_words.h"

#include <algorithm>
#include <cstddef>

#include "search/query_vocabulary.h"
#include "search/text_units.h"

namespace xinglin {
namespace {

bool is_number(char16_t folded) {
    constexpr std::u16string_view kNumbers = u"0123456789几半两一二三四五六七八九十百";
    return kNumbers.find(folded) != std::u16string_view::npos;
}

/// How many characters from `at` are a number with a measure: 半个月, 3天. 0 when none are.
std::size_t measured_at(std::u16string_view text, std::size_t at, const QueryVocabulary& words) {
    if (at > 0 && is_number(text[at - 1])) return 0;
    std::size_t end = at;
    while (end < text.size() && (is_number(text[end]) || (end > at && text[end] == u'.'))) ++end;
    if (end == at) return 0;
    for (const std::u16string& measure : words.measures)
        if (text.substr(end).starts_with(measure)) return end + measure.size() - at;
    return 0;
}

void mark(std::vector<Asking>& asking, std::size_t begin, std::size_t count, Asking says) {
    for (std::size_t i = begin; i < begin + count; ++i) asking[i] = std::max(asking[i], says);
}

void mark_word(std::u16string_view text, std::u16string_view word, Asking says, std::vector<Asking>& asking) {
    for (std::size_t at = text.find(word); at != std::u16string_view::npos; at = text.find(word, at + word.size()))
        mark(asking, at, word.size(), says);
}

}  // namespace

std::vector<Asking> asking_characters(std::u16string_view folded_query) {
    const QueryVocabulary& words = QueryVocabulary::get();
    std::vector<Asking> asking(folded_query.size(), Asking::No);
    for (const std::u16string& word : words.asks) mark_word(folded_query, word, Asking::Yes, asking);
    for (const std::u16string& word : words.littles) mark_word(folded_query, word, Asking::Perhaps, asking);
    for (const std::u16string& word : words.fills) mark_word(folded_query, word, Asking::Fills, asking);
    for (std::size_t at = 0; at < folded_query.size(); ++at)
        mark(asking, at, measured_at(folded_query, at, words), Asking::Fills);
    return asking;
}

AskedKind asked_kind(std::u16string_view folded_query) {
    const QueryVocabulary& words = QueryVocabulary::get();
    for (const auto& [word, intent] : words.pages)
        if (const std::size_t at = folded_query.find(word); at != std::u16string_view::npos)
            return {intent, at, at + word.size()};
    for (const auto& [word, intent] : words.endings)
        if (folded_query.ends_with(word)) return {intent, folded_query.size() - word.size(), folded_query.size()};
    for (const std::u16string& word : words.questions)
        if (folded_query.find(word) != std::u16string_view::npos) return {QueryIntent::Question, 0, 0};
    return {};
}

std::vector<CharacterRange> latin_names(std::u16string_view folded_query) {
    const auto is_latin = [&](std::size_t at) {
        if (at >= folded_query.size()) return false;
        const CharacterClass here = class_of(folded_query[at]);
        return here == CharacterClass::Letter || here == CharacterClass::Digit;
    };
    std::vector<CharacterRange> names;
    for (std::size_t at = 0; at < folded_query.size(); ++at) {
        if (!is_latin(at)) continue;
        const std::size_t first = at;
        while (is_latin(at + 1) ||
               (at + 1 < folded_query.size() && joins_runs(folded_query[at + 1]) && is_latin(at + 2)))
            ++at;
        const std::u16string_view name = folded_query.substr(first, at - first + 1);
        const bool has_letter =
            std::ranges::any_of(name, [](char16_t each) { return class_of(each) == CharacterClass::Letter; });
        std::size_t digits = 0;  // "50mg" measures as "mg" does
        while (class_of(name[digits]) == CharacterClass::Digit && digits + 1 < name.size()) ++digits;
        if (has_letter && name.size() > 1 && !QueryVocabulary::get().is_unit(name.substr(digits)))
            names.push_back({first, at});
    }
    return names;
}

std::vector<bool> generic_characters(std::u16string_view folded_query) {
    std::vector<bool> generic(folded_query.size(), false);
    for (const std::u16string& noun : QueryVocabulary::get().generic_nouns)
        for (std::size_t at = folded_query.find(noun); at != std::u16string_view::npos;
             at = folded_query.find(noun, at + noun.size()))
            for (std::size_t i = at; i < at + noun.size(); ++i) generic[i] = true;
    return generic;
}

}  // namespace xinglin
