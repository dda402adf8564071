#pragma once

#include <string>
#include <vector>

#include "base/date.h"

namespace xinglin {

/// A correction that lies over something which another pack or an import says, and stays when that is imported again.
struct Overlay {
    /// A concept, care card or record by its id; a relation by "subject predicate object", an imported one with " @"
    /// and its origin behind.
    std::string of;
    std::string body;  ///< JSON of what stands in its place, as the store keeps it; "" when it is taken back
    std::string by;    ///< who says so
    Date on;
    std::string why;

    friend bool operator==(const Overlay&, const Overlay&) = default;
};

}  // namespace xinglin
