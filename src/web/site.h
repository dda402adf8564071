#pragma once

#include "app/portal.h"
#include "net/router.h"

namespace xinglin {

/// Adds every page, the assets and the error pages. `portal` must outlive `router`. Pages are kept rendered until the
/// portal's revision changes.
void add_pages(Router& router, const Portal& portal);

}  // namespace xinglin
