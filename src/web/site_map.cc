#include "web/site_map.h"

#include <charconv>

#include "html/escape.h"
#include "messages/locale.h"
#include "web/urls.h"

namespace xinglin {
namespace {

constexpr std::string_view kNamespace = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

std::string opened(std::string_view element) {
    std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<";
    return xml.append(element).append(" ").append(kNamespace).append(">\n");
}

std::string escaped(std::string_view text) {
    std::string out;
    append_escaped(out, text);
    return out;
}

}  // namespace

std::string site_map_index(std::string_view base, const std::vector<std::pair<ListKind, std::size_t>>& counts) {
    std::string xml = opened("sitemapindex");
    for (const auto& [kind, count] : counts) {
        for (std::size_t file = 1; file <= (count + kMapPages - 1) / kMapPages; ++file) {
            xml.append("<sitemap><loc>").append(escaped(base)).append("/sitemaps/").append(name_of(kind));
            xml.append("-").append(std::to_string(file)).append(".xml</loc></sitemap>\n");
        }
    }
    return xml.append("</sitemapindex>\n");
}

std::string site_map(std::string_view base, const std::vector<MappedPage>& pages) {
    std::string xml = opened("urlset");
    for (const MappedPage& page : pages) {
        xml.append("<url><loc>").append(escaped(base)).append(escaped(url_of(page.id))).append("</loc>");
        if (page.changed_on.known()) xml.append("<lastmod>").append(page.changed_on.iso()).append("</lastmod>");
        xml.append("</url>\n");
    }
    return xml.append("</urlset>\n");
}

std::optional<MapFile> map_file_named(std::string_view name) {
    constexpr std::string_view kEnding = ".xml";
    const std::size_t dash = name.rfind('-');
    if (dash == std::string_view::npos || !name.ends_with(kEnding)) return std::nullopt;
    const auto kind = list_kind_named(name.substr(0, dash));
    const std::string_view digits = name.substr(dash + 1, name.size() - dash - 1 - kEnding.size());
    std::size_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool is_number = read.ec == std::errc() && read.ptr == digits.data() + digits.size() && digits[0] != '0';
    if (!kind || !is_number) return std::nullopt;
    return MapFile{*kind, number};
}

std::string robots_text(std::string_view base) {
    std::string text = "User-agent: *\n";
    for (const Locale locale : all_of<Locale>) {
        text.append("Disallow: ").append(path_in(locale, "/search")).append("\n");
    }
    text += "Disallow: /api/\n";
    return text.append("Sitemap: ").append(base).append("/sitemap.xml\n");
}

}  // namespace xinglin
