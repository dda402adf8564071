#include "store/sql_store.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/check.h"
#include "store/entity_rows.h"
#include "store/entity_writer.h"

namespace xinglin {
namespace {

constexpr std::size_t kMaxQuarantinedBytes = 4096;
constexpr std::int64_t kPageRows = 200;

std::int64_t code_of(EntityKind kind) {
    return static_cast<std::int64_t>(kind);
}

Error no_such_origin(std::string_view name) {
    return {ErrorCode::NotFound, "There is no such origin; the list of origins names those that were imported.",
            storable_text(name)};
}

Error no_such_record(std::string_view id) {
    return {ErrorCode::NotFound, "There is no such record.", storable_text(id)};
}

/// The first bytes of a line, cut between characters.
std::string quarantined_text(std::string_view line) {
    if (line.size() > kMaxQuarantinedBytes) {
        std::size_t end = kMaxQuarantinedBytes;
        while (end > kMaxQuarantinedBytes - 4 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
        line = line.substr(0, end);
    }
    return storable_text(line);
}

/// The lines as the store keeps them.
std::vector<QuarantinedLine> kept_lines(const Collection& collection) {
    std::vector<QuarantinedLine> kept;
    kept.reserve(collection.quarantine.size());
    for (const QuarantinedLine& line : collection.quarantine) {
        kept.push_back({collection.origin.name, storable_text(line.place), storable_text(line.rule),
                        storable_text(line.message), quarantined_text(line.text)});
    }
    return kept;
}

Result<Done> check_origin(const Origin& origin) {
    if (!is_storable_key(origin.name)) {
        return Error{ErrorCode::InvalidInput, "An origin's name is UTF-8 text of 1 to 1000 bytes.", "origin"};
    }
    for (const std::string* text : {&origin.version, &origin.title, &origin.licence, &origin.language}) {
        if (storable_text(*text) == *text) continue;
        return Error{ErrorCode::InvalidInput, "The description of this origin is not UTF-8 text.", origin.name};
    }
    return Done{};
}

/// Begins a transaction unless one is open: a visitor of for_each_record() may read on in the same state.
class ReadScope {
  public:
    explicit ReadScope(Database& database) {
        if (!database.in_transaction()) transaction_.emplace(database, Access::Read);
    }

  private:
    std::optional<Transaction> transaction_;
};

class SqlStore final : public Store {
  public:
    explicit SqlStore(std::unique_ptr<Database> database) : database_(std::move(database)) {}

    Revision revision() override;
    Result<WriteReport> replace_origin(const Collection& collection) override;
    Result<WriteReport> remove_origin(std::string_view name) override;
    Result<WriteReport> put_record(const Record& record, std::optional<Revision> expected_revision) override;
    Result<WriteReport> delete_record(std::string_view id) override;
    std::optional<StoredRecord> record(std::string_view id) override;
    void for_each_record(const std::function<void(const StoredRecord&)>& visit) override;
    KnowledgeData knowledge() override { return read_knowledge(std::nullopt); }
    KnowledgeData knowledge_of(std::string_view origin) override;
    std::vector<Origin> origins() override;
    std::vector<QuarantinedLine> quarantine(std::string_view origin) override;
    std::vector<Change> changes_since(Revision revision, std::size_t limit) override;

  private:
    template <typename Entity>
    Entity read_entity(std::string_view body, std::string_view id) const;
    template <typename Entity>
    void read_all(EntityKind kind, std::optional<std::string_view> origin, std::vector<Entity>& out);
    KnowledgeData read_knowledge(std::optional<std::string_view> origin);

    bool was_changed_after(std::string_view record_id, Revision revision);
    bool put_origin(const Origin& origin);
    bool put_quarantine(const Collection& collection);
    WriteReport finish(Transaction& transaction, WriteReport report, bool other_change);

    std::unique_ptr<Database> database_;
};

Revision SqlStore::revision() {
    Revision revision = 0;
    database_->run("SELECT revision FROM store_state", {}, [&](const Row& row) { revision = row.integer(0); });
    return revision;
}

/// Commits at the report's revision, or leaves everything as it is when nothing changed.
WriteReport SqlStore::finish(Transaction& transaction, WriteReport report, bool other_change) {
    if (report.added + report.changed + report.deleted == 0 && !other_change) {
        --report.revision;
        return report;
    }
    database_->run("UPDATE store_state SET revision = $1", {report.revision});
    transaction.commit();
    return report;
}

Result<WriteReport> SqlStore::replace_origin(const Collection& collection) {
    if (auto usable = check_origin(collection.origin); !usable) return usable.error();
    const auto incoming = incoming_entities(collection);
    if (!incoming) return incoming.error();

    Transaction transaction(*database_, Access::Write);
    EntityWriter writer(*database_, collection.origin.name, revision() + 1);
    for (const IncomingEntities& entities : *incoming) {
        if (auto written = writer.put(entities); !written) return written.error();
        writer.delete_others(entities);
    }
    const bool new_origin = put_origin(collection.origin);
    const bool new_quarantine = put_quarantine(collection);
    return finish(transaction, writer.report(), new_origin || new_quarantine);
}

bool SqlStore::put_origin(const Origin& origin) {
    const std::vector<Origin> known = origins();
    if (std::ranges::find(known, origin) != known.end()) return false;
    database_->run(
        "INSERT INTO origin(name, version, title, licence, language, trust, fictitious) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) "
        "ON CONFLICT (name) DO UPDATE SET version = excluded.version, title = excluded.title, "
        "licence = excluded.licence, language = excluded.language, trust = excluded.trust, "
        "fictitious = excluded.fictitious",
        {origin.name, origin.version, origin.title, origin.licence, origin.language, name_of(origin.trust),
         origin.fictitious ? 1 : 0});
    return true;
}

bool SqlStore::put_quarantine(const Collection& collection) {
    const std::vector<QuarantinedLine> lines = kept_lines(collection);
    if (lines == quarantine(collection.origin.name)) return false;
    database_->run("DELETE FROM quarantine WHERE origin = $1", {collection.origin.name});
    Batch rows{ColumnType::Text, ColumnType::Integer, ColumnType::Text,
               ColumnType::Text, ColumnType::Text,    ColumnType::Text};
    for (const QuarantinedLine& line : lines) {
        rows.add({line.origin, static_cast<std::int64_t>(rows.size()), line.place, line.rule, line.message, line.text});
    }
    if (rows.size() > 0) {
        database_->run_each(
            "INSERT INTO quarantine(origin, position, place, rule, message, text) "
            "SELECT c1, c2, c3, c4, c5, c6 FROM {rows}",
            rows);
    }
    return true;
}

Result<WriteReport> SqlStore::remove_origin(std::string_view name) {
    Transaction transaction(*database_, Access::Write);
    const std::vector<Origin> known = origins();
    if (std::ranges::find(known, name, &Origin::name) == known.end()) return no_such_origin(name);
    EntityWriter writer(*database_, std::string(name), revision() + 1);
    writer.delete_all();
    database_->run("DELETE FROM origin WHERE name = $1", {name});
    return finish(transaction, writer.report(), true);
}

bool SqlStore::was_changed_after(std::string_view record_id, Revision revision) {
    std::optional<Revision> last;
    database_->run("SELECT revision FROM entity WHERE entity = $1 AND id = $2",
                   {code_of(EntityKind::Record), record_id}, [&](const Row& row) { last = row.integer(0); });
    if (last) return *last > revision;
    bool deleted = false;
    database_->run("SELECT 1 FROM change WHERE revision > $1 AND entity = $2 AND id = $3 LIMIT 1",
                   {revision, code_of(EntityKind::Record), record_id}, [&](const Row&) { deleted = true; });
    return deleted;
}

Result<WriteReport> SqlStore::put_record(const Record& record, std::optional<Revision> expected_revision) {
    const std::string& id = record.head.id;
    if (!is_storable_key(record.head.origin)) {
        return Error{ErrorCode::InvalidInput, "A record's origin is UTF-8 text of 1 to 1000 bytes.", "origin"};
    }
    Transaction transaction(*database_, Access::Write);
    if (expected_revision && is_storable_key(id) && was_changed_after(id, *expected_revision)) {
        return Error{ErrorCode::Conflict, "Somebody else changed this record meanwhile; load it again.", id};
    }
    EntityWriter writer(*database_, record.head.origin, revision() + 1);
    if (auto written = writer.put(incoming_record(record)); !written) return written.error();
    return finish(transaction, writer.report(), false);
}

Result<WriteReport> SqlStore::delete_record(std::string_view id) {
    if (!is_storable_key(id)) return no_such_record(id);
    Transaction transaction(*database_, Access::Write);
    const auto stored = record(id);
    if (!stored) return no_such_record(id);
    EntityWriter writer(*database_, stored->record.head.origin, revision() + 1);
    writer.delete_one(EntityKind::Record, id);
    return finish(transaction, writer.report(), false);
}

template <typename Entity>
Entity SqlStore::read_entity(std::string_view body, std::string_view id) const {
    Entity entity;
    if (!read_body(body, entity)) {
        throw StoreError(database_->name() + ": the content of " + std::string(id) +
                         " is damaged; restore a backup or import its origin again.");
    }
    return entity;
}

std::optional<Store::StoredRecord> SqlStore::record(std::string_view id) {
    std::optional<StoredRecord> found;
    if (!is_storable_key(id)) return found;
    database_->run("SELECT body, revision FROM entity WHERE entity = $1 AND id = $2", {code_of(EntityKind::Record), id},
                   [&](const Row& row) {
                       found = StoredRecord{read_entity<Record>(row.text(0), id), row.integer(1)};
                   });
    return found;
}

void SqlStore::for_each_record(const std::function<void(const StoredRecord&)>& visit) {
    const ReadScope scope(*database_);
    std::string last;
    for (bool more = true; more;) {
        std::vector<StoredRecord> page;
        std::string next;
        database_->run("SELECT body, revision, id FROM entity WHERE entity = $1 AND id > $2 ORDER BY id LIMIT $3",
                       {code_of(EntityKind::Record), last, kPageRows}, [&](const Row& row) {
                           next = row.text(2);
                           page.push_back({read_entity<Record>(row.text(0), next), row.integer(1)});
                       });
        more = std::cmp_equal(page.size(), kPageRows);
        last = std::move(next);
        for (const StoredRecord& stored : page) visit(stored);
    }
}

template <typename Entity>
void SqlStore::read_all(EntityKind kind, std::optional<std::string_view> origin, std::vector<Entity>& out) {
    const auto keep = [&](const Row& row) { out.push_back(read_entity<Entity>(row.text(0), row.text(1))); };
    if (origin) {
        database_->run("SELECT body, id FROM entity WHERE origin = $1 AND entity = $2 ORDER BY id",
                       {*origin, code_of(kind)}, keep);
    } else {
        database_->run("SELECT body, id FROM entity WHERE entity = $1 ORDER BY id", {code_of(kind)}, keep);
    }
}

KnowledgeData SqlStore::read_knowledge(std::optional<std::string_view> origin) {
    const ReadScope scope(*database_);
    KnowledgeData data;
    read_all(EntityKind::Source, origin, data.sources);
    read_all(EntityKind::Concept, origin, data.concepts);
    read_all(EntityKind::Relation, origin, data.relations);
    read_all(EntityKind::RedFlag, origin, data.red_flags);
    return data;
}

KnowledgeData SqlStore::knowledge_of(std::string_view origin) {
    if (!is_storable_key(origin)) return {};
    return read_knowledge(origin);
}

std::vector<Origin> SqlStore::origins() {
    std::vector<Origin> origins;
    database_->run(
        "SELECT name, version, title, licence, language, trust, fictitious FROM origin ORDER BY name", {},
        [&](const Row& row) {
            const auto trust = trust_named(row.text(5));
            if (!trust) throw StoreError(database_->name() + ": the table of origins is damaged.");
            origins.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                               std::string(row.text(3)), std::string(row.text(4)), *trust, row.integer(6) != 0});
        });
    return origins;
}

std::vector<QuarantinedLine> SqlStore::quarantine(std::string_view origin) {
    std::vector<QuarantinedLine> lines;
    if (!is_storable_key(origin)) return lines;
    database_->run("SELECT place, rule, message, text FROM quarantine WHERE origin = $1 ORDER BY position", {origin},
                   [&](const Row& row) {
                       lines.push_back({std::string(origin), std::string(row.text(0)), std::string(row.text(1)),
                                        std::string(row.text(2)), std::string(row.text(3))});
                   });
    return lines;
}

std::vector<Change> SqlStore::changes_since(Revision revision, std::size_t limit) {
    constexpr auto kMostRows = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
    const auto rows = static_cast<std::int64_t>(std::min(limit, kMostRows));
    std::vector<Change> changes;
    database_->run(
        "SELECT revision, entity, kind, id, origin FROM change WHERE revision > $1 "
        "ORDER BY revision, entity, id LIMIT $2",
        {revision, rows}, [&](const Row& row) {
            changes.push_back({row.integer(0), static_cast<EntityKind>(row.integer(1)),
                               static_cast<ChangeKind>(row.integer(2)), std::string(row.text(3)),
                               std::string(row.text(4))});
        });
    return changes;
}

}  // namespace

std::unique_ptr<Store> make_sql_store(std::unique_ptr<Database> database) {
    return std::make_unique<SqlStore>(std::move(database));
}

}  // namespace xinglin
