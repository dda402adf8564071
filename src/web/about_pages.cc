#include "web/about_pages.h"

#include <algorithm>

#include "html/markdown.h"
#include "web/data.h"
#include "web/layout.h"

namespace xinglin {
namespace {

constexpr std::size_t kDescriptionCharacters = 110;

/// The page's text with the site's name in its places.
std::string text_of(const AboutPage& page, const SiteSettings& site) {
    constexpr std::string_view kSite = "{site}";
    std::string text(web_data(std::string(page.slug) + ".md"));
    for (std::size_t at = text.find(kSite); at != std::string::npos; at = text.find(kSite, at + site.name.size())) {
        text.replace(at, kSite.size(), site.name);
    }
    return text;
}

void write_contact(Html& html, const SiteSettings& site) {
    const auto line = [](std::string_view label, const std::string& text) {
        return when(!text.empty(), [=](Html& out) { out.write("<li>{}：{}</li>", label, text); });
    };
    if (site.phone.empty() && site.email.empty() && site.address.empty()) {
        html.write("<p>运营者还没有公布联系方式。</p>");
        return;
    }
    html.write("<ul>{}{}{}</ul>", line("电话", site.phone), line("邮箱", site.email), line("地址", site.address));
}

}  // namespace

const AboutPage* about_page_named(std::string_view slug) {
    const auto found = std::ranges::find(kAboutPages, slug, &AboutPage::slug);
    return found == kAboutPages.end() ? nullptr : &*found;
}

std::string about_page(const AboutPage& page, const NavigationView& navigation) {
    const std::string text = text_of(page, *navigation.site);
    Frame frame;
    frame.title = page.title;
    frame.description = markdown_excerpt(text, kDescriptionCharacters);
    frame.canonical = "/about/" + std::string(page.slug);
    frame.crumbs = {{std::string(page.title), ""}};
    frame.main = [&](Html& html) {
        html.write("<h1>{}</h1><div class='prose'>{}{}</div>", page.title, render_markdown(text, {}).html,
                   when(page.slug == "contact", [&](Html& out) { write_contact(out, *navigation.site); }));
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
