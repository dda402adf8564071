#include "text/automaton.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {

void PrintTo(const Automaton::Match& match, std::ostream* out) {
    *out << match.form << "@[" << match.begin << "," << match.end << ")";
}

namespace {

using Match = Automaton::Match;

/// The definition: every stretch of whole characters whose folding is a form, tried one by one.
std::vector<Match> find_all_slowly(const std::vector<std::string>& forms, std::string_view text) {
    std::map<std::string, std::uint32_t> form_by_fold;
    for (std::uint32_t form = 0; form < forms.size(); ++form) {
        if (!first_invalid_utf8(forms[form])) form_by_fold.emplace(fold(forms[form]), form);
    }
    form_by_fold.erase("");
    struct Character {
        std::uint32_t begin, end;
        bool invalid;
        std::string folded;
    };
    std::vector<Character> characters;
    for (std::uint32_t offset = 0; offset < text.size();) {
        const Decoded decoded = decode_utf8(text, offset);
        characters.push_back(
            {offset, offset + decoded.length, decoded.invalid(), fold(text.substr(offset, decoded.length))});
        offset += decoded.length;
    }
    std::vector<Match> matches;
    for (std::size_t last = 0; last < characters.size(); ++last) {
        std::vector<Match> ending_here;
        std::string folded;
        for (std::size_t first = last + 1; first-- > 0;) {
            if (characters[first].invalid) break;
            folded.insert(0, characters[first].folded);
            const auto form = form_by_fold.find(folded);
            const bool has_whole_ends = !characters[first].folded.empty() && !characters[last].folded.empty();
            if (form != form_by_fold.end() && has_whole_ends) {
                ending_here.push_back({form->second, characters[first].begin, characters[last].end});
            }
        }
        matches.insert(matches.end(), ending_here.rbegin(), ending_here.rend());
    }
    return matches;
}

std::string random_text(std::mt19937& random, const std::vector<std::string>& alphabet, std::uint32_t longest) {
    std::string text;
    for (auto length = random() % (longest + 1); length > 0; --length) text += alphabet[random() % alphabet.size()];
    return text;
}

void expect_equal_to_the_oracle(const std::vector<std::string>& alphabet, std::uint32_t forms_at_most,
                                std::uint32_t form_length, std::uint32_t text_length, std::uint32_t seeds) {
    for (std::uint32_t seed = 0; seed < seeds; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        std::mt19937 random(seed);
        std::vector<std::string> forms(random() % (forms_at_most + 1));
        for (std::string& form : forms) form = random_text(random, alphabet, form_length);
        const Automaton automaton = Automaton::build(forms);
        for (int round = 0; round < 16; ++round) {
            const std::string text = random_text(random, alphabet, text_length);
            ASSERT_EQ(automaton.find_all(text), find_all_slowly(forms, text))
                << testing::PrintToString(forms) << " in " << text;
        }
    }
}

TEST(Automaton, EqualsTryingEveryStretchOnTwoLetters) {
    expect_equal_to_the_oracle({"面", "肌"}, 12, 5, 24, 150);
}

TEST(Automaton, EqualsTryingEveryStretchOnFourLettersOfAllLengths) {
    expect_equal_to_the_oracle({"a", "é", "面", "𠀀"}, 20, 4, 24, 100);
}

TEST(Automaton, EqualsTryingEveryStretchWhereFoldingChangesLengths) {
    expect_equal_to_the_oracle({"c",  "°",  "℃", "Ｃ",     "㎎", "m", "g", "\u0301", "é",    "面",
                                "痙", "痉", "𝐜", "\u200B", "İ",  "ﬃ", "f", "i",      "\xFF", "\xE9"},
                               20, 4, 30, 400);
}

TEST(Automaton, EqualsTryingEveryStretchOfAllShortTextsAndForms) {
    std::vector<std::string> words = {""};
    for (std::size_t index = 0; words.size() < 31; ++index) {
        words.push_back(words[index] + "面");
        words.push_back(words[index] + "肌");
    }
    for (std::size_t a = 0; a < words.size(); ++a) {
        for (std::size_t b = a; b < words.size(); ++b) {
            const std::vector<std::string> forms = {words[a], words[b]};
            const Automaton automaton = Automaton::build(forms);
            for (const std::string& text : words) {
                ASSERT_EQ(automaton.find_all(text), find_all_slowly(forms, text));
            }
        }
    }
}

TEST(Automaton, FindsOverlappingFormsLongestFirstAtEachEnd) {
    const std::vector<std::string> forms = {"痉挛", "面肌痉挛", "肌", "挛缩"};
    EXPECT_EQ(Automaton::build(forms).find_all("面肌痉挛缩"),
              (std::vector<Match>{{2, 3, 6}, {1, 0, 12}, {0, 6, 12}, {3, 9, 15}}));
}

TEST(Automaton, OffsetsAreThoseOfTheOriginalText) {
    const std::vector<std::string> forms = {"面肌痉挛", "hfs", "10mg"};
    const std::string text = "面肌痙攣（ＨＦＳ）１０㎎";
    const auto matches = Automaton::build(forms).find_all(text);
    ASSERT_EQ(matches.size(), 3U);
    EXPECT_EQ(text.substr(matches[0].begin, matches[0].end - matches[0].begin), "面肌痙攣");
    EXPECT_EQ(text.substr(matches[1].begin, matches[1].end - matches[1].begin), "ＨＦＳ");
    EXPECT_EQ(text.substr(matches[2].begin, matches[2].end - matches[2].begin), "１０㎎");
}

TEST(Automaton, FormsThatFoldAlikeReportTheLowest) {
    const std::vector<std::string> forms = {"", "痙攣", "痉挛", "\u0301"};
    EXPECT_EQ(Automaton::build(forms).find_all("痉挛"), (std::vector<Match>{{1, 0, 6}}));
}

TEST(Automaton, NothingIsFoundInNothing) {
    EXPECT_TRUE(Automaton().find_all("面").empty());
    EXPECT_TRUE(Automaton::build({}).find_all("面").empty());
    const std::vector<std::string> forms = {"面"};
    EXPECT_TRUE(Automaton::build(forms).find_all("").empty());
}

TEST(Automaton, AgreesWithTheOracleOnALargeAlphabet) {
    std::vector<std::string> alphabet;
    for (char32_t code_point = 0x4E00; code_point < 0x4E00 + 3000; ++code_point) {
        append_utf8(alphabet.emplace_back(), code_point);
    }
    std::mt19937 random(7);
    std::vector<std::string> forms(3000);
    for (std::string& form : forms) form = random_text(random, alphabet, 4);
    const Automaton automaton = Automaton::build(forms);
    std::string text;
    for (int count = 0; count < 300; ++count) text += forms[random() % forms.size()] + alphabet[random() % 3000];
    EXPECT_EQ(automaton.find_all(text), find_all_slowly(forms, text));
    EXPECT_GT(automaton.memory_bytes(), 0U);
}

}  // namespace
}  // namespace xinglin
