#include "pack/triage_text.h"

#include <gtest/gtest.h>

#include <string>

namespace xinglin {
namespace {

constexpr std::string_view kFile = R"toml(# rules
[words]
child = "孩子|宝宝"
baby = "@child|婴儿"

[ask]
"symptom/neck-stiffness" = "脖子发硬吗？"
"say @child" = "是孩子吗？"

[[rule]]
id = "triage/meningitis"
name = "可能是脑膜炎"
level = "emergency"
advice = "立即去急诊。"
source = "source/a"
version = 2
all = ["symptom/fever", { any = ["symptom/neck-stiffness", { at_least = 2, of = ["age < 3 months", "say @baby 哭 !笑|@child"] }] }]
none = ["say @child"]  # a comment
fires = ["发烧，脖子硬"]
quiet = ["发烧"]

[[rule]]
id = "triage/b"
name = "b"
level = "routine"
advice = "c"
sources = ["source/a", "source/b"]
any = ["symptom/fever"]
fires = ["x"]
quiet = ["y"]
)toml";

TEST(TriageText, ReadsRulesWithTheWordsAndQuestionsOfTheFile) {
    const TriageFileReading reading = read_triage_rules(kFile);
    ASSERT_TRUE(reading.problems.empty()) << reading.problems[0].problem.message;
    ASSERT_EQ(reading.rules.size(), 2U);
    const TriageRule& rule = reading.rules[0].rule;
    EXPECT_EQ(rule.id, "triage/meningitis");
    EXPECT_EQ(rule.sources, std::vector<std::string>{"source/a"});
    EXPECT_EQ(rule.version, 2);
    EXPECT_EQ(criteria_of(rule),
              (std::vector<std::string_view>{"symptom/fever", "symptom/neck-stiffness", "age < 3 months",
                                             "say 孩子|宝宝|婴儿 哭 !笑|孩子|宝宝", "say 孩子|宝宝"}));
    EXPECT_EQ(rule.asks,
              (std::vector<TriageAsk>{{"symptom/neck-stiffness", "脖子发硬吗？"}, {"say 孩子|宝宝", "是孩子吗？"}}));
    EXPECT_EQ(reading.rules[0].place.line, 11U);
    EXPECT_TRUE(reading.rules[1].rule.asks.empty());
}

TEST(TriageText, WhatItWritesReadsBackAsTheSameRules) {
    std::vector<TriageRule> rules;
    for (const auto& placed : read_triage_rules(kFile).rules) rules.push_back(placed.rule);
    const TriageFileReading again = read_triage_rules(write_triage_rules(rules));
    ASSERT_TRUE(again.problems.empty()) << again.problems[0].problem.message;
    ASSERT_EQ(again.rules.size(), rules.size());
    for (std::size_t i = 0; i < rules.size(); ++i) EXPECT_EQ(again.rules[i].rule, rules[i]);
}

TEST(TriageText, NamesThePlaceOfWhatIsWrong) {
    const auto first = [](std::string_view text) {
        const auto problems = read_triage_rules(text).problems;
        if (problems.empty()) return std::string("none");
        return problems[0].problem.rule + ":" + std::to_string(problems[0].place.line);
    };
    EXPECT_EQ(first("x = 1\n[[rule]]\n"), "unknown-field:1");
    EXPECT_EQ(first("\n[[rule]]\nid = \"triage/a\"\n"), "missing-field:3");
    EXPECT_EQ(first("[words]\na = 1\n"), "bad-field:2");
    EXPECT_EQ(first("[words]\na = \"@b\"\n"), "bad-condition:2");
    EXPECT_EQ(first("[ask]\n\"age < 3\" = \"?\"\n"), "bad-condition:2");
    EXPECT_EQ(first("[[rule]]\nid = \"triage/a\nname = 1\n"), "broken-toml:2");
    EXPECT_EQ(first("[[rules]]\n"), "bad-field:1");
    const std::string head = "[[rule]]\nid = \"triage/a\"\nname = \"n\"\nlevel = \"urgent\"\nadvice = \"a\"\n";
    EXPECT_EQ(first(head + "any = [{ some = [\"age < 3\"] }]\n"), "bad-field:6");
    EXPECT_EQ(first(head + "any = [{ at_least = 3, of = [\"age < 3\"] }]\n"), "bad-field:6");
    EXPECT_EQ(first(head + "any = [\"say @none\"]\n"), "bad-condition:6");
    EXPECT_EQ(first(head + "typo = \"x\"\nany = [\"age < 3\"]\n"), "unknown-field:6");
}

TEST(TriageText, WordsCannotGrowWithoutBound) {
    std::string file = "[words]\na0 = \"一二三四五六七八\"\n";
    for (int i = 1; i < 30; ++i) {
        const std::string before = "@a" + std::to_string(i - 1);
        file += "a" + std::to_string(i) + " = \"" + before + "|" + before + "\"\n";
    }
    EXPECT_FALSE(read_triage_rules(file).problems.empty());
}

}  // namespace
}  // namespace xinglin
