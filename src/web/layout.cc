#include "web/layout.h"

#include "web/about_pages.h"
#include "web/assets.h"
#include "web/blocks.h"
#include "web/search_box.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

void write_kinds(Html& html, const NavigationView& navigation) {
    html.write("<ul class='kinds'><li><a href='/departments'>科室</a></li>{}</ul>",
               each(navigation.kinds, [](Html& out, const auto& kind) {
                   out.write("<li><a href='{}'>{}</a></li>", list_url(kind.first), words_for(kind.first));
               }));
}

void write_department(Html& html, const NavigationView::Department& department) {
    html.write("<li><p>{}</p>{}</li>", ref_link(department.ref), when(!department.children.empty(), [&](Html& out) {
                   out.write("<ul>{}</ul>", each(department.children, [](Html& list, const Ref& child) {
                                 list.write("<li>{}</li>", ref_link(child));
                             }));
               }));
}

void write_menu(Html& html, const NavigationView& navigation) {
    html.write(
        "<details class='menu'><summary>全部导航</summary><nav aria-label='全部导航'>"
        "<h2>栏目</h2><ul class='menu-kinds'><li><a href='/departments'>科室</a></li>{}</ul>"
        "<h2>科室</h2><ul class='menu-departments'>{}</ul></nav></details>",
        each(navigation.kinds,
             [](Html& out, const auto& kind) {
                 out.write("<li><a href='{}'>{} <span class='count'>{}</span></a></li>", list_url(kind.first),
                           words_for(kind.first), kind.second);
             }),
        each(navigation.departments, write_department));
}

/// The site's name, with its picture where it has one of its own.
void write_brand(Html& html, const SiteSettings& site) {
    if (!site.logo) {
        html.write("<a class='brand' href='/'>{}</a>", site.name);
        return;
    }
    html.write("<a class='brand own' href='/'><img src='{}' alt='' height='32'>{}</a>", kLogoUrl, site.name);
}

void write_header(Html& html, const NavigationView& navigation, std::string_view query) {
    html.write(
        "<a class='skip' href='#main'>跳到正文</a>"
        "<header class='site-header'><div class='bar'>{}"
        "<nav class='kinds-bar' aria-label='栏目'>{}</nav>{}{}</div></header>",
        [&](Html& out) { write_brand(out, *navigation.site); }, [&](Html& out) { write_kinds(out, navigation); },
        [&](Html& out) { write_menu(out, navigation); },
        [&](Html& out) { write_search_box(out, SearchBoxPlace::Header, query); });
}

/// Said once a page, so that no name has to say it.
void write_demonstration(Html& html, const NavigationView& navigation) {
    if (!navigation.fictitious) return;
    html.write("<p class='demonstration'>演示网站：未标“转载资料”的医生、医院和厂家均为虚构。</p>");
}

void write_crumbs(Html& html, const std::vector<Crumb>& crumbs) {
    if (crumbs.empty()) return;
    html.write("<nav class='crumbs' aria-label='所在位置'><ol><li><a href='/'>首页</a></li>{}</ol></nav>",
               each(crumbs, [](Html& out, const Crumb& crumb) {
                   if (crumb.url.empty()) {
                       out.write("<li>{}</li>", crumb.name);
                   } else {
                       out.write("<li><a href='{}'>{}</a></li>", crumb.url, crumb.name);
                   }
               }));
}

void write_content(Html& html, const Frame& frame) {
    html.write("<div class='{}'><main id='main' class='content' tabindex='-1'>{}</main>{}{}</div>",
               frame.ground == Ground::Page ? std::string_view("page plain")
               : frame.side                 ? std::string_view("page columns")
                                            : std::string_view("page sheet"),
               frame.main,
               when(frame.side != nullptr,
                    [&](Html& out) { out.write("<aside class='side' aria-label='相关内容'>{}</aside>", frame.side); }),
               when(frame.below != nullptr, [&](Html& out) { out.write("<div class='below'>{}</div>", frame.below); }));
}

