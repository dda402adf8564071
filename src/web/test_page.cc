#include "html/markdown.h"
#include "web/blocks.h"
#include "web/concept_parts.h"
#include "web/pages.h"
#include "web/panels.h"
#include "web/statements.h"
#include "web/urls.h"

namespace xinglin {
namespace {

constexpr std::size_t kFullUses = 3;

constexpr std::string_view kWhatFor = "查什么、怎么查";
constexpr std::string_view kPreparation = "检查前怎么准备";

void add_record(ConceptParts& parts) {
    const auto& record = parts.view.test_record;
    const Test* test = record ? std::get_if<Test>(&record->body) : nullptr;
    if (!test) return;
    const auto as_text = [](const std::string& text) {
        return [&text](Html& html) {
            if (!text.empty()) html.write("<div class='prose'>{}</div>", render_plain_text(text));
        };
    };
    parts.sections.add("what-for", kWhatFor, as_text(test->description));
    parts.sections.add("preparation", kPreparation, as_text(test->preparation));
}

void add_uses(ConceptParts& parts) {
    parts.sections.add("uses", "什么情况下会做", [&](Html& html) {
        const auto all = relations_in(parts.view.groups, Predicate::DiagnosedBy, StepDirection::Inverse);
        write_tiers(html,
                    {{"主要用来查", in_roles(all, {Role::Core}), kFullUses},
                     {"", in_roles(all, {Role::None, Role::Common}), 0},
                     {"辅助判断", in_roles(all, {Role::Supporting}), 0},
                     {"用来排除，当怀疑", in_roles(all, {Role::Exclusion}), 0}},
                    parts.citations);
    });
}

}  // namespace

std::string test_concept_page(const ConceptView& view, const NavigationView& navigation) {
    ConceptParts parts(view);
    add_record(parts);
    add_forbidden_for(parts);
    add_uses(parts);
    add_when_to_seek_care(parts);
    add_departments(parts);
    add_kinds(parts);
    return render_concept_page(parts, navigation);
}

std::string test_page(const TestView& view, const NavigationView& navigation) {
    const PanelPlace place{view.ref.id, "本页"};
    Frame frame;
    frame.title = view.test.name;
    frame.description = plain_text_excerpt(view.test.name + "：" + view.test.description, 110);
    frame.canonical = url_of(view.ref.id);
    frame.crumbs = {{"检查", list_url(ListKind::Tests)}, {view.test.name, ""}};
    frame.main = [&](Html& html) {
        html.write(
            "<h1>{}</h1>{}{}{}", view.test.name, [&](Html& out) { write_record_meta(out, view.head, ""); },
            [&](Html& out) { write_text_section(out, kWhatFor, view.test.description); },
            [&](Html& out) { write_text_section(out, kPreparation, view.test.preparation); });
    };
    frame.below = [&](Html& html) {
        for (const PanelView& panel : view.panels) write_panel(html, place, panel);
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
