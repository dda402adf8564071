#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "net/http.h"

namespace xinglin {

/// The URL of an asset of src/web/assets, with its content's hash in the name: it may be cached for ever. The asset
/// must exist (CHECK). O(number of assets), thread-safe.
const std::string& asset_url(std::string_view name);

/// The asset with that hashed name ("site.0123456789abcdef.css"), precompressed; null when there is none.
std::shared_ptr<const Content> asset_content(std::string_view hashed_name);

}  // namespace xinglin
