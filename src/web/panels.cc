#include "web/panels.h"

#include <algorithm>

#include "web/blocks.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

constexpr std::size_t kExperts = 3;

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
                      step.trust == Trust::Imported ? std::string_view("（导入资料）") : std::string_view(),
                      [&](Html& name) {
                          write_link(name, {step.to_id, step.to_name});
                      });
        }
    });
}

/// A path over no relation rests on the item's own words: there is no knowledge that a clinician could have reviewed.
std::string_view review_of(const WhyView& why) {
    const auto is_relation = [](const PathStep& step) { return predicate_named(step.step).has_value(); };
    if (std::ranges::none_of(why.path, is_relation)) return "依据为其原文，审核情况见其页面";
    return why.reviewed ? "这条依据已由临床医生审核" : "这条依据尚未经临床医生审核";
}

/// A record's own sentence is quoted; what a source says is told in our words, and never looks like a quotation.
void write_statement(Html& html, const WhyView& why) {
    const auto by = when(!why.quote_of.name.empty(),
                         [&](Html& out) { out.write("<p class='quote-of'>——{}</p>", ref_link(why.quote_of)); });
    if (why.verbatim) {
        html.write("<blockquote><p>{}</p>{}</blockquote>", why.quote, by);
    } else {
        html.write("<p class='statement'>{}</p>", why.quote);
    }
}

void write_why(Html& html, const PanelPlace& place, const WhyView& why) {
    html.write(
        "<li>{}{}{}<p class='review'>{}</p></li>", [&](Html& out) { write_path(out, place, why.path); },
        when(!why.quote.empty(), [&](Html& out) { write_statement(out, why); }),
        [&](Html& out) { write_sources(out, why.sources); },
        [&](Html& out) {
            if (why.trust == Trust::Imported) return write_imported_mark(out, why.trust);
            out.text(review_of(why));
        });
}

void write_whys(Html& html, const PanelPlace& place, const Card& card) {
    if (card.why.empty()) return;
    html.write(
        "<details class='why'><summary>为什么<span class='hidden-text'>列出“{}”</span></summary><ul>{}</ul></details>",
        card.ref.name, each(card.why, [&](Html& out, const WhyView& why) { write_why(out, place, why); }));
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
               card.department, when(!card.specialty.empty(), [&](Html& out) {
                   out.write("<p class='text'><span class='label'>擅长</span>{}</p>", card.specialty);
               }));
}

void write_answered_by(Html& html, const Card& card) {
    if (card.answered_by.name.empty()) return;
    html.write("<p class='where'>回答：{} {} {}</p>", ref_link(card.answered_by), card.answered_by_title,
               card.answered_by_hospital);
}

std::string_view class_of(DrugClassification classification) {
    switch (classification) {
        case DrugClassification::Unknown:
            return "mark drug-unknown";
        case DrugClassification::Prescription:
            return "mark drug-prescription";
        case DrugClassification::OtcA:
            return "mark drug-otc-a";
        case DrugClassification::OtcB:
            return "mark drug-otc-b";
    }
    return "mark";
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
        "<p class='where'><span class='{}'>{}</span>{} {}</p>{}{}<p class='warning'>{}</p>",
        class_of(card.classification), words_for(card.classification),
        when(card.role == Role::Adjunct, [](Html& out) { out.write(" <span class='mark role'>辅助用药</span>"); }),
        [&](Html& out) {
            bool is_first = true;
            for (const std::string& maker : card.makers) {
                if (!is_first) out.text("、");
                is_first = false;
                out.text(maker);
            }
        },
        when(!card.text.empty(),
             [&](Html& out) { out.write("<p class='text'><span class='label'>适应症</span>{}</p>", card.text); }),
        [&](Html& out) { write_off_label(out, card); }, warning_for(card.classification));
}

void write_hospital(Html& html, const Card& card) {
    html.write("<p class='where'>{}{}{}</p>", card.level,
               when(!card.level.empty() && !card.region.empty(), [](Html& out) { out.text(" · "); }), card.region);
}

void write_text(Html& html, const Card& card) {
    if (!card.text.empty()) html.write("<p class='text'>{}</p>", card.text);
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// Of a drug the maker is invented, not the drug.
bool names_somebody(std::string_view id) {
    return id.starts_with("doctor/") || id.starts_with("hospital/");
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

/// 专家咨询: who would be asked, and that nobody can be asked here yet.
void write_consultation(Html& html, const std::vector<PanelView>& panels) {
    const auto doctors = std::ranges::find(panels, Panel::Doctors, &PanelView::panel);
    html.write(
        "<section class='panel consultation' aria-labelledby='consultation'><h2 id='consultation'>专家咨询</h2>{}"
        "<p>本站的在线咨询尚未开通。需要诊治时，请到医院挂号，由医生当面诊断。</p></section>",
        [&](Html& out) {
            if (doctors == panels.end()) return;
            out.write("<p>与本页内容相符的专家：</p><ul>{}</ul>", [&](Html& list) {
                for (std::size_t i = 0; i < std::min(kExperts, doctors->cards.size()); ++i) {
                    const Card& card = doctors->cards[i];
                    list.write("<li>{} <span class='where'>{} {}</span></li>", ref_link(card.ref),
                               card.titles.empty() ? std::string() : card.titles.front(), card.department);
                }
            });
        });
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
    const bool is_invented = card.fictitious && names_somebody(card.ref.id) && !holds(card.ref.name, "虚构");
    const bool is_imported = std::max(card.trust, card.path_trust) == Trust::Imported;
    if (!card.curative && !card.must_not_miss && !is_imported && !is_invented) return;
    html.write(
        "<p class='marks'>{}{}{}{}{}</p>",
        when(card.must_not_miss, [](Html& out) { out.write("<span class='mark must-not-miss'>不能漏诊</span> "); }),
        when(card.curative, [](Html& out) { out.write("<span class='mark curative'>来源称有望治愈</span> "); }),
        [&](Html& out) { write_imported_mark(out, card.trust); },
        when(is_imported && card.trust == Trust::Curated,
             [](Html& out) { out.write("<span class='mark imported'>列出依据为导入资料，未经审核</span>"); }),
        when(is_invented, [](Html& out) { out.write("<span class='mark imported'>虚构</span>"); }));
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
        if (panel.panel == Panel::Doctors) write_consultation(html, panels);
    }
    const bool has_doctors = std::ranges::find(panels, Panel::Doctors, &PanelView::panel) != panels.end();
    if (!has_doctors) write_consultation(html, panels);
}

void write_main_panels(Html& html, const PanelPlace& place, const std::vector<PanelView>& panels) {
    for (const PanelView& panel : panels) {
        if (column_of(panel.panel) == Column::Main) write_panel(html, place, panel);
    }
}

}  // namespace xinglin
