#include "web/localised.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "text/traditional.h"

namespace xinglin {
namespace {

constexpr std::array<std::string_view, 2> kAttributes = {" href='/", " action='/"};
constexpr std::array<std::string_view, 4> kSharedFolders = {"/assets/", "/site/", "/api/", "/feeds/"};

/// Whether an address is the same in every locale.
bool is_shared(std::string_view path) {
    const auto begins = [&](std::string_view folder) { return path.starts_with(folder); };
    if (std::ranges::any_of(kSharedFolders, begins)) return true;
    // robots.txt, opensearch.xml, favicon.ico: files at the top.
    const std::string_view first = path.substr(1);
    return first.find('.') != std::string_view::npos && first.find('/') == std::string_view::npos &&
           first.find('?') == std::string_view::npos;
}

/// Whether the tag that is open at the end of `written` names the language of its link.
bool names_its_language(std::string_view written) {
    const std::size_t tag = written.rfind('<');
    return tag != std::string_view::npos && written.substr(tag).find(" hreflang='") != std::string_view::npos;
}

std::string with_prefixed_links(std::string_view page, Locale locale) {
    std::string out;
    out.reserve(page.size() + page.size() / 16);
    std::size_t copied = 0;
    for (std::size_t at = page.find("='/"); at != std::string_view::npos; at = page.find("='/", at + 3)) {
        const std::size_t begin = at + 2;  // of the path
        const auto ends_here = [&](std::string_view attribute) {
            return page.substr(0, begin + 1).ends_with(attribute);
        };
        if (std::ranges::none_of(kAttributes, ends_here)) continue;
        const std::string_view path = page.substr(begin, page.find('\'', begin) - begin);
        if (is_shared(path) || names_its_language(page.substr(0, at))) continue;
        out.append(page, copied, begin - copied);
        out += path_in(locale, path);
        copied = begin + path.size();
    }
    return out.append(page, copied);
}

}  // namespace

std::string localised(std::string page, Locale locale) {
    switch (locale) {
        case Locale::ZhHans:
            return page;
        case Locale::En:
            return with_prefixed_links(page, locale);
        case Locale::ZhHant:
            return to_traditional(with_prefixed_links(page, locale));
    }
    return page;
}

}  // namespace xinglin
