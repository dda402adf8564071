#include "app/queries.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "app/example_for_tests.h"

namespace xinglin {
namespace {

class QueriesTest : public testing::Test {
  protected:
    QueriesTest() : workspace_(example_workspace(folder_)) {}

    const Queries& queries() const { return workspace_->queries(); }

    void import_dump() {
        write_example_dump(folder_);
        const auto report = import_folder(workspace_->store(), folder_.path() / "old-portal", BadLines::Quarantine);
        ASSERT_TRUE(report && report->stored);
        workspace_->refresh();
    }

    FolderForTests folder_;
    std::unique_ptr<Workspace> workspace_;
};

/// Panels as text: every item with its first path and quote.
std::string text_of(const RelatedPanels& related) {
    std::string text;
    for (const PanelView& panel : related.panels) {
        text += std::string(name_of(panel.panel)) + "\n";
        for (const Card& card : panel.cards) {
            text += "  " + card.ref.id + " " + std::to_string(card.score) + " " + card.why.front().quote + "\n";
        }
    }
    return text;
}

TEST_F(QueriesTest, OffsetsCountCharactersOfTheTextAsGiven) {
    // A character outside the basic plane, a full-width letter and a traditional one before the mention.
    const AnnotatedText read = queries().annotate("😀Ａ麼沒有耳鸣，面肌抽搐");
    ASSERT_EQ(read.mentions.size(), 2U);
    EXPECT_EQ(read.mentions[0].mention.begin_character, 5U);
    EXPECT_EQ(read.mentions[0].mention.end_character, 7U);
    EXPECT_EQ(read.mentions[0].text, "耳鸣");
    EXPECT_TRUE(read.mentions[0].mention.negated);
    EXPECT_EQ(read.mentions[1].mention.begin_character, 8U);
    EXPECT_EQ(read.mentions[1].mention.end_character, 12U);
    EXPECT_EQ(read.mentions[1].text, "面肌抽搐");
    EXPECT_EQ(read.mentions[1].named.id, "condition/facial-spasm");
    ASSERT_FALSE(read.main.empty());
    EXPECT_EQ(read.main[0].concept_ref.name, "面肌痉挛");
    EXPECT_TRUE(queries().annotate("").mentions.empty());
}

TEST_F(QueriesTest, RelatingByRecordAndByItsTextAgree) {
    import_dump();
    const std::string title = "面肌痉挛是什么病";
    const std::string body = "面肌痉挛是一侧面部不自主抽动的病。精神紧张时加重。";
    const auto articles = workspace_->portal().list(ListKind::Articles, 1);
    ASSERT_TRUE(articles);
    const auto found = std::ranges::find(articles->cards, title, [](const Card& card) { return card.ref.name; });
    ASSERT_NE(found, articles->cards.end());

    const auto by_record = queries().relate({found->ref.id, {}, {}}, {});
    const auto by_text = queries().relate({{}, title, body}, {});
    ASSERT_TRUE(by_record && by_text);
    EXPECT_EQ(by_record->panels.size(), static_cast<std::size_t>(kPanelCount));
    EXPECT_EQ(text_of(*by_record), text_of(*by_text));
    EXPECT_NE(text_of(*by_record).find("doctor/gu-yun"), std::string::npos);
}

TEST_F(QueriesTest, WhatOnlyLooksAlikeIsWithheldWithItsReason) {
    import_dump();
    RelateOptions options;
    options.withheld_limit = 50;
    const auto related = queries().relate({"article/spasm-causes", {}, {}}, options);
    ASSERT_TRUE(related);
    const PanelView& drugs = related->panels[static_cast<std::size_t>(Panel::Drugs)];
    for (const Card& card : drugs.cards) EXPECT_NE(card.ref.name, "双面宁胶囊");
    const PanelView& doctors = related->panels[static_cast<std::size_t>(Panel::Doctors)];
    for (const Card& card : doctors.cards) EXPECT_NE(card.department, "骨科") << card.ref.name;

    std::set<std::string> withheld;
    for (const Withheld& each : related->withheld) {
        withheld.insert(each.name);
        EXPECT_FALSE(each.rule.empty() || each.reason.empty()) << each.name;
    }
    EXPECT_TRUE(withheld.contains("双面宁胶囊"));
    EXPECT_TRUE(withheld.contains("石医生"));
}

TEST_F(QueriesTest, EitherARecordOrATextIsAsked) {
    const auto code = [&](const TextOrRecord& input) {
        const auto related = queries().relate(input, {});
        const auto findings = queries().lint(input);
        EXPECT_EQ(related ? "" : related.error().message, findings ? "" : findings.error().message);
        return related ? std::optional<ErrorCode>() : related.error().code;
    };
    EXPECT_EQ(code({"article/spasm-causes", "题", ""}), ErrorCode::InvalidInput);
    EXPECT_EQ(code({}), ErrorCode::InvalidInput);
    EXPECT_EQ(code({"article/draft", "", ""}), ErrorCode::NotFound);
    EXPECT_EQ(code({"", "题", ""}), std::nullopt);
    EXPECT_EQ(code({"article/bowel", "", ""}), std::nullopt);
}

TEST_F(QueriesTest, LintReadsATextAsItReadsARecord) {
    const auto findings = queries().lint({{}, "面肌痉挛能根治吗", "本法包治面肌痉挛。"});
    ASSERT_TRUE(findings);
    EXPECT_TRUE(std::ranges::any_of(*findings, [](const Finding& each) { return each.rule == "absolute-claim"; }));
}

TEST_F(QueriesTest, ShowsByIdByNameAndByAlias) {
    const auto record = queries().show_id("doctor/gu-yun");
    ASSERT_TRUE(record && record->record);
    EXPECT_FALSE(record->concept_view);
    for (const char* name : {"面肌痉挛", "面肌抽搐", "HFS", "ｈｆｓ", "面肌痙攣"}) {
        const auto named = queries().show_name(name);
        ASSERT_TRUE(named && named->concept_view) << name;
        EXPECT_EQ(named->concept_view->subject.id, "condition/facial-spasm") << name;
    }
    EXPECT_TRUE(queries().show_id("condition/facial-spasm")->concept_view);
    EXPECT_TRUE(queries().show_id("test/electromyography")->concept_view) << "the concept with its record";
    EXPECT_EQ(queries().show_id("article/draft").error().code, ErrorCode::NotFound);
    EXPECT_EQ(queries().show_name("没有的病").error().code, ErrorCode::NotFound);
    EXPECT_EQ(queries().show_name("").error().code, ErrorCode::NotFound);
}

TEST_F(QueriesTest, AnAliasOfTwoConceptsIsAConflictThatNamesBoth) {
    const auto shown = queries().show_name("mvd");
    ASSERT_FALSE(shown);
    EXPECT_EQ(shown.error().code, ErrorCode::Conflict);
    EXPECT_EQ(shown.error().where, "condition/mitral-valve-disease procedure/decompression");
}

}  // namespace
}  // namespace xinglin
