// What store.h promises, on every database behind it.
#include <gtest/gtest.h>

#include <thread>

#include "store/backends_test.h"
#include "store/sample_entities_test.h"
#include "store/store.h"

namespace xinglin {
namespace {

class StoreContract : public testing::TestWithParam<Backend> {
  protected:
    std::unique_ptr<Store> open() const { return open_store(place_.location()); }

    TestLocation place_{GetParam()};
    std::unique_ptr<Store> store_ = open();
};

std::string backend_name(const testing::TestParamInfo<Backend>& info) {
    return info.param == Backend::Sqlite ? "Sqlite" : "Postgres";
}
INSTANTIATE_TEST_SUITE_P(Backends, StoreContract, testing::Values(Backend::Sqlite, Backend::Postgres), backend_name);

Collection many_articles(int count, const std::string& origin = "many") {
    Collection collection;
    collection.origin = sample_origin(origin);
    for (int i = 0; i < count; ++i) {
        collection.records.push_back(
            sample_article(origin + std::to_string(i), "第" + std::to_string(i) + "篇", origin));
    }
    return collection;
}

TEST_P(StoreContract, AnEmptyStoreIsAtRevisionZeroAndHoldsNothing) {
    EXPECT_EQ(state_of(*store_), StoreState{});
}

TEST_P(StoreContract, KeepsEverythingThatACollectionSays) {
    const Collection collection = sample_collection();
    const auto report = store_->replace_origin(collection);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->revision, 1);
    EXPECT_EQ(report->added, 9U);
    const StoreState state = state_of(*open());
    EXPECT_EQ(state.revision, 1);
    EXPECT_EQ(state.knowledge, collection.knowledge);
    EXPECT_EQ(state.origins, std::vector{collection.origin});
    EXPECT_EQ(state.quarantine, collection.quarantine);
    ASSERT_EQ(state.records.size(), 2U);
    EXPECT_EQ(state.records[0], std::pair(collection.records[0], Revision{1}));
    EXPECT_EQ(state.records[1], std::pair(collection.records[1], Revision{1}));
    EXPECT_EQ(store_->knowledge_of("pack"), collection.knowledge);
    EXPECT_EQ(store_->knowledge_of("other"), KnowledgeData{});
}

TEST_P(StoreContract, TheSameCollectionAgainChangesNothing) {
    ASSERT_TRUE(store_->replace_origin(sample_collection()));
    const StoreState before = state_of(*store_);
    Collection shuffled = sample_collection();
    std::swap(shuffled.records[0], shuffled.records[1]);
    const auto report = store_->replace_origin(shuffled);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->revision, 1);
    EXPECT_EQ(report->unchanged, 9U);
    EXPECT_EQ(report->added + report->changed + report->deleted, 0U);
    EXPECT_EQ(state_of(*store_), before);
}

TEST_P(StoreContract, ReplacingPutsWhatDiffersDeletesWhatIsGoneAndTellsTheFeed) {
    ASSERT_TRUE(store_->replace_origin(sample_collection()));
    Collection next = sample_collection();
    next.knowledge.sources.pop_back();
    next.knowledge.red_flags[0].action = "去急诊。";
    next.records.push_back(sample_doctor("wang", "王示例"));
    const auto report = store_->replace_origin(next);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->added, 1U);
    EXPECT_EQ(report->changed, 1U);
    EXPECT_EQ(report->deleted, 1U);
    EXPECT_EQ(report->unchanged, 7U);
    const std::vector<Change> expected = {
        {2, EntityKind::Source, ChangeKind::Delete, "source/label", "pack"},
        {2, EntityKind::RedFlag, ChangeKind::Put, "red_flag/stroke", "pack"},
        {2, EntityKind::Record, ChangeKind::Put, "doctor/wang", "pack"},
    };
    EXPECT_EQ(store_->changes_since(1, 100), expected);
    EXPECT_EQ(store_->knowledge(), next.knowledge);
    EXPECT_EQ(store_->record("article/causes")->revision, 1);
    EXPECT_EQ(store_->record("doctor/wang")->revision, 2);
}

