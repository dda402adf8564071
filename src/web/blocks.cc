#include "web/blocks.h"

#include <algorithm>

#include "html/markdown.h"
#include "text/sentences.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

constexpr std::size_t kManyRelations = 6;    // more of them stand in two columns
constexpr std::size_t kWideFactBytes = 60;   // a longer value takes the whole row
constexpr std::size_t kShownRelations = 60;  // of one group
constexpr std::size_t kShownImported = 20;   // imported ones among them

std::string_view class_of(CareLevel level) {
    switch (level) {
        case CareLevel::Emergency:
            return "care-emergency";
        case CareLevel::Urgent:
            return "care-urgent";
        case CareLevel::Routine:
            return "care-routine";
        case CareLevel::Selfcare:
            return "care-selfcare";
    }
    return "";
}

void write_sign(Html& html, const Sign& sign) {
    html.write("<li>{}</li>", [&](Html& out) { write_link(out, {sign.concept_id, sign.text}); });
}

void write_care_card(Html& html, const CareCard& card, std::size_t number) {
    const RedFlag& flag = card.red_flag;
    html.write(
        "<article class='care {}' aria-labelledby='care-{}'>"
        "<h2 id='care-{}'><span class='care-level'>{}</span>{}</h2>{}"
        "<p class='care-match'>关于{}{}，下列情况<strong>{}</strong>时：</p><ul>{}</ul>{}{}</article>",
        class_of(flag.level), number, number, short_words_for(flag.level),
        [&](Html& out) {
            if (card.named.empty()) out.write("有下列情况时：");
            out.write("{}", words_for(flag.level));
        },
        when(!card.named.empty(),
             [&](Html& out) {
                 out.write("<p class='care-named'>您提到的：{}</p>", [&](Html& list) { write_refs(list, card.named); });
             }),
        ref_link(card.of),
        when(card.kind.has_value(), [&](Html& out) { out.write("（{}是其中一种）", card.kind->name); }),
        words_for(flag.match), each(flag.signs, write_sign),
        when(!flag.action.empty(), [&](Html& out) { out.write("<p class='care-action'>{}</p>", flag.action); }),
        [&](Html& out) { write_sources(out, card.sources); });
}

void write_meta_item(Html& html, std::string_view name, std::string_view value) {
    if (!value.empty()) html.write("<li>{}：{}</li>", name, value);
}

void write_mark_items(Html& html, const RecordHead& head) {
    if (head.machine_written) html.write("<li><span class='mark machine'>机器撰写</span></li>");
    if (head.trust == Trust::Imported) {
        html.write("<li>{}</li>", [&](Html& out) { write_imported_mark(out, head.trust); });
    }
}

void write_review(Html& html, const Review& review) {
    html.write("<li class='reviewed'>已由{}审核{}</li>", review.by, [&](Html& out) {
        if (review.on.known()) out.text("（" + review.on.iso() + "）");
    });
}

/// How a drug is given for this use.
void write_administration(Html& html, const RelationView& relation) {
    for (const Administration route : relation.routes.listed())
        html.write(" <span class='mark route'>{}</span>", chinese_name_of(route));
    if (relation.setting == CareSetting::Hospital) html.write(" <span class='mark route'>在医院内使用</span>");
}

void write_relation(Html& html, const RelationView& relation, Predicate predicate) {
    html.write(
        "<li class='relation'><p class='relation-name'>{}{}{}{}</p>{}<ul class='basis'>{}{}{}</ul></li>",
        ref_link(relation.other),
        when(relation.role != Role::None,
             [&](Html& out) { out.write(" <span class='mark role'>{}</span>", words_for(relation.role, predicate)); }),
        [&](Html& out) { write_administration(out, relation); },
        when(relation.curative, [](Html& out) { out.write(" <span class='mark curative'>来源称有望治愈</span>"); }),
        when(!relation.statement.empty() || relation.mined_from,
             [&](Html& out) {
                 const bool is_quoted = relation.statement.empty();
                 out.write("<p>{}</p>", is_quoted ? "原文：“" + excerpt_of(relation.mined_from->quote, 160) + "”"
                                                  : relation.statement);
             }),
        when(!relation.sources.empty(),
             [&](Html& out) {
                 out.write("<li>来源：{}</li>", [&](Html& list) { write_refs(list, relation.sources); });
             }),
        when(relation.evidence != Evidence::Ungraded,
             [&](Html& out) { out.write("<li>{}</li>", words_for(relation.evidence)); }),
        [&](Html& out) {
            if (relation.trust == Trust::Imported) {
                out.write("<li>{}</li>", [&](Html& mark) { write_imported_mark(mark, relation.trust); });
            } else if (relation.review) {
                write_review(out, *relation.review);
            } else {
                out.write("<li>尚未经临床医生审核</li>");
            }
        });
}

