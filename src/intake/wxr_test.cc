#include "intake/wxr.h"

#include <gtest/gtest.h>

#include "intake/sample_input_test.h"

namespace xinglin {
namespace {

RowsRead read(const std::string& items) {
    return read_rows("<?xml version=\"1.0\" encoding=\"GBK\"?>\n<rss version=\"2.0\"><channel><title>旧刊</title>\n" +
                         items + "</channel></rss>",
                     profile_for(AdapterKind::Records));
}

TEST(Wxr, PublishedPostsAreArticles) {
    const RowsRead rows = read(
        "<item><title>偏头痛&amp;睡眠</title><link>https://alt.example/?p=4</link><pubDate>x</pubDate>"
        "<content:encoded><![CDATA[<p>一</p>]]><![CDATA[<p>二</p>]]></content:encoded>"
        "<wp:post_date>2020-01-02 03:04:05</wp:post_date><wp:status>publish</wp:status>"
        "<wp:postmeta><title>不是标题</title></wp:postmeta></item>\n"
        "<item><title>草稿</title><content:encoded>x</content:encoded><wp:status>draft</wp:status></item>"
        "<item><title>图</title><wp:post_type>attachment</wp:post_type></item>");
    EXPECT_EQ(rows.failure, "");
    EXPECT_EQ(rows.rows, std::vector<std::string>{
                             R"({"title":"偏头痛&睡眠","body":"<p>一</p><p>二</p>","url":"https://alt.example/?p=4",)"
                             R"("published_on":"2020-01-02 03:04:05","source":"旧刊"})"});
    EXPECT_EQ(rows.lines, std::vector<std::size_t>{3});
}

TEST(Wxr, RefusesWhatIsCutOrDefinesEntities) {
    EXPECT_NE(read("<item>").failure.find("well-formed"), std::string::npos);
    const RowsRead bomb = read_rows(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"x\"><!ENTITY b SYSTEM \"file:///etc/hostname\">]>"
        "<rss><channel><item><title>&a;&b;</title></item></channel></rss>",
        profile_for(AdapterKind::Records));
    EXPECT_NE(bomb.failure.find("document type"), std::string::npos) << bomb.failure;
    EXPECT_TRUE(bomb.rows.empty());
    std::string deep;
    for (int i = 0; i < 1000; ++i) deep += "<a>";
    EXPECT_NE(read(deep).failure, "");
}

TEST(Wxr, AHugeItemIsAFinding) {
    const RowsRead rows =
        read("<item><title>大</title><content:encoded>" + std::string(std::size_t{3} << 20, 'x') +
             "</content:encoded></item><item><title>小</title><content:encoded>y</content:encoded></item>");
    EXPECT_EQ(rows.faults, std::vector<std::string>{"3 line-too-long"});
    EXPECT_EQ(rows.rows.size(), 1U);
}

}  // namespace
}  // namespace xinglin
