#include "web/concept_parts.h"

#include <algorithm>

#include "base/strings.h"
#include "html/markdown.h"
#include "text/sentences.h"
#include "web/ask_page.h"
#include "web/blocks.h"
#include "web/panels.h"
#include "web/statements.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

constexpr std::size_t kDescriptionCharacters = 110;
constexpr std::size_t kEverydayNames = 3;
constexpr std::size_t kFullDepartments = 4;
constexpr std::size_t kFullForbidden = 4;

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// How much of what the page says a clinician has looked at.
struct ReviewState {
    std::size_t curated = 0;
    std::size_t reviewed = 0;
    Review last;
};

ReviewState review_of(const ConceptView& view) {
    ReviewState state;
    for (const RelationGroup& group : view.groups) {
        for (const RelationView& relation : group.relations) {
            if (relation.trust == Trust::Imported) continue;
            ++state.curated;
            if (!relation.review) continue;
            ++state.reviewed;
            if (state.last.on < relation.review->on) state.last = *relation.review;
        }
    }
    return state;
}

void write_review_line(Html& html, const ConceptView& view) {
    const ReviewState state = review_of(view);
    const bool is_reviewed = state.reviewed > 0;
    html.write("<p class='review-line'>{}<a href='/about/editorial-policy'>我们怎样审核</a></p>", [&](Html& out) {
        if (view.subject.trust == Trust::Imported) {
            out.write("<span class='mark imported'>转载资料，未经审核</span>");
        } else if (!is_reviewed) {
            out.write("<span>尚未经临床医生审核</span>");
        } else {
            out.write("<span class='reviewed'>{}由{}审核（{}）</span>",
                      std::string_view(state.reviewed == state.curated ? "已" : "部分内容已"),
                      shown_name(state.last.by), state.last.on.iso());
        }
    });
}

