#include "web/layout.h"

#include "messages/messages.h"
#include "web/about_pages.h"
#include "web/assets.h"
#include "web/blocks.h"
#include "web/localised.h"
#include "web/search_box.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

void write_kinds(Html& html, const NavigationView& navigation) {
    const Messages& say = messages_in(navigation.locale);
    html.write("<ul class='kinds'><li><a href='/departments'>{}</a></li>{}</ul>", say("frame.departments"),
               each(navigation.kinds, [&](Html& out, const auto& kind) {
                   out.write("<li><a href='{}'>{}</a></li>", list_url(kind.first), words_for(kind.first, say));
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
    const Messages& say = messages_in(navigation.locale);
    html.write(
        "<details class='menu'><summary>{}</summary><nav aria-label='{}'>"
        "<h2>{}</h2><ul class='menu-kinds'><li><a href='/departments'>{}</a></li>{}</ul>"
        "<h2>{}</h2><ul class='menu-departments'>{}</ul></nav></details>",
        say("frame.all_navigation"), say("frame.all_navigation"), say("frame.kinds"), say("frame.departments"),
        each(navigation.kinds,
             [&](Html& out, const auto& kind) {
                 out.write("<li><a href='{}'>{} <span class='count'>{}</span></a></li>", list_url(kind.first),
                           words_for(kind.first, say), kind.second);
             }),
        say("frame.departments"), each(navigation.departments, write_department));
}

/// The site's name, with its picture where it has one of its own.
void write_brand(Html& html, const SiteSettings& site) {
    if (!site.logo) {
        html.write("<a class='brand' href='/'>{}</a>", site.name);
        return;
    }
    html.write("<a class='brand own' href='/'><img src='{}' alt='' height='32'>{}</a>", kLogoUrl, site.name);
}

/// Said once a page, so that no name has to say it.
void write_demonstration(Html& html, const NavigationView& navigation) {
    if (!navigation.fictitious) return;
    html.write("<p class='demonstration'>{}</p>", messages_in(navigation.locale)("frame.demonstration"));
}

void write_header(Html& html, const NavigationView& navigation, std::string_view query) {
    const Messages& say = messages_in(navigation.locale);
    html.write(
        "<a class='skip' href='#main'>{}</a>"
        "<header class='site-header'><div class='bar'>{}"
        "<nav class='kinds-bar' aria-label='{}'>{}</nav>{}{}</div>{}</header>",
        say("frame.skip"), [&](Html& out) { write_brand(out, *navigation.site); }, say("frame.kinds"),
        [&](Html& out) { write_kinds(out, navigation); }, [&](Html& out) { write_menu(out, navigation); },
        [&](Html& out) {
            write_search_box(out, {SearchBoxPlace::Header, query, navigation.locale});
        },
        [&](Html& out) { write_demonstration(out, navigation); });
}

void write_crumbs(Html& html, const std::vector<Crumb>& crumbs, const Messages& say) {
    if (crumbs.empty()) return;
    html.write("<nav class='crumbs' aria-label='{}'><ol><li><a href='/'>{}</a></li>{}</ol></nav>", say("frame.crumbs"),
               say("frame.home"), each(crumbs, [](Html& out, const Crumb& crumb) {
                   if (crumb.url.empty()) {
                       out.write("<li>{}</li>", crumb.name);
                   } else {
                       out.write("<li><a href='{}'>{}</a></li>", crumb.url, crumb.name);
                   }
               }));
}

/// The language of the content: an English frame stands around Chinese texts.
std::string_view content_language(const Frame& frame, Locale locale) {
    return language_tag(locale == Locale::En && !frame.is_translated ? Locale::ZhHans : locale);
}

void write_content(Html& html, const Frame& frame, const Messages& say) {
    const std::string_view language = content_language(frame, say.locale());
    html.write("<div class='{}'><main id='main' class='content' tabindex='-1' lang='{}'>{}</main>{}{}</div>",
               frame.ground == Ground::Page ? std::string_view("page plain")
               : frame.side                 ? std::string_view("page columns")
                                            : std::string_view("page sheet"),
               language, frame.main,
               when(frame.side != nullptr,
                    [&](Html& out) {
                        out.write("<aside class='side' aria-label='{}' lang='{}'>{}</aside>", say("frame.related"),
                                  language, frame.side);
                    }),
               when(frame.below != nullptr,
                    [&](Html& out) { out.write("<div class='below' lang='{}'>{}</div>", language, frame.below); }));
}

/// How to reach the operator, as text: pages write no links but to sites (html/escape.h).
void write_contact(Html& html, const SiteSettings& site, const Messages& say) {
    if (site.phone.empty() && site.email.empty() && site.address.empty()) return;
    const auto line = [&](std::string_view label, const std::string& text) {
        return when(!text.empty(),
                    [&, label](Html& out) { out.write("<span>{}</span> ", say("frame.labelled", label, text)); });
    };
    html.write("<address>{}{}{}</address>", line(say("frame.phone"), site.phone), line(say("frame.email"), site.email),
               line(say("frame.address"), site.address));
}

void write_own_footer(Html& html, const SiteSettings& site, const Messages& say) {
    html.write(
        "{}{}{}", each(site.footer, [](Html& out, const std::string& line) { out.write("<p>{}</p>", line); }),
        [&](Html& out) { write_contact(out, site, say); }, when(!site.filings.empty(), [&](Html& out) {
            out.write("<p class='filings'>{}</p>", each(site.filings, [](Html& list, const SiteLink& filing) {
                          list.write("<a href='{}' rel='nofollow'>{}</a> ", filing.url, filing.text);
                      }));
        }));
}

/// The same page in the other languages; the home page where a page has no address of its own.
void write_languages(Html& html, const Frame& frame, const Messages& say) {
    const std::string_view path = frame.canonical.empty() ? std::string_view("/") : frame.canonical;
    html.write("<nav class='languages' aria-label='{}'><ul>{}</ul></nav>", say("frame.languages"),
               each(all_of<Locale>, [&](Html& out, Locale locale) {
                   const std::string_view tag = language_tag(locale);
                   if (locale == say.locale()) {
                       out.write("<li><span lang='{}'>{}</span></li>", tag, own_name(locale));
                   } else {
                       out.write("<li><a hreflang='{}' lang='{}' href='{}'>{}</a></li>", tag, tag,
                                 path_in(locale, path), own_name(locale));
                   }
               }));
}

void write_footer(Html& html, const Frame& frame, const NavigationView& navigation) {
    const Messages& say = messages_in(navigation.locale);
    const SiteSettings& site = *navigation.site;
    html.write(
        "<footer class='site-footer'>{}<p class='disclaimer'>{}</p>{}<nav aria-label='{}'><ul "
        "class='about-links'>{}</ul>"
        "</nav>{}<p><a href='/'>{}</a></p></footer>",
        when(!frame.canonical.empty(),
             [&](Html& out) {
                 out.write("<p><a class='report-link' rel='nofollow' href='{}'>{}</a></p>", report_url(frame.canonical),
                           say("frame.report"));
             }),
        say("frame.disclaimer"), [&](Html& out) { write_own_footer(out, site, say); }, say("frame.about"),
        each(kAboutPages,
             [](Html& out, const AboutPage& page) {
                 out.write("<li><a href='/about/{}'>{}</a></li>", page.slug, page.title);
             }),
        [&](Html& out) { write_languages(out, frame, say); }, site.name);
}

/// Where the page is, in each language. Search engines take whole addresses only, so a site that has told none has
/// none.
void write_addresses(Html& html, const Frame& frame, const SiteSettings& site, Locale own) {
    if (frame.canonical.empty() || !frame.indexable) html.write("<meta name='robots' content='noindex'>");
    if (frame.canonical.empty()) return;
    if (site.base_address.empty()) {
        html.write("<link rel='canonical' href='{}'>", frame.canonical);
        return;
    }
    html.write("<link rel='canonical' href='{}'>", site.base_address + path_in(own, frame.canonical));
    for (const Locale locale : all_of<Locale>) {
        html.write("<link rel='alternate' hreflang='{}' href='{}'>", language_tag(locale),
                   site.base_address + path_in(locale, frame.canonical));
    }
    html.write("<link rel='alternate' hreflang='x-default' href='{}'>", site.base_address + frame.canonical);
}

std::string whole_title(const Frame& frame, const SiteSettings& site) {
    return frame.title.empty() ? site.name : frame.title + " - " + site.name;
}

/// What a page looks like where somebody shares it (https://ogp.me).
void write_open_graph(Html& html, const Frame& frame, const NavigationView& navigation) {
    if (frame.canonical.empty()) return;
    const SiteSettings& site = *navigation.site;
    html.write(
        "<meta property='og:type' content='website'><meta property='og:site_name' content='{}'>"
        "<meta property='og:title' content='{}'><meta property='og:url' content='{}'>"
        "<meta property='og:locale' content='{}'>{}",
        site.name, frame.title.empty() ? site.name : frame.title,
        site.base_address + path_in(navigation.locale, frame.canonical), language_tag(navigation.locale),
        when(!frame.description.empty(),
             [&](Html& out) { out.write("<meta property='og:description' content='{}'>", frame.description); }));
}

void write_for_machines(Html& html, const Frame& frame, const NavigationView& navigation) {
    write_open_graph(html, frame, navigation);
    const Messages& say = messages_in(navigation.locale);
    html.write(
        "<link rel='alternate' type='application/atom+xml' title='{}' href='/feeds/articles.xml'>"
        "<link rel='alternate' type='application/atom+xml' title='{}' href='/feeds/changes.xml'>"
        "<link rel='manifest' href='/manifest.webmanifest'>",
        say("feed.articles"), say("feed.changes"));
    if (!navigation.structured_data.empty()) html.json_ld(navigation.structured_data);
}

void write_head(Html& html, const Frame& frame, const NavigationView& navigation) {
    const SiteSettings& site = *navigation.site;
    html.write(
        "<meta charset='utf-8'><meta name='viewport' content='width=device-width, initial-scale=1'>"
        "<title>{}</title>{}{}<link rel='icon' type='image/svg+xml' href='{}'><link rel='stylesheet' href='{}'>{}"
        "<link rel='search' type='application/opensearchdescription+xml' title='{}' href='/opensearch.xml'>{}",
        whole_title(frame, site),
        when(!frame.description.empty(),
             [&](Html& out) { out.write("<meta name='description' content='{}'>", frame.description); }),
        [&](Html& out) { write_addresses(out, frame, site, navigation.locale); }, asset_url("icon.svg"),
        asset_url("site.css"),
        when(has_theme(site), [](Html& out) { out.write("<link rel='stylesheet' href='{}'>", kThemeUrl); }), site.name,
        [&](Html& out) {
            out.script(asset_url("search.js"));
            out.script(asset_url("menu.js"));
            write_for_machines(out, frame, navigation);
        });
}

}  // namespace

std::string render_page(const Frame& frame, const NavigationView& navigation) {
    const Messages& say = messages_in(navigation.locale);
    Html html;
    html.write(
        "<!doctype html><html lang='{}'><head>{}</head><body>{}{}{}{}</body></html>\n", language_tag(navigation.locale),
        [&](Html& out) { write_head(out, frame, navigation); },
        [&](Html& out) { write_header(out, navigation, frame.query); },
        [&](Html& out) { write_crumbs(out, frame.crumbs, say); }, [&](Html& out) { write_content(out, frame, say); },
        [&](Html& out) { write_footer(out, frame, navigation); });
    return localised(std::move(html).take(), navigation.locale);
}

std::vector<Crumb> crumbs_of(const std::vector<Ref>& refs) {
    std::vector<Crumb> crumbs;
    for (const Ref& ref : refs) crumbs.push_back({ref.name, url_of(ref.id)});
    return crumbs;
}

}  // namespace xinglin
