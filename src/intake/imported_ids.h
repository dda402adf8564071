#pragma once

#include <string>
#include <string_view>

namespace xinglin {

/// "condition/<origin>-<12 hex digits of the folded name>": the id of something imported, which is never that of
/// something curated. The same name gives the same id within an origin.
std::string imported_id(std::string_view kind, std::string_view origin, std::string_view name);

}  // namespace xinglin