/// How to reach the operator, as text: pages write no links but to sites (html/escape.h).
void write_contact(Html& html, const SiteSettings& site) {
    if (site.phone.empty() && site.email.empty() && site.address.empty()) return;
    const auto line = [](std::string_view label, const std::string& text) {
        return when(!text.empty(), [=](Html& out) { out.write("<span>{}：{}</span> ", label, text); });
    };
    html.write("<address>{}{}{}</address>", line("电话", site.phone), line("邮箱", site.email),
               line("地址", site.address));
}

void write_own_footer(Html& html, const SiteSettings& site) {
    html.write(
        "{}{}{}", each(site.footer, [](Html& out, const std::string& line) { out.write("<p>{}</p>", line); }),
        [&](Html& out) { write_contact(out, site); }, when(!site.filings.empty(), [&](Html& out) {
            out.write("<p class='filings'>{}</p>", each(site.filings, [](Html& list, const SiteLink& filing) {
                          list.write("<a href='{}' rel='nofollow'>{}</a> ", filing.url, filing.text);
                      }));
        }));
}

void write_footer(Html& html, const NavigationView& navigation) {
    const SiteSettings& site = *navigation.site;
    html.write(
        "<footer class='site-footer'><p class='disclaimer'>内容供参考，不能代替医生诊治。"
        "出现急症请立即拨打120或到最近的医院急诊。</p>{}<nav aria-label='关于本站'><ul "
        "class='about-links'>{}</ul></nav>"
        "<p><a href='/'>{}</a></p></footer>",
        [&](Html& out) { write_own_footer(out, site); },
        each(kAboutPages,
             [](Html& out, const AboutPage& page) {
                 out.write("<li><a href='/about/{}'>{}</a></li>", page.slug, page.title);
             }),
        site.name);
}

void write_head(Html& html, const Frame& frame, const SiteSettings& site) {
    html.write(
        "<meta charset='utf-8'><meta name='viewport' content='width=device-width, initial-scale=1'>"
        "<title>{}</title>{}{}<link rel='icon' type='image/svg+xml' href='{}'><link rel='stylesheet' href='{}'>{}"
        "<link rel='search' type='application/opensearchdescription+xml' title='{}' href='/opensearch.xml'>{}",
        frame.title.empty() ? site.name : frame.title + " - " + site.name,
        when(!frame.description.empty(),
             [&](Html& out) { out.write("<meta name='description' content='{}'>", frame.description); }),
        [&](Html& out) {
            if (frame.canonical.empty() || !frame.indexable) out.write("<meta name='robots' content='noindex'>");
            if (!frame.canonical.empty())
                out.write("<link rel='canonical' href='{}'>", site.base_address + frame.canonical);
        },
        asset_url("icon.svg"), asset_url("site.css"),
        when(has_theme(site), [](Html& out) { out.write("<link rel='stylesheet' href='{}'>", kThemeUrl); }), site.name,
        [](Html& out) {
            out.script(asset_url("search.js"));
            out.script(asset_url("menu.js"));
        });
}

}  // namespace

std::string render_page(const Frame& frame, const NavigationView& navigation) {
    Html html;
    html.write(
        "<!doctype html><html lang='zh-CN'><head>{}</head><body>{}{}{}{}</body></html>\n",
        [&](Html& out) { write_head(out, frame, *navigation.site); },
        [&](Html& out) { write_header(out, navigation, frame.query); },
        [&](Html& out) {
            write_demonstration(out, navigation);
            write_crumbs(out, frame.crumbs);
        },
        [&](Html& out) { write_content(out, frame); }, [&](Html& out) { write_footer(out, navigation); });
    return std::move(html).take();
}

std::vector<Crumb> crumbs_of(const std::vector<Ref>& refs) {
    std::vector<Crumb> crumbs;
    for (const Ref& ref : refs) crumbs.push_back({ref.name, url_of(ref.id)});
    return crumbs;
}

}  // namespace xinglin
