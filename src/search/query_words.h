#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "search/searcher.h"

namespace xinglin {

/// What a character of a query says of its subject.
enum class Asking : std::uint8_t {
    No,
    Perhaps,  ///< nothing, where it stands by itself (的, 会, 要); in 会阴 it is part of a word
    Fills,    ///< little: 最好, 原因, 半个月
    Yes,      ///< nothing: it belongs to a word that only asks (怎么办, 是什么, 请问)
};

/// By character of a folded query. Asking words may order hits and make none.
std::vector<Asking> asking_characters(std::u16string_view folded_query);

/// The kind of page that words of a query ask for (医院, 吃什么药), and the characters [begin, end) that do; Any and
/// none when none do.
struct AskedKind {
    QueryIntent intent = QueryIntent::Any;
    std::size_t begin = 0;
    std::size_t end = 0;
};

AskedKind asked_kind(std::u16string_view folded_query);

/// Characters [first, last] of a text.
struct CharacterRange {
    std::size_t first = 0;
    std::size_t last = 0;
};

/// The names of letters and digits in a folded query, without single letters, numbers and measures: CT, COVID-19, γ-GT.
std::vector<CharacterRange> latin_names(std::u16string_view folded_query);

/// Which characters of a folded query stand in a noun that many names share (检查, 感染).
std::vector<bool> generic_characters(std::u16string_view folded_query);

}  // namespace xinglin
