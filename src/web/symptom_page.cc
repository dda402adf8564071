#include <algorithm>
#include <vector>

#include "web/blocks.h"
#include "web/concept_parts.h"
#include "web/statements.h"

namespace xinglin {
namespace {

constexpr std::size_t kFullCauses = 4;
constexpr std::size_t kFullDangerous = 3;
constexpr std::size_t kFullCare = 4;
constexpr std::size_t kFullTests = 2;

bool holds(const std::vector<RelationView>& relations, const RelationView& wanted) {
    return std::ranges::any_of(relations, [&](const RelationView& each) { return each.other.id == wanted.other.id; });
}

/// Common causes first; what must not be missed has a place of its own, and a common cause stays among the common ones.
void add_causes(ConceptParts& parts) {
    parts.sections.add("causes", "可能是什么原因", [&](Html& html) {
        auto causes = relations_in(parts.view.groups, Predicate::CausedBy);
        const auto common = in_roles(causes, {Role::Main});
        auto dangerous = relations_in(parts.view.groups, Predicate::RedFlagOf, StepDirection::Inverse);
        std::erase_if(dangerous, [&](const RelationView& each) { return holds(common, each); });
        std::erase_if(causes, [&](const RelationView& each) { return holds(dangerous, each); });
        auto seen_in = relations_in(parts.view.groups, Predicate::HasSymptom, StepDirection::Inverse);
        std::erase_if(seen_in, [&](const RelationView& each) {
            return holds(causes, each) || holds(dangerous, each) || holds(common, each);
        });
        write_tiers(html,
                    {{"常见的", common, kFullCauses},
                     {"不能漏掉的", dangerous, kFullDangerous},
                     {"也可能是", in_roles(causes, {Role::None, Role::Contributing}), 0},
                     {"少见的", in_roles(causes, {Role::Rare}), 0},
                     {"还可见于", seen_in, 0}},
                    parts.citations);
    });
}

void add_what_to_do(ConceptParts& parts) {
    parts.sections.add("what-to-do", "怎么办", [&](Html& html) {
        const auto all = relations_in(parts.view.groups, Predicate::TreatedBy);
        std::vector<RelationView> care = all;
        std::vector<RelationView> drugs = all;
        std::erase_if(care, [](const RelationView& each) { return each.treatment == TreatmentGroup::Drug; });
        std::erase_if(drugs, [](const RelationView& each) { return each.treatment != TreatmentGroup::Drug; });
        const auto harmful = relations_in(parts.view.groups, Predicate::ContraindicatedIn, StepDirection::Inverse);
        write_tiers(html,
                    {{"", care, kFullCare},
                     {"药物", drugs, kFullCare},
                     {"不用来治它", relations_in(parts.view.groups, Predicate::NotTreatedBy), 1},
                     {"有这个症状不能用或要慎用", harmful, 1}},
                    parts.citations);
    });
}

void add_tests(ConceptParts& parts) {
    parts.sections.add("tests", "可能要做的检查", [&](Html& html) {
        const auto all = relations_in(parts.view.groups, Predicate::DiagnosedBy);
        write_tiers(html,
                    {{"", in_roles(all, {Role::Core, Role::None, Role::Common}), kFullTests},
                     {"辅助检查", in_roles(all, {Role::Supporting}), 0},
                     {"用来排除其他病", in_roles(all, {Role::Exclusion}), 0}},
                    parts.citations);
    });
}

void add_alike(ConceptParts& parts) {
    parts.sections.add("alike", "容易混淆的", [&](Html& html) {
        write_tiers(html, {{"", relations_in(parts.view.groups, Predicate::DiffersFrom), kFullCauses}},
                    parts.citations);
    });
}

}  // namespace

std::string symptom_page(const ConceptView& view, const NavigationView& navigation) {
    ConceptParts parts(view);
    add_causes(parts);
    add_when_to_seek_care(parts);
    add_what_to_do(parts);
    add_departments(parts);
    add_tests(parts);
    add_alike(parts);
    add_kinds(parts);
    return render_concept_page(parts, navigation);
}

}  // namespace xinglin
