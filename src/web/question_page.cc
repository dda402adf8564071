#include "html/markdown.h"
#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/panels.h"
#include "web/urls.h"

namespace xinglin {
namespace {

void write_answer(Html& html, const Answer& answer, const Ref& doctor) {
    html.write("<li class='answer'><div class='prose'>{}</div><p class='where'>{}</p></li>",
               render_plain_text(answer.text), [&](Html& out) {
                   if (doctor.name.empty()) {
                       out.text("回答者未标明");
                   } else {
                       out.write("{} {} {}", ref_link(doctor), answer.doctor_title, answer.doctor_hospital);
                   }
                   if (answer.answered_on.known()) out.text("，" + answer.answered_on.iso());
               });
}

void write_answers(Html& html, const QuestionView& view) {
    const std::vector<Answer>& answers = view.question.answers;
    if (answers.empty()) {
        html.write("<section><h2>医生回答</h2><p>还没有医生回答这个问题。</p></section>");
        return;
    }
    html.write("<section><h2>医生回答</h2><ul class='answers'>{}</ul></section>", [&](Html& out) {
        for (std::size_t i = 0; i < answers.size(); ++i) {
            const bool has_doctor = i < view.answer_doctors.size() && !view.answer_doctors[i].name.empty();
            write_answer(out, answers[i], has_doctor ? view.answer_doctors[i] : Ref{"", answers[i].doctor_name});
        }
    });
}

std::string description_of(const Question& question) {
    return plain_text_excerpt(question.answers.empty() ? question.title + question.body : question.answers[0].text,
                              110);
}

}  // namespace

std::string question_page(const QuestionView& view, const NavigationView& navigation) {
    const Question& question = view.question;
    const PanelPlace place{view.ref.id, "本问题"};
    Frame frame;
    frame.title = question.title;
    frame.description = description_of(question);
    frame.canonical = url_of(view.ref.id);
    frame.crumbs = crumbs_of(view.breadcrumb);
    if (frame.crumbs.empty()) frame.crumbs = {{"问答", list_url(ListKind::Questions)}};
    frame.main = [&](Html& html) {
        html.write(
            "<article><h1>{}</h1>{}{}{}<div class='question prose'>{}{}</div>{}{}</article>", question.title,
            [&](Html& out) { write_fictitious_notice(out, view.head); },
            [&](Html& out) { write_record_meta(out, view.head, ""); }, [&](Html& out) { write_about(out, view.about); },
            render_plain_text(question.body),
            when(question.asked_on.known(),
                 [&](Html& out) { out.write("<p class='where'>提问于 {}</p>", question.asked_on.iso()); }),
            [&](Html& out) { write_care_cards(out, view.care_cards); }, [&](Html& out) { write_answers(out, view); });
    };
    frame.side = [&](Html& html) { write_side_panels(html, place, view.panels); };
    frame.below = [&](Html& html) { write_main_panels(html, place, view.panels); };
    return render_page(frame, navigation);
}

}  // namespace xinglin
