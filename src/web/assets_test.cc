#include "web/assets.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

TEST(Assets, AreServedUnderTheNameThatTheirUrlHas) {
    for (const char* name : {"site.css", "icon.svg", "search.js"}) {
        const std::string& url = asset_url(name);
        ASSERT_TRUE(url.starts_with("/assets/")) << url;
        const auto content = asset_content(url.substr(8));
        ASSERT_NE(content, nullptr) << url;
        EXPECT_FALSE(content->identity.empty());
        EXPECT_FALSE(content->etag.empty());
    }
    EXPECT_EQ(asset_content(asset_url("site.css").substr(8))->type, "text/css; charset=utf-8");
    EXPECT_EQ(asset_content(asset_url("search.js").substr(8))->type, "text/javascript; charset=utf-8");
    EXPECT_EQ(asset_content(asset_url("icon.svg").substr(8))->type, "image/svg+xml");
}

TEST(Assets, AnyOtherNameIsNone) {
    for (const char* name : {"site.css", "", "..", "site.0000000000000000.css"})
        EXPECT_EQ(asset_content(name), nullptr);
}

TEST(Assets, TheStyleSheetAsksForNothingFromOutside) {
    const std::string& css = asset_content(asset_url("site.css").substr(8))->identity;
    EXPECT_EQ(css.find("url("), std::string::npos);
    EXPECT_EQ(css.find("@import"), std::string::npos);
    EXPECT_EQ(css.find("http"), std::string::npos);
}

}  // namespace
}  // namespace xinglin
