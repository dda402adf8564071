#pragma once

#include <string>
#include <string_view>

namespace xinglin {

/// The Markdown with what nobody writes made harmless, so that cmark-gfm, whose time and memory grow with the square of
/// some things, is linear in the text: containers deeper than about a hundred, more than a thousand marks of emphasis
/// or of links in one block, a hundred cells in a row, twenty lines below heads of tables in one block, and tables
/// whose rows are mostly missing. Marks over a limit become plain characters; a text within the limits is answered as
/// it is. O(n), at most six times as long.
std::string bounded_markdown(std::string_view markdown);

}  // namespace xinglin
