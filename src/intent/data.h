#pragma once

#include <string_view>

namespace xinglin {

/// A data file that the build embeds in this layer (embed_data in src/CMakeLists.txt), by its name.
std::string_view intent_data(std::string_view name);

}  // namespace xinglin
