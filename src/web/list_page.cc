#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/panels.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

PageLinks links_of(const ListView& view) {
    PageLinks links;
    links.page = view.page;
    if (view.page > 1) links.previous_url = list_url(view.kind, view.page - 1);
    if (view.page < view.page_count) links.next_url = list_url(view.kind, view.page + 1);
    return links;
}

}  // namespace

std::string list_page(const ListView& view, const NavigationView& navigation) {
    const Messages& say = messages_in(navigation.locale);
    const std::string name(words_for(view.kind, say));
    Frame frame;
    frame.ground = Ground::Page;
    frame.title = view.page > 1 ? say("list.title", name, view.page) : name;
    frame.description = navigation.site->name + "的" + name + "列表，共" + std::to_string(view.total) + "项。";
    frame.canonical = list_url(view.kind, view.page);
    frame.crumbs = {{name, ""}};
    frame.main = [&](Html& html) {
        html.write(
            "<h1>{}</h1><section class='list'><h2>{}</h2>{}{}</section>", name,
            say("list.position", view.total, view.page, view.page_count),
            [&](Html& out) {
                write_cards(out, {"", "本页"}, view.cards);
            },
            [&](Html& out) { write_page_links(out, links_of(view)); });
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
