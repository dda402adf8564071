#include "lint/wording.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

constexpr std::string_view kCues = "warns  不要  切勿\nturns  应该\n";
constexpr std::string_view kLaw = R"({"id":"law-1","source":"source/law","cites":"某法第一条","says":"不得这样说"})";
constexpr std::string_view kPatterns = R"(# words
{"message":"harmful-remedy","severity":"error","text":"“%s”会伤人。","law":"law-1"}
{"group":"thing","words":["筷子","勺子"]}
{"rule":"harmful-remedy","id":"teeth","parts":[["塞"],["@thing"]],"gap":4,"with":["抽搐"]}
)";

TEST(Wording, ReadsWhatIsBuiltIn) {
    const Wording& wording = Wording::get();
    EXPECT_GT(wording.patterns().size(), 50U);
    EXPECT_GT(wording.doses().size(), 5U);
    for (const RuleMessage& message : wording.messages()) EXPECT_NE(message.text.find("%s"), std::string::npos);
    for (const DoseLimit& limit : wording.doses()) EXPECT_TRUE(limit.substance.starts_with("substance/"));
    for (const PopulationLimit& limit : wording.populations()) {
        EXPECT_TRUE(limit.population.starts_with("population/"));
        EXPECT_TRUE(limit.substance.starts_with("substance/") || limit.substance.starts_with("class/"));
    }
}

TEST(Wording, PutsTheLongerWordOfADoseFirst) {
    const auto wording = Wording::parse({"dose-single  一次  一次性\n", "", "", "", ""});
    ASSERT_TRUE(wording);
    EXPECT_EQ(wording->dose_words(DoseWord::Single), (std::vector<std::string>{"一次性", "一次"}));
    for (std::size_t kind = 0; kind < kDoseWordCount; ++kind)
        EXPECT_FALSE(Wording::get().dose_words(static_cast<DoseWord>(kind)).empty()) << kind;
}

TEST(Wording, TakesConceptsForWords) {
    const auto wording = Wording::parse({kCues,
                                         R"({"message":"x","text":"%s"}
{"slot":"drug","concepts":["substance/a"],"kinds":["class"]}
{"rule":"x","id":"y","parts":[["停"],["<drug>"]],"severe_with":["癫痫"]})",
                                         kLaw, "", ""});
    ASSERT_TRUE(wording);
    ASSERT_EQ(wording->slots().size(), 1U);
    const Wording::Word& word = wording->words()[wording->slots()[0].word];
    ASSERT_EQ(word.uses.size(), 1U);
    EXPECT_EQ(word.uses[0].part, 1U);
    EXPECT_TRUE(wording->patterns()[0].can_be_severe);
}

TEST(Wording, PutsGroupsMessagesAndLawTogether) {
    const auto wording = Wording::parse({kCues, kPatterns, kLaw, "", ""});
    ASSERT_TRUE(wording);
    ASSERT_EQ(wording->patterns().size(), 1U);
    EXPECT_EQ(wording->patterns()[0].parts, 2U);
    EXPECT_TRUE(wording->patterns()[0].needs_context);
    EXPECT_EQ(wording->messages()[0].law.cites, "某法第一条");
    EXPECT_EQ(wording->words().size(), 7U);
}

std::string error_of(std::string_view cues, std::string_view patterns, std::string_view law = kLaw,
                     std::string_view doses = "", std::string_view populations = "") {
    const auto wording = Wording::parse({cues, patterns, law, doses, populations});
    return wording ? "" : wording.error().where + ": " + wording.error().message;
}

TEST(Wording, NamesThePlaceOfAPlantedFault) {
    EXPECT_NE(error_of("warn  不要\n", "").find("lint_cues.txt:1"), std::string::npos);
    EXPECT_NE(error_of("warns  不要\nneutral  不要\n", "").find("不要"), std::string::npos);
    EXPECT_NE(error_of(kCues, "{\"group\":").find("lint_patterns.jsonl:1"), std::string::npos);
    EXPECT_NE(error_of(kCues, R"({"rule":"x","id":"y","parts":[["甲"]]})").find("rule"), std::string::npos)
        << "a rule without a message";
    EXPECT_NE(error_of(kCues, R"({"message":"x","text":"%s","law":"law-2"})").find("law"), std::string::npos);
    EXPECT_NE(error_of(kCues, std::string(R"({"message":"x","text":"%s"})") + "\n" +
                                  R"({"rule":"x","id":"y","parts":[["@nothing"]]})")
                  .find("@nothing"),
              std::string::npos);
    EXPECT_NE(error_of(kCues, std::string(R"({"message":"x","text":"%s"})") + "\n" +
                                  R"({"rule":"x","id":"y","parts":[["甲"]],"gapp":3})")
                  .find("gapp"),
              std::string::npos);
    EXPECT_NE(error_of(kCues, std::string(R"({"message":"x","text":"%s"})") + "\n" +
                                  R"({"rule":"x","id":"y","parts":[["<nothing>"]]})")
                  .find("<nothing>"),
              std::string::npos);
    EXPECT_NE(error_of(kCues, "", kLaw, R"({"substance":"s","pieces":[1],"source":"s","says":"s"})").find("pieces"),
              std::string::npos);
    EXPECT_NE(error_of(kCues, "", kLaw, "", R"({"substance":"s"})").find("population"), std::string::npos);
}

}  // namespace
}  // namespace xinglin
