#include "html/markdown.h"
#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/panels.h"
#include "web/sections.h"
#include "web/statements.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

constexpr std::size_t kFull = 2;

/// What the label says, and set apart from it what sources say of the ingredient.
void write_label(Html& html, std::string_view text) {
    if (!text.empty())
        html.write("<div class='label-text'><p class='tier'>说明书</p>{}</div>", render_plain_text(text));
}

void write_knowledge(Html& html, const std::vector<Tier>& tiers, Citations& citations) {
    Html told;
    write_tiers(told, tiers, citations);
    if (told.view().empty()) return;
    html.write("<p class='tier'>关于所含成分，本站查证的资料</p>{}", std::move(told).markup());
}

/// How it is given, as far as the label's form tells; the amount is the doctor's to say.
void write_how(Html& html, const Drug& drug) {
    if (drug.form.empty() && drug.strength.empty()) return;
    html.write("<p>{}{}{}。一次用多少、用多久，按医生的处方或说明书，不要自己加量或停药。</p>", drug.form,
               std::string_view(!drug.form.empty() && !drug.strength.empty() ? "，规格" : ""), drug.strength);
}

void add_uses(Sections& sections, const DrugView& view, Citations& citations) {
    sections.add("uses", "用来治什么", [&](Html& html) {
        write_label(html, view.drug.indications);
        const auto all = relations_in(view.groups, Predicate::TreatedBy, StepDirection::Inverse);
        write_knowledge(html,
                        {{"首选用于", in_roles(all, {Role::FirstLine}), 0},
                         {"也用于", in_roles(all, {Role::None, Role::Alternative}), 0},
                         {"作为辅助用于", in_roles(all, {Role::Adjunct}), 0}},
                        citations);
    });
    sections.add("how", "怎么用", [&](Html& html) { write_how(html, view.drug); });
}

void add_cautions(Sections& sections, const DrugView& view, Citations& citations) {
    sections.add("forbidden", "哪些人不能用", [&](Html& html) {
        write_label(html, view.drug.contraindications);
        write_knowledge(html, {{"", relations_in(view.groups, Predicate::ContraindicatedIn), kFull}}, citations);
    });
    sections.add("cautions", "用药时注意什么", [&](Html& html) { write_label(html, view.drug.cautions); });
    sections.add("interactions", "不能和什么一起用", [&](Html& html) {
        write_label(html, view.drug.interactions);
        write_knowledge(html, {{"", relations_in(view.groups, Predicate::InteractsWith), kFull}}, citations);
    });
    sections.add("effects", "可能的不良反应", [&](Html& html) { write_label(html, view.drug.adverse_reactions); });
}

void write_facts(Html& html, const DrugView& view) {
    const Drug& drug = view.drug;
    html.write("<dl class='facts'>{}</dl>", [&](Html& out) {
        if (drug.generic_name != drug.name) write_fact(out, "通用名", drug.generic_name);
        if (view.substances.empty()) {
            write_fact(out, "成分", drug.ingredients);
        } else {
            write_fact(out, "成分", view.substances);
        }
        write_fact(out, "生产企业", shown_name(drug.manufacturer));
        write_fact(out, "批准文号", drug.approval_number);
    });
}

void add_products(Sections& sections, const DrugView& view) {
    sections.add("products", "其他生产企业的同一种药", [&](Html& html) {
        write_cards(html, {view.ref.id, "本页"}, view.same_product);
    });
}

}  // namespace

std::string drug_page(const DrugView& view, const NavigationView& navigation) {
    const Drug& drug = view.drug;
    const PanelPlace place{view.ref.id, "本药品"};
    Citations citations;
    Sections sections;
    add_uses(sections, view, citations);
    add_cautions(sections, view, citations);
    add_products(sections, view);
    Frame frame;
    frame.title = drug.name + (drug.manufacturer.empty() ? "" : "（" + shown_name(drug.manufacturer) + "）");
    frame.description = plain_text_excerpt(drug.name + "：" + drug.indications, 110);
    frame.canonical = url_of(view.ref.id);
    frame.crumbs = {{"药品", list_url(ListKind::Drugs)}, {drug.name, ""}};
    frame.main = [&](Html& html) {
        html.write(
            "<h1>{}</h1><p class='warning'>{} {}</p>{}{}{}{}{}", drug.name,
            [&](Html& out) { write_classification(out, drug.classification); }, warning_for(drug.classification),
            [&](Html& out) { write_facts(out, view); }, [&](Html& out) { write_record_meta(out, view.head, ""); },
            [&](Html& out) { sections.write_contents(out); }, [&](Html& out) { sections.write(out); },
            [&](Html& out) { citations.write_folded_list(out); });
    };
    frame.below = [&](Html& html) {
        for (const PanelView& panel : view.panels) write_panel(html, place, panel);
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
