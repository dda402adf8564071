#include "web/panels.h"

#include <algorithm>

#include "web/blocks.h"
#include "web/reasons.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

/// "本文 —主题是→ 面肌痉挛 —治疗药物→ 卡马西平 —成分含有它→ 卡马西平片"
void write_path(Html& html, const PanelPlace& place, const std::vector<PathStep>& path) {
    html.write("<p class='path'>{}</p>", [&](Html& out) {
        bool is_first = true;
        for (const PathStep& step : path) {
            // The page of a concept starts with "this page is about itself", which tells a reader nothing.
            if (step.step == "about" && (step.from_id == step.to_id || step.from_name == step.to_name)) continue;
            if (is_first && step.from_id == place.page_id && step.step == "about") {
                out.text(place.noun);
            } else if (is_first) {
                write_link(out, {step.from_id, step.from_name});
            }
            is_first = false;
            const auto direction = step.inverse ? StepDirection::Inverse : StepDirection::Forward;
            out.write(" <span class='step'>—{}{}→</span> {}", words_for_step(step.step, direction, step.to_id),
                      step.trust == Trust::Imported ? std::string_view("（转载资料）") : std::string_view(),
                      [&](Html& name) {
                          write_link(name, {step.to_id, step.to_name});
                      });
        }
    });
}

/// A record's own sentence is quoted; what a source says is told in our words, and never looks like a quotation. A
/// title is no reason for what it is the title of.
void write_statement(Html& html, const WhyView& why, const Ref& item) {
    if (why.quote.empty() || why.quote == item.name) return;
    const auto by = when(!why.quote_of.name.empty() && why.quote_of.id != item.id,
                         [&](Html& out) { out.write("<p class='quote-of'>——{}</p>", ref_link(why.quote_of)); });
    if (why.verbatim) {
        html.write("<blockquote><p>{}</p>{}</blockquote>", why.quote, by);
    } else {
        html.write("<p class='statement'>{}</p>", why.quote);
    }
}

/// The sources of all paths of a reason, each once.
std::vector<Ref> sources_of(const Reason& reason) {
    std::vector<Ref> sources;
    for (const WhyView& why : reason.whys) {
        for (const Ref& source : why.sources) {
            if (std::ranges::find(sources, source.id, &Ref::id) == sources.end()) sources.push_back(source);
        }
    }
    return sources;
}

bool is_reviewed(const Reason& reason) {
    const auto is_relation = [](const PathStep& step) { return predicate_named(step.step).has_value(); };
    return std::ranges::all_of(
        reason.whys, [&](const WhyView& why) { return why.reviewed && std::ranges::any_of(why.path, is_relation); });
}

void write_reason(Html& html, const PanelPlace& place, const Card& card, const Reason& reason) {
    const WhyView& first = reason.whys.front();
    html.write(
        "<li>{}{}{}{}{}</li>",
        when(card.why.size() > reason.whys.size(), [&](Html& out) { out.write("<p>{}</p>", reason.sentence); }),
        [&](Html& out) { write_statement(out, first, card.ref); },
        [&](Html& out) { write_sources(out, sources_of(reason)); },
        [&](Html& out) { write_path(out, place, first.path); },
        [&](Html& out) {
            if (first.trust == Trust::Imported) return write_imported_mark(out, first.trust);
            if (is_reviewed(reason)) out.write("<p class='review'>这条依据已由临床医生审核</p>");
        });
}

void write_whys(Html& html, const PanelPlace& place, const Card& card) {
    if (card.why.empty()) return;
    const std::vector<Reason> reasons = reasons_of(card.why, card.ref);
    html.write("<details class='why'><summary>为什么：{}</summary><ul>{}</ul></details>", reasons.front().sentence,
               each(reasons, [&](Html& out, const Reason& reason) { write_reason(out, place, card, reason); }));
}

void write_doctor(Html& html, const Card& card) {
    html.write("{}<p class='where'>{}{}{}</p>{}",
               when(!card.titles.empty(),
                    [&](Html& out) {
                        out.write("<p class='titles'>{}</p>",
                                  each(card.titles, [](Html& list, const std::string& title) {
                                      list.write("<span>{}</span> ", title);
                                  }));
                    }),
               ref_link(card.hospital),
               when(!card.hospital.name.empty() && !card.department.empty(), [](Html& out) { out.text(" · "); }),
               shown_name(card.department), when(!card.specialty.empty(), [&](Html& out) {
                   out.write("<p class='text'><span class='label'>擅长</span>{}</p>", card.specialty);
               }));
}

