#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "database/database.h"
#include "store/store.h"

namespace xinglin {

/// The tables that describe origins: of what is imported, and of imports under way. They have the same columns.
enum class OriginTable { Imported, Staged };

/// InvalidInput when the database cannot keep the description.
Result<Done> check_origin(const Origin& origin);

/// Whether the two describe the same but for the date.
bool describe_the_same(const Origin& a, const Origin& b);

/// By name. Throws DatabaseError when a row is damaged.
std::vector<Origin> read_origins(Database& database, OriginTable table);
std::optional<Origin> read_origin(Database& database, OriginTable table, std::string_view name);

/// Inserts or replaces the description.
void write_origin(Database& database, OriginTable table, const Origin& origin);

}  // namespace xinglin
