#pragma once

#include <functional>
#include <memory>

#include "app/reader.h"
#include "app/reports.h"
#include "base/date.h"
#include "net/router.h"

namespace xinglin {

/// Where reports of mistakes go, and the day on which they come. Without a box the site says that it takes none.
struct Reporting {
    std::shared_ptr<ReportBox> box;
    std::function<Date()> today = [] { return Date(); };
};

/// Adds every page, the assets and the error pages. `readers` must outlive `router`. Each request reads one snapshot.
/// Pages that are the same for everybody are kept rendered until the revision changes, results of searches are not.
void add_pages(Router& router, const Readers& readers, Reporting reporting = {});

}  // namespace xinglin
