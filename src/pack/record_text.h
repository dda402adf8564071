#pragma once

#include <boost/json.hpp>
#include <optional>

#include "base/result.h"
#include "records/record.h"

namespace xinglin {

/// The record as the object that a pack file has: without the fields that only a store keeps.
boost::json::object to_pack_json(const Record& record);

/// The reverse; such fields are unknown here. InvalidInput as record_from_json().
Result<Record> record_from_pack_json(const boost::json::object& object);

}  // namespace xinglin
