#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "database/database.h"
#include "store/store.h"

namespace xinglin {

/// What lies over entities, by kind and id: "" where one is taken back, otherwise the body in its place.
using OverlayBodies = std::map<std::pair<std::int64_t, std::string>, std::string, std::less<>>;

OverlayBodies read_overlay_bodies(Database& database);
std::vector<StoredOverlay> read_overlays(Database& database);

/// Makes the overlays of `origin` those given, and tells the feed at `revision` of each entity that reads differently
/// since. Answers how many changed. Conflict when another origin lies over the same already, InvalidInput for what the
/// database cannot keep.
Result<std::size_t> replace_overlays(Database& database, std::string_view origin, const std::vector<Overlay>& overlays,
                                     Revision revision);

}  // namespace xinglin
