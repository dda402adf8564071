#include "database/migrate.h"

#include <algorithm>

#include "database/database_error.h"

namespace xinglin {
namespace {

constexpr std::string_view kVersionTable = "xinglin_schema";

/// The version that the database is at, 0 for an empty one. Reads only.
std::int64_t version_of(Database& database) {
    const std::vector<std::string> tables = database.tables();
    if (tables.empty()) return 0;
    if (std::ranges::find(tables, kVersionTable) == tables.end()) {
        throw DatabaseError(database.name() + " holds tables of another program (" + tables.front() +
                            "); give Xinglin a database or schema of its own.");
    }
    std::int64_t version = 0;
    database.run("SELECT coalesce(max(version), 0) FROM xinglin_schema", {},
                 [&](const Row& row) { version = row.integer(0); });
    return version;
}

bool is_up_to_date(Database& database, std::int64_t newest) {
    const std::int64_t version = version_of(database);
    if (version > newest) {
        throw DatabaseError(database.name() + " has schema version " + std::to_string(version) +
                            " and was written by a newer Xinglin; this one knows " + std::to_string(newest) +
                            ". Use the newer program.");
    }
    return version == newest;
}

}  // namespace

void migrate(Database& database, std::span<const Migration> steps) {
    const auto newest = static_cast<std::int64_t>(steps.size());
    if (is_up_to_date(database, newest)) return;

    // Another process may have migrated while this one waited for its turn, so the version is read again.
    Transaction transaction(database, Access::Write);
    if (is_up_to_date(database, newest)) return;
    const std::int64_t version = version_of(database);
    if (version == 0) {
        database.define("CREATE TABLE IF NOT EXISTS xinglin_schema(version BIGINT PRIMARY KEY, name TEXT NOT NULL)");
    }
    for (const Migration& step : steps.subspan(static_cast<std::size_t>(version))) {
        database.define(step.sql);
        database.run("INSERT INTO xinglin_schema(version, name) VALUES ($1, $2)", {step.version, step.name});
    }
    transaction.commit();
}

void check_schema(Database& database, std::span<const Migration> steps) {
    if (is_up_to_date(database, static_cast<std::int64_t>(steps.size()))) return;
    throw DatabaseError(database.name() +
                        " was written by an older Xinglin and must be upgraded before it is read: run a command as the "
                        "user who may write it, such as `xinglin stats`.");
}

bool is_empty_database(const std::string& location) {
    return open_database(location, std::chrono::seconds(30), Access::Read)->tables().empty();
}

}  // namespace xinglin
