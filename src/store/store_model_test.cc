// Every backend against the obvious store: maps in memory, changed as store.h says, over random operations. Few ids and
// few contents, so that conflicts, equal contents, deletions and returns happen all the time.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <variant>

#include "store/backends_test.h"
#include "store/sample_entities_test.h"
#include "store/store.h"

namespace xinglin {
namespace {

using Content = std::variant<Source, Concept, Relation, RedFlag, TriageRule, Record>;
using Key = std::pair<EntityKind, std::string>;

struct Entry {
    std::string origin;
    Trust trust = Trust::Curated;
    Content content;
    Revision revision = 0;
};

/// What one call must answer.
struct Expected {
    std::optional<ErrorCode> error;
    std::string where;
    WriteReport report;
};

Expected failed(ErrorCode code, std::string where) {
    return {code, std::move(where), {}};
}

class ModelStore {
  public:
    Expected replace_origin(const Collection& collection);
    Expected remove_origin(const std::string& name);
    Expected put_record(const Record& record, std::optional<Revision> expected_revision);
    Expected delete_record(const std::string& id);
    Expected withdraw_source(const Withdrawal& withdrawal);
    Expected restore_source(const std::string& source);
    StoreState state() const;

  private:
    bool put(const Key& key, Entry entry, WriteReport& report);
    void erase(const Key& key, WriteReport& report);
    Expected finish(WriteReport report, bool other_change);
    Expected finish_source(const std::string& source);

