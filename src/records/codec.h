#pragma once

#include <boost/json.hpp>
#include <string_view>

#include "base/result.h"
#include "records/record.h"

namespace xinglin {

/// The record as one JSON object in the field order of docs/PACK.md, unset fields left out; with origin, trust and the
/// other fields that only a store needs. from_json(to_json(record)) == record.
boost::json::object to_json(const Record& record);

/// The reverse. InvalidInput when a field is missing, unknown or of the wrong type; `where` is the field.
Result<Record> record_from_json(const boost::json::object& object);

}  // namespace xinglin
