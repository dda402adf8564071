#include "annotate/cues.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "annotate/data.h"
#include "annotate/scope.h"

namespace xinglin {
namespace {

using Faults = std::vector<std::string>;

TEST(CueWords, AreWithoutFault) {
    EXPECT_EQ(faults_in_cues(annotate_data("cues.txt")), Faults());
}

TEST(CueWords, APlantedFaultIsFound) {
    EXPECT_EQ(faults_in_cues("negates-noun  8  无\nnothing  -  无法\n"), Faults());
    EXPECT_EQ(faults_in_cues("negates-noun  8  无 {没|无}\n"), Faults{"line 1: stands there twice: 无"});
    EXPECT_EQ(faults_in_cues("negates-noun  99  无\n"), Faults{"line 1: not kind, reach or subject, words: 无"});
    EXPECT_EQ(faults_in_cues("denies  8  无\n"), Faults{"line 1: not kind, reach or subject, words: 无"});
    EXPECT_EQ(faults_in_cues("names  aunt  姑姑\n"), Faults{"line 1: not kind, reach or subject, words: 姑姑"});
    EXPECT_EQ(faults_in_cues("negates-noun  8  無\n"), Faults{"line 1: not in folded form: 無"});
    EXPECT_EQ(faults_in_cues("negates-noun  8  无\nnothing  -  方法\n"), Faults{"line 2: hides no other word: 方法"});
}

TEST(ScopeWords, AreWithoutFault) {
    EXPECT_EQ(faults_in_scope_words(annotate_data("scope.txt")), Faults());
}

TEST(ScopeWords, APlantedFaultIsFound) {
    EXPECT_EQ(faults_in_scope_words("open  明显\nown  睡\n"), Faults());
    EXPECT_EQ(faults_in_scope_words("open  明显 明显\n"), Faults{"line 1: stands there twice: 明显"});
    EXPECT_EQ(faults_in_scope_words("verbs  睡\n"), Faults{"line 1: not class, words: 睡"});
    EXPECT_EQ(faults_in_scope_words("open  睡\nown  睡\n"),
              Faults{"line 2: both ends a denial and lets it through: 睡"});
    EXPECT_EQ(faults_in_scope_words("own  一二三四五六七八九\n"), Faults{"line 1: too long: 一二三四五六七八九"});
}

TEST(ScopeWords, TheLongestCounts) {
    EXPECT_FALSE(scope_word_at("癫痫").is_known());
    EXPECT_TRUE(scope_word_at("想到癫痫").is(ScopeClass::Own));
    EXPECT_EQ(scope_word_at("想到癫痫").length, std::string_view("想到").size());
}

}  // namespace
}  // namespace xinglin
