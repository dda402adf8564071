#include "search/designations.h"

#include <gtest/gtest.h>

#include <string>

#include "search/text_units.h"

namespace xinglin {
namespace {

bool another(std::string_view query, std::string_view title) {
    return names_another(designations_in(FoldedText(query).characters()), FoldedText(title).characters());
}

TEST(Designations, OneTypeIsNotAnother) {
    EXPECT_TRUE(another("1型发作性睡病", "2型发作性睡病"));
    EXPECT_TRUE(another("Ⅱ型房室传导阻滞", "莫氏I型房室传导阻滞"));
    EXPECT_TRUE(another("三度冻伤", "冻伤：Ⅱ度冻伤怎样处理"));
    EXPECT_TRUE(another("丁型肝炎", "戊型肝炎"));
    EXPECT_TRUE(another("维生素K1", "维生素K2软胶囊"));
    EXPECT_TRUE(another("β受体", "α受体的作用"));
    EXPECT_TRUE(another("CIN III", "CIN I随访"));
    EXPECT_TRUE(another("C6神经根", "L5神经根受压"));
    EXPECT_TRUE(another("IL-17", "IL-6升高"));
    EXPECT_TRUE(another("白介素-2", "白介素-6"));
}

TEST(Designations, TheSameTypeIsTheSameHoweverWritten) {
    EXPECT_FALSE(another("2型发作性睡病", "Ⅱ型发作性睡病"));
    EXPECT_FALSE(another("二型发作性睡病", "II型发作性睡病"));
    EXPECT_FALSE(another("维生素B₁₂", "缺维生素B12"));
    EXPECT_FALSE(another("IL-17", "IL17抑制剂"));
    EXPECT_FALSE(another("1型发作性睡病", "1型和2型发作性睡病有什么不同"));
}

TEST(Designations, WhatNamesNoTypeIsNoOther) {
    EXPECT_FALSE(another("2型发作性睡病", "发作性睡病"));
    EXPECT_FALSE(another("发作性睡病", "2型发作性睡病"));
    EXPECT_FALSE(another("维生素B6", "维生素B族"));
    EXPECT_FALSE(another("2型发作性睡病", "1型骨折"));
}

TEST(Designations, CountsAndMeasuresTellNothingApart) {
    EXPECT_FALSE(another("8个月宝宝发热", "6个月宝宝发热"));
    EXPECT_FALSE(another("血糖11.2", "血糖7.0"));
    EXPECT_FALSE(another("头颅CT", "头颅MRI"));
}

}  // namespace
}  // namespace xinglin
