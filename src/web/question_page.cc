#include "html/markdown.h"
#include "web/blocks.h"
#include "web/care.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/panels.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

void write_answer(Html& html, const Answer& answer, const Ref& doctor) {
    html.write("<li class='answer'><div class='prose'>{}</div><p class='where'>{}</p></li>",
               render_plain_text(answer.text), [&](Html& out) {
                   if (doctor.name.empty()) {
                       out.text("回答者未标明");
                   } else {
                       out.write("{} {} {}", ref_link(doctor), answer.doctor_title, shown_name(answer.doctor_hospital));
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

/// The whole question, as it was asked.
void write_asked(Html& html, const Question& question) {
    html.write("<div class='question prose'>{}{}</div>", render_plain_text(question.body),
               when(question.asked_on.known(), [&](Html& out) {
                   const std::string day = question.asked_on.iso();
                   out.write("<p class='where'>提问于 <time datetime='{}'>{}</time></p>", day, day);
               }));
}

void write_care(Html& html, const QuestionView& view) {
    CareLevels(view.care_cards, view.about.empty() ? Ref{} : view.about.front()).write_line(html);
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
            "<article><h1>{}</h1>{}{}{}{}{}</article>", question.title, [&](Html& out) { write_asked(out, question); },
            [&](Html& out) { write_care(out, view); }, [&](Html& out) { write_answers(out, view); },
            [&](Html& out) { write_record_meta(out, view.head, ""); },
            [&](Html& out) { write_about(out, view.about); });
    };
    frame.side = [&](Html& html) { write_side_panels(html, place, view.panels); };
    frame.below = [&](Html& html) { write_main_panels(html, place, view.panels); };
    return render_page(frame, navigation);
}

}  // namespace xinglin
