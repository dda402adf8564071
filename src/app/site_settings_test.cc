#include "app/site_settings.h"

#include <gtest/gtest.h>

#include "app/example_for_tests.h"
#include "base/folder_for_tests.h"

namespace xinglin {
namespace {

constexpr const char* kWhole = R"(# The site of a hospital that does not exist.
name = "云岭康健"
tagline = "云岭医院的健康知识"
base_address = "https://health.yunling.example/"
logo = "mark.svg"
brand_colour = "#7A1F5C"
brand_colour_dark = "#f0a8d8"
footer = ["云岭医院主办", "互联网药品信息服务资格证书：（示例）-2026-0001"]
icp_filing = "示ICP备00000000号-1"
police_filing = "示公网安备 00000000000000号"
phone = "000-1234567"
email = "web@yunling.example"
address = "云岭市和平路1号"
hidden_panels = ["hospitals", "questions"]
)";

TEST(SiteSettings, AFileGivesEverything) {
    const FolderForTests folder;
    folder.write("mark.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    const auto read = parse_site_settings(kWhole, folder.path() / "site.toml");
    ASSERT_TRUE(read) << read.error().where << read.error().message;
    EXPECT_EQ(read->name, "云岭康健");
    EXPECT_EQ(read->base_address, "https://health.yunling.example");
    EXPECT_EQ(read->logo->type, "image/svg+xml");
    EXPECT_EQ(read->brand_colour, "#7a1f5c");
    EXPECT_EQ(read->footer.size(), 2U);
    EXPECT_EQ(read->filings.size(), 2U);
    EXPECT_TRUE(read->filings[1].url.ends_with("code=00000000000000"));
    EXPECT_TRUE(read->hidden_panels.contains(Panel::Hospitals));
    EXPECT_FALSE(read->hidden_panels.contains(Panel::Drugs));
}

TEST(SiteSettings, EachFaultNamesItsPlace) {
    const struct {
        const char* line;
        const char* where;
        const char* message;
    } kFaults[] = {
        {"name = \"\"", "site.toml:1:1", "name: This field is missing"},
        {"name = \"甲\"\ncolour = \"red\"", "site.toml:2:1", "docs/SITE.md"},
        {"name = \"甲\"\nbrand_colour = \"red\"", "site.toml:2:1", "six hexadecimal digits"},
        {"name = \"甲\"\nbrand_colour = \"#ffff00\"", "site.toml:2:1", "4.5:1"},
        {"name = \"甲\"\nbrand_colour_dark = \"#101010\"", "site.toml:2:1", "lighter"},
        {"name = \"甲\"\nbase_address = \"health.example\"", "site.toml:2:1", "scheme and host"},
        {"name = \"甲\"\nbase_address = \"https://a.example/portal\"", "site.toml:2:1", "scheme and host"},
        {"name = \"甲\"\nlogo = \"../mark.svg\"", "site.toml:2:1", "beside site.toml"},
        {"name = \"甲\"\nlogo = \"none.png\"", "site.toml:2:1", "none.png"},
        {"name = \"甲\"\nsecurity_contact = \"a@b.example\"\nsecurity_expires = \"2027-06-30\"", "site.toml:2:1",
         "begins with mailto:"},
        {"name = \"甲\"\nsecurity_contact = \"mailto:a@b.example\"", "site.toml", "go together"},
        {"name = \"甲\"\nsecurity_contact = \"mailto:a@b.example\"\nsecurity_expires = \"soon\"", "site.toml:3:1",
         "2027-06-30"},
        {"name = \"甲\"\nhidden_panels = [\"videos\"]", "site.toml:2:", "A panel is one of"},
        {"name = \"甲\"\nemail = \"nobody\"", "site.toml:2:1", "no e-mail address"},
        {"name = ", "site.toml:1:", ""},
    };
    const FolderForTests folder;
    for (const auto& fault : kFaults) {
        const auto read = parse_site_settings(fault.line, folder.path() / "site.toml");
        ASSERT_FALSE(read) << fault.line;
        EXPECT_NE(read.error().where.find(fault.where), std::string::npos) << fault.line << ": " << read.error().where;
        EXPECT_NE(read.error().message.find(fault.message), std::string::npos) << read.error().message;
    }
}

TEST(SiteSettings, ColoursForLightPaperAreNotUsedInTheDark) {
    SiteSettings settings;
    EXPECT_EQ(theme_css(settings), "");
    settings.brand_colour = "#7a1f5c";
    EXPECT_EQ(theme_css(settings).find("@media (prefers-color-scheme:light)"), 0U);
    settings.brand_colour_dark = "#f0a8d8";
    EXPECT_NE(theme_css(settings).find("@media (prefers-color-scheme:dark){:root{--brand:#f0a8d8"), std::string::npos);
}

TEST(SiteSettings, AFileIsReadWhenItIsWrittenAnew) {
    const FolderForTests folder;
    SiteFile file(folder.path() / "site.toml");
    const auto without = file.changed();
    ASSERT_TRUE(without && *without);
    EXPECT_EQ(**without, SiteSettings());
    EXPECT_FALSE(file.changed());

    folder.write("site.toml", "name = \"云岭\"\n");
    const auto named = file.changed();
    ASSERT_TRUE(named && *named);
    EXPECT_EQ((*named)->name, "云岭");
    EXPECT_FALSE(file.changed());

    folder.write("site.toml", "name = \n");
    const auto broken = file.changed();
    ASSERT_TRUE(broken);
    EXPECT_FALSE(*broken);
    EXPECT_FALSE(file.changed());
}

TEST(SiteSettings, AWrongFileLeavesTheSiteAsItWas) {
    const FolderForTests folder;
    auto workspace = Workspace::open((folder.path() / "data").string(), Workspace::Missing::Create);
    ASSERT_TRUE(workspace);
    SiteFile file(folder.path() / "site.toml");
    folder.write("site.toml", "name = \"云岭\"\n");
    ASSERT_TRUE((*workspace)->refresh_site(file));
    const std::int64_t edition = (*workspace)->portal().edition();
    folder.write("site.toml", "name = 云岭山下\n");
    EXPECT_FALSE((*workspace)->refresh_site(file));
    EXPECT_EQ((*workspace)->portal().site()->name, "云岭");
    EXPECT_EQ((*workspace)->portal().edition(), edition);
    folder.write("site.toml", "name = \"云岭山下\"\n");
    ASSERT_TRUE((*workspace)->refresh_site(file));
    EXPECT_EQ((*workspace)->portal().navigation().site->name, "云岭山下");
    EXPECT_GT((*workspace)->portal().edition(), edition);
}

}  // namespace
}  // namespace xinglin
