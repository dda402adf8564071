#include "text/sentences.h"

#include <gtest/gtest.h>

#include <random>

namespace xinglin {
namespace {

std::vector<std::string> texts_of(std::string_view text) {
    std::vector<std::string> texts;
    for (const Sentence& sentence : sentences_of(text)) texts.emplace_back(slice(text, sentence.span));
    return texts;
}

using Texts = std::vector<std::string>;

TEST(Sentences, EndAtClosingMarksAndLineBreaks) {
    EXPECT_EQ(texts_of("头痛。头晕！还有吗？ 有；好!ok?\n第二行"),
              (Texts{"头痛。", "头晕！", "还有吗？", "有；", "好!", "ok?", "第二行"}));
    EXPECT_EQ(texts_of("　\n \r\n"), Texts{});
    EXPECT_EQ(texts_of("没有标点"), Texts{"没有标点"});
}

TEST(Sentences, KeepRunsOfMarksAndClosingQuotesTogether) {
    EXPECT_EQ(texts_of("“真的吗？！”他问。（是的。）好"), (Texts{"“真的吗？！”", "他问。", "（是的。）", "好"}));
}

TEST(Sentences, DotsOfNumbersDoNotEndOne) {
    EXPECT_EQ(texts_of("1.遗传因素约3.5%。2.心理因素"), (Texts{"1.遗传因素约3.5%。", "2.心理因素"}));
}

TEST(Sentences, KnowThatTheyAreCut) {
    const auto sentences = sentences_of("本品用于溃疡病、肠痉挛、胆...\n完整。还有…");
    ASSERT_EQ(sentences.size(), 3U);
    EXPECT_TRUE(sentences[0].cut);
    EXPECT_FALSE(sentences[1].cut);
    EXPECT_TRUE(sentences[2].cut);
}

TEST(Sentences, AreFoundByOffset) {
    const auto sentences = sentences_of("头痛。\n头晕。");
    EXPECT_EQ(sentence_at(sentences, 0).span, (Span{0, 9}));
    EXPECT_EQ(sentence_at(sentences, 8).span, (Span{0, 9}));
    EXPECT_EQ(sentence_at(sentences, 9).span, (Span{9, 9}));
    EXPECT_EQ(sentence_at(sentences, 12).span, (Span{10, 19}));
    EXPECT_EQ(sentence_at(sentences, 19).span, (Span{19, 19}));
}

TEST(Sentences, CoverEverythingButWhiteSpaceInOrder) {
    for (std::uint32_t seed = 0; seed < 500; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        std::mt19937 random(seed);
        std::string text;
        for (auto length = random() % 30; length > 0; --length) {
            constexpr const char* kPieces[] = {"面", "。", "？", "\n", " ", "　", "”", "...", "…", "a", "\xFF", "."};
            text += kPieces[random() % 12];
        }
        std::string outside;
        std::uint32_t previous = 0;
        for (const Sentence& sentence : sentences_of(text)) {
            ASSERT_LE(previous, sentence.span.begin);
            ASSERT_LT(sentence.span.begin, sentence.span.end);
            outside += text.substr(previous, sentence.span.begin - previous);
            previous = sentence.span.end;
        }
        outside += text.substr(previous);
        ASSERT_EQ(outside.find_first_not_of(" \n\xE3\x80"), std::string::npos);
    }
}

TEST(IsCut, SeesEllipsesBehindQuotesAndSpaces) {
    EXPECT_TRUE(is_cut("适用急..."));
    EXPECT_TRUE(is_cut("适用急…… "));
    EXPECT_TRUE(is_cut("“适用急…”\n"));
    EXPECT_FALSE(is_cut("适用急。"));
    EXPECT_FALSE(is_cut(""));
    EXPECT_FALSE(is_cut("…然后好了"));
}

TEST(Excerpt, IsOneLineOfAtMostSoManyCharacters) {
    EXPECT_EQ(excerpt_of(" 面肌\n\n痉挛 ", 10), "面肌 痉挛");
    EXPECT_EQ(excerpt_of("面肌痉挛", 4), "面肌痉挛");
    EXPECT_EQ(excerpt_of("面肌痉挛", 3), "面肌痉…");
    EXPECT_EQ(excerpt_of("面肌 痉挛", 3), "面肌…");
    EXPECT_EQ(excerpt_of("面", 0), "…");
    EXPECT_EQ(excerpt_of("", 0), "");
}

}  // namespace
}  // namespace xinglin
