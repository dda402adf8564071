#pragma once

#include <boost/json.hpp>

#include "app/ask.h"
#include "base/result.h"

namespace xinglin {

/// docs/JSON.md, "ask".
boost::json::object to_json(const AskAnswer& answer);

/// Reads {"text": ..., "replies": [{"key": ..., "value": ...}]}; other fields are the caller's. InvalidInput for wrong
/// types.
Result<AskRequest> ask_from(const boost::json::object& object);

}  // namespace xinglin
