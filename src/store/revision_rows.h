#pragma once

#include "database/database.h"
#include "store/store.h"

namespace xinglin {

/// Makes `revision`, which the store never had, its revision, with a mark of its own. The caller holds a transaction.
void write_revision(Database& database, Revision revision);

}  // namespace xinglin
