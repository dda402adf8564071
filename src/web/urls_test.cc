#include "web/urls.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

TEST(Urls, EveryKindHasItsFolder) {
    EXPECT_EQ(url_of("article/hfs-causes"), "/articles/hfs-causes");
    EXPECT_EQ(url_of("condition/hemifacial-spasm"), "/conditions/hemifacial-spasm");
    EXPECT_EQ(url_of("department/neurology"), "/departments/neurology");
    EXPECT_EQ(url_of("substance/carbamazepine"), "/concepts/substance/carbamazepine");
    EXPECT_EQ(url_of("cause/head-injury"), "/concepts/cause/head-injury");
    EXPECT_EQ(url_of("source/a"), "/sources/a");
    EXPECT_EQ(url_of("test/x?y"), "/tests/x%3Fy");
    for (const char* id : {"", "article", "article/", "red_flag/x", "/x", "unknown/x"}) EXPECT_EQ(url_of(id), "") << id;
}

TEST(Urls, FirstPagesHaveNoNumber) {
    EXPECT_EQ(related_url("article/a", Panel::Doctors), "/articles/a/related/doctors");
    EXPECT_EQ(related_url("class/a", Panel::Drugs, 3), "/concepts/class/a/related/drugs?page=3");
    EXPECT_EQ(list_url(ListKind::Articles), "/articles");
    EXPECT_EQ(list_url(ListKind::Procedures, 2), "/procedures?page=2");
}

}  // namespace
}  // namespace xinglin
