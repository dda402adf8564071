#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "triage/care_level.h"
#include "triage/conditions.h"
#include "triage/data.h"
#include "triage/departments.h"
#include "triage/examples.h"
#include "triage/patient.h"
#include "triage/question_words.h"
#include "triage/rule_set.h"

namespace xinglin {
namespace {

using Kind = TriageCondition::Kind;

TriageCondition criterion(std::string text) {
    return {Kind::Criterion, std::move(text), 0, {}};
}

class TriageTest : public testing::Test {
  protected:
    TriageTest() {
        Source source;
        source.id = "source/a";
        data_.sources.push_back(source);
        add("symptom/headache", "头痛");
        add("symptom/fever", "发热", "发烧");
        add("symptom/neck-stiffness", "颈项强直", "脖子硬");
        add("condition/diabetes", "糖尿病");
        add("condition/meningitis", "脑膜炎");
        add("department/emergency", "急诊科");
        add("department/paediatrics", "儿科");
        add("department/neurology", "神经内科");
        add("department/gynaecology", "妇科");
        relate("condition/meningitis", Predicate::HasSymptom, "symptom/headache", Role::Core);
        relate("symptom/headache", Predicate::ManagedIn, "department/neurology", Role::First);
    }

    void add(std::string id, std::string name, std::string alias = {}) {
        Concept made;
        made.id = std::move(id);
        made.kind = *concept_kind_named(std::string_view(made.id).substr(0, made.id.find('/')));
        made.name = std::move(name);
        if (!alias.empty()) made.aliases.push_back({std::move(alias), AliasUse::Alone});
        data_.concepts.push_back(std::move(made));
    }

    void relate(std::string subject, Predicate predicate, std::string object, Role role) {
        Relation relation;
        relation.subject = std::move(subject);
        relation.predicate = predicate;
        relation.object = std::move(object);
        relation.role = role;
        relation.sources = {"source/a"};
        data_.relations.push_back(std::move(relation));
    }

    TriageRule& rule(std::string id, CareLevel level = CareLevel::Emergency) {
        TriageRule& made = data_.triage_rules.emplace_back();
        made.id = std::move(id);
        made.name = made.id;
        made.level = level;
        made.sources = {"source/a"};
        return made;
    }

    void build() {
        knowledge_ = std::make_shared<const Knowledge>(data_);
        annotator_ = std::make_unique<Annotator>(knowledge_);
        rules_ = std::make_unique<RuleSet>(knowledge_);
    }

    std::vector<std::string> fired(std::string_view text, const std::vector<Reply>& replies = {}) {
        Patient patient(*annotator_, text);
        EXPECT_TRUE(patient.apply(replies));
        std::vector<std::string> ids;
        for (const FiredRule& each : rules_->fired(patient)) ids.emplace_back(each.id());
        return ids;
    }

    std::vector<std::string> questions(std::string_view text, CareLevel level = CareLevel::Routine) {
        std::vector<std::string> keys;
        for (const OpenQuestion& each : rules_->questions(Patient(*annotator_, text), level, 3))
            keys.push_back(each.key);
        return keys;
    }

    CareLevel level(std::string_view text) {
        const Patient patient(*annotator_, text);
        return care_level_of(patient, rules_->fired(patient)).level;
    }

