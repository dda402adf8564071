#include "store/migrations.h"

#include <algorithm>
#include <string>

#include "store/store.h"

namespace xinglin {
namespace {

constexpr std::string_view kVersionTable = "xinglin_schema";

constexpr Migration kMigrations[] = {
    {1, "entities and change feed", R"sql(
        CREATE TABLE store_state(
            only_row BIGINT PRIMARY KEY CHECK (only_row = 1),
            revision BIGINT NOT NULL);
        INSERT INTO store_state(only_row, revision) VALUES (1, 0);

        CREATE TABLE entity(
            entity BIGINT NOT NULL,
            id {key} NOT NULL,
            kind TEXT NOT NULL,
            origin {key} NOT NULL,
            trust TEXT NOT NULL,
            status TEXT NOT NULL,
            revision BIGINT NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (entity, id));
        CREATE INDEX entity_by_origin ON entity(origin, entity, id);

        CREATE TABLE change(
            revision BIGINT NOT NULL,
            entity BIGINT NOT NULL,
            id {key} NOT NULL,
            kind BIGINT NOT NULL,
            origin {key} NOT NULL,
            PRIMARY KEY (revision, entity, id)) {clustered};
    )sql"},
    {2, "origins and quarantine", R"sql(
        CREATE TABLE origin(
            name {key} NOT NULL PRIMARY KEY,
            version TEXT NOT NULL,
            title TEXT NOT NULL,
            licence TEXT NOT NULL,
            language TEXT NOT NULL,
            trust TEXT NOT NULL,
            fictitious BIGINT NOT NULL);

        CREATE TABLE quarantine(
            origin {key} NOT NULL REFERENCES origin(name) ON DELETE CASCADE,
            position BIGINT NOT NULL,
            place TEXT NOT NULL,
            rule TEXT NOT NULL,
            message TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (origin, position)) {clustered};
    )sql"},
    {3, "staged imports, provenance and withdrawals", R"sql(
        ALTER TABLE origin ADD COLUMN source TEXT NOT NULL DEFAULT '';
        ALTER TABLE origin ADD COLUMN input_file TEXT NOT NULL DEFAULT '';
        ALTER TABLE origin ADD COLUMN input_bytes BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE origin ADD COLUMN input_hash BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE origin ADD COLUMN imported_on TEXT NOT NULL DEFAULT '';
        ALTER TABLE origin ADD COLUMN steps TEXT NOT NULL DEFAULT '[]';

        UPDATE entity SET id = id || ' @' || origin WHERE entity = 2 AND trust = 'imported';
        UPDATE change SET id = id || ' @' || origin
            WHERE entity = 2 AND origin IN (SELECT name FROM origin WHERE trust = 'imported');

        CREATE TABLE staging(
            name {key} NOT NULL PRIMARY KEY,
            version TEXT NOT NULL,
            title TEXT NOT NULL,
            licence TEXT NOT NULL,
            language TEXT NOT NULL,
            trust TEXT NOT NULL,
            fictitious BIGINT NOT NULL,
            source TEXT NOT NULL,
            input_file TEXT NOT NULL,
            input_bytes BIGINT NOT NULL,
            input_hash BIGINT NOT NULL,
            imported_on TEXT NOT NULL,
            steps TEXT NOT NULL,
            fingerprint TEXT NOT NULL DEFAULT '',
            staged_rows BIGINT NOT NULL DEFAULT 0,
            staged_lines BIGINT NOT NULL DEFAULT 0);

        CREATE TABLE staged_entity(
            origin {key} NOT NULL,
            entity BIGINT NOT NULL,
            id {key} NOT NULL,
            kind TEXT NOT NULL,
            trust TEXT NOT NULL,
            status TEXT NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (origin, entity, id));

        CREATE TABLE staged_quarantine(
            origin {key} NOT NULL,
            position BIGINT NOT NULL,
            place TEXT NOT NULL,
            rule TEXT NOT NULL,
            message TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (origin, position)) {clustered};

        CREATE TABLE withdrawal(
            source {key} NOT NULL PRIMARY KEY,
            withdrawn_on TEXT NOT NULL,
            reason TEXT NOT NULL);
    )sql"},
    {4, "whom origins are shown to", R"sql(
        ALTER TABLE origin ADD COLUMN audience TEXT NOT NULL DEFAULT 'readers';
        ALTER TABLE staging ADD COLUMN audience TEXT NOT NULL DEFAULT 'readers';
    )sql"},
};

/// The version that the database is at, 0 for an empty one. Reads only.
std::int64_t version_of(Database& database) {
    const std::vector<std::string> tables = database.tables();
    if (tables.empty()) return 0;
    if (std::ranges::find(tables, kVersionTable) == tables.end()) {
        throw StoreError(database.name() + " holds tables of another program (" + tables.front() +
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
        throw StoreError(database.name() + " has schema version " + std::to_string(version) +
                         " and was written by a newer Xinglin; this one knows " + std::to_string(newest) +
                         ". Use the newer program.");
    }
    return version == newest;
}

}  // namespace

std::span<const Migration> migrations() {
    return kMigrations;
}

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

bool is_empty_database(const std::string& location) {
    return open_database(location)->tables().empty();
}

}  // namespace xinglin
