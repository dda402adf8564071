#include "store/sql_store.h"

#include <algorithm>
#include <limits>
#include <type_traits>
#include <utility>

#include "base/strings.h"
#include "store/entity_rows.h"
#include "store/entity_writer.h"
#include "store/origin_rows.h"
#include "store/overlay_rows.h"
#include "store/quarantine_rows.h"
#include "store/revision_rows.h"
#include "store/staging.h"
#include "store/undo_rows.h"
#include "store/withdrawal_rows.h"

namespace xinglin {
namespace {

constexpr std::int64_t kPageRows = 200;

std::int64_t code_of(EntityKind kind) {
    return static_cast<std::int64_t>(kind);
}

Error no_such_origin(std::string_view name) {
    return {ErrorCode::NotFound, "There is no such origin; the list of origins names those that were imported.",
            storable_text(name)};
}

Error no_such_source(std::string_view id) {
    return {ErrorCode::NotFound, "Nothing that was imported brought this source; the list of sources names them.",
            storable_text(id)};
}

Error no_such_record(std::string_view id) {
    return {ErrorCode::NotFound, "There is no such record.", storable_text(id)};
}

std::optional<Error> too_many_deletions(const WriteReport& report, std::string_view origin, const WriteRules& rules) {
    constexpr std::size_t kTenth = 10;
    const std::size_t stored = report.changed + report.unchanged + report.deleted;
    if (!rules.refuses_many_deletions || report.deleted * kTenth <= stored) return {};
    return Error{ErrorCode::Conflict,
                 "This import would delete " + std::to_string(report.deleted) + " of the " + std::to_string(stored) +
                     " things that \"" + std::string(origin) +
                     "\" holds, and was refused; nothing was changed. If this is a part of the collection (a page, a "
                     "cut export), import the whole; if they are to go, add --allow-deletions.",
                 std::string(origin)};
}

/// The report of a write that changed nothing, so that its revision was not taken.
WriteReport unchanged(WriteReport report) {
    --report.revision;
    return report;
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
    std::optional<std::int64_t> mark_of(Revision revision) override;
    using Store::replace_origin;
    Result<WriteReport> replace_origin(const Collection& collection, const WriteRules& rules) override;
    Result<WriteReport> undo_import(std::string_view origin) override;
    Result<WriteReport> remove_origin(std::string_view name) override;
    std::vector<StagedImport> staged_imports() override;
    Result<std::uint64_t> begin_staging(const Origin& origin, std::string_view fingerprint) override;
    Result<Done> stage(std::string_view origin, const StagedPart& part) override;
    Result<StagedDeletions> staged_deletions(std::string_view origin) override;
    using Store::publish_staged;
    Result<WriteReport> publish_staged(std::string_view origin, const WriteRules& rules) override;
    Result<Done> discard_staged(std::string_view origin) override;
    Result<WriteReport> withdraw_source(const Withdrawal& withdrawal) override;
    Result<WriteReport> restore_source(std::string_view source) override;
    std::vector<Withdrawal> withdrawals() override { return read_withdrawals(*database_); }
    Result<WriteReport> put_record(const Record& record, std::optional<Revision> expected_revision) override;
    Result<WriteReport> delete_record(std::string_view id) override;
    std::optional<StoredRecord> record(std::string_view id) override;
    void for_each_record(const std::function<void(const StoredRecord&)>& visit) override;
    KnowledgeData knowledge() override;
    KnowledgeData knowledge_of(std::string_view origin) override;
    std::vector<StoredOverlay> overlays() override {
        const ReadScope scope(*database_);
        return read_overlays(*database_);
    }
    std::vector<Origin> origins() override { return read_origins(*database_, OriginTable::Imported); }
    std::vector<QuarantinedLine> quarantine(std::string_view origin) override;
    void for_each_quarantined(std::string_view origin,
                              const std::function<void(const QuarantinedLine&)>& visit) override;
    std::vector<RuleCount> quarantine_counts(std::string_view origin) override;
    std::vector<Change> changes_since(Revision revision, std::size_t limit) override;
    void raise_revision(Revision least) override;
    void compact(bool everything) override;

  private:
    template <typename Entity>
    Entity read_entity(std::string_view body, std::string_view id) const;
    template <typename Entity>
    void fill_trust(Entity& entity, std::string_view trust_name) const;
    template <typename Entity>
    void read_all(EntityKind kind, std::optional<std::string_view> origin, const OverlayBodies& overlays,
                  std::vector<Entity>& out);
    KnowledgeData read_knowledge(std::optional<std::string_view> origin);

    bool was_changed_after(std::string_view record_id, Revision revision);
    std::optional<std::vector<QuarantinedLine>> new_quarantine(const Collection& collection);
    std::optional<std::string> origin_of_source(std::string_view source);
    WriteReport finish_source(Transaction& transaction, std::string_view source);
    WriteReport tried(WriteReport report);
    WriteReport finish(Transaction& transaction, WriteReport report, bool other_change);
    std::optional<Error> overtaken(std::string_view origin);

    /// How far this Store knows an import to be staged.
    struct StagingRun {
        std::string fingerprint;
        std::uint64_t rows = 0;
    };

    std::unique_ptr<Database> database_;
    StringMap<StagingRun> staging_runs_;  ///< by origin
};

Revision SqlStore::revision() {
    Revision revision = 0;
    database_->run("SELECT revision FROM store_state", {}, [&](const Row& row) { revision = row.integer(0); });
    return revision;
}

std::optional<std::int64_t> SqlStore::mark_of(Revision revision) {
    std::optional<std::int64_t> mark;
    database_->run("SELECT mark FROM revision_mark WHERE revision = $1", {revision},
                   [&](const Row& row) { mark = row.integer(0); });
    return mark;
}

/// Commits at the report's revision, or leaves everything as it is when nothing changed.
WriteReport SqlStore::finish(Transaction& transaction, WriteReport report, bool other_change) {
    if (report.added + report.changed + report.deleted == 0 && !other_change) return unchanged(report);
    write_revision(*database_, report.revision);
    transaction.commit();
    return report;
}

/// A trial's report, with what the feed would say; the caller's transaction ends without a commit.
WriteReport SqlStore::tried(WriteReport report) {
    constexpr std::size_t kMostChanges = 1000;
    report.changes = changes_since(report.revision - 1, kMostChanges);
    return report;
}

Result<WriteReport> SqlStore::replace_origin(const Collection& collection, const WriteRules& rules) {
    const Origin& origin = collection.origin;
    if (auto usable = check_origin(origin); !usable) return usable.error();
    const auto incoming = incoming_entities(origin, collection.knowledge, collection.records);
    if (!incoming) return incoming.error();

    Transaction transaction(*database_, Access::Write);
    begin_undo(*database_, origin.name);
    EntityWriter writer(*database_, origin.name, revision() + 1, EntityWriter::Replaced::Keep);
    for (const IncomingEntities& entities : *incoming) {
        if (auto written = writer.put(entities); !written) return written.error();
        writer.delete_others(entities);
    }
    const auto overlaid = replace_overlays(*database_, origin.name, collection.overlays, writer.report().revision);
    if (!overlaid) return overlaid.error();
    const auto known = read_origin(*database_, OriginTable::Imported, origin.name);
    const auto lines = new_quarantine(collection);
    const bool other_change = !known || !describe_the_same(*known, origin) || lines || *overlaid > 0;
    const WriteReport& report = writer.report();
    if (auto refused = too_many_deletions(report, origin.name, rules)) return *refused;
    if (rules.is_trial) return tried(report);
    if (!other_change && report.added + report.changed + report.deleted == 0) return unchanged(report);
    end_undo(*database_, origin.name, report.revision);
    write_origin(*database_, OriginTable::Imported, origin);
    if (lines) {
        database_->run("DELETE FROM quarantine WHERE origin = $1", {origin.name});
        add_lines(*database_, QuarantineTable::Imported, *lines, 0);
    }
    return finish(transaction, report, other_change);
}

/// The lines to keep, or nothing when they are stored already.
std::optional<std::vector<QuarantinedLine>> SqlStore::new_quarantine(const Collection& collection) {
    std::vector<QuarantinedLine> lines = kept_lines(collection.origin.name, collection.quarantine);
    if (lines == quarantine(collection.origin.name)) return {};
    return lines;
}

Result<WriteReport> SqlStore::undo_import(std::string_view origin) {
    Transaction transaction(*database_, Access::Write);
    const auto undone = undo_last_import(*database_, origin, revision() + 1);
    if (!undone) return undone.error();
    return finish(transaction, *undone, true);
}

Result<WriteReport> SqlStore::remove_origin(std::string_view name) {
    Transaction transaction(*database_, Access::Write);
    if (!read_origin(*database_, OriginTable::Imported, name)) return no_such_origin(name);
    EntityWriter writer(*database_, std::string(name), revision() + 1);
    writer.delete_all();
    if (auto done = replace_overlays(*database_, name, {}, writer.report().revision); !done) return done.error();
    database_->run("DELETE FROM origin WHERE name = $1", {name});
    return finish(transaction, writer.report(), true);
}

std::vector<StagedImport> SqlStore::staged_imports() {
    const ReadScope scope(*database_);
    return read_staged_imports(*database_);
}

Result<std::uint64_t> SqlStore::begin_staging(const Origin& origin, std::string_view fingerprint) {
    Transaction transaction(*database_, Access::Write);
    auto rows = begin_staged_import(*database_, origin, fingerprint);
    if (!rows) return rows;
    transaction.commit();
    staging_runs_[origin.name] = {std::string(fingerprint), *rows};
    return rows;
}

/// Conflict when the import that is staged is not where this Store left the one that it began.
std::optional<Error> SqlStore::overtaken(std::string_view origin) {
    const auto run = staging_runs_.find(origin);
    if (run == staging_runs_.end()) return {};
    for (const StagedImport& staged : read_staged_imports(*database_)) {
        if (staged.origin.name != origin) continue;
        if (staged.fingerprint == run->second.fingerprint && staged.rows == run->second.rows) return {};
        return Error{ErrorCode::Conflict,
                     "Another import of this origin is running or has begun anew; wait for its end, then import again.",
                     std::string(origin)};
    }
    return {};
}

Result<Done> SqlStore::stage(std::string_view origin, const StagedPart& part) {
    Transaction transaction(*database_, Access::Write);
    if (auto error = overtaken(origin)) return *error;
    auto staged = stage_part(*database_, origin, part);
    if (!staged) return staged;
    transaction.commit();
    if (const auto run = staging_runs_.find(origin); run != staging_runs_.end()) run->second.rows = part.rows;
    return staged;
}

Result<StagedDeletions> SqlStore::staged_deletions(std::string_view origin) {
    Transaction transaction(*database_, Access::Read);
    return count_staged_deletions(*database_, origin);
}

Result<WriteReport> SqlStore::publish_staged(std::string_view origin, const WriteRules& rules) {
    Transaction transaction(*database_, Access::Write);
    if (auto error = overtaken(origin)) return *error;
    begin_undo(*database_, origin);
    keep_replaced_by_staged(*database_, origin);
    const auto published = publish_staged_import(*database_, origin, revision() + 1);
    if (!published) return published.error();
    WriteReport report = published->report;
    if (auto refused = too_many_deletions(report, origin, rules)) return *refused;
    if (rules.is_trial) return tried(report);
    if (report.added + report.changed + report.deleted > 0 || published->other_change) {
        end_undo(*database_, origin, report.revision);
        return finish(transaction, report, true);
    }
    transaction.commit();  // the staged rows are gone, nothing that anybody reads has changed
    return unchanged(report);
}

Result<Done> SqlStore::discard_staged(std::string_view origin) {
    Transaction transaction(*database_, Access::Write);
    if (auto error = overtaken(origin)) return *error;
    auto discarded = discard_staged_import(*database_, origin);
    if (discarded) transaction.commit();
    return discarded;
}

/// The origin that brought this source, or nothing.
std::optional<std::string> SqlStore::origin_of_source(std::string_view source) {
    std::optional<std::string> origin;
    if (!is_storable_key(source)) return origin;
    database_->run("SELECT origin FROM entity WHERE entity = $1 AND id = $2", {code_of(EntityKind::Source), source},
                   [&](const Row& row) { origin = row.text(0); });
    return origin;
}

/// Commits a withdrawal or its end, and tells the feed.
WriteReport SqlStore::finish_source(Transaction& transaction, std::string_view source) {
    WriteReport report;
    report.revision = revision() + 1;
    report.changed = 1;
    const std::string origin = origin_of_source(source).value_or("");
    database_->run("UPDATE entity SET revision = $1 WHERE entity = $2 AND id = $3",
                   {report.revision, code_of(EntityKind::Source), source});
    database_->run(
        "INSERT INTO change(revision, entity, id, kind, origin) VALUES ($1, $2, $3, $4, $5)",
        {report.revision, code_of(EntityKind::Source), source, static_cast<std::int64_t>(ChangeKind::Put), origin});
    return finish(transaction, report, true);
}

Result<WriteReport> SqlStore::withdraw_source(const Withdrawal& withdrawal) {
    if (storable_text(withdrawal.reason) != withdrawal.reason) {
        return Error{ErrorCode::InvalidInput, "The reason of a withdrawal is UTF-8 text.", withdrawal.source};
    }
    Transaction transaction(*database_, Access::Write);
    const auto known = read_withdrawal(*database_, withdrawal.source);
    if (!known && !origin_of_source(withdrawal.source)) return no_such_source(withdrawal.source);
    if (known && known->reason == withdrawal.reason) return WriteReport{revision(), 0, 0, 0, 1};
    write_withdrawal(*database_, withdrawal);
    return finish_source(transaction, withdrawal.source);
}

Result<WriteReport> SqlStore::restore_source(std::string_view source) {
    Transaction transaction(*database_, Access::Write);
    if (!read_withdrawal(*database_, source)) {
        return Error{ErrorCode::NotFound, "This source is not withdrawn; the list of withdrawals names those that are.",
                     storable_text(source)};
    }
    erase_withdrawal(*database_, source);
    return finish_source(transaction, source);
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
        throw DatabaseError(database_->name() + ": the content of " + std::string(id) +
                            " is damaged; restore a backup or import its origin again.");
    }
    return entity;
}

std::optional<Store::StoredRecord> SqlStore::record(std::string_view id) {
    std::optional<StoredRecord> found;
    if (!is_storable_key(id)) return found;
    std::optional<std::string> over;
    database_->run("SELECT body FROM overlay WHERE entity = $1 AND id = $2", {code_of(EntityKind::Record), id},
                   [&](const Row& row) { over = row.text(0); });
    if (over && over->empty()) return found;
    database_->run(
        "SELECT body, revision FROM entity WHERE entity = $1 AND id = $2", {code_of(EntityKind::Record), id},
        [&](const Row& row) {
            found = StoredRecord{read_entity<Record>(over ? std::string_view(*over) : row.text(0), id), row.integer(1)};
        });
    return found;
}

void SqlStore::for_each_record(const std::function<void(const StoredRecord&)>& visit) {
    const ReadScope scope(*database_);
    const OverlayBodies overlays = read_overlay_bodies(*database_);
    std::string last;
    for (bool more = true; more;) {
        std::vector<StoredRecord> page;
        std::size_t rows = 0;
        std::string next;
        database_->run(
            "SELECT body, revision, id FROM entity WHERE entity = $1 AND id > $2 ORDER BY id LIMIT $3",
            {code_of(EntityKind::Record), last, kPageRows}, [&](const Row& row) {
                next = row.text(2);
                ++rows;
                const auto over = overlays.find(std::pair(code_of(EntityKind::Record), next));
                if (over != overlays.end() && over->second.empty()) return;
                page.push_back(
                    {read_entity<Record>(over == overlays.end() ? row.text(0) : over->second, next), row.integer(1)});
            });
        more = std::cmp_equal(rows, kPageRows);
        last = std::move(next);
        for (const StoredRecord& stored : page) visit(stored);
    }
}

template <typename Entity>
void SqlStore::fill_trust(Entity& entity, std::string_view trust_name) const {
    if constexpr (std::is_same_v<Entity, Concept> || std::is_same_v<Entity, Relation>) {
        const auto trust = trust_named(trust_name);
        if (!trust) throw DatabaseError(database_->name() + ": the table of entities is damaged.");
        entity.trust = *trust;
    }
}

template <typename Entity>
void SqlStore::read_all(EntityKind kind, std::optional<std::string_view> origin, const OverlayBodies& overlays,
                        std::vector<Entity>& out) {
    const auto keep = [&](const Row& row) {
        const auto over = overlays.find(std::pair(code_of(kind), std::string(row.text(1))));
        if (over != overlays.end() && over->second.empty()) return;
        out.push_back(read_entity<Entity>(over == overlays.end() ? row.text(0) : over->second, row.text(1)));
        // A person has looked at what is corrected.
        fill_trust(out.back(), over == overlays.end() ? row.text(2) : name_of(Trust::Curated));
    };
    if (origin) {
        database_->run("SELECT body, id, trust FROM entity WHERE origin = $1 AND entity = $2 ORDER BY id",
                       {*origin, code_of(kind)}, keep);
    } else {
        database_->run("SELECT body, id, trust FROM entity WHERE entity = $1 ORDER BY id", {code_of(kind)}, keep);
    }
}

KnowledgeData SqlStore::read_knowledge(std::optional<std::string_view> origin) {
    const ReadScope scope(*database_);
    const OverlayBodies overlays = origin ? OverlayBodies() : read_overlay_bodies(*database_);
    KnowledgeData data;
    read_all(EntityKind::Source, origin, overlays, data.sources);
    read_all(EntityKind::Concept, origin, overlays, data.concepts);
    read_all(EntityKind::Relation, origin, overlays, data.relations);
    read_all(EntityKind::RedFlag, origin, overlays, data.red_flags);
    read_all(EntityKind::TriageRule, origin, overlays, data.triage_rules);
    return data;
}

KnowledgeData SqlStore::knowledge_of(std::string_view origin) {
    if (!is_storable_key(origin)) return {};
    return read_knowledge(origin);
}

KnowledgeData SqlStore::knowledge() {
    const ReadScope scope(*database_);
    KnowledgeData data = read_knowledge(std::nullopt);
    for (const Withdrawal& withdrawal : withdrawals()) {
        const auto source = std::ranges::lower_bound(data.sources, withdrawal.source, {}, &Source::id);
        if (source != data.sources.end() && source->id == withdrawal.source) source->status = SourceStatus::Withdrawn;
    }
    return data;
}

std::vector<QuarantinedLine> SqlStore::quarantine(std::string_view origin) {
    std::vector<QuarantinedLine> lines;
    for_each_quarantined(origin, [&](const QuarantinedLine& line) { lines.push_back(line); });
    return lines;
}

void SqlStore::for_each_quarantined(std::string_view origin, const std::function<void(const QuarantinedLine&)>& visit) {
    if (!is_storable_key(origin)) return;
    const ReadScope scope(*database_);
    std::int64_t last = -1;
    for (bool more = true; more;) {
        std::vector<QuarantinedLine> page;
        database_->run(
            "SELECT place, rule, message, text, position FROM quarantine WHERE origin = $1 AND position > $2 "
            "ORDER BY position LIMIT $3",
            {origin, last, kPageRows}, [&](const Row& row) {
                page.push_back({std::string(origin), std::string(row.text(0)), std::string(row.text(1)),
                                std::string(row.text(2)), std::string(row.text(3))});
                last = row.integer(4);
            });
        more = std::cmp_equal(page.size(), kPageRows);
        for (const QuarantinedLine& line : page) visit(line);
    }
}

std::vector<RuleCount> SqlStore::quarantine_counts(std::string_view origin) {
    std::vector<RuleCount> counts;
    if (!is_storable_key(origin)) return counts;
    database_->run("SELECT rule, count(*) FROM quarantine WHERE origin = $1 GROUP BY rule", {origin},
                   [&](const Row& row) {
                       counts.push_back({std::string(row.text(0)), static_cast<std::size_t>(row.integer(1))});
                   });
    std::ranges::sort(counts, [](const RuleCount& a, const RuleCount& b) {
        return a.count != b.count ? a.count > b.count : a.rule < b.rule;
    });
    return counts;
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

void SqlStore::raise_revision(Revision least) {
    Transaction transaction(*database_, Access::Write);
    if (revision() >= least) return;
    write_revision(*database_, least);
    transaction.commit();
}

void SqlStore::compact(bool everything) {
    database_->compact(everything ? Database::Compaction::Everything : Database::Compaction::FreePages);
}

}  // namespace

std::unique_ptr<Store> make_sql_store(std::unique_ptr<Database> database) {
    return std::make_unique<SqlStore>(std::move(database));
}

}  // namespace xinglin
