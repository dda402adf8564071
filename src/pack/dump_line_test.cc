#include "pack/dump_line.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

DumpLine read(std::string_view text) {
    return read_dump_line(boost::json::parse(text).as_object(), {}, "old");
}

TEST(DumpLine, IsTheRecordThatItsFieldsTell) {
    const DumpLine line =
        read(R"({"name": "甲片", "manufacturer": "某药业", "indications": "用于头痛\r\n", "price": "9"})");
    ASSERT_FALSE(line.problem);
    EXPECT_EQ(std::get<Drug>(line.record.body).indications, "用于头痛");
    EXPECT_EQ(line.record.head.trust, Trust::Imported);
    EXPECT_EQ(line.record.head.id, content_id("drug", "old", identity_of(line.record)));
    EXPECT_EQ(line.ignored_fields, std::vector<std::string>{"price"});
}

TEST(DumpLine, SaysWhyItIsNoRecord) {
    EXPECT_EQ(read(R"({"kind": "ward"})").problem->rule, "unknown-record-shape");
    EXPECT_EQ(read(R"({"name": "甲", "indications": "乙", "description": "丙"})").problem->rule,
              "unknown-record-shape");
    EXPECT_EQ(read(R"({"title": "题", "body": ""})").problem->rule, "missing-field");
    EXPECT_EQ(read(R"({"title": "<script>x</script>", "body": "文"})").problem->rule, "dirty-text");
}

TEST(DumpLine, TellsWhatItSaysApartFromWhichThingItIs) {
    const Record first = read(R"({"name": "甲片", "indications": "头痛"})").record;
    const Record other = read(R"({"name": "甲片", "indications": "牙痛"})").record;
    EXPECT_EQ(identity_of(first), identity_of(other));
    EXPECT_EQ(first.head.id, other.head.id);
    EXPECT_NE(content_of(first), content_of(other));
    Record renamed = first;
    renamed.head.id = "drug/other";
    EXPECT_EQ(content_of(first), content_of(renamed));
}

TEST(ContentId, DependsOnKindAndIdentity) {
    const std::string id = content_id("drug", "old", "甲");
    EXPECT_EQ(id, content_id("drug", "old", "甲"));
    EXPECT_EQ(id.size(), std::string_view("drug/old-").size() + 12);
    EXPECT_NE(id.substr(5), content_id("test", "old", "甲").substr(5));
    EXPECT_NE(id, content_id("drug", "old", "乙"));
}

TEST(DumpLine, ReadsHtmlDatesAndAddresses) {
    const DumpLine line =
        read(R"({"title": "偏头痛&amp;失眠", "body": "<h1>概述</h1><p>先看<b>诱因</b>。</p><script>x</script>",
        "url": "https://alt.example/a?id=7", "publish_date": "2021年3月9日", "views": 12})");
    ASSERT_FALSE(line.problem) << line.problem->message;
    const Article& article = std::get<Article>(line.record.body);
    EXPECT_EQ(article.title, "偏头痛&失眠");
    EXPECT_EQ(article.body, "## 概述\n\n先看**诱因**。");
    EXPECT_TRUE(article.body_is_markdown);
    EXPECT_EQ(line.record.head.old_address, "https://alt.example/a?id=7");
    EXPECT_EQ(line.record.head.published_on.iso(), "2021-03-09");
    EXPECT_EQ(line.common_fields, (std::vector<std::string>{"url", "publish_date"}));
    EXPECT_EQ(line.ignored_fields, std::vector<std::string>{"views"});
    const DumpLine odd = read(R"({"title": "题", "body": "文", "url": "javascript:x", "date": "昨天"
})");
    EXPECT_EQ(odd.record.head.old_address, "");
    EXPECT_EQ(odd.ignored_fields, (std::vector<std::string>{"url", "date"}));
    EXPECT_FALSE(std::get<Article>(odd.record.body).body_is_markdown);
}

}  // namespace
}  // namespace xinglin
