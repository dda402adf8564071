// A staged import lies in tables of its own, in the form of the published ones, so that publishing is a handful of
// statements inside the database:
//
//   staging             the description, the fingerprint, how far it got
//   staged_entity       as entity, without revisions
//   staged_quarantine   as quarantine
//
// Entities are compared with what is stored only when publishing: between staging and publishing others may write.
#include "store/staging.h"

#include <optional>

#include "base/check.h"
#include "store/entity_rows.h"
#include "store/origin_rows.h"
#include "store/quarantine_rows.h"

namespace xinglin {
namespace {

/// How far an import got.
struct Progress {
    std::string fingerprint;
    std::uint64_t rows = 0;
    std::int64_t lines = 0;
};

Error nothing_staged(std::string_view origin) {
    return {ErrorCode::NotFound, "No import of this origin is under way.", storable_text(origin)};
}

std::optional<Progress> progress_of(Database& database, std::string_view origin) {
    std::optional<Progress> progress;
    if (!is_storable_key(origin)) return progress;
    database.run(
        "SELECT fingerprint, staged_rows, staged_lines FROM staging WHERE name = $1", {origin}, [&](const Row& row) {
            progress = Progress{std::string(row.text(0)), static_cast<std::uint64_t>(row.integer(1)), row.integer(2)};
        });
    return progress;
}

void forget(Database& database, std::string_view origin) {
    database.run("DELETE FROM staged_entity WHERE origin = $1", {origin});
    database.run("DELETE FROM staged_quarantine WHERE origin = $1", {origin});
    database.run("DELETE FROM staging WHERE name = $1", {origin});
}

/// Stages rows of one kind, each id once; equal rows may be there already.
Result<Done> stage_rows(Database& database, std::string_view origin, const std::vector<EntityRow>& rows) {
    Batch keys{ColumnType::Integer, ColumnType::Text, ColumnType::Integer, ColumnType::Text};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        keys.add({static_cast<std::int64_t>(i), origin, static_cast<std::int64_t>(rows[i].entity), rows[i].id});
    }
    std::vector<bool> is_staged(rows.size());
    std::optional<std::size_t> differs;
    database.run_each(
        "SELECT rows.c1, s.kind, s.trust, s.status, s.body FROM {rows} "
        "JOIN staged_entity s ON s.origin = rows.c2 AND s.entity = rows.c3 AND s.id = rows.c4",
        keys, [&](const Row& row) {
            const auto place = static_cast<std::size_t>(row.integer(0));
            const EntityRow& comes = rows[place];
            is_staged[place] = true;
            const bool same = row.text(1) == comes.kind && row.text(2) == comes.trust && row.text(3) == comes.status &&
                              row.text(4) == comes.body;
            if (!same && (!differs || place < *differs)) differs = place;
        });
    if (differs) return two_contents(rows[*differs].id);

    Batch added{ColumnType::Text, ColumnType::Integer, ColumnType::Text, ColumnType::Text,
                ColumnType::Text, ColumnType::Text,    ColumnType::Text};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const EntityRow& row = rows[i];
        if (is_staged[i]) continue;
        added.add({origin, static_cast<std::int64_t>(row.entity), row.id, row.kind, row.trust, row.status, row.body});
    }
    if (added.size() > 0) {
        database.run_each(
            "INSERT INTO staged_entity(origin, entity, id, kind, trust, status, body) "
            "SELECT c1, c2, c3, c4, c5, c6, c7 FROM {rows}",
            added);
    }
    return Done{};
}

/// The first staged entity, by kind and id, whose id another origin owns.
std::optional<std::string> first_foreign_id(Database& database, std::string_view origin) {
    std::optional<std::string> id;
    database.run(
        "SELECT s.id FROM staged_entity s JOIN entity e ON e.entity = s.entity AND e.id = s.id "
        "WHERE s.origin = $1 AND e.origin <> $1 ORDER BY s.entity, s.id LIMIT 1",
        {origin}, [&](const Row& row) { id = row.text(0); });
    return id;
}

