#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xinglin {

/// A text of a portal as plain text, and what was taken off it.
struct CleanText {
    std::string text;
    bool had_debris = false;  ///< tags, entities, control characters
};

/// Tags, character references and control characters taken off, white space at lines' ends and empty lines too.
/// "P<0.05" stays. A text that breaks off inside a bracket or after a comma gets "..." at its end, so that nobody reads
/// it as whole. O(n).
CleanText clean_text(std::string_view text);

}  // namespace xinglin
