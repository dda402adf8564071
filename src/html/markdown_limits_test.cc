#include "html/markdown_limits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/growth_for_tests.h"
#include "html/markdown.h"

namespace xinglin {
namespace {

std::string repeated(std::string_view text, std::size_t times) {
    return repeated_to(text, times * text.size());
}

TEST(MarkdownLimits, LeavesAnArticleAsItIs) {
    const std::string article =
        "## 检查\r\n\r\n1. **头颅磁共振**[@mri]：看血管\r\n2. 肌电图\r\n   - 静息\r\n     - 用力\r\n\r\n"
        "|项目|意义|\n|:--|--:|\n|甲|乙|\n\n> 引用 > 引用\n\n" +
        std::string(300, '-') + "\n\n`code *` ![图](a_b.png)\n";
    EXPECT_EQ(bounded_markdown(article), article);
}

TEST(MarkdownLimits, ALongListOfLinksKeepsThemAll) {
    const std::string list = repeated("- [甲_乙](https://example.org/a_b_c)\n", 2000);
    EXPECT_EQ(bounded_markdown(list), list);
}

TEST(MarkdownLimits, MarksOverTheLimitAreCharacters) {
    const std::string bounded = bounded_markdown(repeated("![[]()", 1000) + "\n\n*甲*");
    EXPECT_EQ(std::ranges::count(bounded, '['), 667);
    EXPECT_TRUE(bounded.ends_with("\n\n*甲*")) << "the next block counts anew";
    const std::string html = render_markdown(repeated("*", 1500) + "甲", {}).html.html();
    EXPECT_EQ(std::ranges::count(html, '*'), 1500) << "readers see what was written";
}

TEST(MarkdownLimits, DepthIsBoundedOnALine) {
    const std::string bounded = bounded_markdown(repeated("> ", 5000) + "甲");
    EXPECT_LE(bounded.size(), 110U);
    EXPECT_TRUE(bounded.ends_with("甲"));
}

TEST(MarkdownLimits, CellsThatATableLacksAreBounded) {
    const std::string head = repeated("|a", 90) + "\n" + repeated("|-", 90) + "\n";
    const auto cells = [](std::string_view html) {
        std::size_t count = 0;
        for (auto at = html.find("<td"); at != std::string_view::npos; at = html.find("<td", at + 1)) ++count;
        return count;
    };
    EXPECT_LT(cells(render_markdown(head + repeated("|b\n", 20'000), {}).html.html()), 30'000U);
    EXPECT_EQ(cells(render_markdown(head + repeated(repeated("|b", 90) + "\n", 500), {}).html.html()), 45'000U)
        << "full rows cost what they are";
}

TEST(MarkdownLimits, AHeadThatIsNoneIsNotTriedForEver) {
    const std::string block = repeated("甲\n", 90) + repeated("|-|-|\n", 30);
    const std::string bounded = bounded_markdown(block);
    EXPECT_EQ(bounded.find("&#124;"), block.find("|-|-|") + 6 * (100 - 90)) << "the block's first hundred lines";
}

// Each of these took time that grows with the square of the text, or more.
TEST(MarkdownLimits, RenderingIsLinearInHostileTexts) {
    const std::vector<std::pair<std::string, std::string>> halves = {
        {"![[]()", "![[]()"}, {"> ", "["},           {"- ", "*_"},    {"1. ", "\n"},        {"*a ", "[a](b)"},
        {"a\n", "|-"},        {"]", "|a|b\n|-|-\n"}, {"a\n", "|-\n"}, {"[a]: /x\n", "[a]"}, {"*_", "![a](b)"},
        {"| a ", "|-"},       {"[@a", "[@a]"},       {"`", "``a"},    {"<!--", "<a "}};
    for (const auto& [first, second] : halves) {
        const auto text_of = [&, &first = first, &second = second](std::size_t bytes) {
            return repeated_to(first, bytes / 2) + repeated_to(second, bytes / 2);
        };
        const auto render = [](const std::string& text) { (void)render_markdown(text, {}); };
        EXPECT_LT(growth_of(text_of, render, 16'384), kLinearGrowth) << first << " and then " << second;
    }
}

TEST(MarkdownLimits, IsIdempotentWhereNothingIsOver) {
    for (const char* text : {"", "\n", "\r", "\r\n", "甲\r乙", "|-", "-|", "- - -", ":-:"}) {
        EXPECT_EQ(bounded_markdown(text), text);
    }
}

}  // namespace
}  // namespace xinglin
