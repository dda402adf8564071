#include "intake/disease_survey.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "text/fold.h"

namespace xinglin {
namespace {

DiseaseRow disease(std::string name, std::vector<std::string> symptoms, std::vector<std::string> departments = {}) {
    DiseaseRow row;
    row.name = std::move(name);
    for (std::string& text : symptoms) {
        row.lists[static_cast<int>(DiseaseList::Symptoms)].push_back({"symptoms", std::move(text)});
    }
    for (std::string& text : departments) {
        row.lists[static_cast<int>(DiseaseList::Departments)].push_back({"departments", std::move(text)});
    }
    return row;
}

DiseaseSurvey survey_of(const std::vector<DiseaseRow>& rows) {
    DiseaseSurvey survey;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        InputRow row;
        row.number = i + 1;
        survey.add(row, rows[i]);
    }
    return survey;
}

TEST(DiseaseSurvey, KnowsTheFirstRowOfADisease) {
    const DiseaseSurvey survey = survey_of({disease("甲病", {}), disease("乙病", {}), disease("甲病", {})});
    EXPECT_EQ(survey.disease_row("甲病"), 1U);
    EXPECT_EQ(survey.disease_row("乙病"), 2U);
    EXPECT_EQ(survey.disease_row("丙病"), std::nullopt);
}

TEST(DiseaseSurvey, CountsEqualListsInAnyOrder) {
    const std::vector<DiseaseRow> rows = {disease("甲", {"热", "冷"}), disease("乙", {"冷", "热"}),
                                          disease("丙", {"冷"}), disease("丁", {})};
    const DiseaseSurvey survey = survey_of(rows);
    EXPECT_EQ(survey.repetitions(DiseaseList::Symptoms, rows[0]), 2U);
    EXPECT_EQ(survey.repetitions(DiseaseList::Symptoms, rows[2]), 1U);
    EXPECT_EQ(survey.repetitions(DiseaseList::Symptoms, rows[3]), 0U);
    EXPECT_EQ(survey.uses(DiseaseList::Symptoms, "冷"), 3U);
    EXPECT_EQ(survey.first_use(DiseaseList::Symptoms, "热"), 1U);
}

TEST(DiseaseSurvey, FindsKinByName) {
    std::vector<DiseaseRow> rows = {disease("肺炎甲", {"咳"}), disease("肺炎乙", {"咳"}),
                                    disease("肺炎丙", {"咳", "跛行"})};
    for (int i = 0; i < 20; ++i) rows.push_back(disease("骨" + std::to_string(i), {"跛行"}));
    const DiseaseSurvey survey = survey_of(rows);
    const auto kin = survey.kin_of(rows[2]);
    EXPECT_TRUE(survey.has_kin(DiseaseList::Symptoms, "咳", kin, {.lift = 4}));
    EXPECT_FALSE(survey.has_kin(DiseaseList::Symptoms, "跛行", kin, {.lift = 4}));
}

TEST(DiseaseSurvey, CountsDepartmentsAsKinOnlyWhenAsked) {
    std::vector<DiseaseRow> rows = {disease("甲", {"痒"}, {"皮肤科"}), disease("乙", {"痒"}, {"皮肤科"}),
                                    disease("丙", {"痒"}, {"皮肤科"})};
    for (int i = 0; i < 20; ++i) rows.push_back(disease("别" + std::to_string(i), {}));
    const DiseaseSurvey survey = survey_of(rows);
    const auto kin = survey.kin_of(rows[0]);
    EXPECT_TRUE(survey.has_kin(DiseaseList::Symptoms, "痒", kin, {.lift = 4}));
    EXPECT_FALSE(survey.has_kin(DiseaseList::Symptoms, "痒", kin, {.by_name_only = true, .lift = 4}));
}

/// The definition, over all rows: a group is what shares one pair of neighbouring characters or one department.
bool has_kin_slowly(const std::vector<DiseaseRow>& rows, const std::string& name, const DiseaseRow& row,
                    const DiseaseSurvey::KinTest& test) {
    const auto groups_of = [&](const DiseaseRow& of) {
        std::set<std::string> groups;
        for (std::size_t i = 0; i + 1 < of.name.size(); ++i) groups.insert(of.name.substr(i, 2));
        if (!test.by_name_only) {
            for (const RowItem& item : of.list(DiseaseList::Departments)) groups.insert("@" + item.text);
        }
        return groups;
    };
    const auto uses = [&](const DiseaseRow& of) {
        for (const RowItem& item : of.list(DiseaseList::Symptoms)) {
            if (item.text == name) return true;
        }
        return false;
    };
    double users = 0;
    for (const DiseaseRow& other : rows) users += uses(other) ? 1 : 0;
    for (const std::string& group : groups_of(row)) {
        double kin = 0;
        double both = 0;
        for (const DiseaseRow& other : rows) {
            if (!groups_of(other).contains(group)) continue;
            kin += 1;
            both += uses(other) ? 1 : 0;
        }
        if (both >= 3 && both - 1 >= test.lift * users * kin / static_cast<double>(rows.size()) &&
            both >= test.share_of_users * users && both >= test.share_of_kin * kin)
            return true;
    }
    return false;
}

TEST(DiseaseSurvey, FindsTheSameKinAsTheDefinition) {
    for (std::uint32_t seed = 0; seed < 100; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        std::mt19937 random(seed);
        const auto below = [&](int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random); };
        const auto letters = [&](int count, int alphabet) {
            std::string text;
            for (int i = 0; i < count; ++i) text += static_cast<char>('a' + below(alphabet));
            return text;
        };
        std::vector<DiseaseRow> rows;
        std::set<std::string> names;
        while (rows.size() < 30) {
            std::string name = letters(2 + below(4), 4);
            std::vector<std::string> symptoms;
            for (int i = below(3); i > 0; --i) symptoms.push_back(letters(1, 3));
            if (names.insert(name).second) rows.push_back(disease(name, symptoms, {letters(1, 2)}));
        }
        const DiseaseSurvey survey = survey_of(rows);
        const DiseaseSurvey::KinTest test = {.by_name_only = below(2) == 0,
                                             .lift = 1.0 * below(3),
                                             .share_of_users = 0.25 * below(3),
                                             .share_of_kin = 0.25 * below(3)};
        for (const DiseaseRow& row : rows) {
            for (const char* name : {"a", "b", "c", "d"}) {
                ASSERT_EQ(survey.has_kin(DiseaseList::Symptoms, name, survey.kin_of(row), test),
                          has_kin_slowly(rows, name, row, test))
                    << row.name << " " << name;
            }
        }
    }
}

}  // namespace
}  // namespace xinglin
