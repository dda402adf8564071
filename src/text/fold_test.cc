#include "text/fold.h"

#include <gtest/gtest.h>

#include "text/utf8.h"

namespace xinglin {
namespace {

TEST(Fold, MakesTheSpellingsOfOneWordEqual) {
    constexpr std::pair<const char*, const char*> kCases[] = {
        {"HFS", "hfs"},
        {"ＨＦＳ", "hfs"},
        {"痙攣", "痉挛"},
        {"面肌痉挛", "面肌痉挛"},
        {"Ménière", "meniere"},
        {"Me\u0301nie\u0300re", "meniere"},
        {"℃", "°c"},
        {"㎎／ｄＬ", "mg/dl"},
        {"Ⅱ型", "ii型"},
        {"①型", "1型"},
        {"ＣＯＶＩＤ－１９", "covid-19"},
        {"Straße", "strasse"},
        {"İ", "i"},
        {"ﬁ", "fi"},
        {"頭髮", "头发"},
        {"β受體", "β受体"},
        {"面\u200B肌", "面肌"},
        {"a\u00ADb", "ab"},
        {"한국", "한국"},
        {"", ""},
    };
    for (const auto& [text, folded] : kCases) EXPECT_EQ(fold(text), folded) << text;
}

TEST(Fold, InvalidBytesBecomeReplacementCharacters) {
    EXPECT_EQ(fold("A\xFF面\xE9"), "a\uFFFD面\uFFFD");
    EXPECT_EQ(fold(std::string_view("a\0B", 3)), std::string_view("a\0b", 3));
}

TEST(Fold, FoldingTwiceChangesNothingForEveryCodePoint) {
    for (char32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
        if (code_point >= 0xD800 && code_point < 0xE000) continue;
        std::string text;
        append_utf8(text, code_point);
        const std::string once = fold(text);
        ASSERT_EQ(fold(once), once) << "U+" << std::hex << static_cast<std::uint32_t>(code_point);
    }
}

TEST(FoldTable, AnswersEveryCodePointInExactlyOneWay) {
    const FoldTable& table = FoldTable::get();
    std::size_t dropped = 0;
    for (char32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
        const char32_t single = table.fold_single(code_point);
        const auto expansion = table.expansion(code_point);
        ASSERT_TRUE(single == 0 || expansion.empty());
        ASSERT_TRUE(expansion.size() != 1 || code_point == 0);
        ASSERT_LE(expansion.size(), 18U);
        dropped += single == 0 && expansion.empty() ? 1U : 0U;
    }
    EXPECT_GT(dropped, 1000U);
    EXPECT_EQ(table.fold_single(U'面'), U'面');
    EXPECT_EQ(table.expansion(U'℃'), U"°c");
}

TEST(ToSimplified, ConvertsByPhraseAndKeepsTheRest) {
    EXPECT_EQ(to_simplified("頭髮與發熱"), "头发与发热");
    EXPECT_EQ(to_simplified("皇后以後"), "皇后以后");
    EXPECT_EQ(to_simplified("面肌痉挛 HFS 2 mg"), "面肌痉挛 HFS 2 mg");
    EXPECT_EQ(to_simplified("頭\xFF髮"), "头\xFF发");
    EXPECT_EQ(to_simplified(std::string_view("頭\0髮", 7)), std::string_view("头\0发", 7));
}

}  // namespace
}  // namespace xinglin
