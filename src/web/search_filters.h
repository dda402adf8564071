#pragma once

#include "app/finder.h"
#include "html/html.h"

namespace xinglin {

/// The types of what was found as links with counts; one is chosen at a time.
void write_type_tabs(Html& html, const SearchView& view);

/// The other facets, each a list of links that opens, and what is chosen as links that take it away.
void write_filters(Html& html, const SearchView& view);

bool is_narrowed(const SearchRequest& request);

/// The request without what was chosen, from its first page.
SearchRequest widened(const SearchRequest& request);

}  // namespace xinglin
