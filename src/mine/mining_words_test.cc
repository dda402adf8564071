#include "mine/mining_words.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

TEST(MiningWords, AListGoesOverLinesAndHoldsBlanksAndLineEnds) {
    const auto read = read_mining_words("# remark\n[a.one]\n用于 治疗\n\\s 与\n\n[a.two]  # why\n\\n [ ]\n");
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->at("a.one").makes_up("用于 治疗与"));
    EXPECT_FALSE(read->at("a.one").makes_up("治"));
    EXPECT_TRUE(read->at("a.two").makes_up("[\n]"));
}

TEST(MiningWords, AFaultInTheFileIsNamedWithItsLine) {
    const std::pair<const char*, const char*> faults[] = {{"用于\n", "mining_words.txt:1"},
                                                          {"[a]\n[b]\n与\n", "mining_words.txt:1"},
                                                          {"[a]\n与\n[B 1]\n", ""},
                                                          {"[a]\n与\n[B]\n和\n", "mining_words.txt:3"},
                                                          {"[a]\n与\n[a]\n和\n", "mining_words.txt:3"},
                                                          {"[a]\n与\n\n[b]\n", "mining_words.txt:4"}};
    for (const auto& [text, where] : faults) {
        const auto read = read_mining_words(text);
        if (*where == '\0') {
            EXPECT_TRUE(read) << text;  // two words, since a name has no blank
            continue;
        }
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().where, where) << text;
    }
}

TEST(MiningWords, TheFileIsRead) {
    EXPECT_TRUE(mining_words("drug_label.forbidding").occurs_in("孕妇禁用"));
    EXPECT_TRUE(mining_words("drug_label.product_words").makes_up("盐酸 片"));
}

}  // namespace
}  // namespace xinglin
