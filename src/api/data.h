#pragma once

#include <string_view>

namespace xinglin {

/// The data file of this layer called `name` (data/…, embedded by the build). CHECKs that there is one.
std::string_view api_data(std::string_view name);

}  // namespace xinglin
