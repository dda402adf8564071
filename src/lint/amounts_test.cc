#include "lint/amounts.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

double number(std::string_view text) {
    std::size_t at = 0;
    return take_amount_number(text, at).value_or(-1);
}

TEST(Amounts, ReadsDigitsAndChinese) {
    EXPECT_EQ(number("2.5毫克"), 2.5);
    EXPECT_EQ(number("十二片"), 12);
    EXPECT_EQ(number("一百二十"), 120);
    EXPECT_EQ(number("两粒"), 2);
    EXPECT_EQ(number("半片"), 0.5);
    EXPECT_EQ(number("片"), -1);
    EXPECT_EQ(number(""), -1);
}

TEST(Amounts, LeavesThePlaceWhereNoNumberStands) {
    std::size_t at = 3;
    EXPECT_FALSE(take_amount_number("每片", at));
    EXPECT_EQ(at, 3U);
}

TEST(Amounts, FindsAnAge) {
    EXPECT_EQ(age_in("五岁孩子"), 5);
    EXPECT_EQ(age_in("一天两次，12岁以下"), 12);
    EXPECT_EQ(age_in("8个月大的宝宝"), 0);
    EXPECT_FALSE(age_in("一天两次"));
    EXPECT_FALSE(age_in("\xff\xe4"));
}

}  // namespace
}  // namespace xinglin
