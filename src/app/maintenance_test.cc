#include "app/maintenance.h"

#include <gtest/gtest.h>

#include <fstream>

#include "app/example_for_tests.h"
#include "base/files.h"
#include "store/store.h"

namespace xinglin {
namespace {

namespace fs = std::filesystem;

class Maintenance : public testing::Test {
  protected:
    Maintenance() : workspace_(example_workspace(folder_)) {
        for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) {
            if (entry.path().filename() == "xinglin.db") location_ = entry.path().parent_path().string();
        }
    }

    fs::path in(const std::string& name) const { return folder_.path() / name; }
    static Date day(const char* iso) { return *Date::parse(iso); }

    FolderForTests folder_;
    std::unique_ptr<Workspace> workspace_;
    std::string location_;
};

TEST_F(Maintenance, ABackupIsRestoredElsewhereAsItWas) {
    const auto backup = back_up(location_, in("copy.db"), {day("2026-12-01"), 0});
    ASSERT_TRUE(backup) << backup.error().message;
    EXPECT_GT(backup->records, 0U);
    EXPECT_GT(backup->concepts, 0U);
    EXPECT_TRUE(fs::exists(in("copy.db.sums")));
    EXPECT_FALSE(fs::exists(in("copy.db.part")));
    const auto restored = restore_backup(in("copy.db"), in("other").string(), Existing::Refuse);
    ASSERT_TRUE(restored) << restored.error().message;
    EXPECT_FALSE(restored->replaced);
    EXPECT_EQ(restored->copy.revision, backup->revision);
    EXPECT_EQ(restored->copy.rows, backup->rows);
    auto other = Workspace::open(in("other").string(), Workspace::Missing::Refuse);
    ASSERT_TRUE(other);
    EXPECT_TRUE((*other)->refresh());
    EXPECT_TRUE((*other)->portal().article("spasm-causes"));
}

TEST_F(Maintenance, AFolderKeepsTheNewestAndWritesNothingTwice) {
    for (const char* iso : {"2026-11-29", "2026-11-30", "2026-12-01"}) {
        ASSERT_TRUE(back_up(location_, in("backups/"), {day(iso), 2})) << iso;
    }
    const auto again = back_up(location_, in("backups"), {day("2026-12-01"), 2});
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->was_there);
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator(in("backups")))
        files += entry.path().extension() == ".db" ? 1U : 0U;
    EXPECT_EQ(files, 2U);
}

TEST_F(Maintenance, ADamagedBackupIsTold) {
    ASSERT_TRUE(back_up(location_, in("copy.db"), {day("2026-12-01"), 0}));
    auto sums = *read_file(in("copy.db.sums"));
    sums[sums.size() - 2] = sums[sums.size() - 2] == '0' ? '1' : '0';
    ASSERT_TRUE(write_file(in("copy.db.sums"), sums));
    const auto checked = check_backup(in("copy.db"));
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, ErrorCode::Unavailable);
    EXPECT_FALSE(restore_backup(in("copy.db"), in("other").string(), Existing::Refuse));
    EXPECT_FALSE(fs::exists(in("other")));
}

TEST_F(Maintenance, RestoringOverContentIsAskedForAndFollowedByAServer) {
    ASSERT_TRUE(back_up(location_, in("copy.db"), {day("2026-12-01"), 0}));
    workspace_->refresh();
    ASSERT_TRUE(workspace_->store().delete_record("article/spasm-causes"));
    workspace_->refresh();
    ASSERT_FALSE(workspace_->portal().article("spasm-causes"));
    const auto refused = restore_backup(in("copy.db"), location_, Existing::Refuse);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Conflict);
    const auto restored = restore_backup(in("copy.db"), location_, Existing::Replace);
    ASSERT_TRUE(restored);
    EXPECT_EQ(restored->added, 1U);
    EXPECT_TRUE(workspace_->refresh());
    EXPECT_TRUE(workspace_->portal().article("spasm-causes"));
}

TEST_F(Maintenance, AnotherFileInTheDatabasesPlaceIsNoticed) {
    ASSERT_TRUE(back_up(location_, in("copy.db"), {day("2026-12-01"), 0}));
    ASSERT_TRUE(workspace_->store().delete_record("article/spasm-causes"));
    workspace_->refresh();
    const auto before = workspace_->portal().edition();
    EXPECT_FALSE(workspace_->reopen_if_exchanged());
    fs::rename(in("copy.db"), fs::path(location_) / "xinglin.db");
    EXPECT_TRUE(workspace_->reopen_if_exchanged());
    EXPECT_TRUE(workspace_->store().record("article/spasm-causes"));
    EXPECT_TRUE(workspace_->refresh());
    EXPECT_TRUE(workspace_->portal().article("spasm-causes"));
    EXPECT_GT(workspace_->portal().edition(), before) << "pages of the old one are kept under it";
    fs::remove(fs::path(location_) / "xinglin.db");
    EXPECT_THROW(workspace_->reopen_if_exchanged(), DatabaseError);
    EXPECT_TRUE(workspace_->portal().article("spasm-causes")) << "what was published stays";
}

TEST_F(Maintenance, MigrationNeedsAnEmptyPlace) {
    const auto moved = migrate_store(location_, in("moved").string());
    ASSERT_TRUE(moved) << moved.error().message;
    EXPECT_GT(moved->records, 0U);
    const auto again = migrate_store(location_, in("moved").string());
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::Conflict);
    EXPECT_FALSE(migrate_store(in("none").string(), in("moved2").string()));
}

}  // namespace
}  // namespace xinglin
