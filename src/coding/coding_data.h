#pragma once

#include <string_view>

namespace xinglin {

/// The text of a file of data/ that the build embeds in this layer, by its name. CHECKs that there is such a file.
std::string_view coding_data(std::string_view name);

}  // namespace xinglin
