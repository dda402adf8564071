#include <algorithm>
#include <vector>

#include "web/blocks.h"
#include "web/concept_parts.h"
#include "web/pages.h"
#include "web/statements.h"
#include "web/urls.h"

namespace xinglin {
namespace {

constexpr std::size_t kFull = 3;

/// The section of one group: its heading is what the predicate is called, its id its name and direction.
void add_group(ConceptParts& parts, const RelationGroup& group) {
    const auto direction = group.inverse ? StepDirection::Inverse : StepDirection::Forward;
    std::string id(name_of(group.predicate));
    std::ranges::replace(id, '_', '-');
    if (group.inverse) id += "-of";
    parts.sections.add(id, heading_for(group.predicate, direction, parts.view.subject.kind), [&](Html& html) {
        write_tiers(html, {{"", group.relations, kFull}}, parts.citations);
    });
}

/// What a thing is filed under stands at the foot.
bool is_classification(const RelationGroup& group) {
    return !group.inverse && (group.predicate == Predicate::IsA || group.predicate == Predicate::LocatedIn);
}

}  // namespace

std::string other_concept_page(const ConceptView& view, const NavigationView& navigation) {
    ConceptParts parts(view);
    for (const RelationGroup& group : view.groups) {
        if (!is_classification(group)) add_group(parts, group);
    }
    add_when_to_seek_care(parts);
    return render_concept_page(parts, navigation);
}

std::string concept_page(const ConceptView& view, const NavigationView& navigation) {
    switch (view.subject.kind) {
        case ConceptKind::Condition:
            return condition_page(view, navigation);
        case ConceptKind::Symptom:
            return symptom_page(view, navigation);
        case ConceptKind::Test:
            return test_concept_page(view, navigation);
        case ConceptKind::Procedure:
            return procedure_page(view, navigation);
        case ConceptKind::Department:
            return department_page(view, navigation);
        case ConceptKind::Substance:
        case ConceptKind::Class:
        case ConceptKind::Site:
        case ConceptKind::Population:
        case ConceptKind::Cause:
            return other_concept_page(view, navigation);
    }
    return other_concept_page(view, navigation);
}

}  // namespace xinglin
