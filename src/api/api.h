#pragma once

#include "app/reader.h"
#include "net/router.h"

namespace xinglin {

/// Adds the JSON API under /api/v1 (docs/HTTP.md; its own description is /api/v1/openapi.json). Every answer is
/// application/json; errors are problem details (api/problem.h) with the status of their code. Each request reads one
/// snapshot. `readers` must outlive the router.
void add_api(Router& router, const Readers& readers);

}  // namespace xinglin
