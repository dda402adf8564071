#pragma once

#include <vector>

#include "ingest/imports.h"

namespace xinglin {

struct Change;

/// Puts what a trial would have written into the report. Inside of this layer only.
void tell_changes(const std::vector<Change>& changes, ImportReport& report);

}  // namespace xinglin
