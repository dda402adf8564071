#include "text/data_lines.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

TEST(DataLines, SkipsCommentsAndBlankLinesAndCountsThem) {
    const auto lines = data_lines("# words\n\n 头 \n脚  # a comment\r\n手");
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[0].number, 3U);
    EXPECT_EQ(lines[0].text, "头");
    EXPECT_EQ(lines[1].text, "脚");
    EXPECT_EQ(lines[2].number, 5U);
}

TEST(DataLines, FieldsArePartedByTabsOrTwoBlanks) {
    EXPECT_EQ(data_fields("negates\t没 有   8"), (std::vector<std::string_view>{"negates", "没 有", "8"}));
    EXPECT_TRUE(data_fields("").empty());
}

}  // namespace
}  // namespace xinglin
