#include "pack/html_text.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

std::string markdown(const std::string& html) {
    return markdown_of_html(html).value_or("(too deep)");
}

std::string repeated(const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

TEST(HasHtml, TellsTagsAndReferencesFromText) {
    for (const char* html : {"<p>一", "一<br/>二", "&nbsp;", "&#8220;引&#x201d;", "<!-- x -->", "<IMG src='a'>"}) {
        EXPECT_TRUE(has_html(html)) << html;
    }
    for (const char* text : {"", "P<0.05", "A&B;", "a<b", "如<某病>", "AT&T 公司", "1 < 2 > 0", "<b没有"}) {
        EXPECT_FALSE(has_html(text)) << text;
    }
}

TEST(MarkdownOfHtml, KeepsWhatATextIsMadeOf) {
    EXPECT_EQ(markdown("<h1>甲</h1><p>一<strong>重</strong>点</p><h3>乙</h3>二"),
              "## 甲\n\n一**重**点\n\n### 乙\n\n二");
    EXPECT_EQ(markdown("<ul><li>一<li>二<ol><li>三</ol></ul>"), "- 一\n- 二\n\n  1. 三");
    EXPECT_EQ(markdown("<blockquote><p>一</p><p>二</p></blockquote>"), "> 一\n>\n> 二");
    EXPECT_EQ(markdown("<table><tr><th>药<th>量<tr><td>甲|乙<td>5<br>mg</table>"),
              "| 药 | 量 |\n| --- | --- |\n| 甲\\|乙 | 5 mg |");
    EXPECT_EQ(markdown("<table><tr><td><p>一</p><ul><li>二</ul><td>三</table>"), "一\n\n- 二\n\n三")
        << "a table for the layout";
    EXPECT_EQ(markdown("一<br>二<br/><br/>三"), "一\n\n二\n\n三");
    EXPECT_EQ(markdown("第一行\n第二行 <i>x</i>"), "第一行\n\n第二行 *x*") << "no tag makes paragraphs";
    EXPECT_EQ(markdown("<p>面\n  肌 a\n b</p>"), "面肌 a b") << "a line end does not tear a word of Han";
    EXPECT_EQ(markdown("<p>\u3000\u3000首行&nbsp;&ldquo;引&rdquo;&amp;lt;</p>"), "首行 “引”\\&lt;");
}

TEST(MarkdownOfHtml, DropsWhatActs) {
    EXPECT_EQ(markdown("一<script>alert('</p>')</script>二<style>p{}</style><iframe src=x>y</iframe><!-- z -->三"),
              "一二三");
    EXPECT_EQ(markdown("<p onclick='a>b'>一<a href='javascript:x'>二</a><img src=x onerror=y>"), "一二");
    EXPECT_EQ(markdown("<scr<script>ipt>x"), "\\<scr") << "everything behind a script that does not end";
}

TEST(MarkdownOfHtml, EscapesWhatMarkdownWouldRead) {
    EXPECT_EQ(markdown("<p># 一*二* [三](四) _五_ a_b</p><p>- 六</p><p>1. 七</p>"),
              "\\# 一\\*二\\* \\[三\\](四) \\_五\\_ a_b\n\n\\- 六\n\n1\\. 七");
    EXPECT_EQ(markdown("<p>用<b>“药”</b>治</p>"), "用“药”治") << "marks beside punctuation are not sure to be read";
}

TEST(MarkdownOfHtml, IsBoundedInDepth) {
    EXPECT_EQ(markdown(repeated("<div>", 90) + "一"), "一");
    EXPECT_FALSE(markdown_of_html(repeated("<div>", 100000) + "一"));
    EXPECT_FALSE(markdown_of_html(repeated("<div title='</div>'>", 100000)));
    EXPECT_FALSE(markdown_of_html(repeated("<b a=1>", 100000)));
    EXPECT_TRUE(markdown_of_html(repeated("<p>一<li>二<td>三", 30000)));
    EXPECT_TRUE(markdown_of_html(repeated("<div><b>一</b></div>", 30000)));
}

TEST(TextOfHtml, HasALineAParagraph) {
    EXPECT_EQ(text_of_html("<p>一<b>*二*</b></p><ul><li>三</ul>"), "一*二*\n三");
}

TEST(WithoutSimpleMarkup, LeavesOtherMarkupToTheGate) {
    EXPECT_EQ(without_simple_markup("<p>一</p>&lt;5&nbsp;mg"), "一\n<5 mg");
    EXPECT_EQ(without_simple_markup("一<img src=x>"), "一<img src=x>");
    EXPECT_EQ(without_simple_markup("P<0.05 一"), "P<0.05 一");
}

}  // namespace
}  // namespace xinglin
