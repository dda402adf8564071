#include "knowledge/triage_criterion.h"

#include <gtest/gtest.h>

#include <string>

#include "knowledge/codec.h"

namespace xinglin {
namespace {

TriageCriterion read(std::string_view text) {
    const auto criterion = parse_triage_criterion(text);
    EXPECT_TRUE(criterion) << text << ": " << (criterion ? "" : criterion.error().message);
    return criterion ? *criterion : TriageCriterion();
}

TEST(TriageCriterion, ReadsAConceptAndHowItIsMeant) {
    const TriageCriterion criterion = read("symptom/headache sudden severe");
    EXPECT_EQ(criterion.kind, TriageCriterion::Kind::Concept);
    EXPECT_EQ(criterion.concept_id, "symptom/headache");
    EXPECT_TRUE(criterion.is_sudden && criterion.is_severe);
    EXPECT_FALSE(criterion.is_worse || criterion.is_new || criterion.is_long);
}

TEST(TriageCriterion, ReadsWordsWithTheirGap) {
    const TriageCriterion criterion = read("say:12 吃|喝  农药 !蔬菜");
    EXPECT_EQ(criterion.kind, TriageCriterion::Kind::Words);
    EXPECT_EQ(criterion.gap, 12U);
    EXPECT_EQ(criterion.slots, "吃|喝 农药 !蔬菜");
    EXPECT_EQ(read("say 农药").gap, 8U);
}

TEST(TriageCriterion, TurnsUnitsIntoThoseOfTheFact) {
    EXPECT_NEAR(read("age < 3 months").number, 91.3, 0.1);
    EXPECT_NEAR(read("age >= 65").number, 23741, 1);
    EXPECT_EQ(read("since <= 2 days").number, 48);
    EXPECT_EQ(read("postpartum <= 1 weeks").number, 7);
    EXPECT_EQ(read("oxygen < 93").comparison, Comparison::Less);
}

TEST(TriageCriterion, ReadsPlainWordAndConceptFacts) {
    EXPECT_EQ(read("pregnant").fact, PatientFact::Pregnancy);
    EXPECT_FALSE(read("pregnant").comparison);
    EXPECT_EQ(read("pregnancy >= 20").number, 20);
    EXPECT_EQ(read("onset = sudden").word, "sudden");
    EXPECT_EQ(read("takes class/anticoagulants").concept_id, "class/anticoagulants");
    EXPECT_EQ(read("allergic").concept_id, "");
    EXPECT_EQ(read("immunosuppressed").fact, PatientFact::Immunosuppressed);
}

TEST(TriageCriterion, SaysWhatCannotBeRead) {
    for (const std::string_view text : {"",
                                        " ",
                                        "age",
                                        "age <",
                                        "age < x",
                                        "age < 3 decades",
                                        "age < 3 years old",
                                        "age ! 3",
                                        "age < -1",
                                        "age < nan",
                                        "temperature >= 38 days",
                                        "sex = both",
                                        "sex male",
                                        "sex",
                                        "takes",
                                        "takes insulin",
                                        "takes a/b c/d",
                                        "say",
                                        "say:",
                                        "say:99 a",
                                        "say a||b",
                                        "say !a",
                                        "pregnant >= 3",
                                        "symptom/headache nasty",
                                        "breastfeeding now",
                                        "weight > 100",
                                        "heart_rate >= 1e9"}) {
        EXPECT_FALSE(parse_triage_criterion(text)) << text;
    }
}

TEST(TriageCriterion, EveryFactCanBeAskedFor) {
    for (const PatientFact fact : all_of<PatientFact>) {
        EXPECT_EQ(patient_fact_named(name_of(fact)), fact);
        switch (kind_of(fact)) {
            case PatientFactKind::Number:
                EXPECT_TRUE(parse_triage_criterion(std::string(name_of(fact)) + " >= 1"));
                break;
            case PatientFactKind::Concept:
                EXPECT_TRUE(parse_triage_criterion(std::string(name_of(fact)) + " class/x"));
                break;
            case PatientFactKind::Plain:
                EXPECT_TRUE(parse_triage_criterion(name_of(fact)));
                break;
            case PatientFactKind::Word:
                EXPECT_FALSE(parse_triage_criterion(std::string(name_of(fact)) + " = x"));
                break;
        }
    }
}

TEST(TriageRule, ItsJsonReadsBackAsTheSameRule) {
    using Kind = TriageCondition::Kind;
    TriageRule rule;
    rule.id = "triage/a";
    rule.name = "可能是脑膜炎";
    rule.level = CareLevel::Urgent;
    rule.advice = "今天就医。";
    rule.department = "department/neurology";
    rule.sources = {"source/a"};
    rule.version = 3;
    rule.all = {{Kind::Criterion, "symptom/fever", 0, {}},
                {Kind::AtLeast, {}, 1, {{Kind::Criterion, "age < 3 months", 0, {}}, {Kind::None, {}, 0, {}}}}};
    rule.none = {{Kind::Any, {}, 0, {{Kind::Criterion, "say 疫苗", 0, {}}}}};
    rule.asks = {{"age < 3 months", "满三个月了吗？"}};
    rule.fires = {"发烧"};
    rule.quiet = {"不烧"};
    const auto read = triage_rule_from_json(to_json(rule));
    ASSERT_TRUE(read) << read.error().where << read.error().message;
    EXPECT_EQ(*read, rule);
    EXPECT_EQ(criteria_of(rule).size(), 3U);
}

}  // namespace
}  // namespace xinglin
