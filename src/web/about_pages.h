#pragma once

#include <array>
#include <string>
#include <string_view>

#include "app/views.h"

namespace xinglin {

/// A page on the site itself: /about/{slug}. Its text is data/pages/{slug}.md.
struct AboutPage {
    std::string_view slug;
    std::string_view title;
};

inline constexpr std::array<AboutPage, 6> kAboutPages = {{{"site", "关于本站"},
                                                          {"editorial-policy", "我们怎样审核"},
                                                          {"relations", "相关内容怎样得来"},
                                                          {"privacy", "隐私"},
                                                          {"accessibility", "无障碍"},
                                                          {"contact", "联系与纠错"}}};

/// Null pointer when there is no such page.
const AboutPage* about_page_named(std::string_view slug);

std::string about_page(const AboutPage& page, const NavigationView& navigation);

}  // namespace xinglin
