#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "annotate/word_lines.h"
#include "intent/data.h"
#include "intent/intent_reader.h"
#include "intent/intent_training.h"

namespace xinglin {
namespace {

using Faults = std::vector<std::string>;

KnowledgeData small_knowledge() {
    KnowledgeData data;
    const auto add = [&](const char* id, const char* name, ConceptKind kind) {
        Concept made;
        made.id = id;
        made.name = name;
        made.kind = kind;
        data.concepts.push_back(made);
    };
    add("condition/gout", "痛风", ConceptKind::Condition);
    add("symptom/dizziness", "头晕", ConceptKind::Symptom);
    add("substance/ibuprofen", "布洛芬", ConceptKind::Substance);
    add("test/uric-acid", "血尿酸", ConceptKind::Test);
    return data;
}

class Intents : public testing::Test {
  protected:
    IntentFeatures features(std::string_view text) const {
        return intent_features(IntentWords::shipped(), text, annotator_.annotate(text), annotator_.knowledge());
    }
    std::vector<Intent> read(std::string_view text) const {
        return IntentReader().read(text, annotator_.annotate(text), annotator_.knowledge());
    }
    std::string first(std::string_view text) const { return std::string(name_of(read(text).front().kind)); }
    std::string form(std::string_view text) const {
        return IntentWords::shipped().form_of(text, annotator_.annotate(text), annotator_.knowledge()).text;
    }

