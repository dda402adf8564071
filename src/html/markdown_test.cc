#include "html/markdown.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace xinglin {
namespace {

const std::vector<std::string> kCitations = {"guideline-a", "label-b"};

std::string render(std::string_view markdown) {
    return render_markdown(markdown, kCitations).html.html();
}

TEST(Markdown, BlocksAndInlinesOfCommonMarkAreWritten) {
    EXPECT_EQ(render("一*二***三**`四`  \n五"), "<p>一<em>二</em><strong>三</strong><code>四</code><br>五</p>");
    EXPECT_EQ(render("- 一\n- 二"), "<ul><li>一</li><li>二</li></ul>");
    EXPECT_EQ(render("- 一\n\n- 二"), "<ul><li><p>一</p></li><li><p>二</p></li></ul>");
    EXPECT_EQ(render("3. 一\n4. 二"), "<ol start='3'><li>一</li><li>二</li></ol>");
    EXPECT_EQ(render("1. 一"), "<ol><li>一</li></ol>");
    EXPECT_EQ(render("> 引\n\n---\n\n```\na<b\n```"),
              "<blockquote><p>引</p></blockquote><hr><pre><code>a&lt;b\n</code></pre>");
    EXPECT_EQ(render("~~旧~~"), "<p><del>旧</del></p>");
}

TEST(Markdown, TablesHaveHeadAndBody) {
    EXPECT_EQ(render("|甲|乙|\n|-|-|\n|1|<2|"),
              "<div class='table' tabindex='0' role='group' aria-label='表格'><table><thead><tr><th scope='col'>甲</th>"
              "<th scope='col'>乙</th></tr></thead><tbody><tr><td>1</td><td>&lt;2</td></tr></tbody></table></div>");
}

TEST(Markdown, HeadingsStartAtLevelTwoWithIds) {
    const RenderedText text = render_markdown("# 甲[@label-b]\n\n### 乙\n\n###### 丙", kCitations);
    EXPECT_EQ(
        text.html.html(),
        "<h2 id='section-1'>甲<sup class='cite'><a id='cited-2' href='#cite-2' aria-label='来源2'>2</a></sup></h2>"
        "<h4 id='section-2'>乙</h4><h6 id='section-3'>丙</h6>");
    ASSERT_EQ(text.headings.size(), 3U);
    EXPECT_EQ(text.headings[0].text, "甲");
    EXPECT_EQ(text.headings[1].level, 4);
    EXPECT_EQ(render("## 甲"), "<h2 id='section-1'>甲</h2>");
}

TEST(Markdown, CitationsBecomeNumberedLinks) {
    EXPECT_EQ(render("甲[@label-b]。乙[@guideline-a][@label-b]"),
              "<p>甲<sup class='cite'><a id='cited-2' href='#cite-2' aria-label='来源2'>2</a></sup>。"
              "乙<sup class='cite'><a id='cited-1' href='#cite-1' aria-label='来源1'>1</a></sup>"
              "<sup class='cite'><a href='#cite-2' aria-label='来源2'>2</a></sup></p>");
    EXPECT_EQ(render("[@unknown] [@] [@A]"), "<p>[@unknown] [@] [@A]</p>");
    EXPECT_EQ(render("`[@label-b]`"), "<p><code>[@label-b]</code></p>");
}

TEST(Markdown, HtmlAndImagesAreDropped) {
    EXPECT_EQ(render("甲<b onclick=x()>乙</b><script>丙</script>"), "<p>甲乙丙</p>");
    EXPECT_EQ(render("<script>alert(1)</script>"), "");
    EXPECT_EQ(render("甲![图](https://example.org/a.png)乙"), "<p>甲乙</p>");
}

TEST(Markdown, OnlySafeLinksAreKept) {
    EXPECT_EQ(render("[甲](https://example.org/?a=1&b=2)"),
              "<p><a href='https://example.org/?a=1&amp;b=2' rel='nofollow noopener'>甲</a></p>");
    EXPECT_EQ(render("[甲](/articles/x)"), "<p><a href='/articles/x' rel='nofollow noopener'>甲</a></p>");
    for (const char* url : {"javascript:alert(1)", "&#106;avascript:x", "data:text/html,x", "//example.org",
                            "JAVASCRIPT:x", "vbscript:x", "/\\example.org", "java%0ascript:x"}) {
        const std::string html = render("[甲](" + std::string(url) + ")");
        EXPECT_EQ(html, "<p>甲</p>") << url;
    }
}

TEST(Markdown, ALineEndBetweenChineseCharactersIsNoSpace) {
    EXPECT_EQ(render("面肌\n痉挛"), "<p>面肌痉挛</p>");
    EXPECT_EQ(render("two\nwords"), "<p>two\nwords</p>");
}

TEST(Markdown, DeepNestingNeitherCrashesNorLosesTheRest) {
    const std::string deep = std::string(20'000, '>') + " x\n\n后";
    EXPECT_TRUE(render(deep).ends_with("<p>后</p>"));
    EXPECT_NO_FATAL_FAILURE(render(std::string(20'000, '[')));
    EXPECT_NO_FATAL_FAILURE(render(std::string(20'000, '*') + "a" + std::string(20'000, '*')));
}

/// Whether each tag is closed in order and every "<" starts a known tag.
bool is_well_formed(std::string_view html) {
    std::vector<std::string> open;
    for (std::size_t i = 0; i < html.size(); ++i) {
        if (html[i] != '<') continue;
        const std::size_t end = html.find('>', i);
        if (end == std::string_view::npos) return false;
        const std::string tag(html.substr(i + 1, html.find_first_of(" >", i) - i - 1));
        if (tag.starts_with("/")) {
            if (open.empty() || "/" + open.back() != tag) return false;
            open.pop_back();
        } else if (tag != "br" && tag != "hr") {
            open.push_back(tag);
        }
    }
    return open.empty();
}

TEST(Markdown, RandomTextsGiveWellFormedHtmlWithoutScripts) {
    const std::vector<std::string> pieces = {
        "<script>", "</p>", "*",   "**", "_", "[",     "](", ")",    "javascript:", "\n",         "\n\n",
        "> ",       "- ",   "1. ", "# ", "|", "|-|-|", "`",  "~~",   "[@label-b]",  "&lt;",       "&",
        "\"",       "'",    "面",  "a",  " ", "![",    "<b", "\xff", "<!--",        "https://a.b"};
    for (unsigned seed = 0; seed < 3000; ++seed) {
        std::mt19937 random(seed);
        std::string markdown;
        for (unsigned i = 0; i < 25; ++i) markdown += pieces[random() % pieces.size()];
        const std::string html = render(markdown);
        ASSERT_TRUE(is_well_formed(html)) << "seed " << seed << "\n" << markdown << "\n" << html;
        ASSERT_EQ(html.find("<script"), std::string::npos) << "seed " << seed;
        ASSERT_EQ(html.find("href='javascript"), std::string::npos) << "seed " << seed;
    }
}

TEST(PlainText, EachLineIsAParagraph) {
    EXPECT_EQ(render_plain_text("几个因素:\r\n\r\n1.遗传因素:<b>*x*\n  \n2.[@label-b]").html(),
              "<p>几个因素:</p><p>1.遗传因素:&lt;b&gt;*x*</p><p>2.[@label-b]</p>");
    EXPECT_EQ(render_plain_text("").html(), "");
}

TEST(Excerpt, IsOneLineWithoutMarks) {
    EXPECT_EQ(markdown_excerpt("# 标题\n\n**面肌**痉挛[@label-b]是\n一种 [病](/x)。", 100), "面肌痉挛是一种病。");
    EXPECT_EQ(markdown_excerpt("面肌痉挛是一种病", 4), "面肌痉挛…");
    EXPECT_EQ(markdown_excerpt("面肌痉挛", 4), "面肌痉挛");
    EXPECT_EQ(markdown_excerpt("", 4), "");
    EXPECT_EQ(plain_text_excerpt("1.*遗传*\r\n\n2.心理", 100), "1.*遗传* 2.心理");
}

}  // namespace
}  // namespace xinglin