TEST_P(StoreContract, ADescriptionOrAQuarantinedLineIsAChangeWithoutFeedEntries) {
    Collection collection = sample_collection();
    ASSERT_TRUE(store_->replace_origin(collection));
    collection.origin.version = "1.0.1";
    EXPECT_EQ(store_->replace_origin(collection)->revision, 2);
    collection.quarantine.clear();
    EXPECT_EQ(store_->replace_origin(collection)->revision, 3);
    EXPECT_EQ(store_->origins()[0].version, "1.0.1");
    EXPECT_TRUE(store_->quarantine("pack").empty());
    EXPECT_TRUE(store_->changes_since(1, 100).empty());
}

TEST_P(StoreContract, AnIdOfAnotherOriginIsAConflictAndNothingIsWritten) {
    ASSERT_TRUE(store_->replace_origin(sample_collection("pack")));
    const StoreState before = state_of(*store_);
    Collection other;
    other.origin = sample_origin("other");
    other.knowledge.concepts = {sample_concept("condition/new")};
    other.records = {sample_article("causes", "另一篇")};
    const auto report = store_->replace_origin(other);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::Conflict);
    EXPECT_EQ(report.error().where, "article/causes");
    EXPECT_EQ(state_of(*store_), before);
}

TEST_P(StoreContract, AConceptAndARecordMayHaveTheSameId) {
    Collection collection;
    collection.origin = sample_origin("pack");
    collection.knowledge.concepts = {sample_concept("test/mri", "磁共振")};
    Record page;
    page.head.id = "test/mri";
    page.head.origin = "pack";
    page.body = xinglin::Test{"磁共振", "看神经根。", ""};
    collection.records = {page};
    ASSERT_TRUE(store_->replace_origin(collection));
    ASSERT_TRUE(store_->delete_record("test/mri"));
    EXPECT_EQ(store_->knowledge(), collection.knowledge);
}

TEST_P(StoreContract, AnEntityThatIsThereTwiceCountsOnceAndTwoContentsAreAConflict) {
    Collection collection;
    collection.origin = sample_origin("pack");
    collection.records = {sample_article("a", "甲"), sample_article("b", "乙"), sample_article("a", "甲")};
    EXPECT_EQ(store_->replace_origin(collection)->added, 2U);
    collection.records.push_back(sample_article("b", "丙"));
    const auto report = store_->replace_origin(collection);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::Conflict);
    EXPECT_EQ(report.error().where, "article/b");
}

TEST_P(StoreContract, ARecordBelongsToTheOriginThatBringsIt) {
    Collection collection;
    collection.origin = sample_origin("dump");
    collection.records = {sample_article("a", "甲", "")};
    ASSERT_TRUE(store_->replace_origin(collection));
    EXPECT_EQ(store_->record("article/a")->record, sample_article("a", "甲", "dump"));
    EXPECT_EQ(store_->replace_origin(collection)->unchanged, 1U);
}

TEST_P(StoreContract, RemovingAnOriginRemovesAllThatItBroughtAndNothingElse) {
    ASSERT_TRUE(store_->replace_origin(many_articles(3)));
    const auto others = store_->record("article/many1");
    ASSERT_TRUE(store_->replace_origin(sample_collection()));
    const auto report = store_->remove_origin("pack");
    ASSERT_TRUE(report);
    EXPECT_EQ(report->revision, 3);
    EXPECT_EQ(report->deleted, 9U);
    EXPECT_EQ(store_->changes_since(2, 100).size(), 9U);
    EXPECT_EQ(store_->knowledge(), KnowledgeData{});
    EXPECT_TRUE(store_->quarantine("pack").empty());
    EXPECT_EQ(store_->origins(), std::vector{sample_origin("many")});
    EXPECT_EQ(store_->record("article/many1")->record, others->record);
    EXPECT_EQ(store_->remove_origin("pack").error().code, ErrorCode::NotFound);
    EXPECT_EQ(store_->revision(), 3);
}

TEST_P(StoreContract, PuttingARecordTellsWhetherItIsNew) {
    EXPECT_EQ(store_->put_record(sample_article("a", "甲"), std::nullopt)->added, 1U);
    EXPECT_EQ(store_->put_record(sample_article("a", "甲"), std::nullopt)->unchanged, 1U);
    EXPECT_EQ(store_->put_record(sample_article("a", "乙"), std::nullopt)->changed, 1U);
    EXPECT_EQ(store_->revision(), 2);
    EXPECT_EQ(name_of(store_->record("article/a")->record), "乙");
    EXPECT_EQ(store_->put_record(sample_article("a", "乙", "other"), std::nullopt).error().code, ErrorCode::Conflict);
}