/// Where an imported concept comes from, before anything that it says.
void write_imported_from(Html& html, const ConceptView& view) {
    if (view.subject.trust == Trust::Curated) return;
    html.write("<p class='notice imported-page'>本页内容转载自其他资料{}，未经本站审核。</p>", [&](Html& out) {
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

/// The first sentence is the answer; what follows explains it.
void write_summary(Html& html, ConceptParts& parts) {
    if (!parts.view.subject.summary) return;
    const std::string& text = parts.view.subject.summary->text;
    const auto sentences = sentences_of(text);
    const std::size_t end = sentences.empty() ? text.size() : sentences.front().span.end;
    html.write("<p class='lead'><strong>{}</strong>{}{}</p>", std::string_view(text).substr(0, end),
               std::string_view(text).substr(end),
               [&](Html& out) { parts.citations.cite(out, parts.view.summary_sources); });
}

std::string other_names(const Concept& subject) {
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

std::vector<Ref> refs_in(const ConceptView& view, Predicate predicate, StepDirection direction) {
    std::vector<Ref> refs;
    for (const RelationView& relation : relations_in(view.groups, predicate, direction)) {
        if (relation.trust == Trust::Curated) refs.push_back(relation.other);
    }
    return refs;
}

void write_concept_head(Html& html, ConceptParts& parts) {
    const std::string names = everyday_names(parts.view.subject);
    html.write(
        "<h1>{}</h1>{}{}{}{}{}", parts.view.subject.name,
        when(!names.empty(), [&](Html& out) { out.write("<p class='also'>{}</p>", names); }),
        [&](Html& out) { write_imported_from(out, parts.view); }, [&](Html& out) { write_summary(out, parts); },
        [&](Html& out) { write_review_line(out, parts.view); },
        [&](Html& out) { parts.care.write_first(out, parts.citations); });
}

void write_concept_foot(Html& html, const ConceptParts& parts) {
    const ConceptView& view = parts.view;
    Html facts;
    write_fact(facts, "英文名", view.subject.english);
    write_fact(facts, "其他名称", other_names(view.subject));
    write_fact(facts, "适用人群", words_for(view.subject.constraints));
    write_fact(facts, "归类", refs_in(view, Predicate::IsA, StepDirection::Forward));
    write_fact(facts, "部位", refs_in(view, Predicate::LocatedIn, StepDirection::Forward));
    write_fact(facts, "编码", codes_of(view.subject));
    if (!facts.view().empty()) {
        html.write("<details class='fold'><summary>英文名、其他名称和编码</summary><dl class='facts'>{}</dl></details>",
                   std::move(facts).markup());
    }
    parts.citations.write_folded_list(html);
}

std::string description_of(const ConceptView& view) {
    if (view.subject.summary) return plain_text_excerpt(view.subject.summary->text, kDescriptionCharacters);
    return view.subject.name + "：" + std::string(words_for(view.subject.kind)) + "，相关知识、来源和内容。";
}

}  // namespace

ConceptParts::ConceptParts(const ConceptView& shown)
    : view(shown), care(shown.care_cards, {shown.subject.id, shown.subject.name}) {
    // First, because it cites first.
    Html written;
    write_concept_head(written, *this);
    head = std::move(written).markup();
}

std::string everyday_names(const Concept& subject) {
    std::vector<std::string> names;
    for (const Alias& alias : subject.aliases) {
        const bool repeats_name = alias.text.find(subject.name) != std::string::npos;
        if (alias.use != AliasUse::Alone || repeats_name || is_ascii(alias.text)) continue;
        const bool repeats_another = std::ranges::any_of(
            names, [&](const std::string& name) { return alias.text.find(name) != std::string::npos; });
        if (!repeats_another) names.push_back(alias.text);
        if (names.size() == kEverydayNames) break;
    }
    return names.empty() ? std::string() : "又叫" + join(names, "、");
}

void add_departments(ConceptParts& parts) {
    parts.sections.add("department", "看什么科", [&](Html& html) {
        const auto all = relations_in(parts.view.groups, Predicate::ManagedIn);
        write_tiers(html,
                    {{"", in_roles(all, {Role::First, Role::None}), kFullDepartments},
                     {"也可以看", in_roles(all, {Role::Also}), kFullDepartments}},
                    parts.citations);
    });
}

void add_when_to_seek_care(ConceptParts& parts) {
    parts.sections.add("when", "什么时候就医", [&](Html& html) {
        parts.care.write_others(html, parts.citations);
        write_ask_link(html);
    });
}

void add_forbidden_for(ConceptParts& parts) {
    parts.sections.add("forbidden", "哪些人不能用或要当心", [&](Html& html) {
        const auto all = relations_in(parts.view.groups, Predicate::ContraindicatedIn);
        std::vector<RelationView> never = all;
        std::erase_if(never, [](const RelationView& each) { return each.role == Role::Occasional; });
        write_tiers(html,
                    {{"不能用", never, kFullForbidden},
                     {"要当心，先问医生", in_roles(all, {Role::Occasional}), kFullForbidden}},
                    parts.citations);
    });
}

void add_kinds(ConceptParts& parts) {
    parts.sections.add("kinds", "有哪些类型", [&](Html& html) {
        write_tiers(html, {{"", relations_in(parts.view.groups, Predicate::IsA, StepDirection::Inverse), 0}},
                    parts.citations);
    });
}

std::string render_concept_page(ConceptParts& parts, const NavigationView& navigation) {
    const ConceptView& view = parts.view;
    const PanelPlace place{view.subject.id, "本页"};
    Frame frame;
    frame.title = view.subject.name;
    frame.description = description_of(view);
    frame.canonical = url_of(view.subject.id);
    frame.crumbs = crumbs_of(view.breadcrumb);
    frame.crumbs.push_back({view.subject.name, {}});
    frame.main = [&](Html& html) {
        html.write(
            "{}{}{}{}", parts.head, [&](Html& out) { parts.sections.write_contents(out); },
            [&](Html& out) { parts.sections.write(out); }, [&](Html& out) { write_concept_foot(out, parts); });
    };
    frame.side = [&](Html& html) { write_side_panels(html, place, view.panels); };
    frame.below = [&](Html& html) { write_main_panels(html, place, view.panels); };
    return render_page(frame, navigation);
}

}  // namespace xinglin
