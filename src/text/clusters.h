#pragma once

#include <cstddef>
#include <string_view>

namespace xinglin {

// What a reader sees as one character may be several: a letter and its marks, a flag, a family, a skin tone (Unicode
// Standard Annex 29). A text that is cut shall not be cut within one.

/// Where the character that a reader sees at `offset` begins; `offset` itself between two of them. `offset` lies
/// between code points, at most text.size(). Of a longer chain than any real one, the last part. O(1), in a row of
/// flags O(those before).
std::size_t cluster_begin(std::string_view text, std::size_t offset);

/// Where it ends; `offset` itself between two of them.
std::size_t cluster_end(std::string_view text, std::size_t offset);

}  // namespace xinglin