TEST_P(StoreContract, AWriteOverSomebodyElsesIsRefused) {
    ASSERT_TRUE(store_->put_record(sample_article("a", "甲"), 0));
    ASSERT_TRUE(store_->put_record(sample_article("a", "乙"), 1));
    const auto lost = store_->put_record(sample_article("a", "丙"), 1);
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, ErrorCode::Conflict);
    EXPECT_EQ(lost.error().where, "article/a");
    ASSERT_TRUE(store_->delete_record("article/a"));
    EXPECT_EQ(store_->put_record(sample_article("a", "丙"), 2).error().code, ErrorCode::Conflict) << "it was deleted";
    EXPECT_TRUE(store_->put_record(sample_article("a", "丙"), 3));
}

TEST_P(StoreContract, DeletingARecordGoesToTheFeed) {
    ASSERT_TRUE(store_->put_record(sample_article("a", "甲"), std::nullopt));
    EXPECT_EQ(store_->delete_record("article/a")->deleted, 1U);
    const std::vector<Change> expected = {{2, EntityKind::Record, ChangeKind::Delete, "article/a", "pack"}};
    EXPECT_EQ(store_->changes_since(1, 10), expected);
    EXPECT_FALSE(store_->record("article/a"));
    EXPECT_EQ(store_->delete_record("article/a").error().code, ErrorCode::NotFound);
}

