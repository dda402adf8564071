#include "html/markdown.h"
#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/panels.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

void write_label(Html& html, const Drug& drug) {
    write_text_section(html, "适应症", drug.indications);
    write_text_section(html, "禁忌", drug.contraindications);
    write_text_section(html, "注意事项", drug.cautions);
    write_text_section(html, "药物相互作用", drug.interactions);
    write_text_section(html, "不良反应", drug.adverse_reactions);
}

void write_same_product(Html& html, const DrugView& view) {
    if (view.same_product.empty()) return;
    html.write("<section class='panel'><h2>同一品种，其他生产企业</h2>{}</section>", [&](Html& out) {
        write_cards(out, {view.ref.id, "本页"}, view.same_product);
    });
}

void write_substance_knowledge(Html& html, const DrugView& view) {
    if (view.groups.empty()) return;
    html.write("<p class='notice'>以下是关于所含成分的知识，不是本品说明书的内容。</p>{}",
               [&](Html& out) { write_relation_groups(out, view.ref.id, view.groups, ConceptKind::Substance); });
}

}  // namespace

std::string drug_page(const DrugView& view, const NavigationView& navigation) {
    const Drug& drug = view.drug;
    const PanelPlace place{view.ref.id, "本药品"};
    Frame frame;
    frame.title = drug.name + (drug.manufacturer.empty() ? "" : "（" + drug.manufacturer + "）");
    frame.description = plain_text_excerpt(drug.name + "：" + drug.indications, 110);
    frame.canonical = url_of(view.ref.id);
    frame.crumbs = {{"药品", list_url(ListKind::Drugs)}, {drug.name, ""}};
    frame.main = [&](Html& html) {
        html.write(
            "<h1>{}</h1>{}{}<p class='warning'>{}</p><dl class='facts'>{}</dl>{}{}{}", drug.name,
            [&](Html& out) { write_fictitious_notice(out, view.head); },
            [&](Html& out) { write_record_meta(out, view.head, ""); }, warning_for(drug.classification),
            [&](Html& out) {
                write_fact(out, "分类", words_for(drug.classification));
                write_fact(out, "通用名", drug.generic_name);
                write_fact(out, "成分", drug.ingredients);
                write_fact(out, "成分页", view.substances);
                write_fact(out, "剂型", drug.form);
                write_fact(out, "规格", drug.strength);
                write_fact(out, "生产企业", drug.manufacturer);
                write_fact(out, "批准文号", drug.approval_number);
            },
            [&](Html& out) { write_label(out, drug); }, [&](Html& out) { write_same_product(out, view); },
            [&](Html& out) { write_substance_knowledge(out, view); });
    };
    frame.below = [&](Html& html) {
        for (const PanelView& panel : view.panels) write_panel(html, place, panel);
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
