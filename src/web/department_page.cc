#include <algorithm>
#include <vector>

#include "web/blocks.h"
#include "web/concept_parts.h"
#include "web/statements.h"
#include "web/urls.h"

namespace xinglin {
namespace {

constexpr std::size_t kShown = 40;

/// Names alone: what stands under 看什么科 on their own pages would only repeat the department's name here.
void write_chips(Html& html, const std::vector<RelationView>& relations) {
    if (relations.empty()) return;
    std::vector<RelationView> shown = relations;
    if (shown.size() > kShown) shown.resize(kShown);
    html.write(
        "<ul class='chips'>{}</ul>{}",
        each(shown,
             [](Html& out, const RelationView& relation) { out.write("<li>{}</li>", ref_link(relation.other)); }),
        when(relations.size() > kShown, [&](Html& out) {
            out.write("<p class='rest'>共{}项，这里列出{}项；其余请用站内搜索查找。</p>", relations.size(), kShown);
        }));
}

void add_managed(ConceptParts& parts, std::string_view id, std::string_view heading, ConceptKind kind) {
    parts.sections.add(id, heading, [&](Html& html) {
        auto managed = of_kinds(relations_in(parts.view.groups, Predicate::ManagedIn, StepDirection::Inverse), {kind});
        std::erase_if(managed, [](const RelationView& each) { return each.trust == Trust::Imported; });
        // What comes here first stands before what may also come here.
        std::stable_partition(managed.begin(), managed.end(),
                              [](const RelationView& each) { return each.role != Role::Also; });
        write_chips(html, managed);
    });
}

void add_children(ConceptParts& parts) {
    parts.sections.add("parts", "下设科室", [&](Html& html) {
        if (parts.view.children.empty()) return;
        html.write("<ul class='chips'>{}</ul>", each(parts.view.children, [](Html& out, const Ref& child) {
                       out.write("<li>{}</li>", ref_link(child));
                   }));
    });
}

}  // namespace

std::string department_page(const ConceptView& view, const NavigationView& navigation) {
    ConceptParts parts(view);
    add_managed(parts, "symptoms", "有这些症状可以来看", ConceptKind::Symptom);
    add_managed(parts, "conditions", "常看的病", ConceptKind::Condition);
    add_managed(parts, "procedures", "做哪些治疗", ConceptKind::Procedure);
    add_children(parts);
    return render_concept_page(parts, navigation);
}

}  // namespace xinglin