void write_answered_by(Html& html, const Card& card) {
    if (card.answered_by.name.empty()) return;
    html.write("<p class='where'>回答：{} {} {}</p>", ref_link(card.answered_by), card.answered_by_title,
               shown_name(card.answered_by_hospital));
}

/// "说明书未列此用途，依据：…": what a doctor may decide and a label does not say.
void write_off_label(Html& html, const Card& card) {
    if (!card.off_label) return;
    html.write("<p class='warning off-label'>说明书未列此用途，依据：{}。是否使用由医生决定。</p>", [&](Html& out) {
        for (const WhyView& why : card.why) {
            std::vector<Ref> sources;
            for (const Ref& source : why.sources)
                if (source.id.starts_with("source/")) sources.push_back(source);
            if (!sources.empty()) return write_refs(out, sources);
        }
    });
}

void write_drug(Html& html, const Card& card) {
    html.write(
        "<p class='where'>{}{} {}</p>{}{}<p class='warning'>{}</p>",
        [&](Html& out) { write_classification(out, card.classification); },
        when(card.role == Role::Adjunct, [](Html& out) { out.write(" <span class='mark role'>辅助用药</span>"); }),
        [&](Html& out) {
            bool is_first = true;
            for (const std::string& maker : card.makers) {
                if (!is_first) out.text("、");
                is_first = false;
                out.text(shown_name(maker));
            }
        },
        when(!card.text.empty(),
             [&](Html& out) { out.write("<p class='text'><span class='label'>适应症</span>{}</p>", card.text); }),
        [&](Html& out) { write_off_label(out, card); }, warning_for(card.classification));
}

void write_hospital(Html& html, const Card& card) {
    html.write("<p class='where'>{}{}{}</p>", card.level,
               when(!card.level.empty() && !card.region.empty(), [](Html& out) { out.text(" · "); }),
               shown_name(card.region));
}

void write_text(Html& html, const Card& card) {
    if (!card.text.empty()) html.write("<p class='text'>{}</p>", card.text);
}

void write_card(Html& html, const PanelPlace& place, const Card& card) {
    html.write(
        "<li class='card'><h3>{}</h3>{}{}{}{}</li>", ref_link(card.ref),
        [&](Html& out) { write_card_details(out, card); },
        when(!card.caution.empty(), [&](Html& out) { out.write("<p class='warning caution'>{}</p>", card.caution); }),
        [&](Html& out) { write_card_marks(out, card); }, [&](Html& out) { write_whys(out, place, card); });
}

/// The text with the treatment's name as a link.
void write_named_text(Html& html, const NamedTreatmentView& named) {
    const std::size_t place = named.text.find(named.ref.name);
    if (place == std::string::npos) {
        html.text(named.text);
        return;
    }
    html.text(std::string_view(named.text).substr(0, place));
    write_link(html, named.ref);
    html.text(std::string_view(named.text).substr(place + named.ref.name.size()));
}

/// That nobody can be asked here, and where to go instead.
void write_consultation(Html& html) {
    html.write(
        "<section class='panel consultation' aria-labelledby='consultation'><h2 id='consultation'>想问医生？</h2>"
        "<p>本站的在线咨询尚未开通。需要诊治时，请到医院挂号，由医生当面诊断。</p></section>");
}

enum class Column { Main, Side };

Column column_of(Panel panel) {
    switch (panel) {
        case Panel::Doctors:
        case Panel::Hospitals:
        case Panel::Departments:
            return Column::Side;
        case Panel::Articles:
        case Panel::Questions:
        case Panel::Drugs:
        case Panel::Tests:
        case Panel::Procedures:
        case Panel::Conditions:
            return Column::Main;
    }
    return Column::Main;
}

}  // namespace