    std::map<Key, Entry> entries_;
    std::map<std::string, Origin> origins_;
    std::map<std::string, std::vector<QuarantinedLine>> quarantine_;
    std::map<std::string, Withdrawal> withdrawals_;
    std::map<std::pair<Revision, Key>, Change> feed_;
    std::map<Key, Revision> last_change_;
    Revision revision_ = 0;
};

std::map<Key, Entry> entries_of(const Collection& collection) {
    std::map<Key, Entry> entries;
    const std::string& origin = collection.origin.name;
    const auto add = [&](EntityKind kind, const std::string& id, Trust trust, Content content) {
        entries[{kind, id}] = {origin, trust, std::move(content), 0};
    };
    const Trust trust = collection.origin.trust;
    for (const auto& entity : collection.knowledge.sources) add(EntityKind::Source, entity.id, trust, entity);
    for (Concept entity : collection.knowledge.concepts) {
        entity.trust = trust;
        add(EntityKind::Concept, entity.id, trust, entity);
    }
    for (Relation entity : collection.knowledge.relations) {
        entity.trust = trust;
        add(EntityKind::Relation, key_of(entity) + (trust == Trust::Imported ? " @" + origin : ""), trust, entity);
    }
    for (const auto& entity : collection.knowledge.red_flags) add(EntityKind::RedFlag, entity.id, trust, entity);
    for (const auto& entity : collection.knowledge.triage_rules) add(EntityKind::TriageRule, entity.id, trust, entity);
    for (Record record : collection.records) {
        record.head.origin = origin;
        add(EntityKind::Record, record.head.id, record.head.trust, record);
    }
    return entries;
}

/// True when the entity was another origin's: a conflict.
bool ModelStore::put(const Key& key, Entry entry, WriteReport& report) {
    const auto found = entries_.find(key);
    if (found != entries_.end()) {
        if (found->second.origin != entry.origin) return true;
        if (found->second.content == entry.content && found->second.trust == entry.trust) {
            ++report.unchanged;
            return false;
        }
    }
    ++(found == entries_.end() ? report.added : report.changed);
    entry.revision = last_change_[key] = revision_ + 1;
    feed_[{revision_ + 1, key}] = {revision_ + 1, key.first, ChangeKind::Put, key.second, entry.origin};
    entries_[key] = std::move(entry);
    return false;
}

void ModelStore::erase(const Key& key, WriteReport& report) {
    ++report.deleted;
    last_change_[key] = revision_ + 1;
    feed_[{revision_ + 1, key}] = {revision_ + 1, key.first, ChangeKind::Delete, key.second, entries_[key].origin};
    entries_.erase(key);
}

Expected ModelStore::finish(WriteReport report, bool other_change) {
    if (report.added + report.changed + report.deleted > 0 || other_change) ++revision_;
    report.revision = revision_;
    return {std::nullopt, "", report};
}

Expected ModelStore::replace_origin(const Collection& collection) {
    const ModelStore before = *this;
    const auto incoming = entries_of(collection);
    const std::string& origin = collection.origin.name;
    WriteReport report;
    for (const auto& [key, entry] : incoming) {
        if (!put(key, entry, report)) continue;
        *this = before;
        return failed(ErrorCode::Conflict, key.second);
    }
    for (const auto& [key, entry] : std::map(entries_)) {
        if (entry.origin == origin && !incoming.contains(key)) erase(key, report);
    }
    Origin dated = collection.origin;
    dated.imported_on = origins_[origin].imported_on;
    const bool other_change = origins_[origin] != dated || quarantine_[origin] != collection.quarantine;
    quarantine_[origin] = collection.quarantine;
    const Expected expected = finish(report, other_change);
    if (revision_ != before.revision_) origins_[origin] = collection.origin;
    return expected;
}

Expected ModelStore::finish_source(const std::string& source) {
    const Key key{EntityKind::Source, source};
    const auto found = entries_.find(key);
    const std::string origin = found == entries_.end() ? "" : found->second.origin;
    feed_[{revision_ + 1, key}] = {revision_ + 1, key.first, ChangeKind::Put, source, origin};
    WriteReport report;
    report.changed = 1;
    return finish(report, true);
}

Expected ModelStore::withdraw_source(const Withdrawal& withdrawal) {
    const auto known = withdrawals_.find(withdrawal.source);
    if (known == withdrawals_.end() && !entries_.contains({EntityKind::Source, withdrawal.source})) {
        return failed(ErrorCode::NotFound, withdrawal.source);
    }
    if (known != withdrawals_.end() && known->second.reason == withdrawal.reason) {
        return {std::nullopt, "", {revision_, 0, 0, 0, 1}};
    }
    withdrawals_[withdrawal.source] = withdrawal;
    return finish_source(withdrawal.source);
}

Expected ModelStore::restore_source(const std::string& source) {
    if (withdrawals_.erase(source) == 0) return failed(ErrorCode::NotFound, source);
    return finish_source(source);
}

Expected ModelStore::remove_origin(const std::string& name) {
    if (!origins_.contains(name)) return failed(ErrorCode::NotFound, name);
    WriteReport report;
    for (const auto& [key, entry] : std::map(entries_)) {
        if (entry.origin == name) erase(key, report);
    }
    origins_.erase(name);
    quarantine_.erase(name);
    return finish(report, true);
}

Expected ModelStore::put_record(const Record& record, std::optional<Revision> expected_revision) {
    const Key key{EntityKind::Record, record.head.id};
    if (expected_revision && last_change_[key] > *expected_revision) return failed(ErrorCode::Conflict, key.second);
    WriteReport report;
    if (put(key, {record.head.origin, record.head.trust, record, 0}, report)) {
        return failed(ErrorCode::Conflict, key.second);
    }
    return finish(report, false);
}

Expected ModelStore::delete_record(const std::string& id) {
    const Key key{EntityKind::Record, id};
    if (!entries_.contains(key)) return failed(ErrorCode::NotFound, id);
    WriteReport report;
    erase(key, report);
    return finish(report, false);
}

StoreState ModelStore::state() const {
    StoreState state;
    state.revision = revision_;
    for (const auto& [key, entry] : entries_) {
        switch (key.first) {
            case EntityKind::Source:
                state.knowledge.sources.push_back(std::get<Source>(entry.content));
                if (withdrawals_.contains(key.second)) {
                    state.knowledge.sources.back().status = SourceStatus::Withdrawn;
                }
                break;
            case EntityKind::Concept:
                state.knowledge.concepts.push_back(std::get<Concept>(entry.content));
                break;
            case EntityKind::Relation:
                state.knowledge.relations.push_back(std::get<Relation>(entry.content));
                break;
            case EntityKind::RedFlag:
                state.knowledge.red_flags.push_back(std::get<RedFlag>(entry.content));
                break;
            case EntityKind::Record:
                state.records.emplace_back(std::get<Record>(entry.content), entry.revision);
                break;
            case EntityKind::TriageRule:
                state.knowledge.triage_rules.push_back(std::get<TriageRule>(entry.content));
                break;
        }
    }
    for (const auto& [name, origin] : origins_) {
        state.origins.push_back(origin);
        const auto& lines = quarantine_.at(name);
        state.quarantine.insert(state.quarantine.end(), lines.begin(), lines.end());
    }
    for (const auto& [source, withdrawal] : withdrawals_) state.withdrawals.push_back(withdrawal);
    for (const auto& [place, change] : feed_) state.feed.push_back(change);
    return state;
}

/// Random operations over two origins, a handful of ids and two contents each.
class RandomOperations {
  public:
    explicit RandomOperations(std::uint32_t seed) : random_(seed) {}

    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_()) % limit; }
    std::string origin() { return below(4) == 0 ? "b" : "a"; }
    std::string slug() { return std::string(1, static_cast<char>('p' + below(5))); }
    std::string text() { return below(2) == 0 ? "甲" : "乙"; }
    Record record(const std::string& slug, const std::string& origin) {
        Record record = slug < "r" ? sample_article(slug, text(), origin) : sample_doctor(slug, text(), origin);
        if (below(4) == 0) record.head.status = Status::Draft;
        if (below(4) == 0) record.head.trust = Trust::Imported;
        return record;
    }
    Collection collection();
    std::vector<StagedPart> parts(const Collection& collection);

