#include "web/concept_parts.h"
#include "web/statements.h"

namespace xinglin {
namespace {

constexpr std::size_t kFullUses = 3;
constexpr std::size_t kFullRisks = 4;

void add_uses(ConceptParts& parts) {
    parts.sections.add("uses", "用来治什么", [&](Html& html) {
        const auto all = relations_in(parts.view.groups, Predicate::TreatedBy, StepDirection::Inverse);
        write_tiers(html,
                    {{"首选用于", in_roles(all, {Role::FirstLine}), kFullUses},
                     {"", in_roles(all, {Role::None}), kFullUses},
                     {"也用于", in_roles(all, {Role::Alternative}), 0},
                     {"作为辅助用于", in_roles(all, {Role::Adjunct}), 0}},
                    parts.citations);
        write_tiers(html,
                    {{"不用来治", relations_in(parts.view.groups, Predicate::NotTreatedBy, StepDirection::Inverse), 2}},
                    parts.citations);
    });
}

void add_risks(ConceptParts& parts) {
    parts.sections.add("risks", "可能的风险", [&](Html& html) {
        write_tiers(html,
                    {{"", relations_in(parts.view.groups, Predicate::ComplicatedBy), kFullRisks},
                     {"可能引起", relations_in(parts.view.groups, Predicate::CausedBy, StepDirection::Inverse), 2}},
                    parts.citations);
    });
}

}  // namespace

std::string procedure_page(const ConceptView& view, const NavigationView& navigation) {
    ConceptParts parts(view);
    add_uses(parts);
    add_forbidden_for(parts);
    add_risks(parts);
    add_when_to_seek_care(parts);
    add_departments(parts);
    add_kinds(parts);
    return render_concept_page(parts, navigation);
}

}  // namespace xinglin
