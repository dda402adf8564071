#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/panels.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

struct HomeSection {
    std::string_view heading;
    std::string_view more_url;
    const std::vector<Card>& cards;
};

void write_section(Html& html, const HomeSection& section) {
    if (section.cards.empty()) return;
    html.write(
        "<section class='panel'><div class='panel-head'><h2>{}</h2><a class='more' href='{}'>更多"
        "<span class='hidden-text'>{}</span></a></div>{}</section>",
        section.heading, section.more_url, section.heading, [&](Html& out) {
            write_cards(out, {"", "本页"}, section.cards);
        });
}

void write_departments(Html& html, const NavigationView& navigation) {
    if (navigation.departments.empty()) return;
    html.write(
        "<section class='panel'><div class='panel-head'><h2>按科室查找</h2><a class='more' href='/departments'>更多"
        "<span class='hidden-text'>科室</span></a></div><ul class='chips'>{}</ul></section>",
        each(navigation.departments, [](Html& out, const NavigationView::Department& department) {
            out.write("<li>{}</li>", ref_link(department.ref));
        }));
}

}  // namespace

std::string home_page(const HomeView& view, const NavigationView& navigation) {
    const std::string conditions = list_url(ListKind::Conditions);
    const std::string articles = list_url(ListKind::Articles);
    const std::string questions = list_url(ListKind::Questions);
    const std::string doctors = list_url(ListKind::Doctors);
    Frame frame;
    frame.ground = Ground::Page;
    frame.description = navigation.site->name + "：" + navigation.site->description;
    frame.canonical = "/";
    frame.main = [&](Html& html) {
        html.write(
            "<div class='hero'><h1>{}</h1><p>{}</p></div>{}{}{}{}{}", navigation.site->name, navigation.site->tagline,
            [&](Html& out) { write_departments(out, navigation); },
            [&](Html& out) {
                write_section(out, {"常看疾病", conditions, view.conditions});
            },
            [&](Html& out) {
                write_section(out, {"文章", articles, view.articles});
            },
            [&](Html& out) {
                write_section(out, {"医生回答", questions, view.questions});
            },
            [&](Html& out) {
                write_section(out, {"医生", doctors, view.doctors});
            });
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