    Annotator annotator_{std::make_shared<const Knowledge>(small_knowledge())};
};

TEST_F(Intents, EachKindIsToldByItsWords) {
    EXPECT_EQ(first("痛风的病因有哪些"), "cause");
    EXPECT_EQ(first("痛风发作时有什么表现"), "symptom");
    EXPECT_EQ(first("早上起床头晕是怎么回事呢？"), "diagnosis");
    EXPECT_EQ(first("痛风怎么治疗"), "treatment");
    EXPECT_EQ(first("痛风发作吃什么药止得住"), "drug");
    EXPECT_EQ(first("痛风要做什么检查"), "test");
    EXPECT_EQ(first("头晕挂什么科"), "department");
    EXPECT_EQ(first("痛风能治好吗"), "prognosis");
    EXPECT_EQ(first("怎样预防痛风复发"), "prevention");
    EXPECT_EQ(first("痛风可以吃豆腐吗"), "diet");
    EXPECT_EQ(first("查一次血尿酸多少钱"), "cost");
    EXPECT_EQ(first("血尿酸 520 偏高是什么意思"), "result");
    EXPECT_EQ(first("布洛芬的副作用"), "usage");
    EXPECT_EQ(first("痛风是什么病"), "what_is");
    EXPECT_EQ(first("痛风病人日常要注意什么"), "daily_life");
}

TEST_F(Intents, TheSameComplaintAsksForMoreThanOneThing) {
    const auto intents = read("头晕是怎么回事，怎么办");
    ASSERT_GE(intents.size(), 2U);
    EXPECT_EQ(std::string(name_of(intents[0].kind)) + " " + std::string(name_of(intents[1].kind)),
              "diagnosis treatment");
    EXPECT_GE(intents[0].probability, intents[1].probability);
}

TEST_F(Intents, ALongerPatternHidesTheOneInside) {
    EXPECT_EQ(first("头晕吃什么药"), "drug");
    EXPECT_EQ(first("痛风患者吃什么"), "diet");
}

TEST_F(Intents, GreetingsAndParticlesAreNoPartOfTheForm) {
    EXPECT_EQ(form("医生您好，请问痛风怎么治疗呢？？谢谢"), form("痛风怎么治疗"));
    EXPECT_EQ(form("血尿酸520"), form("血尿酸6.5"));
    EXPECT_EQ(form("體溫38.5"), form("体温39"));
}

TEST_F(Intents, AnyBytesHaveAnAnswer) {
    EXPECT_FALSE(read("").empty());
    EXPECT_FALSE(read("\xFF\xC0怎么").empty());
    EXPECT_FALSE(read("\uE000\uE001").empty());
    EXPECT_EQ(form("\uE000怎么治"), form("怎么治"));  // what is sent cannot pass for a mark
    std::string long_text;
    for (int i = 0; i < 5000; ++i) long_text += "今天早上起来头晕。";
    EXPECT_EQ(first(long_text + "挂什么科"), "department");
}

TEST_F(Intents, ProbabilitiesSumToOne) {
    for (const char* text : {"", "痛风", "痛风怎么治，吃什么药，能不能吃豆腐"}) {
        double sum = 0;
        for (const double each : features(text).by_words) sum += each;
        EXPECT_NEAR(sum, 1, 1e-9) << text;
    }
}

TEST(IntentWords, AreWithoutFault) {
    EXPECT_EQ(IntentWords::shipped().faults(), Faults());
}

TEST(IntentWords, APlantedFaultIsFound) {
    EXPECT_EQ(IntentWords("cure  1  怎么治\n").faults(), Faults{"line 1: not kind, weight, patterns: 怎么治"});
    EXPECT_EQ(IntentWords("cause  99  病因\n").faults(), Faults{"line 1: not kind, weight, patterns: 病因"});
    EXPECT_EQ(IntentWords("cause  1  病因 病因\n").faults(), Faults{"line 1: stands there twice: 病因"});
    EXPECT_EQ(IntentWords("cause  1  為什麼\n").faults(), Faults{"line 1: not in folded form: 為什麼"});
    EXPECT_EQ(IntentWords("cause  1  ~\n").faults(), Faults{"line 1: says nothing: ~"});
}

TEST(IntentWords, AGapStaysInItsSentence) {
    const IntentWords words("test  1  查~吗$\n");
    EXPECT_EQ(words.evidence_in({"要查血吗"}).size(), 1U);
    EXPECT_EQ(words.evidence_in({"查过了?还疼吗"}).size(), 0U);
    EXPECT_EQ(words.evidence_in({"查一二三四五六七八九吗"}).size(), 0U);
}

TEST(IntentLabels, EveryLabelMeansAKind) {
    for (const WordLine& line : word_lines(intent_data("intent_labels.txt"))) {
        ASSERT_EQ(line.fields.size(), 1U) << line.number;
        const auto* kinds = kinds_of_label(line.fields[0]);
        ASSERT_NE(kinds, nullptr) << line.fields[0];
        EXPECT_EQ(kinds->size(), line.words.size()) << line.fields[0];
    }
    EXPECT_EQ(kinds_of_label("nothing"), nullptr);
}

/// Questions that a line between two labels parts.
std::vector<LabelledQuestion> two_labels(std::size_t count) {
    std::mt19937 random(7);
    std::vector<LabelledQuestion> questions(count);
    for (std::size_t i = 0; i < count; ++i) {
        questions[i].label = i % 2 == 0 ? "cost" : "drug";
        questions[i].read.features = {i % 2 == 0 ? 1U : 2U, 10 + random() % 5, 100 + random() % 5};
        questions[i].read.by_words.fill(1.0 / count_of<IntentKind>);
    }
    return questions;
}

TEST(IntentTraining, LearnsWhatPartsTheLabels) {
    const auto questions = two_labels(60);
    const auto model = train_intents(questions);
    ASSERT_TRUE(model);
    for (const LabelledQuestion& each : questions) {
        EXPECT_EQ(name_of(intents_of(model->probabilities_of(each.read)).front().kind), each.label);
    }
    const auto accuracy = cross_validate_intents(questions);
    ASSERT_TRUE(accuracy);
    EXPECT_EQ(accuracy->all().questions, 60U);
    EXPECT_EQ(accuracy->all().right, 60U);
}

TEST(IntentTraining, TheSameQuestionsGiveTheSameBytes) {
    EXPECT_EQ(train_intents(two_labels(40))->bytes(), train_intents(two_labels(40))->bytes());
}

TEST(IntentTraining, RefusesLabelsThatMeanNothingAndTooFewQuestions) {
    auto questions = two_labels(40);
    questions[3].label = "weather";
    EXPECT_EQ(train_intents(questions).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(cross_validate_intents(two_labels(6)).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(train_intents({}).error().code, ErrorCode::InvalidInput);
}

TEST(IntentTraining, ALabelOfSeveralKindsIsPartedByTheWords) {
    auto questions = two_labels(40);
    for (LabelledQuestion& each : questions) {
        if (each.label == "drug") each.label = "治疗方案";  // treatment or drug
        each.read.by_words[static_cast<std::size_t>(IntentKind::Drug)] = 0.6;
    }
    const auto model = train_intents(questions);
    ASSERT_TRUE(model);
    EXPECT_EQ(intents_of(model->probabilities_of(questions[1].read)).front().kind, IntentKind::Drug);
}

TEST(IntentModel, IsReadAsItWasWrittenAndDamageIsFound) {
    const auto questions = two_labels(40);
    const auto model = train_intents(questions);
    ASSERT_TRUE(model);
    const std::string bytes = model->bytes();
    const auto read = IntentModel::load(bytes);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->bytes(), bytes);
    EXPECT_EQ(read->margins_of(questions[0].read), model->margins_of(questions[0].read));
    for (std::size_t size = 0; size < bytes.size(); size += 7) EXPECT_FALSE(IntentModel::load(bytes.substr(0, size)));
    for (std::size_t i = 0; i < bytes.size(); i += 5) {
        std::string damaged = bytes;
        damaged[i] = static_cast<char>(damaged[i] ^ 0x20);
        EXPECT_FALSE(IntentModel::load(damaged)) << i;
    }
}

}  // namespace
}  // namespace xinglin
