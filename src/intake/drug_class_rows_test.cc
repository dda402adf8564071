#include "intake/drug_class_rows.h"

#include "intake/adapter_runs_test.h"

namespace xinglin {
namespace {

/// A row of two classes.
std::string row(std::string_view name, std::string_view code1, std::string_view class1, std::string_view code2,
                std::string_view class2) {
    boost::json::object object;
    object["name"] = name;
    object["class1_code"] = code1;
    object["class1"] = class1;
    object["class2_code"] = code2;
    object["class2"] = class2;
    return boost::json::serialize(object);
}

AdapterRun run_of(const std::vector<std::string>& rows) {
    return AdapterRun(
        columns_profile(AdapterKind::DrugClasses, {"name", "code", "class1", "class1_code", "class2", "class2_code"}),
        rows);
}

TEST(DrugClassRows, ChainSubstancesAndClasses) {
    const AdapterRun run = run_of({row("卡马西平", "N03", "抗癫痫药", "N03AF", "羧酰胺衍生物"),
                                   row("奥卡西平", "N03", "抗癫痫药", "N03AF", "羧酰胺衍生物"),
                                   row("卡马西平", "N03", "抗癫痫药", "N03AF", "羧酰胺衍生物")});
    EXPECT_EQ(run.faults(), Lines{"3 duplicate-row name"});
    EXPECT_EQ(run.relations(),
              (LineSet{"卡马西平 is_a 羧酰胺衍生物", "奥卡西平 is_a 羧酰胺衍生物", "羧酰胺衍生物 is_a 抗癫痫药"}));
    EXPECT_EQ(run.named("羧酰胺衍生物").kind, ConceptKind::Class);
    EXPECT_EQ(run.named("羧酰胺衍生物").codes, (std::vector<Code>{{"ATC", "N03AF"}}));
    EXPECT_EQ(run.named("卡马西平").kind, ConceptKind::Substance);
}

TEST(DrugClassRows, AClassNamedLikeTheOneAboveIsThatClass) {
    const AdapterRun run = run_of(
        {row("甲颗粒", "ZA01", "解表剂", "ZA01A", "解表剂"), row("乙颗粒", "ZA01", "解表剂", "ZA01B", "解表剂")});
    EXPECT_EQ(run.relations(), (LineSet{"甲颗粒 is_a 解表剂", "乙颗粒 is_a 解表剂"}));
    EXPECT_EQ(run.named("解表剂").codes,
              (std::vector<Code>{{"NHSA-DRUG", "ZA01"}, {"NHSA-DRUG", "ZA01A"}, {"NHSA-DRUG", "ZA01B"}}));
}

TEST(DrugClassRows, SharedResidualAndVagueClassNamesAreNotRead) {
    const AdapterRun run = run_of(
        {row("甲颗粒", "ZD", "妇科用药", "ZD02", "清热剂"), row("乙颗粒", "ZE", "眼科用药", "ZE01", "清热剂"),
         row("丙片", "XN", "神经系统药物", "XN07", "其他神经系统药物"), row("丁片", "XV", "其他", "XV09", "甲状腺")});
    EXPECT_EQ(run.faults(), Lines{});
    EXPECT_EQ(run.relations(),
              (LineSet{"甲颗粒 is_a 清热剂（ZD02）", "清热剂（ZD02） is_a 妇科用药", "乙颗粒 is_a 清热剂（ZE01）",
                       "清热剂（ZE01） is_a 眼科用药", "丙片 is_a 其他神经系统药物（XN07）",
                       "其他神经系统药物（XN07） is_a 神经系统药物", "丁片 is_a 甲状腺（XV09）",
                       "甲状腺（XV09） is_a 其他（XV）"}));
    EXPECT_EQ(aliases_of(run.named("清热剂（ZE01）")), Lines{"清热剂 search_only"});
}

TEST(DrugClassRows, NamesThatMayBeEverydayWordsAreNotRead) {
    const AdapterRun run = run_of({row("叶酸", "B03", "抗贫血药", "", ""), row("抗炎", "M01", "抗炎药物", "", ""),
                                   row("甲状腺", "H03", "甲状腺用药", "", "")});
    EXPECT_TRUE(run.named("叶酸").aliases.empty());
    EXPECT_EQ(aliases_of(run.named("抗炎（药品）")), Lines{"抗炎 search_only"});
    EXPECT_EQ(aliases_of(run.named("甲状腺（药品）")), Lines{"甲状腺 search_only"});
}

TEST(DrugClassRows, WithoutCodesNamesTellClassesApart) {
    const AdapterRun run =
        run_of({row("甲颗粒", "", "妇科用药", "", "清热剂"), row("乙颗粒", "", "眼科用药", "", "清热剂")});
    EXPECT_EQ(run.relations(),
              (LineSet{"甲颗粒 is_a 清热剂（妇科用药/清热剂）", "清热剂（妇科用药/清热剂） is_a 妇科用药",
                       "乙颗粒 is_a 清热剂（眼科用药/清热剂）", "清热剂（眼科用药/清热剂） is_a 眼科用药"}));
}

TEST(DrugClassRows, QuarantinesWhatCannotBe) {
    const AdapterRun run = run_of({row("", "N03", "抗癫痫药", "", ""), row("甲片", "", "", "", ""),
                                   row("甲片", "抗", "抗癫痫药", "", ""), row("乙片", "N03", "抗癫痫药", "", ""),
                                   row("丙片", "N03", "麻醉药", "", ""), row("丁片", "", "哪些药好?", "", "")});
    EXPECT_EQ(run.faults(), (Lines{"1 missing-field name", "2 missing-field class1", "3 bad-code class1_code",
                                   "5 duplicate-id class1", "6 question-as-name class1"}));
}

}  // namespace
}  // namespace xinglin
