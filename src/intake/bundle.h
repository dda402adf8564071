#pragma once

#include <memory>

#include "intake/rows.h"

namespace xinglin {

/// Reads FHIR: bundles (each element of their "entry" is a row), a list of resources, resources one behind the other,
/// or a resource a line. A row's fields are an entry, {"fullUrl": ..., "resource": {...}}, also for a resource without
/// bundle. Memory is bounded by one entry. An entry that is no JSON is a fault; brackets that do not close end reading
/// with a failure, for nobody can say where the next entry begins.
Result<std::unique_ptr<RowReader>> open_bundle(std::unique_ptr<Input> input);

}  // namespace xinglin
