#include "app/treatment_groups.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

TreatmentGroup group_of(ConceptKind kind, const char* name) {
    Concept treatment;
    treatment.kind = kind;
    treatment.name = name;
    return treatment_group_of(treatment);
}

TEST(TreatmentGroups, AProcedureIsWhatItsNameTells) {
    EXPECT_EQ(group_of(ConceptKind::Procedure, "膝关节置换术"), TreatmentGroup::Operation);
    EXPECT_EQ(group_of(ConceptKind::Procedure, "关节腔注射"), TreatmentGroup::Operation);
    EXPECT_EQ(group_of(ConceptKind::Procedure, "步行训练"), TreatmentGroup::Daily);
    EXPECT_EQ(group_of(ConceptKind::Procedure, "少油饮食"), TreatmentGroup::Daily);
    EXPECT_EQ(group_of(ConceptKind::Procedure, "对症支持治疗"), TreatmentGroup::Other);
    EXPECT_EQ(group_of(ConceptKind::Procedure, "手术后训练"), TreatmentGroup::Daily) << "the first line decides";
}

TEST(TreatmentGroups, ADrugIsOneWhateverItIsCalled) {
    EXPECT_EQ(group_of(ConceptKind::Substance, "手术用胶"), TreatmentGroup::Drug);
    EXPECT_EQ(group_of(ConceptKind::Class, "镇痛药"), TreatmentGroup::Drug);
}

}  // namespace
}  // namespace xinglin
