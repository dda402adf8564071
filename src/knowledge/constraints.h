#pragma once

#include <optional>
#include <string>

#include "knowledge/concept.h"

namespace xinglin {

/// Why two groups of people cannot be the same (a condition of men and a department for women), as a Chinese clause, or
/// nothing when they can.
std::optional<std::string> conflict(const Constraints& one, const Constraints& other);

/// Both at once; where they conflict the first stays.
Constraints both(Constraints one, const Constraints& other);

}  // namespace xinglin
