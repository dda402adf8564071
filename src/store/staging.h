#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "database/database.h"
#include "store/store.h"

namespace xinglin {

/// Imports in parts, as store.h promises them, inside the caller's transaction: on an error it must be rolled back.
std::vector<StagedImport> read_staged_imports(Database& database);
Result<std::uint64_t> begin_staged_import(Database& database, const Origin& origin, std::string_view fingerprint);
Result<Done> stage_part(Database& database, std::string_view origin, const StagedPart& part);
Result<Done> discard_staged_import(Database& database, std::string_view origin);

Result<StagedDeletions> count_staged_deletions(Database& database, std::string_view origin);

/// What publishing did.
struct Published {
    WriteReport report;         ///< of the entities; `revision` is the one written at
    bool other_change = false;  ///< the description or the quarantine
};

/// Makes the origin what was staged, at `revision`, and forgets the staged rows. Rows go from table to table in the
/// database, so memory does not grow with the import.
Result<Published> publish_staged_import(Database& database, std::string_view origin, Revision revision);

}  // namespace xinglin
