#include "intake/hospital_rows.h"

#include "intake/adapter_runs_test.h"

namespace xinglin {
namespace {

ImportProfile profile() {
    return columns_profile(AdapterKind::Hospitals,
                           {"name", "level", "province", "city", "county", "address", "departments"});
}

TEST(HospitalRows, AreRecords) {
    const AdapterRun run(profile(),
                         {R"({"name": "杏林市第一医院 ", "level": "三甲", "province": "某省", "city": "杏林市",
        "county": "东区", "address": "中山路1号", "departments": "内科；外科；内科"})"});
    EXPECT_EQ(run.faults(), Lines{});
    const Hospital& hospital = std::get<Hospital>(run.record("杏林市第一医院").body);
    EXPECT_EQ(hospital.level, "三级甲等");
    EXPECT_EQ(hospital.address, "东区中山路1号");
    EXPECT_EQ(hospital.departments, (Lines{"内科", "外科"}));
}

TEST(HospitalRows, OfOneNameAreOneInAPlace) {
    const AdapterRun run(
        profile(),
        {R"({"name": "人民医院", "city": "甲市"})", R"({"name": "人民医院", "city": "乙市"})",
         R"({"name": "人民医院", "city": "甲市"})", R"({"name": "人民医院", "city": "甲市", "level": "二甲"})"});
    EXPECT_EQ(run.records.size(), 2U);
    EXPECT_EQ(run.faults(), (Lines{"3 duplicate-row name", "4 duplicate-id name"}));
}

TEST(HospitalRows, QuarantinesWhatIsNoInstitution) {
    const AdapterRun run(profile(), {R"({"name": "风景名胜区"})", R"({"name": "杏林县第六人民医"})",
                                     R"({"name": "杏林卫生院发热广]诊"})", R"({"name": ""})"});
    EXPECT_EQ(run.faults(),
              (Lines{"1 not-a-name name", "2 cut-name name", "3 text-debris name", "4 missing-field name"}));
}

TEST(FullHospitalLevel, WritesOutWhatIsShort) {
    EXPECT_EQ(full_hospital_level("三甲"), "三级甲等");
    EXPECT_EQ(full_hospital_level("二级乙"), "二级乙等");
    EXPECT_EQ(full_hospital_level("一级甲等"), "一级甲等");
    EXPECT_EQ(full_hospital_level("2级甲等"), "二级甲等");
    EXPECT_EQ(full_hospital_level("3甲"), "三级甲等");
    EXPECT_EQ(full_hospital_level("三级"), "三级");
    EXPECT_EQ(full_hospital_level("未定级"), "未定级");
    EXPECT_EQ(full_hospital_level("二级综合"), "二级综合");
}

TEST(HospitalRows, DepartmentsBelowMergedCellsBelongToTheHospitalAbove) {
    const AdapterRun run(
        profile(),
        {R"({"name": "", "departments": "皮肤科"})", R"({"name": "桃源医院", "city": "甲市", "departments": "内科"})",
         R"({"departments": "儿科；内科"})", R"({"departments": "眼科"})", R"({"name": "梨园医院", "city": "甲市"})",
         R"({"departments": "骨科"})", R"({"name": "", "city": "乙市", "departments": "外科"})",
         R"({"name": "风景区"})", R"({"departments": "口腔科"})"});
    EXPECT_EQ(run.faults(),
              (Lines{"1 missing-field name", "7 missing-field name", "8 not-a-name name", "9 missing-field name"}));
    EXPECT_EQ(std::get<Hospital>(run.record("桃源医院").body).departments, (Lines{"内科", "儿科", "眼科"}));
    EXPECT_EQ(std::get<Hospital>(run.record("梨园医院").body).departments, Lines{"骨科"});
}

}  // namespace
}  // namespace xinglin
