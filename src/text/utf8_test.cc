#include "text/utf8.h"

#include <gtest/gtest.h>

#include <random>

namespace xinglin {
namespace {

/// Table 3-7 of the Unicode Standard, row by row: the length of the well-formed sequence at `offset`, or 0.
std::size_t well_formed_length(std::string_view text, std::size_t offset) {
    struct Row {
        unsigned first_low, first_high, second_low, second_high;
        std::size_t length;
    };
    constexpr Row kRows[] = {{0x00, 0x7F, 0, 0, 1},       {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
                             {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
                             {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4}};
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[offset + index]); };
    for (const Row& row : kRows) {
        if (byte(0) < row.first_low || byte(0) > row.first_high) continue;
        if (offset + row.length > text.size()) return 0;
        if (row.length > 1 && (byte(1) < row.second_low || byte(1) > row.second_high)) return 0;
        for (std::size_t index = 2; index < row.length; ++index) {
            if (byte(index) < 0x80 || byte(index) > 0xBF) return 0;
        }
        return row.length;
    }
    return 0;
}

TEST(Utf8, EveryScalarValueSurvivesWritingAndReading) {
    for (char32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
        if (code_point >= 0xD800 && code_point < 0xE000) continue;
        std::string text;
        append_utf8(text, code_point);
        ASSERT_EQ(text.size(), utf8_length(code_point));
        ASSERT_EQ(decode_utf8(text, 0), (Decoded{code_point, utf8_length(code_point)}));
        ASSERT_EQ(decode_utf8_before(text, text.size()), decode_utf8(text, 0));
        ASSERT_FALSE(decode_utf8(text, 0).invalid());
    }
}

TEST(Utf8, AgreesWithTheTableOfTheStandardOnAllShortTextsOfInterestingBytes) {
    const std::string bytes = {'a',    '\x7F', '\x80', '\x8F', '\x90', '\x9F', '\xA0', '\xBF', '\xC1', '\xC2',
                               '\xDF', '\xE0', '\xE6', '\xED', '\xEF', '\xF0', '\xF3', '\xF4', '\xF5', '\xFF'};
    for (const char a : bytes) {
        for (const char b : bytes) {
            for (const char c : bytes) {
                for (const char d : bytes) {
                    const std::string text{a, b, c, d};
                    const std::size_t expected = well_formed_length(text, 0);
                    const Decoded decoded = decode_utf8(text, 0);
                    ASSERT_EQ(decoded.invalid(), expected == 0) << testing::PrintToString(text);
                    ASSERT_EQ(decoded.length, expected == 0 ? 1 : expected);
                }
            }
        }
    }
}

TEST(Utf8, TruncatedCharactersAreInvalidBytes) {
    const std::string text = "面𠀀";
    for (std::size_t size = 1; size < text.size(); ++size) {
        const auto invalid = first_invalid_utf8(std::string_view(text).substr(0, size));
        if (size == 3) {
            EXPECT_FALSE(invalid);
        } else {
            EXPECT_EQ(invalid, size < 3 ? 0U : 3U);
        }
    }
    EXPECT_EQ(count_characters("面\xE9\x9D\x61"), 4U);
}

TEST(Utf8, ReadsBackwardsWhatItReadsForwards) {
    const std::string text = "a面é𠀀\U0010FFFFz";
    std::vector<Decoded> forwards;
    for (std::size_t offset = 0; offset < text.size(); offset += forwards.back().length) {
        forwards.push_back(decode_utf8(text, offset));
    }
    std::size_t offset = text.size();
    for (auto expected = forwards.rbegin(); expected != forwards.rend(); ++expected) {
        ASSERT_EQ(decode_utf8_before(text, offset), *expected);
        offset -= expected->length;
    }
}

TEST(Utf8, FirstCharactersNeverSplitsOne) {
    EXPECT_EQ(first_characters("面肌痉挛", 2), "面肌");
    EXPECT_EQ(first_characters("面肌", 9), "面肌");
    EXPECT_EQ(first_characters("面肌", 0), "");
}

TEST(CharacterCounter, EqualsCountingEachPrefix) {
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        std::mt19937 random(seed);
        std::string text;
        for (auto length = random() % 40; length > 0; --length) {
            constexpr const char* kPieces[] = {"a", "面", "é", "𠀀", "\x80", "\xE9\x9D"};
            text += kPieces[random() % 6];
        }
        CharacterCounter counter(text);
        std::uint32_t characters = 0;
        for (std::uint32_t offset = 0; offset < text.size(); ++characters) {
            ASSERT_EQ(counter.at(offset), characters);
            offset += decode_utf8(text, offset).length;
        }
        ASSERT_EQ(counter.at(static_cast<std::uint32_t>(text.size())), count_characters(text));
    }
}

}  // namespace
}  // namespace xinglin
