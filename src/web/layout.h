#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/views.h"
#include "html/html.h"

namespace xinglin {

/// Something that writes a part of a page.
using PagePart = std::function<void(Html&)>;

/// A place in the breadcrumb; plain text when `url` is empty.
struct Crumb {
    std::string name;
    std::string url;
};

/// What the content stands on: a sheet of its own (texts and records), or the page's ground (lists, the home page).
enum class Ground { Sheet, Page };

/// What stands around the content of a page.
struct Frame {
    std::string title;           ///< of the page alone; the site's name is added
    std::string description;     ///< one or two sentences for search engines; "" leaves it out
    std::string canonical;       ///< the page's path; "" (error pages) leaves it out and asks not to be indexed
    bool indexable = true;       ///< false: search engines are asked not to show a page that has a path of its own
    std::vector<Crumb> crumbs;   ///< after 首页
    std::string query;           ///< what stands in the header's search box
    bool is_translated = false;  ///< the content is in the frame's language, and not in the site's own
    Ground ground = Ground::Sheet;
    PagePart main;   ///< the content, starting with the <h1>
    PagePart side;   ///< beside the content on wide screens; null for pages of one column
    PagePart below;  ///< after both on narrow screens, under the content on wide ones; may be null
};

/// The whole document: head, navigation, breadcrumb, content, footer; its frame and links in the locale of
/// `navigation`.
std::string render_page(const Frame& frame, const NavigationView& navigation);

/// Departments (and other concepts) as crumbs with links.
std::vector<Crumb> crumbs_of(const std::vector<Ref>& refs);

}  // namespace xinglin
