#pragma once

#include "app/finder.h"
#include "app/portal.h"
#include "net/router.h"

namespace xinglin {

/// Adds every page, the assets and the error pages. `portal` and `finder` must outlive `router`. Pages are kept
/// rendered until the portal's revision changes, results of searches are not.
void add_pages(Router& router, const Portal& portal, const Finder& finder);

}  // namespace xinglin
