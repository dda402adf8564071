#pragma once

#include <memory>

#include "database/database.h"
#include "store/store.h"

namespace xinglin {

/// A Store over a database whose schema is up to date.
std::unique_ptr<Store> make_sql_store(std::unique_ptr<Database> database);

}  // namespace xinglin
