#pragma once

#include <string>
#include <string_view>

#include "app/views.h"
#include "search/searcher.h"

namespace xinglin {

/// An operator's own logo and colours: addresses that stay when what is there changes.
inline constexpr std::string_view kLogoUrl = "/site/logo";
inline constexpr std::string_view kThemeUrl = "/site/theme.css";

/// The page of a record, concept or source: "article/x" → "/articles/x", "class/y" → "/concepts/class/y". "" for an
/// empty id and for a kind that has no page.
std::string url_of(std::string_view id);

/// The 更多 page of one panel of the page of `id`; the first page has no "?page=".
std::string related_url(std::string_view id, Panel panel, std::size_t page = 1);

/// The results of a search: only what differs from the default, in one order (q, the facets, page, spelling), so that
/// one request has one address. The page is offset / limit + 1; a limit is never in it.
std::string search_url(const SearchRequest& request);

/// A part of a list: only what differs from the whole list, in one order (letter, the facets, page).
std::string browse_url(const BrowseRequest& request);

/// The reverse of url_of, as far as the address tells: "/conditions/x" → "condition/x"; "" for the address of no page
/// of that form.
std::string id_of_path(std::string_view path);

/// The form for a mistake on the page at `path`.
std::string report_url(std::string_view path);

/// One page of a list.
std::string list_url(ListKind kind, std::size_t page = 1);

}  // namespace xinglin
