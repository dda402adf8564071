#include "store/undo_rows.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "store/entity_rows.h"

namespace xinglin {
namespace {

constexpr std::string_view kOriginColumns =
    "name, version, title, licence, language, trust, fictitious, source, input_file, input_bytes, input_hash, "
    "imported_on, steps, audience";
constexpr std::string_view kQuarantineColumns = "origin, position, place, rule, message, text";
constexpr std::string_view kOverlayColumns = "entity, id, origin, body, said_by, said_on, why, upstream";

/// A statement over the columns of a table.
std::string with_columns(std::string_view sql, std::string_view columns) {
    return with_placeholder(sql, "{columns}", columns);
}

void forget(Database& database, std::string_view origin) {
    database.run("DELETE FROM undo_entity WHERE origin = $1", {origin});
    database.run("DELETE FROM undo_quarantine WHERE origin = $1", {origin});
    database.run("DELETE FROM undo_overlay WHERE origin = $1", {origin});
    database.run("DELETE FROM undo_origin WHERE name = $1", {origin});
    database.run("DELETE FROM undo_import WHERE origin = $1", {origin});
}

std::optional<Revision> revision_of(Database& database, std::string_view origin) {
    std::optional<Revision> revision;
    database.run("SELECT revision FROM undo_import WHERE origin = $1", {origin},
                 [&](const Row& row) { revision = row.integer(0); });
    return revision;
}

std::optional<Error> obstacle(Database& database, std::string_view origin, Revision imported_at) {
    std::optional<Error> error;
    database.run("SELECT 1 FROM change WHERE origin = $1 AND revision > $2 LIMIT 1", {origin, imported_at},
                 [&](const Row&) {
                     error = Error{ErrorCode::Conflict,
                                   "Something of this origin was changed after its last import; restore a backup, or "
                                   "import what is right.",
                                   std::string(origin)};
                 });
    if (error) return error;
    database.run(
        "SELECT e.id FROM undo_entity u JOIN entity e ON e.entity = u.entity AND e.id = u.id "
        "WHERE u.origin = $1 AND e.origin <> $1 LIMIT 1",
        {origin}, [&](const Row& row) { error = owned_by_another(std::string(row.text(0))); });
    return error;
}

std::size_t count_of_feed(Database& database, Revision revision) {
    std::size_t count = 0;
    database.run("SELECT count(*) FROM change WHERE revision = $1", {revision},
                 [&](const Row& row) { count = static_cast<std::size_t>(row.integer(0)); });
    return count;
}

/// What the import added goes; what it took away or changed comes back.
WriteReport put_back(Database& database, std::string_view origin, Revision imported_at, Revision revision) {
    WriteReport report;
    report.revision = revision;
    database.run(
        "INSERT INTO change(revision, entity, id, kind, origin) SELECT $3, e.entity, e.id, 1, e.origin FROM entity e "
        "WHERE e.origin = $1 AND e.revision = $2 AND NOT EXISTS "
        "(SELECT 1 FROM undo_entity u WHERE u.origin = e.origin AND u.entity = e.entity AND u.id = e.id)",
        {origin, imported_at, revision});
    report.deleted = count_of_feed(database, revision);
    database.run(
        "DELETE FROM entity WHERE origin = $1 AND revision = $2 AND NOT EXISTS (SELECT 1 FROM undo_entity u "
        "WHERE u.origin = entity.origin AND u.entity = entity.entity AND u.id = entity.id)",
        {origin, imported_at});
    database.run(
        "INSERT INTO change(revision, entity, id, kind, origin) SELECT $2, entity, id, 0, origin FROM undo_entity "
        "WHERE origin = $1",
        {origin, revision});
    report.changed = count_of_feed(database, revision) - report.deleted;
    database.run(
        "INSERT INTO entity(entity, id, kind, origin, trust, status, revision, body) "
        "SELECT entity, id, kind, origin, trust, status, $2, body FROM undo_entity WHERE origin = $1 "
        "ON CONFLICT (entity, id) DO UPDATE SET kind = excluded.kind, trust = excluded.trust, "
        "status = excluded.status, revision = excluded.revision, body = excluded.body",
        {origin, revision});
    return report;
}

void put_back_overlays(Database& database, std::string_view origin, Revision revision) {
    const OverlayBodies before = read_overlay_bodies(database);
    database.run("DELETE FROM overlay WHERE origin = $1", {origin});
    database.run(with_columns("INSERT INTO overlay({columns}) SELECT {columns} FROM undo_overlay WHERE origin = $1",
                              kOverlayColumns),
                 {origin});
    const OverlayBodies after = read_overlay_bodies(database);
    std::vector<OverlayBodies::value_type> changed;
    std::ranges::set_symmetric_difference(after, before, std::back_inserter(changed));
    for (const auto& [place, body] : changed) {
        database.run(
            "INSERT INTO change(revision, entity, id, kind, origin) VALUES ($1, $2, $3, 0, $4) ON CONFLICT DO NOTHING",
            {revision, place.first, place.second, origin});
    }
}

void put_back_description(Database& database, std::string_view origin) {
    database.run("DELETE FROM quarantine WHERE origin = $1", {origin});
    database.run("DELETE FROM origin WHERE name = $1", {origin});
    database.run(
        with_columns("INSERT INTO origin({columns}) SELECT {columns} FROM undo_origin WHERE name = $1", kOriginColumns),
        {origin});
    database.run(
        with_columns("INSERT INTO quarantine({columns}) SELECT {columns} FROM undo_quarantine WHERE origin = $1",
                     kQuarantineColumns),
        {origin});
}

}  // namespace

void begin_undo(Database& database, std::string_view origin) {
    if (!is_storable_key(origin)) return;  // no origin can have this name
    forget(database, origin);
    database.run(
        with_columns("INSERT INTO undo_origin({columns}) SELECT {columns} FROM origin WHERE name = $1", kOriginColumns),
        {origin});
    database.run(
        with_columns("INSERT INTO undo_quarantine({columns}) SELECT {columns} FROM quarantine WHERE origin = $1",
                     kQuarantineColumns),
        {origin});
    database.run(with_columns("INSERT INTO undo_overlay({columns}) SELECT {columns} FROM overlay WHERE origin = $1",
                              kOverlayColumns),
                 {origin});
}

void keep_replaced_by_staged(Database& database, std::string_view origin) {
    if (!is_storable_key(origin)) return;
    database.run(
        "INSERT INTO undo_entity(origin, entity, id, kind, trust, status, body) "
        "SELECT e.origin, e.entity, e.id, e.kind, e.trust, e.status, e.body FROM entity e LEFT JOIN staged_entity s "
        "ON s.origin = e.origin AND s.entity = e.entity AND s.id = e.id WHERE e.origin = $1 AND (s.id IS NULL "
        "OR e.kind <> s.kind OR e.trust <> s.trust OR e.status <> s.status OR e.body <> s.body)",
        {origin});
}

void end_undo(Database& database, std::string_view origin, Revision revision) {
    database.run("INSERT INTO undo_import(origin, revision) VALUES ($1, $2)", {origin, revision});
}

Result<WriteReport> undo_last_import(Database& database, std::string_view origin, Revision revision) {
    const auto imported_at = is_storable_key(origin) ? revision_of(database, origin) : std::nullopt;
    if (!imported_at) {
        return Error{ErrorCode::NotFound,
                     "No import of this origin can be undone; `xinglin remove` takes it out whole.",
                     storable_text(origin)};
    }
    if (auto error = obstacle(database, origin, *imported_at)) return *error;
    WriteReport report = put_back(database, origin, *imported_at, revision);
    put_back_overlays(database, origin, revision);
    put_back_description(database, origin);
    forget(database, origin);
    return report;
}

}  // namespace xinglin