TEST_P(StoreContract, AnOriginOfSeveralBatchesIsWrittenReadAndReducedWhole) {
    ASSERT_EQ(store_->replace_origin(many_articles(5300))->added, 5300U);
    int seen = 0;
    std::string last;
    store_->for_each_record([&](const Store::StoredRecord& stored) {
        ++seen;
        EXPECT_LT(last, stored.record.head.id);
        last = stored.record.head.id;
    });
    EXPECT_EQ(seen, 5300);
    const auto reduced = store_->replace_origin(many_articles(10));
    EXPECT_EQ(reduced->deleted, 5290U);
    EXPECT_EQ(reduced->unchanged, 10U);
    EXPECT_EQ(store_->changes_since(1, 100'000).size(), 5290U);
}

TEST_P(StoreContract, OneRecordLargerThanABatchIsKept) {
    Record record = sample_article("long", "长文");
    std::get<Article>(record.body).body = std::string(std::size_t{6} << 20, 'x');
    ASSERT_TRUE(store_->put_record(record, std::nullopt));
    EXPECT_EQ(store_->record("article/long")->record, record);
}

TEST_P(StoreContract, TheFeedIsPagedFromTheOldest) {
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(store_->put_record(sample_article(std::to_string(i), "甲"), std::nullopt));
    const auto page = store_->changes_since(1, 2);
    ASSERT_EQ(page.size(), 2U);
    EXPECT_EQ(page[0].id, "article/1");
    EXPECT_EQ(page[1].revision, 3);
    EXPECT_TRUE(store_->changes_since(5, 2).empty());
    EXPECT_TRUE(store_->changes_since(0, 0).empty());
    EXPECT_EQ(store_->changes_since(0, std::numeric_limits<std::size_t>::max()).size(), 5U);
}

TEST_P(StoreContract, AWalkOverAllRecordsSeesOneState) {
    ASSERT_TRUE(store_->replace_origin(many_articles(500)));
    const auto writer = open();
    int seen = 0;
    store_->for_each_record([&](const Store::StoredRecord& stored) {
        if (seen++ == 0) {
            ASSERT_TRUE(writer->replace_origin(many_articles(1)));
        }
        EXPECT_TRUE(store_->record(stored.record.head.id)) << "the same state as the walk's";
    });
    EXPECT_EQ(seen, 500);
    EXPECT_EQ(store_->revision(), 2);
}

TEST_P(StoreContract, AVisitorMayThrow) {
    ASSERT_TRUE(store_->replace_origin(many_articles(3)));
    EXPECT_THROW(store_->for_each_record([](const Store::StoredRecord&) { throw std::logic_error("enough"); }),
                 std::logic_error);
    EXPECT_TRUE(store_->put_record(sample_article("a", "甲"), std::nullopt));
}

TEST_P(StoreContract, AQuarantinedLineIsKeptReadableAndShort) {
    Collection collection;
    collection.origin = sample_origin("dump");
    std::string text = "\xff";
    text += '\0';
    text += "甲";
    collection.quarantine = {{"", "a.jsonl:1", "utf-8", "坏字节", text},
                             {"", "a.jsonl:2", "too-long", "太长", "x" + std::string(5000, 'y')},
                             {"", "a.jsonl:3", "too-long", "太长", std::string(4095, 'y') + "甲"}};
    ASSERT_TRUE(store_->replace_origin(collection));
    const auto lines = store_->quarantine("dump");
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[0].origin, "dump");
    EXPECT_EQ(lines[0].text, "\uFFFD\uFFFD甲");
    EXPECT_EQ(lines[1].text.size(), 4096U);
    EXPECT_EQ(lines[2].text, std::string(4095, 'y'));
    EXPECT_EQ(store_->replace_origin(collection)->revision, 1) << "the same lines again are no change";
}

TEST_P(StoreContract, TextThatADatabaseCannotKeepIsInvalidInput) {
    Collection collection = sample_collection();
    collection.records.push_back(sample_article("bad", "\xff"));
    const auto report = store_->replace_origin(collection);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(report.error().where, "article/bad");
    for (const std::string& slug : {std::string("a\0b", 3), std::string("\xff"), std::string(1000, 'x')}) {
        EXPECT_EQ(store_->put_record(sample_article(slug, "甲"), std::nullopt).error().code, ErrorCode::InvalidInput);
    }
    EXPECT_EQ(store_->put_record(sample_article("a", "甲", ""), std::nullopt).error().code, ErrorCode::InvalidInput);
    collection = sample_collection();
    collection.origin.title = "\xff";
    EXPECT_EQ(store_->replace_origin(collection).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(state_of(*store_), StoreState{});
}

TEST_P(StoreContract, AskingForAnImpossibleIdFindsNothing) {
    for (const std::string& id : {std::string(), std::string("a\0b", 3), std::string("\xff"), std::string(5000, 'x')}) {
        EXPECT_FALSE(store_->record(id));
        EXPECT_EQ(store_->delete_record(id).error().code, ErrorCode::NotFound);
        EXPECT_EQ(store_->remove_origin(id).error().code, ErrorCode::NotFound);
        EXPECT_EQ(store_->knowledge_of(id), KnowledgeData{});
        EXPECT_TRUE(store_->quarantine(id).empty());
    }
}

TEST_P(StoreContract, TextMayHoldAnythingThatUtf8Can) {
    Record record = sample_article("odd", "'; DROP TABLE entity; -- $1 ? {rows} %s \\ {\"a\": [1,2]} NULL");
    std::get<Article>(record.body).body = std::string("a\0b\x01\x7f\u2028", 8) + "😀{,}\"";
    ASSERT_TRUE(store_->put_record(record, std::nullopt));
    EXPECT_EQ(store_->record("article/odd")->record, record);
}

TEST_P(StoreContract, SeveralStoresWriteAtOnceAndNoWriteIsLost) {
    constexpr int kWriters = 4;
    constexpr int kWrites = 25;
    std::vector<std::thread> writers;
    for (int writer = 0; writer < kWriters; ++writer) {
        writers.emplace_back([&, writer] {
            const auto store = open();
            for (int i = 0; i < kWrites; ++i) {
                const std::string slug = std::to_string(writer) + "-" + std::to_string(i);
                EXPECT_TRUE(store->put_record(sample_article(slug, "甲"), std::nullopt));
            }
        });
    }
    for (std::thread& writer : writers) writer.join();
    EXPECT_EQ(store_->revision(), kWriters * kWrites);
    const auto feed = store_->changes_since(0, 1000);
    ASSERT_EQ(feed.size(), std::size_t{kWriters * kWrites});
    for (std::size_t i = 0; i < feed.size(); ++i) EXPECT_EQ(feed[i].revision, static_cast<Revision>(i + 1));
}

TEST_P(StoreContract, SeveralStoresMayBeOpenedAtOnceOnAnEmptyDatabase) {
    const TestLocation place(GetParam());
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i) {
        threads.emplace_back([&] { EXPECT_EQ(open_store(place.location())->revision(), 0); });
    }
    for (std::thread& thread : threads) thread.join();
}

TEST_P(StoreContract, AnotherStoreSeesWhatWasWritten) {
    const auto reader = open();
    EXPECT_EQ(reader->revision(), 0);
    ASSERT_TRUE(store_->replace_origin(sample_collection()));
    EXPECT_EQ(state_of(*reader), state_of(*store_));
}

}  // namespace
}  // namespace xinglin
