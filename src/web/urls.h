#pragma once

#include <string>
#include <string_view>

#include "app/views.h"

namespace xinglin {

/// The page of a record, concept or source: "article/x" → "/articles/x", "class/y" → "/concepts/class/y". "" for an
/// empty id and for a kind that has no page.
std::string url_of(std::string_view id);

/// The 更多 page of one panel of the page of `id`; the first page has no "?page=".
std::string related_url(std::string_view id, Panel panel, std::size_t page = 1);

/// One page of a list.
std::string list_url(ListKind kind, std::size_t page = 1);

}  // namespace xinglin
