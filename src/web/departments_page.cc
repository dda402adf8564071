#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"

namespace xinglin {
namespace {

void write_department(Html& html, const NavigationView::Department& department) {
    html.write("<section class='department'><h2>{}</h2>{}</section>", ref_link(department.ref),
               when(!department.children.empty(), [&](Html& out) {
                   out.write("<ul class='chips'>{}</ul>", each(department.children, [](Html& list, const Ref& child) {
                                 list.write("<li>{}</li>", ref_link(child));
                             }));
               }));
}

}  // namespace

std::string departments_page(const std::vector<NavigationView::Department>& departments,
                             const NavigationView& navigation) {
    Frame frame;
    frame.ground = Ground::Page;
    frame.title = "科室";
    frame.description = "按科室查找疾病、医生和文章。";
    frame.canonical = "/departments";
    frame.crumbs = {{"科室", ""}};
    frame.main = [&](Html& html) {
        html.write("<h1>科室</h1>{}<div class='departments'>{}</div>",
                   when(departments.empty(), [](Html& out) { out.write("<p>还没有科室。</p>"); }),
                   each(departments, write_department));
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
