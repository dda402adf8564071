#include <algorithm>

#include "base/strings.h"
#include "html/markdown.h"
#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/panels.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

constexpr std::size_t kDescriptionCharacters = 110;

std::string aliases_of(const Concept& subject) {
    std::vector<std::string> names;
    for (const Alias& alias : subject.aliases) {
        if (alias.use != AliasUse::SearchOnly) names.push_back(alias.text);
    }
    return join(names, "、");
}

std::string codes_of(const Concept& subject) {
    std::vector<std::string> codes;
    for (const Code& code : subject.codes) codes.push_back(code.system + " " + code.code);
    return join(codes, "、");
}

void write_facts(Html& html, const Concept& subject) {
    html.write("<dl class='facts'>{}</dl>", [&](Html& out) {
        write_fact(out, "类别", words_for(subject.kind));
        write_fact(out, "英文名", subject.english);
        write_fact(out, "别名", aliases_of(subject));
        write_fact(out, "编码", codes_of(subject));
        write_fact(out, "适用范围", words_for(subject.constraints));
    });
}

/// Where an imported concept comes from, before anything that it says.
void write_imported_from(Html& html, const ConceptView& view) {
    if (view.subject.trust == Trust::Curated) return;
    html.write("<p class='notice imported-page'>本页内容来自导入资料{}，未经审核。</p>", [&](Html& out) {
        if (view.imported_from.empty()) return;
        out.text("（");
        bool is_first = true;
        for (const Source& source : view.imported_from) {
            if (!is_first) out.text("；");
            is_first = false;
            write_link(out, {source.id, source.title});
            if (!source.licence.empty()) out.text("，许可：" + source.licence);
        }
        out.text("）");
    });
}

void write_summary(Html& html, const ConceptView& view) {
    if (!view.subject.summary) return;
    html.write("<div class='lead'>{}{}</div>", render_plain_text(view.subject.summary->text),
               [&](Html& out) { write_sources(out, view.summary_sources); });
}

void write_children(Html& html, const std::vector<Ref>& children) {
    if (children.empty()) return;
    html.write("<section><h2>下设科室</h2><ul class='chips'>{}</ul></section>",
               each(children, [](Html& out, const Ref& child) { out.write("<li>{}</li>", ref_link(child)); }));
}

void write_test_record(Html& html, const std::optional<Record>& record) {
    const Test* test = record ? std::get_if<Test>(&record->body) : nullptr;
    if (!test) return;
    write_text_section(html, "检查说明", test->description);
    write_text_section(html, "检查前准备", test->preparation);
}

/// What a thing is filed under matters less to a reader than what it does.
bool is_classification(const RelationGroup& group) {
    return group.predicate == Predicate::IsA || group.predicate == Predicate::LocatedIn ||
           group.predicate == Predicate::PartOf;
}

/// The groups that the lists of the page do not show already, classification last.
std::vector<RelationGroup> shown_groups(const ConceptView& view) {
    std::vector<RelationGroup> groups = view.groups;
    std::erase_if(groups, [&](const RelationGroup& group) {
        return group.predicate == Predicate::PartOf && group.inverse && !view.children.empty();
    });
    std::stable_partition(groups.begin(), groups.end(),
                          [](const RelationGroup& group) { return !is_classification(group); });
    return groups;
}

std::string description_of(const ConceptView& view) {
    if (view.subject.summary) return plain_text_excerpt(view.subject.summary->text, kDescriptionCharacters);
    return view.subject.name + "：" + std::string(words_for(view.subject.kind)) + "，相关知识、来源和内容。";
}

}  // namespace

std::string concept_page(const ConceptView& view, const NavigationView& navigation) {
    const PanelPlace place{view.subject.id, "本页"};
    Frame frame;
    frame.title = view.subject.name;
    frame.description = description_of(view);
    frame.canonical = url_of(view.subject.id);
    frame.crumbs = crumbs_of(view.breadcrumb);
    frame.crumbs.push_back({view.subject.name, {}});
    frame.main = [&](Html& html) {
        html.write(
            "<h1>{}</h1>{}{}{}{}{}{}{}", view.subject.name, [&](Html& out) { write_imported_from(out, view); },
            [&](Html& out) { write_facts(out, view.subject); }, [&](Html& out) { write_summary(out, view); },
            [&](Html& out) { write_care_cards(out, view.care_cards); },
            [&](Html& out) { write_children(out, view.children); },
            [&](Html& out) { write_test_record(out, view.test_record); },
            [&](Html& out) { write_relation_groups(out, view.subject.id, shown_groups(view), view.subject.kind); });
    };
    frame.side = [&](Html& html) { write_side_panels(html, place, view.panels); };
    frame.below = [&](Html& html) { write_main_panels(html, place, view.panels); };
    return render_page(frame, navigation);
}

}  // namespace xinglin
