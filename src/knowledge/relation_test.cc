#include "knowledge/relation.h"

#include <gtest/gtest.h>

#include <set>

#include "knowledge/concept.h"

namespace xinglin {
namespace {

template <typename Enum>
void expect_names_lead_back(Enum last, std::optional<Enum> (*named)(std::string_view)) {
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        const auto value = static_cast<Enum>(i);
        EXPECT_EQ(named(name_of(value)), value) << name_of(value);
        EXPECT_TRUE(names.insert(name_of(value)).second) << name_of(value);
    }
    EXPECT_EQ(named("no such word"), std::nullopt);
}

TEST(Names, LeadBackToTheirEnumerators) {
    expect_names_lead_back(ConceptKind::Population, concept_kind_named);
    expect_names_lead_back(AliasUse::SearchOnly, alias_use_named);
    expect_names_lead_back(Sex::Male, sex_named);
    expect_names_lead_back(PregnancyRule::Never, pregnancy_rule_named);
    expect_names_lead_back(Predicate::RedFlagOf, predicate_named);
    expect_names_lead_back(Role::Also, role_named);
    expect_names_lead_back(Administration::Otic, administration_named);
    expect_names_lead_back(CareSetting::Hospital, care_setting_named);
    expect_names_lead_back(Evidence::High, evidence_named);
    expect_names_lead_back(SourceKind::Portal, source_kind_named);
    expect_names_lead_back(SourceStatus::Withdrawn, source_status_named);
    expect_names_lead_back(CareLevel::Selfcare, care_level_named);
    expect_names_lead_back(SignMatch::All, sign_match_named);
}

TEST(Names, AreThoseOfTheFormat) {
    EXPECT_EQ(name_of(ConceptKind::Class), "class");
    EXPECT_EQ(name_of(AliasUse::NeedsContext), "needs_context");
    EXPECT_EQ(name_of(Predicate::OftenConfusedWith), "often_confused_with");
    EXPECT_EQ(name_of(Predicate::RedFlagOf), "red_flag_of");
    EXPECT_EQ(name_of(Role::FirstLine), "first_line");
    EXPECT_EQ(name_of(Role::Also), "also");
    EXPECT_EQ(name_of(SourceKind::Label), "label");
    EXPECT_EQ(name_of(SourceStatus::InForce), "in_force");
    EXPECT_EQ(name_of(CareLevel::Emergency), "emergency");
    EXPECT_EQ(name_of(SignMatch::Any), "any");
}

TEST(Role, FitsThePredicatesOfTheFormat) {
    EXPECT_TRUE(role_fits(Role::None, Predicate::IsA));
    EXPECT_TRUE(role_fits(Role::Core, Predicate::HasSymptom));
    EXPECT_TRUE(role_fits(Role::Core, Predicate::DiagnosedBy));
    EXPECT_FALSE(role_fits(Role::Core, Predicate::TreatedBy));
    EXPECT_FALSE(role_fits(Role::FirstLine, Predicate::NotTreatedBy));
    EXPECT_TRUE(role_fits(Role::First, Predicate::ManagedIn));
    EXPECT_FALSE(role_fits(Role::Main, Predicate::HasSymptom));
    EXPECT_TRUE(role_fits(Role::Occasional, Predicate::ContraindicatedIn));
    EXPECT_FALSE(role_fits(Role::Common, Predicate::ContraindicatedIn));
}

TEST(Predicate, ThreeAreReadInBothDirectionsAndTwoAreNegative) {
    int symmetric = 0;
    int negative = 0;
    for (int i = 0; i < kPredicateCount; ++i) {
        symmetric += is_symmetric(static_cast<Predicate>(i)) ? 1 : 0;
        negative += is_negative(static_cast<Predicate>(i)) ? 1 : 0;
    }
    EXPECT_EQ(symmetric, 3);
    EXPECT_EQ(negative, 2);
    EXPECT_TRUE(is_negative(Predicate::NotTreatedBy));
    EXPECT_TRUE(is_negative(Predicate::OftenConfusedWith));
}

TEST(Relation, IsNamedByItsTriple) {
    Relation relation;
    relation.subject = "condition/a";
    relation.predicate = Predicate::TreatedBy;
    relation.object = "substance/b";
    EXPECT_EQ(key_of(relation), "condition/a treated_by substance/b");
}

}  // namespace
}  // namespace xinglin
