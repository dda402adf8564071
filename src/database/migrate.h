#pragma once

#include <span>
#include <string>
#include <string_view>

#include "database/database.h"

namespace xinglin {

/// One step of the schema's history. A step that was released is never edited; a change is a new step at the end.
struct Migration {
    int version;  ///< 1, 2, 3, ... without gaps
    std::string_view name;
    std::string_view sql;  ///< for Database::define()
};

/// Brings the schema to the last of `steps` in one transaction; does nothing when it is there already. Safe when
/// several processes do it at once. Throws DatabaseError, and leaves the database as it was, when it holds tables that
/// are not ours, or was written by a newer Xinglin.
void migrate(Database& database, std::span<const Migration> steps);

/// Throws DatabaseError when the schema is not that of `steps`: the check of migrate() for one who may not write.
void check_schema(Database& database, std::span<const Migration> steps);

/// Whether the database at `location` (see open_store(); a file must exist) has not a single table: nobody has written
/// to it, or the file was cut to zero bytes. Changes nothing. Throws DatabaseError when it cannot be opened.
bool is_empty_database(const std::string& location);

}  // namespace xinglin
