#include "pack/article_text.h"

#include <gtest/gtest.h>

#include "base/growth_for_tests.h"

namespace xinglin {
namespace {

constexpr std::string_view kGood =
    "+++\n"
    "id = \"article/hfs\"\n"
    "title = \"面肌痉挛\"\n"
    "departments = [\"department/neurology\"]\n"
    "published_on = 2026-11-20\n"
    "next_review_on = \"2027-11-20\"\n"
    "machine_written = true\n"
    "+++\n"
    "\n"
    "## 病因\n"
    "\n"
    "血管压迫[@hfs-consensus-2014]。\n";

TEST(ArticleText, ReadsFieldsAndBody) {
    const ArticleReading reading = read_article(kGood);
    for (const auto& placed : reading.problems) ADD_FAILURE() << placed.problem.message;
    ASSERT_TRUE(reading.record);
    const Article& article = std::get<Article>(reading.record->body);
    EXPECT_EQ(article.title, "面肌痉挛");
    EXPECT_EQ(article.body, "## 病因\n\n血管压迫[@hfs-consensus-2014]。");
    EXPECT_EQ(reading.record->head.published_on.iso(), "2026-11-20");
    EXPECT_EQ(reading.record->head.next_review_on.iso(), "2027-11-20");
    EXPECT_TRUE(reading.record->head.machine_written);
    ASSERT_EQ(reading.citations.size(), 1U);
    EXPECT_EQ(reading.citations[0].source, "source/hfs-consensus-2014");
    EXPECT_EQ(reading.citations[0].place, (Place{12, 13}));
}

TEST(ArticleText, ReadsFilesWithCarriageReturns) {
    std::string text;
    for (const char c : kGood) text += c == '\n' ? "\r\n" : std::string(1, c);
    EXPECT_EQ(read_article(text).record, read_article(kGood).record);
}

TEST(ArticleText, WritesWhatItReads) {
    const ArticleReading reading = read_article(kGood);
    const std::string written = write_article(*reading.record);
    EXPECT_EQ(read_article(written).record, reading.record);
    for (const char* body : {"", "x", "\n", "\nx\n\n", "+++", "+++\nx", "x\n+++\ny"}) {
        Record record = *reading.record;
        std::get<Article>(record.body).body = body;
        const ArticleReading again = read_article(write_article(record));
        ASSERT_TRUE(again.record) << body;
        EXPECT_EQ(*again.record, record) << body;
    }
}

TEST(ArticleText, CitationsAreReadInLinearTime) {
    for (const char* piece : {"[@a", "[@a]", "[@a\n", "[@书]\n"}) {
        const auto text_of = [&](std::size_t bytes) {
            return "+++\nid = \"article/x\"\ntitle = \"甲\"\n+++\n\n" + repeated_to(piece, bytes) + "\n";
        };
        const auto read = [](const std::string& text) { (void)read_article(text); };
        EXPECT_LT(growth_of(text_of, read, 16'384), kLinearGrowth) << piece;
    }
    const auto two = read_article("+++\nid = \"article/x\"\ntitle = \"甲\"\n+++\n\n甲[@a[@b]\n乙[@c]\n");
    ASSERT_EQ(two.citations.size(), 2U);
    EXPECT_EQ(two.citations[0].place, (Place{6, 7}));
    EXPECT_EQ(two.citations[1].place, (Place{7, 4}));
}

TEST(ArticleText, NamesTheFaultAndItsPlace) {
    struct Fault {
        std::string text;
        std::string_view rule;
        Place place;
    };
    const std::string head = "+++\nid = \"article/x\"\ntitle = \"x\"\n";
    for (const Fault& fault : {
             Fault{"# 标题\n", "no-front-matter", {1, 1}},
             Fault{"+++\nid = \"article/x\"\n", "no-front-matter", {1, 1}},
             Fault{"", "no-front-matter", {1, 1}},
             Fault{head + "title = \"y\"\n+++\n", "duplicate-field", {4, 1}},
             Fault{head + "tilte = \"y\"\n+++\n", "unknown-field", {4, 1}},
             Fault{head + "body = \"y\"\n+++\n", "unknown-field", {4, 1}},
             Fault{head + "origin = \"y\"\n+++\n", "unknown-field", {4, 1}},
             Fault{head + "status = \"new\"\n+++\n", "bad-field", {4, 1}},
             Fault{"+++\nid = \"article/x\"\n+++\n", "missing-field", {2, 1}},
             Fault{"+++\nid = \"doctor/x\"\nname = \"x\"\n+++\n", "wrong-file", {2, 1}},
             Fault{"+++\nid = \"article/X\"\ntitle = \"x\"\n+++\n", "bad-id", {2, 1}},
             Fault{head + "author = \"<b>x</b>\"\n+++\n", "dirty-text", {4, 1}},
             Fault{head + "departments = [\"a\", \" \"]\n+++\n", "missing-name", {4, 21}},
             Fault{head + "+++\n\n一\n二<script>\n", "dirty-text", {7, 4}},
             Fault{head + "+++\n一\x07\n", "dirty-text", {5, 4}},
             Fault{head + "+++\n\n一\xFF\n", "invalid-utf8", {6, 4}},
             Fault{head + "+++\n\n见[@某书]。\n", "bad-citation", {6, 4}},
             Fault{head + "+++\n\n见[@a\n", "bad-citation", {6, 4}},
         }) {
        const ArticleReading reading = read_article(fault.text);
        EXPECT_FALSE(reading.record) << fault.text;
        ASSERT_EQ(reading.problems.size(), 1U) << fault.text;
        EXPECT_EQ(reading.problems[0].problem.rule, fault.rule) << fault.text;
        EXPECT_EQ(reading.problems[0].place, fault.place)
            << fault.text << reading.problems[0].place.line << ":" << reading.problems[0].place.column;
        EXPECT_FALSE(reading.problems[0].problem.mend.empty());
    }
}

}  // namespace
}  // namespace xinglin
