#pragma once

#include <string_view>
#include <vector>

#include "app/finder.h"
#include "html/html.h"
#include "text/utf8.h"

namespace xinglin {

/// `text` with <mark> around `spans` (bytes of it, ascending). Spans that overlap or reach beyond the text lose what
/// cannot be marked, never a byte of the text.
void write_highlighted(Html& html, std::string_view text, const std::vector<Span>& spans);

/// The hits of one page of results as a numbered list, names at level 2, each with what it is and why it is here.
void write_hits(Html& html, const SearchView& view);

}  // namespace xinglin