void write_card_details(Html& html, const Card& card) {
    const std::string_view id = card.ref.id;
    if (id.starts_with("doctor/")) {
        write_doctor(html, card);
    } else if (id.starts_with("drug/")) {
        write_drug(html, card);
    } else if (id.starts_with("question/")) {
        if (!card.asked.empty()) html.write("<p class='text'><span class='label'>问</span>{}</p>", card.asked);
        write_text(html, card);
        write_answered_by(html, card);
    } else if (id.starts_with("hospital/")) {
        write_hospital(html, card);
        write_text(html, card);
    } else {
        write_text(html, card);
        if (!card.source_line.empty()) html.write("<p class='where'>来源：{}</p>", card.source_line);
    }
}

void write_card_marks(Html& html, const Card& card) {
    const bool is_imported = std::max(card.trust, card.path_trust) == Trust::Imported;
    if (!card.curative && !card.must_not_miss && !is_imported) return;
    html.write(
        "<p class='marks'>{}{}{}{}</p>",
        when(card.must_not_miss, [](Html& out) { out.write("<span class='mark must-not-miss'>不能漏诊</span> "); }),
        when(card.curative, [](Html& out) { out.write("<span class='mark curative'>有望治愈</span> "); }),
        [&](Html& out) { write_imported_mark(out, card.trust); },
        when(is_imported && card.trust == Trust::Curated,
             [](Html& out) { out.write("<span class='mark imported'>列出的依据未经审核</span>"); }));
}

void write_cards(Html& html, const PanelPlace& place, const std::vector<Card>& cards) {
    if (cards.empty()) return;
    html.write("<ul class='cards'>{}</ul>",
               each(cards, [&](Html& out, const Card& card) { write_card(out, place, card); }));
}

void write_without_product(Html& html, const PanelView& panel) {
    if (!panel.without_product.empty()) {
        html.write("<ul class='without-product'>{}</ul>",
                   each(panel.without_product, [](Html& out, const NamedTreatmentView& named) {
                       out.write(
                           "<li><p>{}</p>{}<p class='sources'>依据：{}</p></li>",
                           [&](Html& text) { write_named_text(text, named); },
                           when(!named.statement.empty(),
                                [&](Html& text) { text.write("<p class='text'>{}</p>", named.statement); }),
                           [&](Html& text) { write_refs(text, named.sources); });
                   }));
    }
    const auto is_adjunct = [](const Card& card) { return card.role == Role::Adjunct; };
    if (!panel.cards.empty() && std::ranges::all_of(panel.cards, is_adjunct))
        html.write("<p class='text'>下面的药只作辅助，不能代替对病因的治疗。</p>");
}

void write_panel(Html& html, const PanelPlace& place, const PanelView& panel) {
    if (panel.cards.empty() && panel.without_product.empty()) return;
    const std::string_view name = name_of(panel.panel);
    html.write(
        "<section class='panel panel-{}' aria-labelledby='panel-{}'><div class='panel-head'><h2 id='panel-{}'>{}</h2>"
        "<a class='more' href='{}'>更多<span class='hidden-text'>{}</span></a></div>{}</section>",
        name, name, name, words_for(panel.panel), related_url(place.page_id, panel.panel), words_for(panel.panel),
        [&](Html& out) {
            write_without_product(out, panel);
            if (panel.cards.empty()) return;
            const auto is_first = [](const Card& card) { return !card.by_department_alone && !card.must_not_miss; };
            const auto others = std::find_if(panel.cards.rbegin(), panel.cards.rend(), is_first).base();
            write_cards(out, place, {panel.cards.begin(), others});
            if (others == panel.cards.end()) return;
            const std::string_view heading = others->must_not_miss ? "不能漏掉的病" : "同科室的其他医生";
            out.write("<h3 class='others'>{}</h3>", heading);
            write_cards(out, place, {others, panel.cards.end()});
        });
}

void write_side_panels(Html& html, const PanelPlace& place, const std::vector<PanelView>& panels) {
    for (const PanelView& panel : panels) {
        if (column_of(panel.panel) != Column::Side) continue;
        write_panel(html, place, panel);
    }
    write_consultation(html);
}

void write_main_panels(Html& html, const PanelPlace& place, const std::vector<PanelView>& panels) {
    for (const PanelView& panel : panels) {
        if (column_of(panel.panel) == Column::Main) write_panel(html, place, panel);
    }
}

}  // namespace xinglin
