#pragma once

#include "app/finder.h"
#include "app/portal.h"
#include "app/queries.h"
#include "net/router.h"

namespace xinglin {

/// Adds the JSON API under /api/v1 (docs/HTTP.md). Every answer is application/json; errors are {"error": {...}} with
/// the status of their code. What it stands on must outlive the router.
void add_api(Router& router, const Portal& portal, const Queries& queries, const Finder& finder);

}  // namespace xinglin
