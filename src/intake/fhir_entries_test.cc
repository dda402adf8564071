#include "intake/fhir_entries.h"

#include <algorithm>

#include "intake/adapter_runs_test.h"

namespace xinglin {
namespace {

std::string entry(const std::string& resource, const std::string& full_url = "") {
    return R"({"fullUrl": ")" + full_url + R"(", "resource": )" + resource + "}";
}

AdapterRun run_of(const std::vector<std::string>& rows) {
    return AdapterRun(columns_profile(AdapterKind::Fhir, {}), rows);
}

const std::string kHospital = entry(R"({"resourceType": "Organization", "id": "h1", "name": "杏林医院",
    "type": [{"coding": [{"code": "prov"}]}, {"text": "三级甲等"}], "telecom": [{"value": "010-1234"}],
    "address": [{"state": "某省", "city": "杏林市", "line": ["中山路", "1号"]}]})");
const std::string kDepartment = entry(R"({"resourceType": "Organization", "id": "d1", "name": "神经内科",
    "partOf": {"reference": "Organization/h1"}})");
const std::string kWard = entry(R"({"resourceType": "Organization", "id": "w1", "name": "卒中病区",
    "type": [{"coding": [{"code": "dept"}]}], "partOf": {"reference": "http://a.example/fhir/Organization/d1/_history/2"}})");
const std::string kDoctor = entry(R"({"resourceType": "Practitioner", "id": "p1",
    "identifier": [{"system": "urn:licence", "value": "110"}], "telecom": [{"value": "13800000000"}],
    "birthDate": "1970-01-01", "name": [{"use": "old", "text": "旧名"}, {"family": "林", "given": ["安", "平"]}],
    "qualification": [{"code": {"text": "医学博士"}}, {"code": {"coding": [{"display": "主任医师"}]}}]})");
const std::string kRole = entry(R"({"resourceType": "PractitionerRole", "id": "r1",
    "practitioner": {"reference": "Practitioner/p1"}, "organization": {"reference": "Organization/w1"},
    "code": [{"coding": [{"code": "doctor", "display": "Doctor"}]}, {"text": "教授"}],
    "specialty": [{"text": "面肌痉挛"}, {"coding": [{"display": "头痛"}]}]})");

TEST(FhirEntries, AreHospitalsAndDoctorsInWhateverOrder) {
    std::vector<std::string> rows = {kRole, kWard, kDoctor, kDepartment, kHospital};
    for (int round = 0; round < 10; ++round) {
        const AdapterRun run = run_of(rows);
        EXPECT_EQ(run.faults(), Lines{});
        ASSERT_EQ(run.records.size(), 2U);
        const Record& place = run.record("杏林医院");
        const Hospital& hospital = std::get<Hospital>(place.body);
        EXPECT_EQ(hospital.level, "三级甲等");
        EXPECT_EQ(hospital.province, "某省");
        EXPECT_EQ(hospital.address, "中山路1号");
        Lines departments = hospital.departments;
        std::sort(departments.begin(), departments.end());
        EXPECT_EQ(departments, (Lines{"卒中病区", "神经内科"}));
        const Doctor& doctor = std::get<Doctor>(run.record("林安平").body);
        EXPECT_EQ(doctor, (Doctor{"林安平",
                                  {"医学博士", "主任医师", "教授"},
                                  place.head.id,
                                  "杏林医院",
                                  "卒中病区",
                                  "面肌痉挛、头痛",
                                  ""}));
        for (const auto& [id, record] : run.records) {
            const std::string text = boost::json::serialize(to_json(record));
            for (const char* personal : {"010-1234", "13800000000", "1970", "110"}) {
                EXPECT_EQ(text.find(personal), std::string::npos) << text;
            }
        }
        std::rotate(rows.begin(), rows.begin() + 1, rows.end());
        std::swap(rows[0], rows[2]);
    }
}

TEST(FhirEntries, ReferencesAreResolvedInEveryWay) {
    for (const char* reference :
         {R"({"reference": "Practitioner/p1"})", R"({"reference": "http://b.example/Practitioner/p1"})",
          R"({"reference": "urn:uuid:7"})", R"({"reference": "Practitioner?identifier=urn:licence|110"})",
          R"({"identifier": {"system": "urn:licence", "value": "110"}})"}) {
        const std::string doctor = entry(R"({"resourceType": "Practitioner", "id": "p1", "name": {"text": "林安平"},
            "identifier": [{"system": "urn:licence", "value": "110"}]})",
                                         "urn:uuid:7");
        const AdapterRun run = run_of(
            {entry(R"({"resourceType": "PractitionerRole", "practitioner": )" + std::string(reference) + "}"), doctor});
        EXPECT_EQ(run.faults(), Lines{}) << reference;
        EXPECT_EQ(run.records.size(), 1U) << reference;
    }
}

