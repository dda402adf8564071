#include "app/reference_ranges.h"

#include <gtest/gtest.h>

#include "app/data.h"

namespace xinglin {
namespace {

using Faults = std::vector<std::string>;

TEST(ReferenceRanges, AreWithoutFault) {
    EXPECT_EQ(faults_in_reference_ranges(app_data("reference_ranges.txt")), Faults());
    EXPECT_EQ(faults_in_reference_ranges("range  体温  ℃  25-45  37-36  成年人  书\n"),
              Faults{"line 1: neither a range nor a pair of ranges"});
}

TEST(ReferenceRanges, ANumberIsSetBesideItsRange) {
    const auto explained = explain_numbers("体检尿酸 520，要紧吗");
    ASSERT_EQ(explained.size(), 1U);
    EXPECT_EQ(explained[0].name, "尿酸");
    EXPECT_NE(explained[0].text.find("520 μmol/L"), std::string::npos);
    EXPECT_NE(explained[0].text.find("比参考范围高"), std::string::npos);
    EXPECT_FALSE(explained[0].source.empty());
}

TEST(ReferenceRanges, APairIsTwoNumbers) {
    const auto explained = explain_numbers("今早血压156/84");
    ASSERT_EQ(explained.size(), 2U);
    EXPECT_EQ(explained[0].name, "收缩压");
    EXPECT_EQ(explained[1].name, "舒张压");
}

TEST(ReferenceRanges, ALongerNameIsNotTheShorterOne) {
    const auto explained = explain_numbers("低密度脂蛋白胆固醇2.9，高密度脂蛋白胆固醇1.3");
    ASSERT_EQ(explained.size(), 2U);
    EXPECT_EQ(explained[0].name, "低密度脂蛋白胆固醇");
    EXPECT_EQ(explained[1].name, "高密度脂蛋白胆固醇");
}

TEST(ReferenceRanges, WhatCannotBeTrueIsNotExplained) {
    EXPECT_TRUE(explain_numbers("体温370度").empty());
    EXPECT_TRUE(explain_numbers("血糖140").empty());  // in mg/dL
    EXPECT_TRUE(explain_numbers("血压多少算正常").empty());
    EXPECT_TRUE(explain_numbers("量了体温，37个人在排队").empty());
    EXPECT_TRUE(explain_numbers("").empty());
}

TEST(ReferenceRanges, WhereMenAndWomenDifferNoSideIsTold) {
    const auto explained = explain_numbers("血红蛋白120");
    ASSERT_EQ(explained.size(), 1U);
    EXPECT_EQ(explained[0].text.find("在参考范围里"), std::string::npos);
    EXPECT_NE(explained[0].text.find("女115–150"), std::string::npos);
}

}  // namespace
}  // namespace xinglin
