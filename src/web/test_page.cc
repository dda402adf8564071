#include "html/markdown.h"
#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/panels.h"
#include "web/urls.h"

namespace xinglin {

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
            [&](Html& out) { write_text_section(out, "检查说明", view.test.description); },
            [&](Html& out) { write_text_section(out, "检查前准备", view.test.preparation); });
    };
    frame.below = [&](Html& html) {
        for (const PanelView& panel : view.panels) write_panel(html, place, panel);
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
