#pragma once

#include "app/reader.h"
#include "net/router.h"

namespace xinglin {

/// Adds every page, the assets and the error pages. `readers` must outlive `router`. Each request reads one snapshot.
/// Pages that are the same for everybody are kept rendered until the revision changes, results of searches are not.
void add_pages(Router& router, const Readers& readers);

}  // namespace xinglin
