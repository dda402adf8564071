#include "mine/phrases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace xinglin {
namespace {

/// All ways to take words off the front, the slow way.
bool made_of(std::string_view text, const std::vector<std::string_view>& words) {
    if (text.empty()) return true;
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return text.starts_with(word) && made_of(text.substr(word.size()), words);
    });
}

TEST(Phrases, WordsComeOffBothEndsAsByTryingEverything) {
    const std::vector<std::string_view> words = {"a", "ab", "bc", "cab"};
    const Vocabulary vocabulary({"a", "ab", "bc", "cab"});
    for (std::uint32_t seed = 0; seed < 2000; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        std::mt19937 random(seed);
        std::string text;
        for (auto length = random() % 12; length > 0; --length) text += static_cast<char>('a' + random() % 3);
        const std::string_view view(text);
        const auto suffixes = vocabulary.word_suffixes(view);
        const auto prefixes = vocabulary.word_prefixes(view);
        for (std::size_t place = 0; place <= view.size(); ++place) {
            EXPECT_EQ(std::count(suffixes.begin(), suffixes.end(), place), made_of(view.substr(place), words) ? 1 : 0);
            EXPECT_EQ(std::count(prefixes.begin(), prefixes.end(), place),
                      made_of(view.substr(0, place), words) ? 1 : 0);
        }
        EXPECT_EQ(vocabulary.makes_up(view), made_of(view, words));
        EXPECT_TRUE(std::is_sorted(suffixes.rbegin(), suffixes.rend()));
        EXPECT_TRUE(std::is_sorted(prefixes.begin(), prefixes.end()));
    }
}

TEST(Phrases, FindTheFirstAndTheLastWord) {
    const Vocabulary vocabulary({"用于", "治疗", "用于治疗"});
    EXPECT_EQ(vocabulary.longest_at_start("用于治疗癫痫"), std::string_view("用于治疗").size());
    EXPECT_EQ(vocabulary.longest_at_end("请用于"), std::string_view("用于").size());
    EXPECT_EQ(vocabulary.begin_of_first_in("请用于"), std::string_view("请").size());
    EXPECT_EQ(vocabulary.end_of_last_in("用于甲，治疗乙"), std::string_view("用于甲，治疗").size());
    EXPECT_FALSE(vocabulary.occurs_in("癫痫"));
    EXPECT_EQ(vocabulary.end_of_last_in("癫痫"), std::string_view::npos);
}

}  // namespace
}  // namespace xinglin
