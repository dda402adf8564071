#include "catalog/snapshot.h"

#include <algorithm>
#include <limits>
#include <unordered_set>
#include <utility>

namespace xinglin {
namespace {

using Records = std::vector<std::shared_ptr<const AnnotatedRecord>>;

/// A change feed longer than this is not worth following record by record.
constexpr std::size_t kFollowedChanges = 10'000;

std::shared_ptr<const AnnotatedRecord> annotated(const Annotator& annotator, Record record) {
    return std::make_shared<const AnnotatedRecord>(annotate_record(annotator, std::move(record)));
}

std::shared_ptr<const Snapshot> assemble(Revision revision, std::vector<Origin> origins,
                                         std::shared_ptr<const Annotator> annotator, Records records) {
    auto corpus = std::make_shared<const Corpus>(annotator, std::move(records));
    return std::make_shared<const Snapshot>(
        Snapshot{revision, std::move(origins), std::move(annotator), std::move(corpus)});
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
    const auto knowledge = std::make_shared<const Knowledge>(store.knowledge());
    auto annotator = std::make_shared<const Annotator>(knowledge);
    Records records;
    store.for_each_record([&](const Store::StoredRecord& stored) {
        if (stored.record.head.status == Status::Published) records.push_back(annotated(*annotator, stored.record));
    });
    return assemble(revision, store.origins(), std::move(annotator), std::move(records));
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
        if (!stored || stored->record.head.status != Status::Published) continue;
        records.push_back(annotated(*previous->annotator, std::move(stored->record)));
    }
    return assemble(revision, std::move(origins), previous->annotator, std::move(records));
}

}  // namespace xinglin