  private:
    std::mt19937 random_;
};

Collection RandomOperations::collection() {
    Collection collection;
    collection.origin = sample_origin(origin());
    if (below(4) == 0) collection.origin.trust = Trust::Imported;
    if (below(4) == 0) collection.origin.version = "2";
    if (below(4) == 0) collection.origin.steps = {"gunzip"};
    if (below(2) == 0) collection.origin.imported_on = *Date::parse(below(2) == 0 ? "2026-11-23" : "2026-11-24");
    // The second origin has its own ids most of the time, or every import would be a conflict.
    const std::string prefix = below(6) == 0 ? "a-" : collection.origin.name + "-";
    for (const std::string slug : {"p", "q", "r", "s", "t"}) {
        const std::string own = prefix + slug;
        if (below(3) == 0) collection.knowledge.sources.push_back(sample_source("source/" + own, text()));
        if (below(3) == 0) collection.knowledge.concepts.push_back(sample_concept("condition/" + own, text()));
        if (below(3) == 0) {
            collection.knowledge.relations.push_back(
                sample_relation("condition/" + (below(3) == 0 ? slug : own), "substance/" + slug, text()));
        }
        if (below(3) == 0) collection.knowledge.red_flags.push_back(sample_red_flag("red_flag/" + own, text()));
        if (below(3) == 0) collection.knowledge.triage_rules.push_back(sample_triage_rule("triage/" + own, text()));
        if (below(2) == 0) collection.records.push_back(record(own, collection.origin.name));
    }
    for (auto lines = below(3); lines > 0; --lines) {
        collection.quarantine.push_back({collection.origin.name, "x.jsonl:1", "rule", text(), "{"});
    }
    return collection;
}

/// The collection cut into parts at random, its entities in any order and some of them twice.
std::vector<StagedPart> RandomOperations::parts(const Collection& collection) {
    std::vector<StagedPart> parts(1 + below(6));
    const auto deal = [&](const auto& entities, const auto& list_of) {
        for (const auto& entity : entities) {
            for (auto times = 1 + below(5) / 4; times > 0; --times) {
                list_of(parts[below(static_cast<std::uint32_t>(parts.size()))]).push_back(entity);
            }
        }
    };
    deal(
        collection.knowledge.sources, [](StagedPart & part) -> auto& { return part.knowledge.sources; });
    deal(
        collection.knowledge.concepts, [](StagedPart & part) -> auto& { return part.knowledge.concepts; });
    deal(
        collection.knowledge.relations, [](StagedPart & part) -> auto& { return part.knowledge.relations; });
    deal(
        collection.knowledge.red_flags, [](StagedPart & part) -> auto& { return part.knowledge.red_flags; });
    deal(
        collection.knowledge.triage_rules, [](StagedPart & part) -> auto& { return part.knowledge.triage_rules; });
    deal(
        collection.records, [](StagedPart & part) -> auto& { return part.records; });
    std::size_t at = 0;
    for (const QuarantinedLine& line : collection.quarantine) {
        at += below(static_cast<std::uint32_t>(parts.size() - at));
        parts[at].quarantine.push_back(line);
    }
    std::uint64_t rows = 0;
    for (StagedPart& part : parts) {
        std::ranges::shuffle(part.records, random_);
        std::ranges::shuffle(part.knowledge.relations, random_);
        part.rows = rows += 1 + below(3);
    }
    return parts;
}

