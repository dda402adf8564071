#include "search/query_words.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "search/query_vocabulary.h"
#include "search/search_data.h"
#include "search/text_units.h"

namespace xinglin {
namespace {

/// The characters of a query that say what it is about.
std::string left_of(std::string_view query) {
    const FoldedText folded(query);
    const std::vector<Asking> asking = asking_characters(folded.characters());
    std::string left;
    for (std::size_t i = 0; i < folded.size(); ++i)
        if (asking[i] == Asking::No) left += slice(query, folded.span(i));
    return left;
}

TEST(QueryWords, WhatAsksIsNotTheSubject) {
    EXPECT_EQ(left_of("腱鞘炎能治好吗"), "腱鞘炎");
    EXPECT_EQ(left_of("腱鞘炎多少钱"), "腱鞘炎");
    EXPECT_EQ(left_of("腱鞘炎是怎么回事"), "腱鞘炎");
    EXPECT_EQ(left_of("腱鞘炎一个半月"), "腱鞘炎");
    EXPECT_EQ(left_of("腱鞘炎半个月"), "腱鞘炎");
    EXPECT_EQ(left_of("三叉神经痛"), "三叉神经痛");
}

TEST(QueryWords, NamesOfLettersAreNoMeasures) {
    const auto names = [](std::string_view query) {
        const FoldedText folded(query);
        std::vector<std::string> found;
        for (const CharacterRange each : latin_names(folded.characters()))
            found.emplace_back(slice(query, folded.span(each.first, each.last)));
        return found;
    };
    EXPECT_EQ(names("GQ1b抗体和NMO-IgG"), (std::vector<std::string>{"GQ1b", "NMO-IgG"}));
    EXPECT_TRUE(names("每天50mg，5 ml，38.5，X线").empty());
}

TEST(QueryWords, TheDataFilesAreRead) {
    EXPECT_GT(QueryVocabulary::get().generic_nouns.size(), 50U);
    EXPECT_TRUE(read_query_vocabulary(search_data("query_words.txt"), search_data("generic_nouns.txt")));
}

TEST(QueryWords, AFaultInAFileIsNamed) {
    for (const char* line : {"asks", "what 怎么", "page 手术  surgery", "little  怎么", "asks  怎"}) {
        const auto read = read_query_vocabulary(std::string("# words\n") + line + "\n", "");
        ASSERT_FALSE(read) << line;
        EXPECT_EQ(read.error().where, "query_words.txt:2");
    }
    EXPECT_FALSE(read_query_vocabulary("", "查"));
}

}  // namespace
}  // namespace xinglin
