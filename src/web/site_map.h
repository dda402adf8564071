#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/views.h"

namespace xinglin {

// What search engines read (sitemaps.org, protocol 0.9; RFC 9309). `base` is the site's address without a path:
// "https://portal.example".

/// The most addresses that the protocol allows in one file.
inline constexpr std::size_t kMapPages = 50'000;

/// The index: one file for each 50,000 pages of a list, `counts` being how many pages each list has.
std::string site_map_index(std::string_view base, const std::vector<std::pair<ListKind, std::size_t>>& counts);

/// One file: the pages with the day of their last change where it is known.
std::string site_map(std::string_view base, const std::vector<MappedPage>& pages);

/// "articles-2.xml" → the list and the number of the file, from 1; nothing when it is no such name.
struct MapFile {
    ListKind kind = ListKind::Articles;
    std::size_t number = 1;
};
std::optional<MapFile> map_file_named(std::string_view name);

/// What crawlers may read: all but the results of searches and the API.
std::string robots_text(std::string_view base);

}  // namespace xinglin