void delete_what_did_not_come(Database& database, std::string_view origin, WriteReport& report) {
    database.run(
        "INSERT INTO change(revision, entity, id, kind, origin) "
        "SELECT $2, e.entity, e.id, 1, e.origin FROM entity e WHERE e.origin = $1 AND NOT EXISTS "
        "(SELECT 1 FROM staged_entity s WHERE s.origin = e.origin AND s.entity = e.entity AND s.id = e.id)",
        {origin, report.revision});
    database.run("SELECT count(*) FROM change WHERE revision = $1", {report.revision},
                 [&](const Row& row) { report.deleted = static_cast<std::size_t>(row.integer(0)); });
    if (report.deleted == 0) return;
    database.run(
        "DELETE FROM entity WHERE origin = $1 AND NOT EXISTS "
        "(SELECT 1 FROM staged_entity s WHERE s.origin = entity.origin AND s.entity = entity.entity "
        "AND s.id = entity.id)",
        {origin});
}

void put_what_differs(Database& database, std::string_view origin, WriteReport& report) {
    database.run(
        "SELECT count(*), coalesce(sum(CASE WHEN e.id IS NULL THEN 1 ELSE 0 END), 0), "
        "coalesce(sum(CASE WHEN e.kind <> s.kind OR e.trust <> s.trust OR e.status <> s.status OR e.body <> s.body "
        "THEN 1 ELSE 0 END), 0) "
        "FROM staged_entity s LEFT JOIN entity e ON e.entity = s.entity AND e.id = s.id WHERE s.origin = $1",
        {origin}, [&](const Row& row) {
            report.added = static_cast<std::size_t>(row.integer(1));
            report.changed = static_cast<std::size_t>(row.integer(2));
            report.unchanged = static_cast<std::size_t>(row.integer(0)) - report.added - report.changed;
        });
    if (report.added + report.changed == 0) return;
    database.run(
        "INSERT INTO change(revision, entity, id, kind, origin) "
        "SELECT $2, s.entity, s.id, 0, s.origin "
        "FROM staged_entity s LEFT JOIN entity e ON e.entity = s.entity AND e.id = s.id "
        "WHERE s.origin = $1 AND (e.id IS NULL OR e.kind <> s.kind OR e.trust <> s.trust OR e.status <> s.status "
        "OR e.body <> s.body) ORDER BY s.entity, s.id",
        {origin, report.revision});
    database.run(
        "INSERT INTO entity(entity, id, kind, origin, trust, status, revision, body) "
        "SELECT s.entity, s.id, s.kind, s.origin, s.trust, s.status, $2, s.body "
        "FROM staged_entity s WHERE s.origin = $1 ORDER BY s.entity, s.id "
        "ON CONFLICT (entity, id) DO UPDATE SET kind = excluded.kind, trust = excluded.trust, "
        "status = excluded.status, revision = excluded.revision, body = excluded.body "
        "WHERE entity.kind <> excluded.kind OR entity.trust <> excluded.trust OR entity.status <> excluded.status "
        "OR entity.body <> excluded.body",
        {origin, report.revision});
}

bool quarantine_differs(Database& database, std::string_view origin, std::int64_t staged_lines) {
    std::int64_t stored_lines = 0;
    database.run("SELECT count(*) FROM quarantine WHERE origin = $1", {origin},
                 [&](const Row& row) { stored_lines = row.integer(0); });
    if (stored_lines != staged_lines) return true;
    bool differs = false;
    database.run(
        "SELECT 1 FROM staged_quarantine s JOIN quarantine q ON q.origin = s.origin AND q.position = s.position "
        "WHERE s.origin = $1 AND (q.place <> s.place OR q.rule <> s.rule OR q.message <> s.message "
        "OR q.text <> s.text) LIMIT 1",
        {origin}, [&](const Row&) { differs = true; });
    return differs;
}

bool publish_description(Database& database, std::string_view origin, const WriteReport& report, bool new_quarantine) {
    const auto staged = read_origin(database, OriginTable::Staged, origin);
    CHECK(staged);
    const auto stored = read_origin(database, OriginTable::Imported, origin);
    const bool is_new = !stored || !describe_the_same(*stored, *staged);
    const bool changes = is_new || new_quarantine || report.added + report.changed + report.deleted > 0;
    if (changes) write_origin(database, OriginTable::Imported, *staged);
    return is_new;
}

void publish_quarantine(Database& database, std::string_view origin) {
    database.run("DELETE FROM quarantine WHERE origin = $1", {origin});
    database.run(
        "INSERT INTO quarantine(origin, position, place, rule, message, text) "
        "SELECT origin, position, place, rule, message, text FROM staged_quarantine WHERE origin = $1",
        {origin});
}

}  // namespace

