#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "html/html.h"

namespace xinglin {

/// A heading of a rendered text, for a table of contents.
struct Heading {
    int level = 2;  ///< 2 to 6
    std::string id;
    std::string text;
};

struct RenderedText {
    Markup html;
    std::vector<Heading> headings;
};

/// Renders an article's CommonMark with tables and strikethrough. HTML and images in it are dropped, links are kept
/// only to safe URLs (is_safe_url) and carry rel="nofollow noopener"; headings start at h2 and have the ids
/// "section-1", ...
/// [@slug] becomes a superscript link to "#cite-N", N being the place of `slug` in `citations` counted from 1; the
/// first link to each has the id "cited-N". A slug that is not among them stays as it was written. Any bytes are safe;
/// what is nested more than 50 levels deep is dropped, and what bounded_markdown() calls too much shows as it was
/// written. O(text).
RenderedText render_markdown(std::string_view markdown, std::span<const std::string> citations);

/// Renders a plain text: each line that is not blank becomes a paragraph.
Markup render_plain_text(std::string_view text);

/// The words of a Markdown text on one line, without headings and citations, for descriptions and excerpts: at most
/// `limit` characters, with "…" where it was cut.
std::string markdown_excerpt(std::string_view markdown, std::size_t limit);

/// The same for a plain text.
std::string plain_text_excerpt(std::string_view text, std::size_t limit);

}  // namespace xinglin
