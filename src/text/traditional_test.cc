#include "text/traditional.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

TEST(Traditional, WritesPhrasesAsTaiwanDoes) {
    EXPECT_EQ(to_traditional("头发干燥，网络信息"), "頭髮乾燥，網路資訊");
}

TEST(Traditional, LeavesEverythingElseAlone) {
    const std::string markup = "<a href='/conditions/x?q=%E5%A4%B4' title='é'>MRI 3.0T</a>\n";
    EXPECT_EQ(to_traditional(markup), markup);
    EXPECT_EQ(to_traditional(""), "");
}

TEST(Traditional, WhatIsTraditionalStaysSo) {
    const std::string once = to_traditional("面肌痉挛的病因、症状和治疗");
    EXPECT_EQ(to_traditional(once), once);
}

}  // namespace
}  // namespace xinglin
