#include "catalog/snapshot.h"

#include <algorithm>
#include <optional>
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

/// What no longer counts because the sources that it rests on were withdrawn, by us or by who published them.
class Withdrawn {
  public:
    Withdrawn(std::span<const Source> sources, const std::vector<Origin>& origins) {
        for (const Source& source : sources) {
            if (source.status == SourceStatus::Withdrawn) sources_.insert(source.id);
        }
        for (const Origin& origin : origins) {
            if (sources_.contains(origin.source)) origins_.insert(origin.name);
        }
    }

    /// Whether there are sources, and none of them stands.
    bool has(const std::vector<std::string>& sources) const {
        const auto is_withdrawn = [&](const std::string& id) { return sources_.contains(id); };
        return !sources.empty() && std::ranges::all_of(sources, is_withdrawn);
    }

    /// A record that names no source rests on its origin's.
    bool has(const RecordHead& head) const {
        return head.sources.empty() ? origins_.contains(head.origin) : has(head.sources);
    }

    const std::unordered_set<std::string>& origins() const { return origins_; }

  private:
    std::unordered_set<std::string> sources_;
    std::unordered_set<std::string> origins_;
};

/// Whether readers may see the record: published, and resting on something that still stands if it rests on anything.
bool is_shown(const Withdrawn& withdrawn, const RecordHead& head) {
    return head.status == Status::Published && !withdrawn.has(head);
}

/// Takes out the relations whose sources are all withdrawn, which neither say anything nor contradict an import, and
/// the concepts of withdrawn origins: a concept names no source, so it rests on its origin's.
void drop_withdrawn(Store& store, const Withdrawn& withdrawn, KnowledgeData& data) {
    std::erase_if(data.relations, [&](const Relation& relation) { return withdrawn.has(relation.sources); });
    std::unordered_set<std::string> concepts;
    for (const std::string& origin : withdrawn.origins()) {
        const KnowledgeData brought = store.knowledge_of(origin);
        for (const Concept& each : brought.concepts) concepts.insert(each.id);
    }
    std::erase_if(data.concepts, [&](const Concept& each) { return concepts.contains(each.id); });
}

/// `revision` was read before `data`: a write in between leaves newer knowledge under an older revision, and the next
/// look at the store builds again.
std::shared_ptr<const Snapshot> build(Store& store, Revision revision, KnowledgeData data) {
    auto origins = store.origins();
    const Withdrawn withdrawn(data.sources, origins);
    drop_withdrawn(store, withdrawn, data);
    const auto knowledge = std::make_shared<const Knowledge>(reconcile(std::move(data)));
    auto annotator = std::make_shared<const Annotator>(knowledge);
    Records records;
    store.for_each_record([&](const Store::StoredRecord& stored) {
        if (is_shown(withdrawn, stored.record.head)) records.push_back(annotated(*annotator, stored.record));
    });
    return assemble(revision, std::move(origins), std::move(annotator), std::move(records), store.withdrawals());
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

    const Withdrawn withdrawn(previous->knowledge().sources(), origins);
    Records records;
    for (const auto& record : previous->corpus->records()) {
        if (!changed->contains(record->record.head.id)) records.push_back(record);
    }
    for (const std::string& id : *changed) {
        auto stored = store.record(id);
        if (!stored || !is_shown(withdrawn, stored->record.head)) continue;
        records.push_back(annotated(*previous->annotator, std::move(stored->record)));
    }
    return assemble(revision, std::move(origins), previous->annotator, std::move(records), previous->withdrawals);
}

}  // namespace xinglin
