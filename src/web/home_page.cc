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

/// A heading with the way to all of its kind; `write` writes what stands below.
template <HtmlWriter Writer>
void write_panel_of(Html& html, std::string_view heading, std::string_view more_url, const Writer& write) {
    html.write(
        "<section class='panel'><div class='panel-head'><h2>{}</h2><a class='more' href='{}'>全部"
        "<span class='hidden-text'>{}</span></a></div>{}</section>",
        heading, more_url, heading, write);
}

void write_section(Html& html, const HomeSection& section) {
    if (section.cards.empty()) return;
    write_panel_of(html, section.heading, section.more_url, [&](Html& out) {
        write_cards(out, {"", "本页"}, section.cards);
    });
}

void write_names(Html& html, const HomeSection& section) {
    if (section.cards.empty()) return;
    write_panel_of(html, section.heading, section.more_url, [&](Html& out) {
        out.write("<ul class='chips'>{}</ul>", each(section.cards, [](Html& list, const Card& card) {
                      list.write("<li>{}</li>", ref_link(card.ref));
                  }));
    });
}

void write_regions(Html& html, const std::vector<BodyRegion>& regions) {
    if (regions.empty()) return;
    write_panel_of(html, "哪里不舒服", list_url(ListKind::Symptoms), [&](Html& out) {
        out.write("<div class='regions'>{}</div>", each(regions, [](Html& list, const BodyRegion& region) {
                      list.write(
                          "<details class='region'><summary>{}{}</summary><ul class='chips'>{}</ul></details>",
                          [&](Html& icon) { write_icon(icon, region.icon); }, region.name,
                          each(region.symptoms,
                               [](Html& chips, const Ref& symptom) { chips.write("<li>{}</li>", ref_link(symptom)); }));
                  }));
    });
}

void write_departments(Html& html, const NavigationView& navigation) {
    if (navigation.departments.empty()) return;
    write_panel_of(html, "按科室查找", "/departments", [&](Html& out) {
        out.write("<ul class='chips'>{}</ul>",
                  each(navigation.departments, [](Html& list, const NavigationView::Department& department) {
                      list.write("<li>{}</li>", ref_link(department.ref));
                  }));
    });
}

void write_danger_line(Html& html) {
    html.write(
        "<p class='danger-line'>{}突然胸痛、呼吸困难、口角歪斜或一侧手脚无力、叫不醒、抽搐不停、大量出血："
        "<strong>立即拨打120</strong></p>",
        [](Html& out) { write_icon(out, "phone"); });
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
        html.write("<div class='hero'><h1>{}</h1><p>{}</p></div>", navigation.site->name, navigation.site->tagline);
        write_danger_line(html);
        write_regions(html, view.regions);
        write_departments(html, navigation);
        write_names(html, {"文章和问答最多的疾病", conditions, view.conditions});
        write_section(html, {"最近由医生审核", articles, view.reviewed});
        write_section(html, {"最新文章", articles, view.articles});
        write_section(html, {"医生回答", questions, view.questions});
        write_section(html, {"医生", doctors, view.doctors});
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
