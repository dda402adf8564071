#include "intake/code_rows.h"

#include "intake/adapter_runs_test.h"

namespace xinglin {
namespace {

AdapterRun run_of(const std::vector<std::pair<std::string, std::string>>& rows) {
    std::vector<std::string> lines;
    for (const auto& [code, name] : rows) lines.push_back(R"({"code": ")" + code + R"(", "name": ")" + name + "\"}");
    return AdapterRun(columns_profile(AdapterKind::Codes, {"code", "name"}), lines);
}

TEST(CodeRows, AreConditionsUnderTheirCategories) {
    const AdapterRun run = run_of({{"G51", "面神经疾患"},
                                   {"G51.3", "阵挛性半面痉挛"},
                                   {"G51.301", "面肌抽搐"},
                                   {"G52.901", "颅神经病"},
                                   {"B03", "天花病"},
                                   {"B03xx02", "重型天花"},
                                   {"G51.302+N29.8*", "糖尿病性面瘫"}});
    EXPECT_EQ(run.faults(), Lines{});
    const Concept& known = run.named("面肌抽搐");
    EXPECT_EQ(known.kind, ConceptKind::Condition);
    EXPECT_EQ(known.codes, (std::vector<Code>{{"ICD-10", "G51.301"}}));
    EXPECT_TRUE(known.id.starts_with("condition/sample-"));
    EXPECT_EQ(run.relations(), (LineSet{"阵挛性半面痉挛 is_a 面神经疾患", "面肌抽搐 is_a 阵挛性半面痉挛",
                                        "重型天花 is_a 天花病", "糖尿病性面瘫 is_a 阵挛性半面痉挛"}));
}

TEST(CodeRows, ResidualCategoriesAreCodedButNotRead) {
    const AdapterRun run = run_of({{"G51", "面神经疾患"},
                                   {"G51.8", "面神经的其他疾患"},
                                   {"G51.9", "面神经疾患,未特指"},
                                   {"W27.993", "接触凿子"},
                                   {"Z00.0", "一般性医学检查"},
                                   {"U88.x", "耐多种抗生素的菌株"},
                                   {"F05.1", "谵妄,附加于痴呆的"}});
    EXPECT_EQ(run.faults(), Lines{});
    EXPECT_EQ(aliases_of(run.named("面神经的其他疾患（G51.8）")), Lines{"面神经的其他疾患 search_only"});
    for (const char* name : {"面神经疾患,未特指（G51.9）", "接触凿子（W27.993）", "一般性医学检查（Z00.0）",
                             "耐多种抗生素的菌株（U88.x）", "谵妄,附加于痴呆的（F05.1）"}) {
        EXPECT_EQ(run.named(name).codes.size(), 1U);
    }
    EXPECT_TRUE(run.relations().contains("面神经的其他疾患（G51.8） is_a 面神经疾患"));
}

TEST(CodeRows, ANameIsNotBelowItself) {
    // The extension repeats the category's name under its unspecified child.
    const AdapterRun run =
        run_of({{"A00", "霍乱"}, {"A00.9", "未特指的霍乱"}, {"A00.901", "霍乱"}, {"A00.9011", "爆发霍乱"}});
    EXPECT_EQ(run.relations(), (LineSet{"未特指的霍乱（A00.9） is_a 霍乱", "爆发霍乱 is_a 霍乱"}));
}

TEST(CodeRows, MorphologyIsNoPartOfItsLettersChapter) {
    const AdapterRun run = run_of({{"M81", "骨质疏松"}, {"M814000/3", "腺癌"}});
    EXPECT_EQ(run.relations(), LineSet{});
    EXPECT_EQ(run.named("腺癌").codes, (std::vector<Code>{{"ICD-10", "M814000/3"}}));
}

TEST(CodeRows, QuarantinesWhatIsNoCodeOrName) {
    const AdapterRun run = run_of({{"", "霍乱"},
                                   {"A0", "霍乱"},
                                   {"A00", ""},
                                   {"A01", "伤寒..."},
                                   {"A02", "甲"},
                                   {"A03", "痢疾"},
                                   {"A03", "痢疾"},
                                   {"A03", "赤痢"}});
    EXPECT_EQ(run.faults(), (Lines{"1 missing-field code", "2 bad-code code", "3 missing-field name", "4 cut-name name",
                                   "5 not-a-name name", "7 duplicate-row code", "8 duplicate-id code"}));
}

TEST(IsIcdCode, KnowsTheWaysOfWriting) {
    for (const char* code : {"A00", "G51.3", "G51.300", "B03xx01", "B03.x", "A17.001+G05.0*", "G01*", "A74.8+",
                             "L90.505G6", "M814000/3", "E10.231+N29.8*"}) {
        EXPECT_TRUE(is_icd_code(code)) << code;
    }
    for (const char* code : {"", "A0", "a00", "A00.", "AA0", "G51.3*x", "霍乱", "A00 ", "M8/3", "M814000/",
                             "A00+B00+C00", "123456789", "A00.00000000000000000000000"}) {
        EXPECT_FALSE(is_icd_code(code)) << code;
    }
}

TEST(NormalIcdCode, WritesCodesAsTheClassificationDoes) {
    EXPECT_EQ(normal_icd_code("g43.9"), "G43.9");
    EXPECT_EQ(normal_icd_code("i63.9O0x002"), "I63.900x002");
    EXPECT_EQ(normal_icd_code("GO4.9"), "G04.9");
    EXPECT_EQ(normal_icd_code("B02.2†G53.0*"), "B02.2+G53.0*");
    EXPECT_EQ(normal_icd_code("Ｇ４０．９"), "G40.9");
    EXPECT_EQ(normal_icd_code(" G40 .9 "), "G40.9");
    EXPECT_EQ(normal_icd_code("O80.0"), "O80.0") << "the letter of the chapter";
    EXPECT_EQ(normal_icd_code("A17.0+O98.0*"), "A17.0+O98.0*");
    EXPECT_EQ(normal_icd_code("L90.505G6"), "L90.505G6");
}

TEST(CodeRows, BothNamesOfABracketAreNames) {
    const AdapterRun run = run_of({{"G51.0", "面神经麻痹[贝尔麻痹]"},
                                   {"G43.1", "先兆偏头痛【典型偏头痛】"},
                                   {"G45.9", "短暂性脑缺血发作[TIA发作]"},
                                   {"J00", "急性鼻咽炎[感冒]"},
                                   {"D30.0", "腺瘤[观察]"},
                                   {"A05.2", "食物媒介的[韦氏]食物中毒"}});
    EXPECT_EQ(run.faults(), Lines{});
    EXPECT_EQ(aliases_of(run.named("面神经麻痹")), Lines{"贝尔麻痹 alone"});
    EXPECT_EQ(aliases_of(run.named("先兆偏头痛")), Lines{"典型偏头痛 alone"});
    EXPECT_EQ(aliases_of(run.named("短暂性脑缺血发作")), Lines{"TIA发作 search_only"}) << "may be anybody's name";
    EXPECT_EQ(aliases_of(run.named("急性鼻咽炎")), Lines{"感冒 search_only"}) << "too short to be read";
    EXPECT_EQ(aliases_of(run.named("腺瘤")), Lines{}) << "no name at all";
    EXPECT_EQ(run.named("食物媒介的[韦氏]食物中毒").aliases.size(), 0U);
}

}  // namespace
}  // namespace xinglin
