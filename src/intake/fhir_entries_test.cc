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
          R"({"reference": "Practitioner?identifier=urn%3Alicence%7C110&_format=json"})",
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
    EXPECT_EQ(run.faults(), Lines{});
    ASSERT_EQ(run.records.size(), 4U);
    std::set<std::string> statuses;
    for (const auto& [id, record] : run.records) {
        if (record.kind() != RecordKind::Doctor) continue;
        statuses.insert(std::string(name_of(record.head.status)));
        if (record.head.status == Status::Published) {
            EXPECT_EQ(std::get<Doctor>(record.body).department, "卒中病区、神经内科") << "what both roles say";
        }
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

TEST(FhirEntries, ARoleMayNameOnlyItsLocation) {
    const AdapterRun run = run_of(
        {kHospital, kDoctor,
         entry(
             R"({"resourceType": "Location", "id": "floor", "name": "杏林医院儿科", "partOf": {"reference": "Location/house"}})"),
         entry(
             R"({"resourceType": "Location", "id": "house", "managingOrganization": {"reference": "Organization/h1"}})"),
         entry(R"({"resourceType": "PractitionerRole", "id": "r", "practitioner": {"reference": "Practitioner/p1"},
                   "location": [{"reference": "Location/floor", "display": "三楼"}]})")});
    EXPECT_EQ(run.faults(), Lines{});
    const Doctor& doctor = std::get<Doctor>(run.record("林安平").body);
    EXPECT_EQ(doctor.hospital_name, "杏林医院");
    EXPECT_EQ(doctor.department, "儿科");
}

TEST(FhirEntries, ARoleThatIsOverMakesNoWorkingDoctor) {
    ImportProfile profile = columns_profile(AdapterKind::Fhir, {});
    profile.retrieved_on = *Date::parse("2026-03-15");
    const auto role = [](const char* id, const char* period) {
        return entry(
            R"({"resourceType": "PractitionerRole", "id": ")" + std::string(id) +
            R"(", "practitioner": {"reference": "Practitioner/p1"}, "organization": {"reference": "Organization/h1"},
                         "specialty": {"text": "眼科"}, "period": )" +
            period + "}");
    };
    const auto status = [&](const std::vector<std::string>& roles) {
        std::vector<std::string> rows = {kHospital, kDoctor};
        rows.insert(rows.end(), roles.begin(), roles.end());
        return AdapterRun(profile, rows).record("林安平").head.status;
    };
    EXPECT_EQ(status({role("a", R"({"end": "2025"})")}), Status::Retired);
    EXPECT_EQ(status({role("a", R"({"end": "2026-02"})")}), Status::Retired);
    EXPECT_EQ(status({role("a", R"({"end": "2026"})")}), Status::Published);
    EXPECT_EQ(status({role("a", R"({"start": "2020-01-01"})")}), Status::Published);
    EXPECT_EQ(status({role("a", R"({"end": "2025"})"), role("b", "{}")}), Status::Published) << "came back";
}

TEST(FhirEntries, WhatARoleContainsComesWithIt) {
    const AdapterRun run = run_of({entry(R"({"resourceType": "PractitionerRole", "id": "r", "contained": [
        {"resourceType": "Practitioner", "id": "p", "name": [{"text": "何含之"}]},
        {"resourceType": "Organization", "id": "o", "name": "桃源医院"}],
        "practitioner": {"reference": "#p"}, "organization": {"reference": "#o"}})")});
    EXPECT_EQ(run.faults(), Lines{});
    EXPECT_EQ(std::get<Doctor>(run.record("何含之").body).hospital_id, run.record("桃源医院").head.id);
}

TEST(FhirEntries, NursesAreNoDoctors) {
    const auto person = [](const char* code) {
        return run_of({entry(R"({"resourceType": "Practitioner", "id": "n", "name": {"text": "钱平"},
            "qualification": [{"code": {"coding": [{"display": ")" +
                             std::string(code) + R"("}]}}]})")})
            .records.size();
    };
    EXPECT_EQ(person("Professional nurse"), 0U);
    EXPECT_EQ(person("主管药师"), 0U);
    EXPECT_EQ(person("主任医师"), 1U);
    EXPECT_EQ(person("Medical doctor, nurse trainer"), 1U);
}

TEST(FhirEntries, TitlesBehindANameAreTitles) {
    const AdapterRun run =
        run_of({entry(R"({"resourceType": "Practitioner", "name": {"text": "何含之 副主任医师（副教授）"}})")});
    EXPECT_EQ(std::get<Doctor>(run.record("何含之").body).titles, (Lines{"副主任医师", "副教授"}));
}

TEST(HumanName, PrefersTheCharactersToTheSoundAndWhatIsInUse) {
    const auto of = [](const char* text) {
        const auto value = boost::json::parse(text);
        return human_name(&value, *Date::parse("2026-03-15"));
    };
    EXPECT_EQ(of(R"([{"use": "official", "text": "HE Hanzhi"}, {"text": "何含之"}])"), "何含之");
    EXPECT_EQ(of(R"([{"text": "何含之"}, {"use": "official", "text": "HE Hanzhi"}])"), "何含之");
    EXPECT_EQ(of(R"([{"use": "official", "text": "何前", "period": {"end": "2011-05"}}, {"text": "何今"}])"), "何今");
    EXPECT_EQ(of(R"({"text": "HE Hanzhi", "family": "何", "given": ["含之"]})"), "何含之");
}

}  // namespace
}  // namespace xinglin