/// Stages and publishes the collection, with interruptions, after a false start now and then.
Result<WriteReport> import_in_parts(RandomOperations& random, const std::string& location,
                                    const Collection& collection) {
    auto store = open_store(location);
    if (random.below(4) == 0) {
        const Collection other = random.collection();
        EXPECT_TRUE(store->begin_staging(collection.origin, "another"));
        EXPECT_TRUE(store->stage(collection.origin.name, {other.knowledge, other.records, other.quarantine, 7}));
    }
    std::uint64_t staged = 0;
    EXPECT_EQ(*store->begin_staging(collection.origin, "f"), staged);
    for (const StagedPart& part : random.parts(collection)) {
        EXPECT_TRUE(store->stage(collection.origin.name, part));
        staged = part.rows;
        if (random.below(5) > 0) continue;
        store = open_store(location);
        EXPECT_EQ(*store->begin_staging(collection.origin, "f"), staged);
    }
    auto report = store->publish_staged(collection.origin.name);
    if (!report) {
        EXPECT_TRUE(store->discard_staged(collection.origin.name));
    }
    return report;
}

void expect_same(const Result<WriteReport>& got, const Expected& expected) {
    ASSERT_EQ(static_cast<bool>(got), !expected.error.has_value());
    if (!got) {
        EXPECT_EQ(got.error().code, *expected.error);
        EXPECT_EQ(got.error().where, expected.where);
        return;
    }
    EXPECT_EQ(got->revision, expected.report.revision);
    EXPECT_EQ(got->added, expected.report.added);
    EXPECT_EQ(got->changed, expected.report.changed);
    EXPECT_EQ(got->deleted, expected.report.deleted);
    EXPECT_EQ(got->unchanged, expected.report.unchanged);
}

void run_one(RandomOperations& random, const std::string& location, Store& store, ModelStore& model) {
    const std::uint32_t choice = random.below(14);
    if (choice < 4) {
        const Collection collection = random.collection();
        return expect_same(store.replace_origin(collection), model.replace_origin(collection));
    }
    if (choice > 11) {
        const Collection collection = random.collection();
        return expect_same(import_in_parts(random, location, collection), model.replace_origin(collection));
    }
    if (choice > 9) {
        const std::string source = "source/" + random.origin() + "-" + random.slug();
        if (choice == 10) return expect_same(store.restore_source(source), model.restore_source(source));
        const Withdrawal withdrawal{source, *Date::parse("2026-11-24"), random.text()};
        return expect_same(store.withdraw_source(withdrawal), model.withdraw_source(withdrawal));
    }
    if (choice == 4) {
        const std::string origin = random.origin();
        return expect_same(store.remove_origin(origin), model.remove_origin(origin));
    }
    const std::string origin = random.origin();
    const Record record = random.record(origin + "-" + random.slug(), origin);
    if (choice == 5) return expect_same(store.delete_record(record.head.id), model.delete_record(record.head.id));
    std::optional<Revision> expected_revision;
    if (choice > 7) expected_revision = std::max<Revision>(0, store.revision() - random.below(3));
    expect_same(store.put_record(record, expected_revision), model.put_record(record, expected_revision));
}

class StoreModel : public testing::TestWithParam<Backend> {};

std::string backend_name(const testing::TestParamInfo<Backend>& info) {
    return info.param == Backend::Sqlite ? "Sqlite" : "Postgres";
}
INSTANTIATE_TEST_SUITE_P(Backends, StoreModel, testing::Values(Backend::Sqlite, Backend::Postgres), backend_name);

TEST_P(StoreModel, BehavesAsMapsInMemoryOverRandomOperations) {
    for (std::uint32_t seed = 0; seed < 10; ++seed) {
        const TestLocation place(GetParam());
        auto store = open_store(place.location());
        ModelStore model;
        RandomOperations random(seed);
        for (int step = 0; step < 40; ++step) {
            SCOPED_TRACE(testing::Message() << "seed " << seed << " step " << step);
            if (random.below(10) == 0) store = open_store(place.location());
            run_one(random, place.location(), *store, model);
            ASSERT_TRUE(state_of(*store) == model.state());
            if (HasFailure()) return;
        }
    }
}

}  // namespace
}  // namespace xinglin
