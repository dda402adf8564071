#include "catalog/snapshot.h"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

#include "base/archive.h"
#include "catalog/standing.h"

namespace xinglin {
namespace {

using Records = std::vector<RecordHandle>;

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
    sort_by_id(held);
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

/// What changed since a revision.
struct Changed {
    std::unordered_set<std::string> records;
    bool knowledge = false;
};

/// Nothing when it is too much to follow.
std::optional<Changed> changed_since(Store& store, Revision revision) {
    const std::vector<Change> changes = store.changes_since(revision, kFollowedChanges);
    if (changes.size() == kFollowedChanges) return {};
    Changed changed;
    for (const Change& change : changes) {
        if (change.entity == EntityKind::Record) {
            changed.records.insert(change.id);
        } else {
            changed.knowledge = true;
        }
    }
    return changed;
}

// Annotating and linting read concepts but for their summaries, relations but for what is told of them, and titles of
// sources; whether a source stands decides which records are there. Care cards and rules of triage they do not read.

bool read_alike(const Concept& before, const Concept& now) {
    Concept same = before;
    same.summary = now.summary;
    return same == now;
}

bool read_alike(const Relation& before, const Relation& now) {
    Relation same = before;
    same.statement = now.statement;
    same.evidence = now.evidence;
    same.review = now.review;
    same.mined_from = now.mined_from;
    return same == now;
}

bool read_alike(const Source& before, const Source& now) {
    return before.id == now.id && before.title == now.title && before.status == now.status;
}

/// Whether no record reads otherwise with the one than with the other.
bool read_alike(const Knowledge& before, const Knowledge& now) {
    const auto all_alike = [](const auto& old, const auto& fresh) {
        return std::ranges::equal(old, fresh, [](const auto& a, const auto& b) { return read_alike(a, b); });
    };
    return all_alike(before.concepts(), now.concepts()) && all_alike(before.relations(), now.relations()) &&
           all_alike(before.sources(), now.sources());
}

/// The annotator, of other knowledge that texts are read alike with.
std::shared_ptr<const Annotator> with_knowledge(const Annotator& annotator,
                                                std::shared_ptr<const Knowledge> knowledge) {
    ArchiveWriter saved;
    annotator.save(saved);
    ArchiveReader archive(saved.bytes());
    return Annotator::load(archive, std::move(knowledge));
}

/// The records of `previous` that did not change, and those that did as `annotator` reads them now.
Records followed_records(const Snapshot& previous, Store& store, const Standing& standing, const Annotator& annotator,
                         const std::unordered_set<std::string>& changed) {
    Records records;
    for (std::uint32_t i = 0; i < previous.corpus->records().size(); ++i) {
        const std::string id(previous.corpus->id_of({i}));
        if (!changed.contains(id)) records.push_back(previous.corpus->records()[i]);
    }
    for (const RecordHandle& record : previous.held) {
        if (!changed.contains(record->record.head.id)) records.push_back(record);
    }
    for (const std::string& id : changed) {
        auto stored = store.record(id);
        if (!stored || !is_shown(standing, stored->record.head)) continue;
        records.push_back(annotated(annotator, std::move(stored->record)));
    }
    return records;
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
    const auto changed = changed_since(store, previous->revision);
    auto origins = store.origins();
    if (!changed || origins != previous->origins) return build_snapshot(store, previous->audience);

    auto annotator = previous->annotator;
    auto triage = previous->triage;
    if (changed->knowledge) {
        KnowledgeData data = store.knowledge();
        const Standing standing{Withdrawn(data.sources, origins), Unshown(previous->audience, origins)};
        auto knowledge = standing_knowledge(store, standing, std::move(data));
        if (!read_alike(previous->knowledge(), *knowledge)) return build_snapshot(store, previous->audience);
        annotator = with_knowledge(*annotator, knowledge);
        triage = std::make_shared<const RuleSet>(std::move(knowledge));
    }
    const Standing standing{Withdrawn(annotator->knowledge().sources(), origins), Unshown(previous->audience, origins)};
    Records records = followed_records(*previous, store, standing, *annotator, changed->records);
    auto withdrawals = changed->knowledge ? store.withdrawals() : previous->withdrawals;
    return assemble(revision, std::move(origins), std::move(annotator), std::move(records), std::move(withdrawals),
                    previous->audience, std::move(triage), previous->search.get());
}

}  // namespace xinglin