/// Whether the group's relations also fill the page's panel of conditions, which has pages.
bool fills_conditions(const RelationGroup& group) {
    switch (group.predicate) {
        case Predicate::IsA:
            return true;
        case Predicate::CausedBy:
        case Predicate::ComplicatedBy:
        case Predicate::DiffersFrom:
            return !group.inverse;
        case Predicate::LocatedIn:
        case Predicate::HasSymptom:
        case Predicate::DiagnosedBy:
        case Predicate::TreatedBy:
        case Predicate::ManagedIn:
            return group.inverse;
        case Predicate::PartOf:
        case Predicate::HasIngredient:
        case Predicate::OftenConfusedWith:
        case Predicate::NotTreatedBy:
        case Predicate::ContraindicatedIn:
        case Predicate::InteractsWith:
        case Predicate::RedFlagOf:
            return false;
    }
    return false;
}

/// Whether the group lists what contributes to a disease or sets it off, and nothing that a source calls the cause.
bool lacks_main_cause(const RelationGroup& group, ConceptKind of) {
    return group.predicate == Predicate::CausedBy && !group.inverse && of == ConceptKind::Condition &&
           std::ranges::find(group.relations, Role::Main, &RelationView::role) == group.relations.end();
}

/// The first relations of the group, as many as a reader reads.
std::vector<RelationView> shown_of(const RelationGroup& group) {
    std::vector<RelationView> shown;
    std::size_t imported = 0;
    for (const RelationView& relation : group.relations) {
        if (relation.trust == Trust::Imported && ++imported > kShownImported) break;
        if (shown.size() == kShownRelations) break;
        shown.push_back(relation);
    }
    return shown;
}

void write_rest(Html& html, std::string_view page_id, const RelationGroup& group, std::size_t shown) {
    if (shown == group.relations.size()) return;
    html.write("<p class='rest'>共 {} 项，这里列出前 {} 项。{}</p>", group.relations.size(), shown,
               when(fills_conditions(group), [&](Html& out) {
                   out.write("<a href='{}'>更多相关疾病</a>", related_url(page_id, Panel::Conditions));
               }));
}

void write_relation_group(Html& html, std::string_view page_id, const RelationGroup& group, ConceptKind of) {
    const auto direction = group.inverse ? StepDirection::Inverse : StepDirection::Forward;
    const bool is_warning = is_negative(group.predicate) || group.predicate == Predicate::ContraindicatedIn;
    const auto shown = shown_of(group);
    const bool is_partial = lacks_main_cause(group, of);
    html.write(
        "<section class='relations {} {}'><h2>{}</h2>{}<ul>{}</ul>{}</section>",
        is_warning ? std::string_view("negative") : std::string_view("positive"),
        shown.size() > kManyRelations ? std::string_view("many") : std::string_view("few"),
        is_partial ? std::string_view("诱因与促成因素") : heading_for(group.predicate, direction, of),
        when(is_partial,
             [](Html& out) { out.write("<p class='rest'>以下不是这种病的主要病因；主要病因本站尚未收录。</p>"); }),
        each(shown, [&](Html& out, const RelationView& relation) { write_relation(out, relation, group.predicate); }),
        [&](Html& out) { write_rest(out, page_id, group, shown.size()); });
}

}  // namespace

void write_link(Html& html, const Ref& ref) {
    const std::string url = url_of(ref.id);
    if (url.empty()) {
        html.text(ref.name);
    } else {
        html.write("<a href='{}'>{}</a>", url, ref.name);
    }
}

