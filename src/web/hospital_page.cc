#include "html/markdown.h"
#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/panels.h"
#include "web/sections.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

std::string region_of(const Hospital& hospital) {
    return shown_name(hospital.province == hospital.city ? hospital.city : hospital.province + hospital.city);
}

/// Of an invented hospital there is no place on a map.
void write_address(Html& html, const HospitalView& view) {
    if (view.hospital.address.empty()) return;
    html.write("<div class='fact wide'><dt>地址</dt><dd>{}{}</dd></div>", shown_name(view.hospital.address),
               when(!view.head.fictitious, [&](Html& out) {
                   out.write(" <a href='https://uri.amap.com/search?keyword={}' rel='nofollow noopener'>看地图</a>",
                             view.hospital.name);
               }));
}

Sections sections_of(const HospitalView& view) {
    Sections sections;
    sections.add("departments", "科室", [&](Html& html) {
        if (view.departments.empty()) return;
        html.write("<ul class='chips'>{}</ul>", each(view.departments, [](Html& out, const Ref& department) {
                       out.write("<li>{}</li>", ref_link(department));
                   }));
    });
    sections.add("doctors", "医生", [&](Html& html) { write_cards(html, {view.ref.id, "本页"}, view.doctors); });
    sections.add("introduction", "介绍", [&](Html& html) {
        if (!view.hospital.introduction.empty())
            html.write("<div class='prose'>{}</div>", render_plain_text(view.hospital.introduction));
    });
    return sections;
}

}  // namespace

std::string hospital_page(const HospitalView& view, const NavigationView& navigation) {
    const Hospital& hospital = view.hospital;
    Frame frame;
    frame.title = shown_name(hospital.name);
    frame.description =
        plain_text_excerpt(shown_name(hospital.name) + "，" + hospital.level + "。" + hospital.introduction, 110);
    frame.canonical = url_of(view.ref.id);
    frame.crumbs = {{"医院", list_url(ListKind::Hospitals)}, {shown_name(hospital.name), ""}};
    frame.main = [&](Html& html) {
        html.write(
            "<h1>{}</h1>{}<dl class='facts'>{}</dl>", shown_name(hospital.name),
            [&](Html& out) { write_record_marks(out, view.head); },
            [&](Html& out) {
                write_fact(out, "等级", hospital.level);
                write_fact(out, "地区", region_of(hospital));
                write_address(out, view);
            });
        const Sections sections = sections_of(view);
        sections.write_contents(html);
        sections.write(html);
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
