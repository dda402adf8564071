#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/panels.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

PageLinks links_of(const PanelPageView& view) {
    PageLinks links;
    links.page = view.page;
    if (view.page > 1) links.previous_url = related_url(view.page_of.id, view.panel.panel, view.page - 1);
    if (view.has_next) links.next_url = related_url(view.page_of.id, view.panel.panel, view.page + 1);
    return links;
}

}  // namespace

std::string panel_page(const PanelPageView& view, const NavigationView& navigation) {
    const std::string name(words_for(view.panel.panel));
    const bool is_article = view.page_of.id.starts_with("article/");
    const PanelPlace place{view.page_of.id, is_article ? std::string_view("本文") : std::string_view("本页")};
    Frame frame;
    frame.ground = Ground::Page;
    frame.title = view.page_of.name + "：" + name;
    frame.description = "与“" + view.page_of.name + "”有依据地相关的内容：" + name + "，每一项都写明为什么。";
    frame.canonical = related_url(view.page_of.id, view.panel.panel, view.page);
    frame.crumbs = {{view.page_of.name, url_of(view.page_of.id)}, {name, ""}};
    frame.main = [&](Html& html) {
        html.write(
            "<h1>{}：{}</h1><section class='list'><h2>每一项为什么在这里，展开可见</h2>{}{}{}{}</section>",
            view.page_of.name, name, [&](Html& out) { write_without_product(out, view.panel); },
            when(view.panel.cards.empty() && view.panel.without_product.empty(),
                 [](Html& out) { out.write("<p>没有有依据的内容可以列出。</p>"); }),
            when(!view.panel.cards.empty(), [&](Html& out) { write_cards(out, place, view.panel.cards); }),
            [&](Html& out) { write_page_links(out, links_of(view)); });
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
