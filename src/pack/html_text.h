#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace xinglin {

/// Whether `text` is written in HTML: a tag of an element that pages are made of, or a character reference (&nbsp;,
/// &#8220;). "P<0.05" and "A&B" are not. O(n).
bool has_html(std::string_view text);

/// HTML, whole or a piece, as Markdown: headings, lists, tables, quotations, emphasis; a line break begins a paragraph.
/// Scripts, styles, pictures, the targets of links and everything that acts are dropped; what Markdown would read as a
/// mark is escaped. Where no tag makes paragraphs, line ends do. Nothing when elements stand more than 100 deep inside
/// of each other, as no page's do. O(n).
std::optional<std::string> markdown_of_html(std::string_view html);

/// The same as plain text, a line a paragraph.
std::optional<std::string> text_of_html(std::string_view html);

/// The field of a table as text: as text_of_html() when it has no other tags than those of text; otherwise as it is,
/// for then nobody knows what is left of it without them.
std::string without_simple_markup(std::string_view text);

}  // namespace xinglin
