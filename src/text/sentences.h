#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/utf8.h"

namespace xinglin {

/// A sentence of a text without the white space around it, its closing mark (。！？；!?; or a line break) included.
struct Sentence {
    Span span;
    bool cut = false;  ///< It ends in "..." or "…": somebody shortened it, so its last words may be incomplete.
};

/// The sentences of `text` in order; none overlaps another. A "1." or "3.5" does not end one. O(n).
std::vector<Sentence> sentences_of(std::string_view text);

/// The sentence that holds byte `offset`, or an empty span at `offset` when it lies between sentences.
Sentence sentence_at(const std::vector<Sentence>& sentences, std::uint32_t offset);

/// Whether the text as a whole ends in "..." or "…" (perhaps followed by white space or a closing quote).
bool is_cut(std::string_view text);

/// At most `limit` characters as readers see them (text/clusters.h) on one line, with "…" when something was left out.
std::string excerpt_of(std::string_view text, std::size_t limit);

}  // namespace xinglin
