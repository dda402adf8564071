#include "catalog/snapshot.h"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

#include "catalog/standing.h"

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
                                         std::vector<Withdrawal> withdrawals, Audience audience,
                                         std::shared_ptr<const RuleSet> triage, const Search* previous = nullptr) {
    const auto first_held = std::stable_partition(records.begin(), records.end(),
                                                  [](const auto& record) { return !is_held_back(*record); });
    Records held(first_held, records.end());
    records.erase(first_held, records.end());
    std::ranges::sort(held, {}, [](const auto& record) -> const std::string& { return record->record.head.id; });
    auto corpus = std::make_shared<const Corpus>(annotator, std::move(records));
    auto search = previous ? std::make_shared<const Search>(corpus, *previous) : std::make_shared<const Search>(corpus);
    return std::make_shared<const Snapshot>(Snapshot{revision, std::move(origins), std::move(annotator),
                                                     std::move(corpus), std::move(withdrawals), std::move(search),
                                                     std::move(held), audience, std::move(triage)});
}

/// `revision` was read before `data`: a write in between leaves newer knowledge under an older revision, and the next
/// look at the store builds again.
std::shared_ptr<const Snapshot> build(Store& store, Revision revision, KnowledgeData data, Audience audience) {
    auto origins = store.origins();
    const Standing standing{Withdrawn(data.sources, origins), Unshown(audience, origins)};
    const auto knowledge = standing_knowledge(store, standing, std::move(data));
    auto annotator = std::make_shared<const Annotator>(knowledge);
    Records records;
    store.for_each_record([&](const Store::StoredRecord& stored) {
        if (is_shown(standing, stored.record.head)) records.push_back(annotated(*annotator, stored.record));
    });
    return assemble(revision, std::move(origins), std::move(annotator), std::move(records), store.withdrawals(),
                    audience, std::make_shared<const RuleSet>(knowledge));
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

std::shared_ptr<const Snapshot> build_snapshot(Store& store, Audience audience) {
    const Revision revision = store.revision();
    return build(store, revision, store.knowledge(), audience);
}

std::shared_ptr<const Snapshot> build_snapshot_without(Store& store, std::string_view source) {
    const Revision revision = store.revision();
    KnowledgeData data = store.knowledge();
    for (Source& each : data.sources) {
        if (each.id == source) each.status = SourceStatus::Withdrawn;
    }
    return build(store, revision, std::move(data), Audience::Readers);
}

std::shared_ptr<const Snapshot> update_snapshot(const std::shared_ptr<const Snapshot>& previous, Store& store) {
    const Revision revision = store.revision();
    if (revision == previous->revision) return previous;
    const auto changed = changed_records(store.changes_since(previous->revision, kFollowedChanges));
    auto origins = store.origins();
    if (!changed || origins != previous->origins) return build_snapshot(store, previous->audience);

    const Standing standing{Withdrawn(previous->knowledge().sources(), origins), Unshown(previous->audience, origins)};
    Records records;
    const auto keep_unchanged = [&](const auto& kept) {
        for (const auto& record : kept) {
            if (!changed->contains(record->record.head.id)) records.push_back(record);
        }
    };
    keep_unchanged(previous->corpus->records());
    keep_unchanged(previous->held);
    for (const std::string& id : *changed) {
        auto stored = store.record(id);
        if (!stored || !is_shown(standing, stored->record.head)) continue;
        records.push_back(annotated(*previous->annotator, std::move(stored->record)));
    }
    return assemble(revision, std::move(origins), previous->annotator, std::move(records), previous->withdrawals,
                    previous->audience, previous->triage, previous->search.get());
}

}  // namespace xinglin