TEST(FhirEntries, WhatPointsNowhereSaysSo) {
    const AdapterRun run = run_of(
        {entry(R"({"resourceType": "PractitionerRole", "practitioner": {"reference": "Practitioner/9"}})"),
         entry(R"({"resourceType": "PractitionerRole", "id": "2", "practitioner": {"display": "孙明"},
                   "organization": {"display": "中心医院"}, "specialty": {"text": "骨科"}})"),
         kDoctor,
         entry(R"({"resourceType": "PractitionerRole", "id": "3", "practitioner": {"reference": "Practitioner/p1"},
                   "organization": {"reference": "Organization/9"}})"),
         entry(
             R"({"resourceType": "Organization", "id": "d2", "name": "外科", "partOf": {"reference": "Organization/9"}})")});
    EXPECT_EQ(run.faults(),
              (Lines{"1 unknown-record resource.practitioner.reference",
                     "4 unknown-record resource.organization.reference", "5 unknown-record resource.partOf"}));
    EXPECT_EQ(std::get<Doctor>(run.record("孙明").body), (Doctor{"孙明", {}, "", "中心医院", "骨科", "", ""}));
    EXPECT_EQ(std::get<Doctor>(run.record("林安平").body).hospital_name, "");
}

TEST(FhirEntries, ADoctorIsOneInAHospital) {
    const std::string second = entry(R"({"resourceType": "PractitionerRole", "id": "r2",
        "practitioner": {"reference": "Practitioner/p1"}, "organization": {"reference": "Organization/d1"}})");
    const std::string other = entry(R"({"resourceType": "Organization", "id": "h2", "name": "分院医院"})");
    const std::string third = entry(R"({"resourceType": "PractitionerRole", "id": "r3", "active": false,
        "practitioner": {"reference": "Practitioner/p1"}, "organization": {"reference": "Organization/h2"}})");
    const AdapterRun run = run_of({kHospital, kDepartment, kWard, kDoctor, kRole, second, other, third});
    EXPECT_EQ(run.faults(), Lines{"6 duplicate-id resource.practitioner"});
    ASSERT_EQ(run.records.size(), 4U);
    std::set<std::string> statuses;
    for (const auto& [id, record] : run.records) {
        if (record.kind() == RecordKind::Doctor) statuses.insert(std::string(name_of(record.head.status)));
    }
    EXPECT_EQ(statuses, (LineSet{"published", "retired"}));
}

TEST(FhirEntries, QuarantinesOtherResourcesAndDuplicates) {
    const AdapterRun run =
        run_of({entry(R"({"resourceType": "Patient", "id": "1"})"), entry("{}"), R"({"resource": 7})", kHospital,
                kHospital, entry(R"({"resourceType": "Organization", "id": "h1", "name": "另一医院"})"),
                entry(R"({"resourceType": "Organization", "id": "i", "name": "保险公司",
                                             "type": [{"coding": [{"code": "ins"}]}]})"),
                entry(R"({"resourceType": "Practitioner", "name": [{"use": "nickname", "text": "小林"}]})")});
    EXPECT_EQ(
        run.faults(),
        (Lines{"1 unknown-record-shape resource.resourceType", "2 unknown-record-shape resource.resourceType",
               "3 unknown-record-shape resource.resourceType", "5 duplicate-row resource.id",
               "6 duplicate-id resource.id", "7 unknown-record-shape resource.type", "8 missing-field resource.name"}));
    EXPECT_EQ(run.records.size(), 1U);
}

TEST(FhirEntries, PartsThatPointInACircleEnd) {
    const AdapterRun run = run_of(
        {entry(
             R"({"resourceType": "Organization", "id": "a", "name": "内科", "partOf": {"reference": "Organization/b"}})"),
         entry(
             R"({"resourceType": "Organization", "id": "b", "name": "外科", "partOf": {"reference": "Organization/a"}})")});
    EXPECT_EQ(run.faults(), (Lines{"1 unknown-record resource.partOf", "2 unknown-record resource.partOf"}));
}

TEST(HumanName, IsWrittenAsOneWritesIt) {
    const auto of = [](const char* text) {
        const auto value = boost::json::parse(text);
        return human_name(&value);
    };
    EXPECT_EQ(of(R"([{"family": "欧阳", "given": ["静"]}])"), "欧阳静");
    EXPECT_EQ(of(R"([{"family": "Smith", "given": ["Mary", "Ann"]}])"), "Mary Ann Smith");
    EXPECT_EQ(of(R"([{"use": "usual", "text": "常用"}, {"use": "official", "text": "正式"}])"), "正式");
    EXPECT_EQ(of(R"([{"use": "old", "text": "旧"}])"), "");
    EXPECT_EQ(of(R"({"text": "单个"})"), "单个");
    EXPECT_EQ(of("[]"), "");
    EXPECT_EQ(of("[7, null]"), "");
    EXPECT_EQ(human_name(nullptr), "");
}

}  // namespace
}  // namespace xinglin
