#include "records/plain_text.h"

#include <gtest/gtest.h>

#include "base/growth_for_tests.h"

namespace xinglin {
namespace {

TEST(PlainText, DropsMarksAndKeepsWords) {
    EXPECT_EQ(plain_text("## 病因\n\n**血管**压迫面神经[@hfs-consensus-2014]。"), "病因\n\n血管压迫面神经。");
    EXPECT_EQ(plain_text("- 一\n* 二\n> 三"), "一\n二\n三");
    EXPECT_EQ(plain_text("[指南](https://example.org/a)里写着"), "指南里写着");
    EXPECT_EQ(plain_text("| 病 | 科 |\n|---|:-:|\n| 面瘫 | 神经内科 |"), "  病   科\n  面瘫   神经内科");
    EXPECT_EQ(plain_text("a \\* b"), "a * b");
    EXPECT_EQ(plain_text(""), "");
}

TEST(PlainText, RunningTextLeavesOutHeadings) {
    EXPECT_EQ(running_text("## 先认识它\n面肌痉挛是……"), "面肌痉挛是……");
}

TEST(PlainText, SurvivesUnfinishedMarks) {
    for (const char* text : {"[@a", "[a](", "[@a](", "\\[@", "# [@"}) {
        const auto text_of = [&](std::size_t bytes) { return repeated_to(text, bytes); };
        const auto read = [](const std::string& all) { (void)plain_text(all); };
        EXPECT_LT(growth_of(text_of, read, 65'536), kLinearGrowth) << text;
    }
    for (const char* text : {"[@", "[", "](", "[a](", "\\", "#", "|-", "- "}) (void)plain_text(text);
}

}  // namespace
}  // namespace xinglin
