#include "records/validity.h"

#include <gtest/gtest.h>

#include "base/growth_for_tests.h"

namespace xinglin {
namespace {

Record good(decltype(Record::body) body) {
    Record record;
    record.body = std::move(body);
    record.head.id = std::string(name_of(record.kind())) + "/x";
    return record;
}

/// "rule@where" of each problem.
std::string faults_of(const Record& record) {
    std::string faults;
    for (const Problem& problem : check(record)) {
        EXPECT_FALSE(problem.mend.empty());
        faults += (faults.empty() ? "" : " ") + problem.rule + "@" + problem.where;
    }
    return faults;
}

std::vector<Record> one_of_each_kind() {
    Question question{"为什么？", "", {}, {}};
    question.answers.push_back({"因为。", "doctor/x", "", "", "", {}});
    return {good(Article{"标题", "正文", true, "", {"department/neurology"}}),
            good(Doctor{"甲", {"主任医师"}, "hospital/x", "", "", "", ""}),
            good(Hospital{"医院", "", "", "", "", {"内科"}, ""}),
            good(Drug{"药", "", "", "", "", "", DrugClassification::Unknown, "", "", "", "", "", ""}),
            good(xinglin::Test{"检查", "", ""}),
            good(question)};
}

TEST(CheckRecord, FindsNothingInGoodOnes) {
    for (const Record& record : one_of_each_kind()) EXPECT_EQ(faults_of(record), "") << record.head.id;
}

TEST(CheckRecord, FindsBadIds) {
    for (Record record : one_of_each_kind()) {
        record.head.id = "nurse/x";
        EXPECT_EQ(faults_of(record), "bad-id@id");
    }
    Record doctor = one_of_each_kind()[1];
    std::get<Doctor>(doctor.body).hospital_id = "好医院";
    doctor.head.sources = {"source/a", "b"};
    EXPECT_EQ(faults_of(doctor), "bad-id@sources[1] bad-id@hospital");
    Record question = one_of_each_kind()[5];
    std::get<Question>(question.body).answers[0].doctor_id = "hospital/x";
    EXPECT_EQ(faults_of(question), "bad-id@answers[0].doctor");
}

TEST(CheckRecord, FindsMissingNames) {
    EXPECT_EQ(faults_of(good(Article{"", "x", true, "", {""}})), "missing-name@title missing-name@departments[0]");
    EXPECT_EQ(faults_of(good(xinglin::Test{" ", "", ""})), "missing-name@name");
    Question question{"为什么？", "", {}, {{"", "", "", "", "", {}}}};
    EXPECT_EQ(faults_of(good(question)), "missing-name@answers[0].text");
}

TEST(CheckRecord, FindsDirtyTextInEveryField) {
    const std::string dirt = "<b>x</b>";
    EXPECT_EQ(faults_of(good(Article{dirt, dirt, true, dirt, {dirt}})),
              "dirty-text@title dirty-text@source_line dirty-text@departments[0] dirty-text@body");
    EXPECT_EQ(faults_of(good(Doctor{dirt, {dirt}, "", dirt, dirt, dirt, dirt})),
              "dirty-text@name dirty-text@titles[0] dirty-text@hospital_name dirty-text@department "
              "dirty-text@specialty dirty-text@biography");
    EXPECT_EQ(check(good(Hospital{dirt, dirt, dirt, dirt, dirt, {dirt}, dirt})).size(), 7U);
    EXPECT_EQ(check(good(Drug{dirt, dirt, dirt, dirt, dirt, dirt, DrugClassification::Unknown, dirt, dirt, dirt, dirt,
                              dirt, dirt}))
                  .size(),
              12U);
    EXPECT_EQ(check(good(xinglin::Test{dirt, dirt, dirt})).size(), 3U);
    EXPECT_EQ(check(good(Question{dirt, dirt, {}, {{dirt, "", dirt, dirt, dirt, {}}}})).size(), 6U);
    Record record = one_of_each_kind()[4];
    record.head.author = dirt;
    record.head.reviewer = dirt;
    EXPECT_EQ(faults_of(record), "dirty-text@author dirty-text@reviewer");
}

TEST(CheckRecord, FindsDatesInTheWrongOrder) {
    Record record = one_of_each_kind()[0];
    record.head.published_on = *Date::parse("2026-05-01");
    record.head.reviewed_on = *Date::parse("2026-04-20");
    EXPECT_EQ(faults_of(record), "") << "a review may come before publication";
    record.head.next_review_on = *Date::parse("2026-04-30");
    EXPECT_EQ(faults_of(record), "date-order@next_review_on");
    record.head.next_review_on = *Date::parse("2026-05-01");
    record.head.reviewed_on = *Date::parse("2026-05-02");
    EXPECT_EQ(faults_of(record), "date-order@next_review_on");
    Question question{
        "为什么？", "", *Date::parse("2026-05-01"), {{"因为。", "", "", "", "", *Date::parse("2026-04-01")}}};
    EXPECT_EQ(faults_of(good(question)), "date-order@answers[0].answered_on");
}

TEST(CitedSources, AreNamedOnceInOrder) {
    EXPECT_EQ(cited_sources("甲[@b-1]乙[@a]丙[@b-1] [@] [@X] [x](@y) [@c"), (std::vector<std::string>{"b-1", "a"}));
    EXPECT_TRUE(cited_sources("").empty());
    EXPECT_EQ(cited_sources("[@" + std::string(81, 'a') + "][@b]"), std::vector<std::string>{"b"}) << "too long";
}

TEST(CitedSources, AreFoundInLinearTime) {
    const auto cited = [](const std::string& text) { (void)cited_sources(text); };
    const auto open = [](std::size_t bytes) { return repeated_to("[@a", bytes) + "]"; };
    EXPECT_LT(growth_of(open, cited, 65'536), kLinearGrowth);
    const auto distinct = [](std::size_t bytes) {
        std::string text;
        for (std::size_t i = 0; text.size() < bytes; ++i) text += "[@" + std::to_string(i) + "]";
        return text;
    };
    EXPECT_LT(growth_of(distinct, cited, 65'536), kLinearGrowth);
}

}  // namespace
}  // namespace xinglin
