#include "html/markdown.h"
#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/panels.h"
#include "web/urls.h"

namespace xinglin {
namespace {

std::string region_of(const Hospital& hospital) {
    return hospital.province == hospital.city ? hospital.city : hospital.province + hospital.city;
}

void write_departments(Html& html, const std::vector<Ref>& departments) {
    if (departments.empty()) return;
    html.write(
        "<section><h2>科室</h2><ul class='chips'>{}</ul></section>",
        each(departments, [](Html& out, const Ref& department) { out.write("<li>{}</li>", ref_link(department)); }));
}

void write_doctors(Html& html, const HospitalView& view) {
    if (view.doctors.empty()) return;
    html.write("<section class='panel'><h2>本院医生</h2>{}</section>", [&](Html& out) {
        write_cards(out, {view.ref.id, "本页"}, view.doctors);
    });
}

}  // namespace

std::string hospital_page(const HospitalView& view, const NavigationView& navigation) {
    const Hospital& hospital = view.hospital;
    Frame frame;
    frame.title = hospital.name;
    frame.description = plain_text_excerpt(hospital.name + "，" + hospital.level + "。" + hospital.introduction, 110);
    frame.canonical = url_of(view.ref.id);
    frame.crumbs = {{"医院", list_url(ListKind::Hospitals)}, {hospital.name, ""}};
    frame.main = [&](Html& html) {
        html.write(
            "<h1>{}</h1>{}{}<dl class='facts'>{}</dl>{}{}{}", hospital.name,
            [&](Html& out) { write_fictitious_notice(out, view.head); },
            [&](Html& out) { write_record_marks(out, view.head); },
            [&](Html& out) {
                write_fact(out, "等级", hospital.level);
                write_fact(out, "地区", region_of(hospital));
                write_fact(out, "地址", hospital.address);
            },
            [&](Html& out) { write_text_section(out, "医院介绍", hospital.introduction); },
            [&](Html& out) { write_departments(out, view.departments); }, [&](Html& out) { write_doctors(out, view); });
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
