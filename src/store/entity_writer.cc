// Replacing an origin is a merge of two lists in id order, what comes and what is stored, taken in chunks: first each
// chunk of what comes is compared with the rows of the same ids and written where it differs, then the origin's ids are
// walked once, and those that did not come are deleted.
#include "store/entity_writer.h"

#include <optional>
#include <utility>

namespace xinglin {
namespace {

constexpr std::int64_t kPageRows = 2000;

constexpr EntityKind kEntityKinds[] = {EntityKind::Source,  EntityKind::Concept, EntityKind::Relation,
                                       EntityKind::RedFlag, EntityKind::Record,  EntityKind::TriageRule};

std::int64_t code_of(EntityKind kind) {
    return static_cast<std::int64_t>(kind);
}
std::int64_t code_of(ChangeKind kind) {
    return static_cast<std::int64_t>(kind);
}

/// What is stored under the id of a row that comes.
struct Stored {
    bool same_origin = false;
    bool same_content = false;
};

std::vector<std::optional<Stored>> stored_beside(Database& database, EntityKind entity, const std::string& origin,
                                                 const std::vector<EntityRow>& rows) {
    Batch keys{ColumnType::Integer, ColumnType::Integer, ColumnType::Text};
    for (std::size_t i = 0; i < rows.size(); ++i) keys.add({static_cast<std::int64_t>(i), code_of(entity), rows[i].id});
    std::vector<std::optional<Stored>> stored(rows.size());
    database.run_each(
        "SELECT rows.c1, e.origin, e.kind, e.trust, e.status, e.body FROM {rows} "
        "JOIN entity e ON e.entity = rows.c2 AND e.id = rows.c3",
        keys, [&](const Row& row) {
            const auto place = static_cast<std::size_t>(row.integer(0));
            const EntityRow& comes = rows[place];
            stored[place] = Stored{row.text(1) == origin, row.text(2) == comes.kind && row.text(3) == comes.trust &&
                                                              row.text(4) == comes.status && row.text(5) == comes.body};
        });
    return stored;
}

}  // namespace

EntityWriter::EntityWriter(Database& database, std::string origin, Revision revision, Replaced replaced)
    : database_(database),
      origin_(std::move(origin)),
      replaced_(replaced),
      puts_{ColumnType::Integer, ColumnType::Text, ColumnType::Text,    ColumnType::Text,
            ColumnType::Text,    ColumnType::Text, ColumnType::Integer, ColumnType::Text},
      deletes_{ColumnType::Integer, ColumnType::Text},
      changes_{ColumnType::Integer, ColumnType::Integer, ColumnType::Text, ColumnType::Integer, ColumnType::Text} {
    report_.revision = revision;
}

Result<Done> EntityWriter::put(const IncomingEntities& incoming) {
    return for_each_chunk(incoming, [&](const auto& rows) { return put_chunk(incoming.entity, rows); });
}

Result<Done> EntityWriter::put_chunk(EntityKind entity, const std::vector<EntityRow>& rows) {
    const auto stored = stored_beside(database_, entity, origin_, rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (stored[i] && !stored[i]->same_origin) {
            return owned_by_another(rows[i].id);
        }
        if (stored[i] && stored[i]->same_content) {
            ++report_.unchanged;
            continue;
        }
        ++(stored[i] ? report_.changed : report_.added);
        puts_.add({code_of(entity), rows[i].id, rows[i].kind, origin_, rows[i].trust, rows[i].status, report_.revision,
                   rows[i].body});
        changes_.add({report_.revision, code_of(entity), rows[i].id, code_of(ChangeKind::Put), origin_});
    }
    flush();
    return Done{};
}

void EntityWriter::delete_others(const IncomingEntities& incoming) {
    delete_owned(incoming.entity, incoming.items);
}

void EntityWriter::delete_all() {
    for (const EntityKind entity : kEntityKinds) delete_owned(entity, {});
}

void EntityWriter::delete_one(EntityKind entity, std::string_view id) {
    deletes_.add({code_of(entity), id});
    changes_.add({report_.revision, code_of(entity), id, code_of(ChangeKind::Delete), origin_});
    ++report_.deleted;
    flush();
}

void EntityWriter::delete_owned(EntityKind entity, const std::vector<IncomingEntities::Item>& kept) {
    auto keep = kept.begin();
    std::string last;
    for (bool more = true; more;) {
        std::vector<std::string> page;
        database_.run("SELECT id FROM entity WHERE origin = $1 AND entity = $2 AND id > $3 ORDER BY id LIMIT $4",
                      {origin_, code_of(entity), last, kPageRows},
                      [&](const Row& row) { page.emplace_back(row.text(0)); });
        for (const std::string& id : page) {
            while (keep != kept.end() && keep->id < id) ++keep;
            if (keep != kept.end() && keep->id == id) continue;
            deletes_.add({code_of(entity), id});
            changes_.add({report_.revision, code_of(entity), id, code_of(ChangeKind::Delete), origin_});
            ++report_.deleted;
        }
        flush();
        more = std::cmp_equal(page.size(), kPageRows);
        if (more) last = page.back();
    }
}

/// Copies the rows that a batch, whose first two columns are `entity` and `id`, is about to change or delete.
void EntityWriter::keep_replaced(std::string_view sql, const Batch& batch) {
    if (replaced_ == Replaced::Keep && batch.size() > 0) database_.run_each(sql, batch);
}

void EntityWriter::flush() {
    // Two texts of one meaning, for a statement is prepared for batches of one width.
    keep_replaced(
        "INSERT INTO undo_entity(origin, entity, id, kind, trust, status, body) "
        "SELECT e.origin, e.entity, e.id, e.kind, e.trust, e.status, e.body FROM {rows} "
        "JOIN entity e ON e.entity = rows.c1 AND e.id = rows.c2",
        puts_);
    keep_replaced(
        "INSERT INTO undo_entity(origin, entity, id, kind, trust, status, body) "
        "SELECT e.origin, e.entity, e.id, e.kind, e.trust, e.status, e.body FROM entity e "
        "JOIN {rows} ON e.entity = rows.c1 AND e.id = rows.c2",
        deletes_);
    // "WHERE true" keeps SQLite from reading ON CONFLICT as a join constraint.
    if (puts_.size() > 0) {
        database_.run_each(
            "INSERT INTO entity(entity, id, kind, origin, trust, status, revision, body) "
            "SELECT c1, c2, c3, c4, c5, c6, c7, c8 FROM {rows} WHERE true "
            "ON CONFLICT (entity, id) DO UPDATE SET kind = excluded.kind, trust = excluded.trust, "
            "status = excluded.status, revision = excluded.revision, body = excluded.body",
            puts_);
    }
    if (deletes_.size() > 0) {
        // Right because a batch of deletes is of one kind. SQLite searches the key for two IN, but not for one of
        // pairs.
        database_.run_each(
            "DELETE FROM entity WHERE entity IN (SELECT c1 FROM {rows}) AND id IN (SELECT c2 FROM {rows})", deletes_);
    }
    if (changes_.size() > 0) {
        database_.run_each(
            "INSERT INTO change(revision, entity, id, kind, origin) SELECT c1, c2, c3, c4, c5 FROM {rows}", changes_);
    }
    puts_.clear();
    deletes_.clear();
    changes_.clear();
}

}  // namespace xinglin