std::vector<StagedImport> read_staged_imports(Database& database) {
    std::vector<StagedImport> imports;
    for (Origin& origin : read_origins(database, OriginTable::Staged)) {
        const auto progress = progress_of(database, origin.name);
        CHECK(progress);
        imports.push_back({std::move(origin), progress->fingerprint, progress->rows});
    }
    return imports;
}

Result<std::uint64_t> begin_staged_import(Database& database, const Origin& origin, std::string_view fingerprint) {
    if (auto usable = check_origin(origin); !usable) return usable.error();
    if (storable_text(fingerprint) != fingerprint) {
        return Error{ErrorCode::InvalidInput, "The fingerprint of an import is UTF-8 text.", origin.name};
    }
    const auto progress = progress_of(database, origin.name);
    const auto described = read_origin(database, OriginTable::Staged, origin.name);
    const bool goes_on = progress && progress->fingerprint == fingerprint && describe_the_same(*described, origin);
    if (!goes_on) forget(database, origin.name);
    write_origin(database, OriginTable::Staged, origin);
    database.run("UPDATE staging SET fingerprint = $2 WHERE name = $1", {origin.name, fingerprint});
    return goes_on ? progress->rows : 0;
}

Result<Done> stage_part(Database& database, std::string_view origin, const StagedPart& part) {
    const auto progress = progress_of(database, origin);
    if (!progress) return nothing_staged(origin);
    if (part.rows < progress->rows || (part.rows == progress->rows && !part.quarantine.empty())) {
        return Error{ErrorCode::Conflict,
                     "These rows are staged already; another import of this origin is running, wait for it to end.",
                     std::string(origin)};
    }
    const auto described = read_origin(database, OriginTable::Staged, origin);
    CHECK(described);
    const auto incoming = incoming_entities(*described, part.knowledge, part.records);
    if (!incoming) return incoming.error();
    for (const IncomingEntities& entities : *incoming) {
        const auto stage = [&](const std::vector<EntityRow>& rows) { return stage_rows(database, origin, rows); };
        if (auto staged = for_each_chunk(entities, stage); !staged) return staged;
    }
    const std::vector<QuarantinedLine> lines = kept_lines(origin, part.quarantine);
    add_lines(database, QuarantineTable::Staged, lines, progress->lines);
    database.run(
        "UPDATE staging SET staged_rows = $2, staged_lines = $3 WHERE name = $1",
        {origin, static_cast<std::int64_t>(part.rows), progress->lines + static_cast<std::int64_t>(lines.size())});
    return Done{};
}

Result<Done> discard_staged_import(Database& database, std::string_view origin) {
    if (!progress_of(database, origin)) return nothing_staged(origin);
    forget(database, origin);
    return Done{};
}

Result<StagedDeletions> count_staged_deletions(Database& database, std::string_view origin) {
    if (!progress_of(database, origin)) return nothing_staged(origin);
    StagedDeletions deletions;
    database.run(
        "SELECT count(*), coalesce(sum(CASE WHEN s.id IS NULL THEN 1 ELSE 0 END), 0) FROM entity e "
        "LEFT JOIN staged_entity s ON s.origin = e.origin AND s.entity = e.entity AND s.id = e.id WHERE e.origin = $1",
        {origin}, [&](const Row& row) {
            deletions.stored = static_cast<std::size_t>(row.integer(0));
            deletions.deleted = static_cast<std::size_t>(row.integer(1));
        });
    return deletions;
}

Result<Published> publish_staged_import(Database& database, std::string_view origin, Revision revision) {
    const auto progress = progress_of(database, origin);
    if (!progress) return nothing_staged(origin);
    if (const auto id = first_foreign_id(database, origin)) return owned_by_another(*id);
    Published published;
    published.report.revision = revision;
    delete_what_did_not_come(database, origin, published.report);
    put_what_differs(database, origin, published.report);
    const bool new_quarantine = quarantine_differs(database, origin, progress->lines);
    const bool new_description = publish_description(database, origin, published.report, new_quarantine);
    if (new_quarantine) publish_quarantine(database, origin);
    published.other_change = new_description || new_quarantine;
    forget(database, origin);
    return published;
}

}  // namespace xinglin