void write_refs(Html& html, const std::vector<Ref>& refs) {
    bool is_first = true;
    for (const Ref& ref : refs) {
        if (!is_first) html.text("、");
        is_first = false;
        write_link(html, ref);
    }
}

void write_sources(Html& html, const std::vector<Ref>& sources) {
    if (sources.empty()) return;
    html.write("<p class='sources-line'>来源：{}</p>", [&](Html& out) { write_refs(out, sources); });
}

void write_imported_mark(Html& html, Trust trust) {
    if (trust == Trust::Imported) html.write("<span class='mark imported'>导入资料，未经审核</span>");
}

void write_record_meta(Html& html, const RecordHead& head, std::string_view source_line) {
    html.write("<ul class='meta'>{}</ul>", [&](Html& out) {
        write_meta_item(out, "来源", source_line);
        write_meta_item(out, "作者", head.author);
        write_meta_item(out, "发布", head.published_on.iso());
        write_meta_item(out, "审核医生", head.reviewer);
        write_meta_item(out, "审核日期", head.reviewed_on.iso());
        write_meta_item(out, "下次审核", head.next_review_on.iso());
        if (head.reviewer.empty()) out.write("<li><span class='mark unreviewed'>尚未经临床医生审核</span></li>");
        write_mark_items(out, head);
    });
}

void write_record_marks(Html& html, const RecordHead& head) {
    if (head.machine_written || head.trust == Trust::Imported) {
        html.write("<ul class='meta'>{}</ul>", [&](Html& out) { write_mark_items(out, head); });
    }
}

void write_fictitious_notice(Html& html, const RecordHead& head) {
    if (head.fictitious) {
        html.write("<p class='notice'>示例数据：本页的人物、机构或生产企业为虚构，不对应任何真实的人或机构。</p>");
    }
}

void write_care_cards(Html& html, const std::vector<CareCard>& cards, std::size_t first_number) {
    if (cards.empty()) return;
    html.write("<div class='care-cards'>{}</div>", [&](Html& out) {
        std::size_t number = first_number;
        for (const CareCard& card : cards) write_care_card(out, card, number++);
    });
}

void write_about(Html& html, const std::vector<Ref>& about) {
    if (about.empty()) return;
    html.write("<p class='about'>本页主题：{}</p>", [&](Html& out) { write_refs(out, about); });
}

void write_relation_groups(Html& html, std::string_view page_id, const std::vector<RelationGroup>& groups,
                           ConceptKind of) {
    for (const RelationGroup& group : groups) write_relation_group(html, page_id, group, of);
}

void write_text_section(Html& html, std::string_view heading, std::string_view text) {
    if (!text.empty()) html.write("<section class='prose'><h2>{}</h2>{}</section>", heading, render_plain_text(text));
}

void write_fact(Html& html, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    html.write("<div class='{}'><dt>{}</dt><dd>{}</dd></div>",
               value.size() > kWideFactBytes ? std::string_view("fact wide") : std::string_view("fact"), name, value);
}

void write_fact(Html& html, std::string_view name, const std::vector<Ref>& refs) {
    if (refs.empty()) return;
    std::size_t bytes = 0;
    for (const Ref& ref : refs) bytes += ref.name.size();
    html.write("<div class='{}'><dt>{}</dt><dd>{}</dd></div>",
               bytes > kWideFactBytes ? std::string_view("fact wide") : std::string_view("fact"), name,
               [&](Html& out) { write_refs(out, refs); });
}

void write_page_links(Html& html, const PageLinks& links) {
    if (links.previous_url.empty() && links.next_url.empty()) return;
    html.write("<nav class='pages' aria-label='分页'>{}<span>第 {} 页</span>{}</nav>",
               when(!links.previous_url.empty(),
                    [&](Html& out) { out.write("<a rel='prev' href='{}'>上一页</a>", links.previous_url); }),
               links.page, when(!links.next_url.empty(), [&](Html& out) {
                   out.write("<a rel='next' href='{}'>下一页</a>", links.next_url);
               }));
}

}  // namespace xinglin
