#include "catalog/snapshot.h"

#include <algorithm>
#include <limits>
#include <unordered_set>
#include <utility>

#include "knowledge/reconcile.h"

namespace xinglin {
namespace {

using Records = std::vector<std::shared_ptr<const AnnotatedRecord>>;

/// A change feed longer than this is not worth following record by record.
constexpr std::size_t kFollowedChanges = 10'000;

std::shared_ptr<const AnnotatedRecord> annotated(const Annotator& annotator, Record record) {
    return std::make_shared<const AnnotatedRecord>(annotate_record(annotator, std::move(record)));
}

std::shared_ptr<const Snapshot> assemble(Revision revision, std::vector<Origin> origins,
                                         std::shared_ptr<const Annotator> annotator, Records records,
                                         std::vector<Withdrawal> withdrawals) {
    auto corpus = std::make_shared<const Corpus>(annotator, std::move(records));
    return std::make_shared<const Snapshot>(
        Snapshot{revision, std::move(origins), std::move(annotator), std::move(corpus), std::move(withdrawals)});
}

/// Whether readers may see the record: published, and resting on something that still stands if it rests on anything.
bool is_shown(const Knowledge& knowledge, const RecordHead& head) {
    const auto is_withdrawn = [&](const std::string& id) {
        const Source* source = knowledge.find_source(id);
        return source && source->status == SourceStatus::Withdrawn;
    };
    const bool has_lost_all = !head.sources.empty() && std::ranges::all_of(head.sources, is_withdrawn);
    return head.status == Status::Published && !has_lost_all;
}

/// Takes out the relations whose sources are all withdrawn: they neither say anything nor contradict an import.
void drop_withdrawn(KnowledgeData& data) {
    std::unordered_set<std::string_view> withdrawn;
    for (const Source& source : data.sources) {
        if (source.status == SourceStatus::Withdrawn) withdrawn.insert(source.id);
    }
    const auto is_withdrawn = [&](const std::string& id) { return withdrawn.contains(id); };
    std::erase_if(data.relations, [&](const Relation& relation) {
        return !relation.sources.empty() && std::ranges::all_of(relation.sources, is_withdrawn);
    });
}

/// `revision` was read before `data`: a write in between leaves newer knowledge under an older revision, and the next
/// look at the store builds again.
std::shared_ptr<const Snapshot> build(Store& store, Revision revision, KnowledgeData data) {
    drop_withdrawn(data);
    const auto knowledge = std::make_shared<const Knowledge>(reconcile(std::move(data)));
    auto annotator = std::make_shared<const Annotator>(knowledge);
    Records records;
    store.for_each_record([&](const Store::StoredRecord& stored) {
        if (is_shown(*knowledge, stored.record.head)) records.push_back(annotated(*annotator, stored.record));
    });
    return assemble(revision, store.origins(), std::move(annotator), std::move(records), store.withdrawals());
}

/// The ids of the records that changed, or nothing when something other than records did, or too much.
std::optional<std::unordered_set<std::string>> changed_records(const std::vector<Change>& changes) {
    if (changes.size() == kFollowedChanges) return {};
    std::unordered_set<std::string> ids;
    for (const Change& change : changes) {
        if (change.entity != EntityKind::Record) return {};
        ids.insert(change.id);
    }
    return ids;
}

}  // namespace

std::shared_ptr<const Snapshot> build_snapshot(Store& store) {
    const Revision revision = store.revision();
    return build(store, revision, store.knowledge());
}

std::shared_ptr<const Snapshot> build_snapshot_without(Store& store, std::string_view source) {
    const Revision revision = store.revision();
    KnowledgeData data = store.knowledge();
    for (Source& each : data.sources) {
        if (each.id == source) each.status = SourceStatus::Withdrawn;
    }
    return build(store, revision, std::move(data));
}

std::shared_ptr<const Snapshot> update_snapshot(const std::shared_ptr<const Snapshot>& previous, Store& store) {
    const Revision revision = store.revision();
    if (revision == previous->revision) return previous;
    const auto changed = changed_records(store.changes_since(previous->revision, kFollowedChanges));
    auto origins = store.origins();
    if (!changed || origins != previous->origins) return build_snapshot(store);

    Records records;
    for (const auto& record : previous->corpus->records()) {
        if (!changed->contains(record->record.head.id)) records.push_back(record);
    }
    for (const std::string& id : *changed) {
        auto stored = store.record(id);
        if (!stored || !is_shown(previous->knowledge(), stored->record.head)) continue;
        records.push_back(annotated(*previous->annotator, std::move(stored->record)));
    }
    return assemble(revision, std::move(origins), previous->annotator, std::move(records), previous->withdrawals);
}

}  // namespace xinglin
