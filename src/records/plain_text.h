#pragma once

#include <string>
#include <string_view>

namespace xinglin {

/// What a reader sees of a Markdown body, as plain text: heading, list, quote and table marks, emphasis, link targets
/// and
/// [@slug] citations are dropped, lines stay lines. For reading concepts and quoting sentences, not for display.
std::string plain_text(std::string_view markdown);

/// The same without headings, for excerpts.
std::string running_text(std::string_view markdown);

}  // namespace xinglin
