#pragma once

#include <string_view>

#include "html/html.h"
#include "messages/locale.h"

namespace xinglin {

/// Where a search box stands; a page has at most one at each place.
enum class SearchBoxPlace {
    Header,   ///< on every page
    Content,  ///< a larger one in the text of pages whose matter is searching
};

struct SearchBox {
    SearchBoxPlace place = SearchBoxPlace::Header;
    std::string_view query;  ///< what stands in it
    Locale locale = Locale::ZhHans;
};

/// A plain form that asks /search. It carries the words that search.js needs to suggest.
void write_search_box(Html& html, const SearchBox& box);

}  // namespace xinglin
