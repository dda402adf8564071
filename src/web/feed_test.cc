#include "web/feed.h"

#include <expat.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace xinglin {
namespace {

bool is_well_formed(const std::string& xml) {
    XML_Parser parser = XML_ParserCreate(nullptr);
    const bool fine = XML_Parse(parser, xml.data(), static_cast<int>(xml.size()), 1) == XML_STATUS_OK;
    XML_ParserFree(parser);
    return fine;
}

Date day(std::string_view text) {
    return *Date::parse(text);
}

TEST(AtomFeed, IsXmlWhateverStandsInIt) {
    const std::string xml =
        atom_feed({"https://a.example/feeds/articles.xml", "<标题> & \"x\"", "杏林", "https://a.example"},
                  {{{"article/x", "A & B <b>"}, "作者'", "]]> \x01", day("2026-03-01"), day("2026-04-02")},
                   {{"article/y", "无"}, "", "", Date(), day("2026-01-01")}});
    EXPECT_TRUE(is_well_formed(xml)) << xml;
    EXPECT_NE(xml.find("<updated>2026-04-02T00:00:00Z</updated><author>"), std::string::npos) << xml;
    EXPECT_NE(xml.find("<id>https://a.example/articles/x</id>"), std::string::npos);
    EXPECT_NE(xml.find("<published>2026-03-01T00:00:00Z</published>"), std::string::npos);
}

TEST(AtomFeed, WithoutEntriesIsAFeed) {
    EXPECT_TRUE(is_well_formed(atom_feed({"https://a.example/f", "t", "n", "https://a.example"}, {})));
    EXPECT_FALSE(is_well_formed("<feed>&nbsp;</feed>")) << "the parser refuses what is none";
}

TEST(WebManifest, NamesTheSite) {
    SiteSettings site;
    site.name = "云岭\"康健\"";
    const auto manifest = boost::json::parse(web_manifest(site, "/assets/icon.svg"));
    EXPECT_EQ(manifest.at("name"), "云岭\"康健\"");
    EXPECT_EQ(manifest.at("icons").at(0).at("src"), "/assets/icon.svg");
}

TEST(SecurityText, SaysWhomToTellAndUntilWhen) {
    SiteSettings site;
    EXPECT_EQ(security_text(site, "https://a.example"), "");
    site.security_contact = "mailto:safe@a.example";
    site.security_expires = day("2027-06-30");
    EXPECT_EQ(security_text(site, "https://a.example"),
              "Contact: mailto:safe@a.example\nExpires: 2027-06-30T00:00:00Z\nPreferred-Languages: zh, en\n"
              "Canonical: https://a.example/.well-known/security.txt\n");
}

}  // namespace
}  // namespace xinglin
