#include "mine/sections.h"

#include <gtest/gtest.h>

#include "records/plain_text.h"

namespace xinglin {
namespace {

bool has(std::string_view heading, SectionKind kind) {
    return kinds_of_heading(heading).contain(kind);
}

TEST(Sections, KnowWhatAHeadingAnnounces) {
    EXPECT_TRUE(has("病因", SectionKind::Cause));
    EXPECT_TRUE(has("一、常见症状", SectionKind::Symptom));
    EXPECT_TRUE(has("检查与诊断", SectionKind::Test));
    EXPECT_TRUE(has("鉴别诊断", SectionKind::Differential));
    EXPECT_FALSE(has("鉴别诊断", SectionKind::Test));
    EXPECT_TRUE(has("并发症的治疗", SectionKind::Complication));
    EXPECT_FALSE(has("并发症的治疗", SectionKind::Treatment));
    EXPECT_TRUE(has("症状和治疗", SectionKind::Symptom));
    EXPECT_TRUE(has("症状和治疗", SectionKind::Treatment));
    for (const char* other : {"预防", "用药的副作用", "诱因", "什么时候就医", "挂什么科、做什么检查", "随便"}) {
        EXPECT_TRUE(has(other, SectionKind::Other)) << other;
    }
}

TEST(Sections, SplitPlainTextAtLinesThatLookLikeHeadings) {
    const std::string_view text =
        "开头。\n一、病因\n文字甲。\n(二)临床表现：文字乙。\n【治疗】文字丙。\n发热是常见的。\n";
    const auto sections = sections_of(text, {});
    ASSERT_EQ(sections.size(), 4U);
    EXPECT_TRUE(sections[0].kinds.empty());
    EXPECT_TRUE(sections[1].kinds.contain(SectionKind::Cause));
    EXPECT_EQ(slice(text, sections[1].span), "\n文字甲。\n");
    EXPECT_TRUE(sections[2].kinds.contain(SectionKind::Symptom));
    EXPECT_EQ(slice(text, sections[2].span), "文字乙。\n");
    EXPECT_TRUE(sections[3].kinds.contain(SectionKind::Treatment));
    EXPECT_EQ(slice(text, sections[3].span), "文字丙。\n发热是常见的。\n");
}

TEST(Sections, FindMarkdownHeadingsInThePlainText) {
    const std::string markdown = "# 题\n\n病因\n\n## 病因[@x]\n\n- **病因**\n\n| a | b |\n|---|---|\n\n## 治疗\n";
    const std::string plain = plain_text(markdown);
    const auto headings = headings_in_plain_text(markdown, plain);
    ASSERT_EQ(headings.size(), 3U);
    EXPECT_EQ(slice(plain, headings[0]), "题");
    EXPECT_EQ(slice(plain, headings[1]), "病因");
    EXPECT_EQ(headings[1].begin, plain.find("病因", plain.find("病因") + 1));
    EXPECT_EQ(slice(plain, headings[2]), "治疗");
}

}  // namespace
}  // namespace xinglin
