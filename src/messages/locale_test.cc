#include "messages/locale.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

TEST(LocaleOfPath, IsThatOfTheFirstSegment) {
    EXPECT_EQ(locale_of_path("/en"), Locale::En);
    EXPECT_EQ(locale_of_path("/en/articles/x"), Locale::En);
    EXPECT_EQ(locale_of_path("/zh-hant/"), Locale::ZhHant);
    EXPECT_EQ(locale_of_path("/english"), Locale::ZhHans);
    EXPECT_EQ(locale_of_path("/articles/en"), Locale::ZhHans);
    EXPECT_EQ(locale_of_path(""), Locale::ZhHans);
}

TEST(PathIn, PutsThePrefixBeforeIt) {
    EXPECT_EQ(path_in(Locale::ZhHans, "/"), "/");
    EXPECT_EQ(path_in(Locale::En, "/"), "/en");
    EXPECT_EQ(path_in(Locale::ZhHant, "/tests/x"), "/zh-hant/tests/x");
}

TEST(PreferredLocale, IsTheOneWithTheHighestWeight) {
    EXPECT_EQ(preferred_locale(""), Locale::ZhHans);
    EXPECT_EQ(preferred_locale("en"), Locale::En);
    EXPECT_EQ(preferred_locale("en-GB,en;q=0.9,zh-CN;q=0.8"), Locale::En);
    EXPECT_EQ(preferred_locale("zh-CN;q=0.8, en;q=0.81"), Locale::En);
    EXPECT_EQ(preferred_locale("fr, zh-TW;q=0.5"), Locale::ZhHant);
    EXPECT_EQ(preferred_locale("ZH-HANT-HK"), Locale::ZhHant);
    EXPECT_EQ(preferred_locale("fr, de"), Locale::ZhHans);
    EXPECT_EQ(preferred_locale("*"), Locale::ZhHans);
}

TEST(PreferredLocale, TakesNoLanguageThatIsRefusedOrWrittenWrongly) {
    EXPECT_EQ(preferred_locale("en;q=0"), Locale::ZhHans);
    EXPECT_EQ(preferred_locale("en;q=x"), Locale::ZhHans);
    EXPECT_EQ(preferred_locale("en;q="), Locale::ZhHans);
    EXPECT_EQ(preferred_locale(",;,=;;q"), Locale::ZhHans);
    EXPECT_EQ(preferred_locale("enough"), Locale::ZhHans);
}

}  // namespace
}  // namespace xinglin
