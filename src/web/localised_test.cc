#include "web/localised.h"

#include <gtest/gtest.h>

#include "html/html.h"

namespace xinglin {
namespace {

TEST(Localised, LeadsToPagesOfTheSameLocale) {
    EXPECT_EQ(localised("<a href='/'>x</a><a class='y' href='/conditions/z?page=2#w'>x</a><form action='/search'>",
                        Locale::En),
              "<a href='/en'>x</a><a class='y' href='/en/conditions/z?page=2#w'>x</a><form action='/en/search'>");
}

TEST(Localised, LeavesWhatAllLocalesShare) {
    const std::string page =
        "<link href='/assets/a.css'><link href='/opensearch.xml'><img src='/site/logo'><a "
        "href='https://x.example/'>x</a>"
        "<a href='#main'>y</a><form data-suggest='/api/v1/suggest?q='><a hreflang='zh-Hans' href='/x'>z</a>";
    EXPECT_EQ(localised(page, Locale::En), page);
}

TEST(Localised, TakesDataForWhatItIs) {
    Html html;
    html.text(" href='/conditions/x'");
    const std::string page = std::move(html).take();
    EXPECT_EQ(localised(page, Locale::En), page);
}

TEST(Localised, WritesTraditionalChineseAndItsAddresses) {
    EXPECT_EQ(localised("<a href='/doctors/x'>医生</a>", Locale::ZhHant), "<a href='/zh-hant/doctors/x'>醫生</a>");
    EXPECT_EQ(localised("<a href='/doctors/x'>医生</a>", Locale::ZhHans), "<a href='/doctors/x'>医生</a>");
}

}  // namespace
}  // namespace xinglin
