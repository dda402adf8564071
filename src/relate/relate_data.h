#pragma once

#include <string_view>

namespace xinglin {

/// A file of data/language or data/medicine by its name. CHECKs that there is such a file. Embedded by the build.
std::string_view relate_data(std::string_view name);

}  // namespace xinglin
