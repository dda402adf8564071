#include "intake/drug_labels.h"

#include "intake/adapter_runs_test.h"

namespace xinglin {
namespace {

ImportProfile profile() {
    return columns_profile(AdapterKind::Drugs, {"name", "manufacturer", "classification", "indications", "english",
                                                "aliases", "contraindications"});
}

TEST(DrugLabels, AreRecordsAndSubstances) {
    const AdapterRun run(profile(), {R"({"name": "　甲片 ", "manufacturer": "某厂", "classification": "处方药",
        "indications": "用于头痛。\r\n", "english": "Jia", "aliases": "甲药；老甲；甲片；老甲"})"});
    EXPECT_EQ(run.faults(), Lines{});
    const Record& record = run.record("甲片");
    const Drug& drug = std::get<Drug>(record.body);
    EXPECT_EQ(record.head.sources, Lines{"source/sample"});
    EXPECT_TRUE(record.head.id.starts_with("drug/sample-")) << record.head.id;
    EXPECT_EQ(drug.manufacturer, "某厂");
    EXPECT_EQ(drug.classification, DrugClassification::Prescription);
    EXPECT_EQ(drug.indications, "用于头痛。");
    const Concept& substance = run.named("甲片");
    EXPECT_EQ(substance.kind, ConceptKind::Substance);
    EXPECT_EQ(substance.english, "Jia");
    EXPECT_EQ(aliases_of(substance), (Lines{"甲药 search_only", "老甲 search_only"}));
}

TEST(DrugLabels, ReadsClassifications) {
    const auto of = [](const std::string& written) {
        const AdapterRun run(profile(), {R"({"name": "甲片", "classification": ")" + written + "\"}"});
        return std::get<Drug>(run.record("甲片").body).classification;
    };
    EXPECT_EQ(of("Rx"), DrugClassification::Prescription);
    EXPECT_EQ(of("otc_b"), DrugClassification::OtcB);
    EXPECT_EQ(of("甲类非处方药"), DrugClassification::OtcA);
    EXPECT_EQ(of("非处方药（乙类）"), DrugClassification::OtcB);
    EXPECT_EQ(of("非处方药"), DrugClassification::Unknown) << "which of the two is not said";
    EXPECT_EQ(of("抗癫痫药"), DrugClassification::Unknown);
}

TEST(DrugLabels, OneDrugIsTakenOnce) {
    const AdapterRun run(profile(),
                         {R"({"name": "甲片", "manufacturer": "某厂", "indications": "头痛", "aliases": "一"})",
                          R"({"name": "甲片", "manufacturer": "某厂", "indications": "头痛", "aliases": "一"})",
                          R"({"name": "甲片", "manufacturer": "某厂", "indications": "牙痛"})",
                          R"({"name": "甲片", "manufacturer": "他厂", "aliases": "老甲"})"});
    EXPECT_EQ(run.faults(), (Lines{"2 duplicate-row name", "3 duplicate-id name"}));
    EXPECT_EQ(run.records.size(), 2U);
    EXPECT_EQ(run.concepts.size(), 1U) << "two makers, one substance";
    EXPECT_EQ(std::get<Drug>(run.record("甲片").body).indications.empty(), false);
}

TEST(DrugLabels, QuarantinesWhatIsNoLabel) {
    const AdapterRun run(
        profile(),
        {R"({"name": ""})", R"({"name": "【别名】"})", R"({"name": "吃什么药好?"})",
         R"({"name": "乙片", "contraindications": "<script>x</script>"})",
         R"({"name": "丙片", "indications": "用于头痛。治愈率达95%以上。治疗30例，痊愈12例。也用于牙痛。"})"});
    EXPECT_EQ(run.faults(), (Lines{"1 missing-field name", "2 text-debris name", "3 question-as-name name",
                                   "4 dirty-text contraindications", "5 unsourced-number indications"}));
    ASSERT_EQ(run.records.size(), 1U);
    EXPECT_EQ(std::get<Drug>(run.record("丙片").body).indications, "用于头痛。也用于牙痛。");
    EXPECT_EQ(run.findings.back().text, "治愈率达95%以上。治疗30例，痊愈12例。");
}

TEST(DrugLabels, NeedANameColumn) {
    EXPECT_EQ(AdapterRun(columns_profile(AdapterKind::Drugs, {}), {}).error.substr(0, 8), "columns ");
}

TEST(DrugLabels, StrengthsOfOneMakerAreProducts) {
    const AdapterRun run(columns_profile(AdapterKind::Drugs, {"name", "manufacturer", "strength"}),
                         {R"({"name": "甲片", "manufacturer": "某厂", "strength": "5mg"})",
                          R"({"name": "甲片", "manufacturer": "某厂", "strength": "10mg"})",
                          R"({"name": "甲片", "manufacturer": "某厂", "strength": "10mg"})"});
    EXPECT_EQ(run.faults(), Lines{"3 duplicate-row name"});
    EXPECT_EQ(run.records.size(), 2U);
}

TEST(DrugLabels, KeepTheirApprovalNumber) {
    const auto of = [](const ImportProfile& profile, const std::string& row) {
        return std::get<Drug>(AdapterRun(profile, {row}).record("甲片").body).approval_number;
    };
    EXPECT_EQ(of(profile(), R"({"name": "甲片", "文号": "国药准字Z20051234"})"), "国药准字Z20051234");
    EXPECT_EQ(of(profile(), R"({"name": "甲片", "no": "注册证号HJ20161234"})"), "注册证号HJ20161234");
    EXPECT_EQ(of(profile(), R"({"name": "甲片", "no": "H20051234"})"), "H20051234");
    EXPECT_EQ(of(profile(), R"({"name": "甲片", "no": "20051234", "note": "国药准字号见盒"})"), "");
    EXPECT_EQ(of(columns_profile(AdapterKind::Drugs, {"name", "approval_number"}),
                 R"({"name": "甲片", "approval_number": "X-1", "no": "国药准字Z20051234"})"),
              "X-1");
}

}  // namespace
}  // namespace xinglin
