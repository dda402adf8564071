#include "base/strings.h"
#include "html/markdown.h"
#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/panels.h"
#include "web/urls.h"

namespace xinglin {
namespace {

void write_answers(Html& html, const DoctorView& view) {
    if (view.answers.empty()) return;
    html.write("<section class='panel'><h2>回答过的问题</h2>{}</section>", [&](Html& out) {
        write_cards(out, {view.ref.id, "本页"}, view.answers);
    });
}

}  // namespace

std::string doctor_page(const DoctorView& view, const NavigationView& navigation) {
    const Doctor& doctor = view.doctor;
    const std::string titles = join(doctor.titles, "、");
    Frame frame;
    frame.title = doctor.name + (titles.empty() ? "" : "，" + titles);
    frame.description =
        plain_text_excerpt(view.hospital.name + doctor.department + doctor.name + "，擅长" + doctor.specialty, 110);
    frame.canonical = url_of(view.ref.id);
    frame.crumbs = {{"医生", list_url(ListKind::Doctors)}, {doctor.name, ""}};
    frame.main = [&](Html& html) {
        html.write(
            "<h1>{}</h1>{}{}<dl class='facts'>{}</dl>{}{}<section><h2>咨询</h2>"
            "<p>本站的在线咨询尚未开通。需要诊治时，请到医院挂号，由医生当面诊断。</p></section>{}",
            doctor.name, [&](Html& out) { write_fictitious_notice(out, view.head); },
            [&](Html& out) { write_record_marks(out, view.head); },
            [&](Html& out) {
                write_fact(out, "职称", titles);
                if (!view.hospital.name.empty()) write_fact(out, "医院", std::vector<Ref>{view.hospital});
                write_fact(out, "科室", doctor.department);
                write_fact(out, "对应科室页", view.departments);
                write_fact(out, "本人写到的病症和技术", view.concepts);
            },
            [&](Html& out) { write_text_section(out, "擅长", doctor.specialty); },
            [&](Html& out) { write_text_section(out, "简介", doctor.biography); },
            [&](Html& out) { write_answers(out, view); });
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
