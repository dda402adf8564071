#pragma once

#include <string_view>

#include "html/html.h"

namespace xinglin {

/// Where a search box stands; a page has at most one at each place.
enum class SearchBoxPlace {
    Header,   ///< on every page
    Content,  ///< a larger one in the text of pages whose matter is searching
};

/// A plain form that asks /search, with `query` in it. It carries the words that search.js needs to suggest.
void write_search_box(Html& html, SearchBoxPlace place, std::string_view query);

}  // namespace xinglin
