#include "store/copy.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "store/backends_test.h"
#include "store/sample_entities_test.h"
#include "store/store.h"

namespace xinglin {
namespace {

std::string backend_name(const testing::TestParamInfo<Backend>& info) {
    return info.param == Backend::Sqlite ? "Sqlite" : "Postgres";
}

/// From one backend; the other end is each of them in turn.
class StoreCopy : public testing::TestWithParam<Backend> {
  protected:
    TestLocation from_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Backends, StoreCopy, testing::Values(Backend::Sqlite, Backend::Postgres), backend_name);

/// A store with some of everything: two writes, a withdrawal, quarantine, an import under way.
void fill(Store& store) {
    Collection collection = sample_collection();
    ASSERT_TRUE(store.replace_origin(collection));
    collection.records.pop_back();
    collection.quarantine.push_back({collection.origin.name, "a.jsonl:1", "bad", "坏的一行", "{'"});
    ASSERT_TRUE(store.replace_origin(collection));
    ASSERT_TRUE(store.withdraw_source({collection.knowledge.sources.front().id, *Date::parse("2026-12-01"), "错误"}));
    ASSERT_TRUE(store.begin_staging(sample_origin("other"), "print"));
}

TEST_P(StoreCopy, IsEqualToWhatWasCopiedOnEitherDatabase) {
    fill(*open_store(from_.location()));
    const StoreSum before = sum_of_store(from_.location());
    EXPECT_GT(before.rows(), 10U);
    for (const Backend backend : {Backend::Sqlite, Backend::Postgres}) {
        const TestLocation to(backend);
        const auto copied = copy_store(from_.location(), to.location());
        ASSERT_TRUE(copied) << copied.error().message;
        EXPECT_EQ(*copied, before);
        EXPECT_EQ(sum_of_store(to.location()), before);
        EXPECT_TRUE(state_of(*open_store(to.location())) == state_of(*open_store(from_.location())));
        EXPECT_EQ(open_store(to.location())->changes_since(0, 1000),
                  open_store(from_.location())->changes_since(0, 1000));
    }
}

TEST_P(StoreCopy, RefusesAPlaceWithContent) {
    fill(*open_store(from_.location()));
    const TestLocation to(Backend::Sqlite);
    ASSERT_TRUE(open_store(to.location())->replace_origin(sample_collection()));
    const StoreSum before = sum_of_store(to.location());
    const auto copied = copy_store(from_.location(), to.location());
    ASSERT_FALSE(copied);
    EXPECT_EQ(copied.error().code, ErrorCode::Conflict);
    EXPECT_EQ(sum_of_store(to.location()), before);
}

TEST_P(StoreCopy, ReplacingIsOneWriteThatTheFeedTells) {
    const TestLocation backup(Backend::Sqlite);
    const auto store = open_store(from_.location());
    fill(*store);
    ASSERT_TRUE(copy_store(from_.location(), backup.location()));
    const StoreState wanted = state_of(*store);

    Collection later = sample_collection();
    later.records.front() = sample_article("later", "后来的文章", later.origin.name);
    ASSERT_TRUE(store->replace_origin(later));
    ASSERT_TRUE(store->restore_source(later.knowledge.sources.front().id));
    const Revision before = store->revision();

    const WriteReport report = replace_store(backup.location(), from_.location());
    EXPECT_EQ(report.revision, before + 1);
    EXPECT_EQ(store->revision(), before + 1);
    EXPECT_GT(report.deleted, 0U);
    EXPECT_GT(report.unchanged, 0U);
    StoreState after = state_of(*store);
    EXPECT_EQ(after.records.size(), wanted.records.size());
    EXPECT_TRUE(after.knowledge.sources == wanted.knowledge.sources);
    EXPECT_EQ(store->withdrawals(), open_store(backup.location())->withdrawals());
    const auto changes = store->changes_since(before, 1000);
    EXPECT_FALSE(changes.empty());
    EXPECT_TRUE(std::ranges::any_of(changes, [](const Change& change) { return change.kind == ChangeKind::Delete; }));
    EXPECT_TRUE(std::ranges::any_of(changes, [&](const Change& change) {
        return change.entity == EntityKind::Source && change.id == later.knowledge.sources.front().id;
    })) << "the source is withdrawn again";
}

TEST(SqliteStore, IsReadByOneWhoMayNotWriteIt) {
    if (::geteuid() == 0) GTEST_SKIP() << "root may write everything";
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "xinglin.db").string();
    ASSERT_TRUE(open_store(file)->replace_origin(sample_collection()));
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    std::filesystem::permissions(folder.path(),
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
    {
        const auto store = open_store(file, Access::Read);
        EXPECT_EQ(store->origins().size(), 1U);
        EXPECT_THROW((void)store->replace_origin(sample_collection()), DatabaseError);
    }
    std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
}

TEST(SqliteStore, GivesTheRoomOfWhatWasDeletedBack) {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "xinglin.db").string();
    const auto store = open_store(file);
    Collection collection = sample_collection();
    for (int i = 0; i < 300; ++i) {
        collection.records.push_back(sample_article("n" + std::to_string(i), std::string(4000, 'a') + std::to_string(i),
                                                    collection.origin.name));
    }
    ASSERT_TRUE(store->replace_origin(collection));
    ASSERT_TRUE(store->remove_origin(collection.origin.name));
    store->compact(true);
    const auto empty = std::filesystem::file_size(file);
    EXPECT_LT(empty, 500'000U);
    ASSERT_TRUE(store->replace_origin(collection));
    ASSERT_TRUE(store->remove_origin(collection.origin.name));
    store->compact(false);
    EXPECT_LT(std::filesystem::file_size(file), empty + 300'000U) << "without writing the whole anew";
}

}  // namespace
}  // namespace xinglin
