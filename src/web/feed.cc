#include "web/feed.h"

#include <algorithm>
#include <boost/json.hpp>

#include "html/escape.h"
#include "web/urls.h"

namespace xinglin {
namespace {

std::string moment(const Date& day) {
    return (day.known() ? day.iso() : "1970-01-01") + "T00:00:00Z";
}

void append_element(std::string& xml, std::string_view name, std::string_view text) {
    xml.append("<").append(name).append(">");
    append_escaped(xml, text);
    xml.append("</").append(name).append(">");
}

void append_entry(std::string& xml, const FeedEntry& entry, const std::string& base) {
    const std::string address = base + url_of(entry.ref.id);
    xml.append("<entry>");
    append_element(xml, "id", address);
    append_element(xml, "title", entry.ref.name);
    xml.append("<link rel=\"alternate\" type=\"text/html\" href=\"");
    append_escaped(xml, address);
    xml.append("\"/>");
    append_element(xml, "updated", moment(entry.changed_on));
    if (entry.published_on.known()) append_element(xml, "published", moment(entry.published_on));
    if (!entry.author.empty()) {
        xml.append("<author>");
        append_element(xml, "name", entry.author);
        xml.append("</author>");
    }
    if (!entry.summary.empty()) append_element(xml, "summary", entry.summary);
    xml.append("</entry>\n");
}

}  // namespace

std::string atom_feed(const Feed& feed, const std::vector<FeedEntry>& entries) {
    std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" ";
    xml.append("xml:lang=\"zh-Hans\">");
    append_element(xml, "id", feed.address);
    append_element(xml, "title", feed.title);
    xml.append("<link rel=\"self\" type=\"application/atom+xml\" href=\"");
    append_escaped(xml, feed.address);
    xml.append("\"/><link rel=\"alternate\" type=\"text/html\" href=\"");
    append_escaped(xml, feed.base + "/");
    xml.append("\"/>");
    Date last;
    for (const FeedEntry& entry : entries) last = std::max(last, entry.changed_on);
    append_element(xml, "updated", moment(last));
    xml.append("<author>");
    append_element(xml, "name", feed.site_name);
    xml.append("</author>\n");
    for (const FeedEntry& entry : entries) append_entry(xml, entry, feed.base);
    return xml.append("</feed>\n");
}

std::string web_manifest(const SiteSettings& site, std::string_view icon_url) {
    namespace json = boost::json;
    json::object manifest{{"name", site.name},   {"short_name", site.name}, {"description", site.description},
                          {"lang", "zh-Hans"},   {"start_url", "/"},        {"scope", "/"},
                          {"display", "browser"}};
    manifest["icons"] = json::array{{{"src", icon_url}, {"type", "image/svg+xml"}, {"sizes", "any"}}};
    if (!site.brand_colour.empty()) manifest["theme_color"] = site.brand_colour;
    return json::serialize(manifest) + "\n";
}

std::string security_text(const SiteSettings& site, std::string_view base) {
    if (site.security_contact.empty()) return {};
    std::string text = "Contact: " + site.security_contact + "\nExpires: " + moment(site.security_expires) +
                       "\nPreferred-Languages: zh, en\nCanonical: ";
    return text.append(base).append("/.well-known/security.txt\n");
}

}  // namespace xinglin