    KnowledgeData data_;
    std::shared_ptr<const Knowledge> knowledge_;
    std::unique_ptr<Annotator> annotator_;
    std::unique_ptr<RuleSet> rules_;
};

using Ids = std::vector<std::string>;

TEST_F(TriageTest, ARuleFiresWhenAllAnyAndNoneHold) {
    TriageRule& made = rule("triage/a");
    made.all = {criterion("symptom/fever")};
    made.any = {criterion("symptom/neck-stiffness"), criterion("age < 3 months")};
    made.none = {criterion("say 疫苗")};
    build();
    EXPECT_EQ(fired("发烧，脖子硬"), Ids{"triage/a"});
    EXPECT_EQ(fired("宝宝生后20天发烧"), Ids{"triage/a"});
    EXPECT_EQ(fired("发烧"), Ids{});
    EXPECT_EQ(fired("打了疫苗发烧，脖子硬"), Ids{});
    EXPECT_EQ(fired("发烧，没有脖子硬"), Ids{});
    EXPECT_EQ(fired("什么是发烧，脖子硬是什么意思"), Ids{});
}

TEST_F(TriageTest, AtLeastCounts) {
    TriageRule& made = rule("triage/a");
    made.all = {
        {Kind::AtLeast, {}, 2, {criterion("symptom/fever"), criterion("symptom/headache"), criterion("pregnant")}}};
    build();
    EXPECT_EQ(fired("发烧"), Ids{});
    EXPECT_EQ(fired("怀孕了发烧"), Ids{"triage/a"});
    EXPECT_EQ(fired("发烧头痛"), Ids{"triage/a"});
}

TEST_F(TriageTest, SeveralRulesAreAUnionMostPressingFirst) {
    rule("triage/later", CareLevel::Routine).all = {criterion("symptom/headache")};
    rule("triage/now").all = {criterion("symptom/headache sudden")};
    build();
    EXPECT_EQ(fired("突然头痛"), (Ids{"triage/now", "triage/later"}));
    EXPECT_EQ(level("突然头痛，应该没大事"), CareLevel::Emergency);
    EXPECT_EQ(fired("头痛两年了"), Ids{"triage/later"});
}

TEST_F(TriageTest, WhatIsMissingBecomesAQuestionAndNotKnowingIsTheSaferAnswer) {
    TriageRule& made = rule("triage/a");
    made.all = {criterion("symptom/fever"), criterion("symptom/neck-stiffness")};
    made.asks = {{"symptom/neck-stiffness", "脖子发硬吗？"}};
    build();
    EXPECT_EQ(questions("发烧"), Ids{"symptom/neck-stiffness"});
    EXPECT_EQ(questions("头痛"), Ids{});
    EXPECT_EQ(questions("发烧，没有脖子硬"), Ids{});
    EXPECT_EQ(fired("发烧", {{"symptom/neck-stiffness", "no"}}), Ids{});
    EXPECT_EQ(fired("发烧", {{"symptom/neck-stiffness", "yes"}}), Ids{"triage/a"});
    EXPECT_EQ(fired("发烧", {{"symptom/neck-stiffness", "unknown"}}), Ids{"triage/a"});
}

TEST_F(TriageTest, FactsAreCorrected) {
    rule("triage/a").all = {criterion("symptom/fever"), criterion("age < 3 months")};
    build();
    EXPECT_EQ(fired("孩子3岁发烧"), Ids{});
    EXPECT_EQ(fired("孩子3岁发烧", {{"age", "2 months"}}), Ids{"triage/a"});
    Patient patient(*annotator_, "发烧");
    const std::vector<Reply> broken = {{"age", "soon"}};
    EXPECT_FALSE(patient.apply(broken));
    const std::vector<Reply> nonsense = {{"nonsense", "yes"}};
    EXPECT_FALSE(patient.apply(nonsense));
}

TEST_F(TriageTest, AKnownDiseaseAndADrugAreAskedOfThePatientAlone) {
    rule("triage/a").all = {criterion("symptom/headache"), criterion("history condition/diabetes")};
    build();
    EXPECT_EQ(fired("糖尿病十年，今天头痛"), Ids{"triage/a"});
    EXPECT_EQ(fired("没有糖尿病，今天头痛"), Ids{});
}

TEST_F(TriageTest, AQuestionAboutAWordIsNoAlarm) {
    rule("triage/a").all = {criterion("condition/meningitis")};
    build();
    EXPECT_EQ(level("脑膜炎是怎么引起的"), CareLevel::Selfcare);
    EXPECT_EQ(level("我头痛"), CareLevel::Routine);
}

TEST_F(TriageTest, DepartmentsObeyAgeAndUrgency) {
    build();
    const auto first = [&](std::string_view text, CareLevel level) {
        const Patient patient(*annotator_, text);
        const auto ranked = departments_for(patient, {}, level, 3);
        return ranked.empty() ? std::string() : knowledge_->at(ranked[0].department).id;
    };
    EXPECT_EQ(first("我头痛", CareLevel::Routine), "department/neurology");
    EXPECT_EQ(first("孩子5岁头痛", CareLevel::Routine), "department/paediatrics");
    EXPECT_EQ(first("我头痛", CareLevel::Emergency), "department/emergency");
}

TEST_F(TriageTest, ConditionsSayWhatSpeaksForThem) {
    build();
    const auto found = compatible_conditions(Patient(*annotator_, "我头痛"), 5);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(knowledge_->at(found[0].condition).id, "condition/meningitis");
    EXPECT_EQ(found[0].speaks_for.size(), 1U);
    EXPECT_TRUE(compatible_conditions(Patient(*annotator_, "我头痛，查过不是脑膜炎"), 5).empty());
}

TEST_F(TriageTest, BrokenExamplesAreNamed) {
    TriageRule& made = rule("triage/a");
    made.all = {criterion("symptom/fever")};
    made.fires = {"发烧", "头痛"};
    made.quiet = {"不发烧", "发烧了"};
    build();
    EXPECT_EQ(broken_examples(*annotator_, knowledge_).size(), 2U);
}

TEST_F(TriageTest, AnyTextIsRead) {
    rule("triage/a").all = {criterion("symptom/fever")};
    build();
    for (const std::string text :
         {"", " ", "Ignore previous instructions", "男 怀孕 血压30000", "\xff\xfe发烧", "。。。"}) {
        const Patient patient(*annotator_, text);
        static_cast<void>(care_level_of(patient, rules_->fired(patient)));
        static_cast<void>(departments_for(patient, {}, CareLevel::Routine, 3));
    }
}

TEST_F(TriageTest, TheQuestionsFileHasNoFaults) {
    for (const std::string& fault : faults_in_triage_questions(triage_data("triage_questions.txt")))
        ADD_FAILURE() << fault;
    EXPECT_FALSE(faults_in_triage_questions("age <> N  什么？\n").empty());
}

}  // namespace
}  // namespace xinglin
