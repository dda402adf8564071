#pragma once

#include <boost/json.hpp>
#include <string_view>

#include "base/result.h"
#include "records/overlay.h"

namespace xinglin {

/// A line of overrides.jsonl (docs/PACK.md). `pack` is who brings what stands in another's place. InvalidInput with the
/// field in `where`.
Result<Overlay> overlay_from_json(const boost::json::object& object, std::string_view pack);

/// The reverse.
boost::json::object to_json(const Overlay& overlay);

}  // namespace xinglin
