#pragma once

#include <span>
#include <string_view>

namespace xinglin {

/// A file of src/web/assets as it was when the program was built.
struct EmbeddedAsset {
    std::string_view name;
    std::string_view bytes;
};

/// All of them, by name. The definition is made by cmake/EmbedAssets.cmake.
std::span<const EmbeddedAsset> embedded_assets();

}  // namespace xinglin
