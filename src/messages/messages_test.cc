#include "messages/messages.h"

#include <gtest/gtest.h>

#include "messages/message_texts.h"
#include "text/traditional.h"

namespace xinglin {
namespace {

TEST(Messages, SaysASentenceInEachLocale) {
    EXPECT_EQ(messages_in(Locale::ZhHans)("frame.home"), "首页");
    EXPECT_EQ(messages_in(Locale::ZhHant)("frame.home"), "首頁");
    EXPECT_EQ(messages_in(Locale::En)("frame.home"), "Home");
}

TEST(Messages, PutsArgumentsWhereTheSentenceHasThem) {
    EXPECT_EQ(messages_in(Locale::ZhHans)("frame.labelled", std::string("电话"), std::string_view("010 {1} '")),
              "电话：010 {1} '");
    EXPECT_EQ(messages_in(Locale::En)("error.code_and_id", 503, std::string("ab")), "Error code 503, reference ab");
}

TEST(Messages, WritesPluralsAndNumbersAsTheLanguageDoes) {
    const Messages& english = messages_in(Locale::En);
    EXPECT_EQ(english("list.position", 1, 1, 1), "1 item, page 1 of 1");
    EXPECT_EQ(english("list.position", 12345, 2, 618), "12,345 items, page 2 of 618");
    EXPECT_EQ(messages_in(Locale::ZhHans)("list.position", 12345, 2, 618), "共 12345 项，第 2 页，共 618 页");
}

TEST(Messages, AnApostropheIsAnApostrophe) {
    EXPECT_NE(messages_in(Locale::En)("frame.disclaimer").find("doctor's"), std::string_view::npos);
}

TEST(Messages, ConvertingTraditionalSentencesAgainChangesNothing) {
    for (const std::string_view text : kMessageTexts[0]) {
        const std::string traditional = to_traditional(text);
        EXPECT_EQ(to_traditional(traditional), traditional) << text;
    }
}

}  // namespace
}  // namespace xinglin
