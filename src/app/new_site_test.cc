#include "app/new_site.h"

#include <gtest/gtest.h>

#include "app/example_for_tests.h"
#include "app/site_settings.h"
#include "base/files.h"

namespace xinglin {
namespace {

TEST(NewSite, IsAPackThatIsImportedOverTheStarterPack) {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    const std::filesystem::path packs = std::filesystem::path(root ? root : ".") / "packs";
    const FolderForTests folder;
    const auto site = folder.path() / "yunling";
    const auto written = write_new_site(site, folder.path() / "data", *Date::parse("2026-12-01"));
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_EQ(written->size(), 9U);
    const auto checked = check_pack(site / "pack", {packs / "neurology-zh"});
    ASSERT_TRUE(checked);
    EXPECT_EQ(checked->errors, 0U) << (checked->lines.empty() ? "" : checked->lines.front());
    EXPECT_EQ(checked->records, 3U);
    EXPECT_TRUE(read_site_settings(folder.path() / "data/site.toml"));
    for (const std::string& file : *written)
        EXPECT_EQ(read_file(file)->find('{' + std::string("name}")), std::string::npos);
}

TEST(NewSite, OverwritesNothing) {
    const FolderForTests folder;
    folder.write("data/site.toml", "name = \"我的\"\n");
    const Date today = *Date::parse("2026-12-01");
    const auto written = write_new_site(folder.path() / "a", folder.path() / "data", today);
    ASSERT_TRUE(written);
    EXPECT_EQ(written->size(), 8U);
    EXPECT_EQ(*read_file(folder.path() / "data/site.toml"), "name = \"我的\"\n");
    const auto again = write_new_site(folder.path() / "a", folder.path() / "data", today);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::Conflict);
    EXPECT_FALSE(write_new_site(folder.path() / "Äh", folder.path() / "data", today));
}

}  // namespace
}  // namespace xinglin
