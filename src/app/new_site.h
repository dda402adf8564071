#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace xinglin {

/// Writes what a new operator begins with: NAME/pack (an own pack over the starter pack, with an article, a doctor and
/// a hospital as examples), NAME/profiles (for tables of doctors, articles and drugs), NAME/README.md, and site.toml in
/// the data folder, where none is. InvalidInput when `name` is no slug, Conflict when the folder is there. Answers the
/// files, in order.
Result<std::vector<std::string>> write_new_site(const std::filesystem::path& folder, const std::filesystem::path& data,
                                                const Date& today);

}  // namespace xinglin
