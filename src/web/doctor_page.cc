#include "base/strings.h"
#include "html/markdown.h"
#include "text/utf8.h"
#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/panels.h"
#include "web/sections.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

/// The first character of the name stands for a portrait.
void write_portrait(Html& html, std::string_view name) {
    html.write("<span class='portrait' aria-hidden='true'>{}</span>", first_characters(name, 1));
}

void write_place(Html& html, const DoctorView& view) {
    const bool has_both = !view.hospital.name.empty() && !view.doctor.department.empty();
    html.write("<p class='where'>{}{}{}</p>", ref_link(view.hospital), std::string_view(has_both ? " · " : ""),
               [&](Html& out) {
                   if (view.departments.size() == 1) {
                       write_link(out, {view.departments.front().id, view.doctor.department});
                   } else {
                       out.text(shown_name(view.doctor.department));
                   }
               });
}

void write_head(Html& html, const DoctorView& view) {
    const Doctor& doctor = view.doctor;
    html.write(
        "<div class='person'>{}<div><h1>{}</h1><p class='titles'>{}</p>{}</div></div>{}",
        [&](Html& out) { write_portrait(out, doctor.name); }, shown_name(doctor.name), join(doctor.titles, "、"),
        [&](Html& out) { write_place(out, view); }, [&](Html& out) { write_record_marks(out, view.head); });
}

/// Their own words, and what these name as links.
void write_specialty(Html& html, const DoctorView& view) {
    if (view.doctor.specialty.empty() && view.concepts.empty()) return;
    html.write("<div class='prose'>{}</div>{}", render_plain_text(view.doctor.specialty),
               when(!view.concepts.empty(), [&](Html& out) {
                   out.write("<ul class='chips' aria-label='本人写到的病和治疗'>{}</ul>",
                             each(view.concepts,
                                  [](Html& list, const Ref& named) { list.write("<li>{}</li>", ref_link(named)); }));
               }));
}

void write_how_to_see(Html& html, const DoctorView& view) {
    html.write("<p>本站不提供在线问诊和挂号。</p>{}", when(!view.hospital.name.empty(), [&](Html& out) {
                   out.write(
                       "<p>请到{}挂{}的号，就诊前先向医院确认出诊时间。</p>", ref_link(view.hospital),
                       view.doctor.department.empty() ? std::string("相应科室") : shown_name(view.doctor.department));
               }));
}

Sections sections_of(const DoctorView& view) {
    Sections sections;
    sections.add("specialty", "擅长", [&](Html& html) { write_specialty(html, view); });
    sections.add("how", "怎么找这位医生看病", [&](Html& html) { write_how_to_see(html, view); });
    sections.add("biography", "简介", [&](Html& html) {
        if (!view.doctor.biography.empty())
            html.write("<div class='prose'>{}</div>", render_plain_text(view.doctor.biography));
    });
    sections.add("answers", "本人回答过的问题", [&](Html& html) {
        write_cards(html, {view.ref.id, "本页"}, view.answers);
    });
    return sections;
}

}  // namespace

std::string doctor_page(const DoctorView& view, const NavigationView& navigation) {
    const Doctor& doctor = view.doctor;
    const std::string titles = join(doctor.titles, "、");
    Frame frame;
    frame.title = shown_name(doctor.name) + (titles.empty() ? "" : "，" + titles);
    frame.description = plain_text_excerpt(
        shown_name(view.hospital.name + doctor.department + doctor.name) + "，擅长" + doctor.specialty, 110);
    frame.canonical = url_of(view.ref.id);
    frame.crumbs = {{"医生", list_url(ListKind::Doctors)}, {shown_name(doctor.name), ""}};
    frame.main = [&](Html& html) {
        write_head(html, view);
        sections_of(view).write(html);
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
