#include "intake/disease_text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "knowledge/text_check.h"

namespace xinglin {
namespace {

TEST(CleanText, TakesMarkupAndControlCharactersOff) {
    EXPECT_EQ(clean_text("<p>第一段。</p>\n<br/>第二段。").text, "第一段。\n第二段。");
    EXPECT_EQ(clean_text("一&nbsp;二。").text, "一 二。");
    EXPECT_EQ(clean_text("一\x7F二。").text, "一二。");
    EXPECT_TRUE(clean_text("<p>一。</p>").had_debris);
    EXPECT_EQ(clean_text("&lt;b&gt;一。").text, "< b>一。");
}

TEST(CleanText, LeavesWhatOnlyLooksLikeMarkup) {
    for (const char* text : {"P<0.05，有差异。", "血压<140/90 mmHg。", "AT&T。", "一。\n二。"}) {
        EXPECT_EQ(clean_text(text).text, text);
        EXPECT_FALSE(clean_text(text).had_debris);
    }
}

TEST(CleanText, TidiesLines) {
    EXPECT_EQ(clean_text("\r\n\t一。\r\n\r\n\xE3\x80\x80\xE3\x80\x80二。  \n").text, "一。\n二。");
    EXPECT_FALSE(clean_text("\r\n一。\r\n").had_debris);
    EXPECT_EQ(clean_text(" \n\t").text, "");
}

TEST(CleanText, MarksWhatBreaksOff) {
    EXPECT_EQ(clean_text("某病(Xy").text, "某病(Xy...");
    EXPECT_EQ(clean_text("可见头痛，").text, "可见头痛，...");
    EXPECT_EQ(clean_text("可见头痛...").text, "可见头痛...");
    EXPECT_EQ(clean_text("见(一。二").text, "见(一。二");
    EXPECT_EQ(clean_text("见(一)二").text, "见(一)二");
}

TEST(CleanText, LeavesNothingThatReadersMustNotSee) {
    const std::vector<std::string> pieces = {"<",    ">", "b",  "/",  "&",  "lt;", "#60;",
                                             "\x7F", "(", "一", "\n", "\r", "!",   "\xEF\xBF\xBD"};
    for (std::uint32_t seed = 0; seed < 2000; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        std::mt19937 random(seed);
        std::string text;
        const std::size_t length = random() % 14;
        for (std::size_t i = 0; i < length; ++i) text += pieces[random() % pieces.size()];
        const CleanText clean = clean_text(text);
        ASSERT_EQ(clean.text.find('\x7F'), std::string::npos);
        ASSERT_EQ(clean.text.find('\r'), std::string::npos);
        ASSERT_EQ(clean_text(clean.text).text, clean.text) << text;
    }
}

}  // namespace
}  // namespace xinglin
