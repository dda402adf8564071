#include "knowledge/text_check.h"

#include <gtest/gtest.h>

#include <string>

namespace xinglin {
namespace {

std::string rules_of(std::string_view text) {
    std::string rules;
    for (const Problem& problem : check_text(text, "field")) {
        EXPECT_EQ(problem.where, "field");
        rules += (rules.empty() ? "" : " ") + problem.rule;
    }
    return rules;
}

TEST(CheckText, LetsMedicalTextPass) {
    for (const char* text : {"", "面肌痉挛是什么？", "P<0.05，差异有统计学意义", "血压<140/90 mmHg且>90/60", "a<b",
                             "年龄 < 60 岁", "第一行\n第二行\t表", "见 <https://example.org/a>",
                             "[指南](https://example.org)", "3<x 而 y>2", "AT&T 与 R&D;", "<5%", "<", "体温>38℃<39℃"}) {
        EXPECT_EQ(rules_of(text), "") << text;
    }
}

TEST(CheckText, FindsHtmlAndScript) {
    for (const char* text :
         {"<script>alert(1)</script>", "<SCRIPT src=x", "前<b>粗</b>", "<br>", "<br/>", "</p>", "<img src=x onerror=y>",
          "<div\nclass=x>", "<!-- x -->", "<!DOCTYPE html>", "<?php x ?>", "<![CDATA[x]]>", "<iframe",
          "[x](javascript:alert(1))", "[x]( JavaScript:alert(1))", "[x](<data:text/html,x>)", "<x-y a=b>"}) {
        EXPECT_EQ(rules_of(text), "dirty-text") << text;
    }
}

TEST(CheckText, FindsControlCharacters) {
    for (const std::string_view text :
         {std::string_view("a\0b", 3), std::string_view("\x07"), std::string_view("a\rb"), std::string_view("\x1b[31m"),
          std::string_view("\x7f"), std::string_view("\xC2\x85"), std::string_view("\xEF\xBB\xBFx"),
          std::string_view("\xE2\x80\xAEx"), std::string_view("\xEF\xBF\xBF")}) {
        EXPECT_EQ(rules_of(text), "dirty-text");
    }
}

TEST(CheckText, NamesThePlaceInCharactersAndInBytes) {
    const auto faults = faults_in("面肌\x07痉挛<b>x</b>", "body");
    ASSERT_EQ(faults.size(), 2U);
    EXPECT_EQ(faults[0].offset, 6U);
    EXPECT_EQ(faults[0].problem.message, "Character 3 is a control character (U+0007).");
    EXPECT_EQ(faults[1].offset, 13U);
}

TEST(CheckText, FindsInvalidUtf8WithItsPlace) {
    const auto faults = faults_in("ab\xFF", "body");
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].problem.rule, "invalid-utf8");
    EXPECT_EQ(faults[0].offset, 2U);
}

TEST(CheckText, WarnsOfLeftoversAndLostCharacters) {
    EXPECT_EQ(rules_of("a&nbsp;b"), "html-entity");
    EXPECT_EQ(rules_of("&#160;"), "html-entity");
    EXPECT_EQ(rules_of("坏\xEF\xBF\xBD字"), "lost-character");
    EXPECT_EQ(check_text("&amp;", "x")[0].severity, Severity::Warning);
}

TEST(ValidId, IsKindSlashSlug) {
    EXPECT_TRUE(is_valid_id("doctor/wang-1", "doctor"));
    EXPECT_FALSE(is_valid_id("doctor/wang-1", "hospital"));
    EXPECT_FALSE(is_valid_id("doctor/", "doctor"));
    EXPECT_FALSE(is_valid_id("doctor", "doctor"));
    EXPECT_FALSE(is_valid_id("doctor/Wang", "doctor"));
    EXPECT_FALSE(is_valid_id("doctor/../x", "doctor"));
    EXPECT_FALSE(is_valid_id("doctors/x", "doctor"));
    EXPECT_TRUE(is_valid_slug(std::string(80, 'a')));
    EXPECT_FALSE(is_valid_slug(std::string(81, 'a')));
}

}  // namespace
}  // namespace xinglin
