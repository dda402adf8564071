#pragma once

#include <span>

#include "database/migrate.h"

namespace xinglin {

/// All steps of the content store's schema, oldest first.
std::span<const Migration> migrations();

}  // namespace xinglin
