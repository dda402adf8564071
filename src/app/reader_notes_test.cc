#include "app/reader_notes.h"

#include <gtest/gtest.h>

#include "app/example_for_tests.h"

namespace xinglin {
namespace {

/// The page of the one article of an old portal that says this.
ArticleView taken_over(const std::string& title, const std::string& body) {
    const FolderForTests folder;
    const auto workspace = example_workspace(folder);
    folder.write("old/articles.jsonl", R"({"title":")" + title + R"(","source":"旧站","body":")" + body + "\"}\n");
    const auto report = import_folder(workspace->store(), folder.path() / "old", BadLines::Quarantine);
    CHECK(report && report->stored);
    workspace->refresh();
    const auto list = workspace->portal().list(ListKind::Articles, 1);
    CHECK(list);
    for (const Card& card : list->cards) {
        if (card.ref.name != title) continue;
        auto view =
            workspace->portal().article(std::string_view(card.ref.id).substr(std::string_view("article/").size()));
        CHECK(view);
        return *std::move(view);
    }
    CHECK(title.empty());
    return {};
}

TEST(ReaderNotes, SayWhatATextGetsWrong) {
    const ArticleView view = taken_over("面肌痉挛能治吗", "面肌痉挛目前没有什么可以治愈的方法。");
    EXPECT_TRUE(view.contradicted);
    ASSERT_FALSE(view.notes.empty());
    const ReaderNote& note = view.notes.front();
    EXPECT_EQ(note.kind, ReaderNote::Kind::Contradicted);
    EXPECT_NE(note.said.find("没有什么可以治愈的方法"), std::string::npos) << note.said;
    EXPECT_NE(note.correct.find("微血管减压术"), std::string::npos) << note.correct;
    EXPECT_EQ(note.correct.find("依据"), std::string::npos) << note.correct;
    ASSERT_FALSE(note.sources.empty());
    EXPECT_EQ(note.sources.front().name, "面肌痉挛诊疗中国专家共识");
}

TEST(ReaderNotes, NameTheMainCauseThatATextLeavesOut) {
    const ArticleView view = taken_over("面肌痉挛的原因", "面肌痉挛的原因是精神紧张和疲劳。平时要多休息。");
    EXPECT_FALSE(view.contradicted);
    ASSERT_EQ(view.notes.size(), 1U);
    EXPECT_EQ(view.notes[0].kind, ReaderNote::Kind::CauseLeftOut);
    ASSERT_EQ(view.notes[0].facts.size(), 1U);
    EXPECT_EQ(view.notes[0].facts[0].about.name, "血管压迫面神经");
    EXPECT_EQ(view.notes[0].facts[0].text, "血管压迫面神经根部是主要原因。");
}

TEST(ReaderNotes, SayWhatIsKnownOnWhatTheTitleAsks) {
    const ArticleView view = taken_over("面肌痉挛怎么治疗", "面肌痉挛的治疗方法很多，请听医生的。");
    ASSERT_EQ(view.notes.size(), 1U);
    EXPECT_EQ(view.notes[0].kind, ReaderNote::Kind::AlsoKnown);
    EXPECT_EQ(view.notes[0].aspect, Aspect::Treatment);
    ASSERT_EQ(view.notes[0].facts.size(), 2U);
    EXPECT_EQ(view.notes[0].facts[0].about.name, "微血管减压术") << "the first line comes first";
}

TEST(ReaderNotes, AreForTextsThatNobodyAnswersFor) {
    const FolderForTests folder;
    const auto workspace = example_workspace(folder);
    const auto view = workspace->portal().article("spasm-causes");
    ASSERT_TRUE(view);
    EXPECT_TRUE(view->notes.empty());
    EXPECT_FALSE(view->contradicted);
}

TEST(KnownPart, IsWhatTheMessageSaysIsKnown) {
    EXPECT_EQ(known_part("“无药可医”与已知不符：甲药可以治好乙病（依据：某指南）。"), "甲药可以治好乙病");
    EXPECT_EQ(known_part("孕妇禁用甲药（依据：某书）。"), "孕妇禁用甲药");
    EXPECT_EQ(known_part("没有依据的一句话。"), "没有依据的一句话");
    EXPECT_EQ(known_part(""), "");
}

}  // namespace
}  // namespace xinglin
