#include "annotate/patient_facts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "annotate/data.h"
#include "annotate/patient_numbers.h"

namespace xinglin {
namespace {

class PatientFactsTest : public testing::Test {
  protected:
    PatientFactsTest() {
        KnowledgeData data;
        const auto add = [&](std::string id, std::string name) {
            Concept made;
            made.id = std::move(id);
            made.kind = *concept_kind_named(std::string_view(made.id).substr(0, made.id.find('/')));
            made.name = std::move(name);
            data.concepts.push_back(std::move(made));
        };
        add("symptom/headache", "头痛");
        add("symptom/fever", "发热");
        add("symptom/cough", "咳嗽");
        add("class/anticoagulants", "抗凝药");
        add("substance/warfarin", "华法林");
        add("substance/penicillin", "青霉素");
        knowledge_ = std::make_shared<const Knowledge>(std::move(data));
        annotator_ = std::make_unique<Annotator>(knowledge_);
    }

    PatientFacts read(std::string_view text) const {
        return read_patient_facts(*knowledge_, text, annotator_->annotate(text));
    }

    /// Whether one number of that fact lies between the two.
    bool has(std::string_view text, PatientFact fact, double low, double high) const {
        const PatientFacts facts = read(text);
        const auto found = facts.of(fact);
        return std::ranges::any_of(found,
                                   [&](const StatedFact* each) { return each->low >= low && each->high <= high; });
    }

    bool says(std::string_view text, PatientFact fact, std::string_view word) const {
        const PatientFacts facts = read(text);
        const auto found = facts.of(fact);
        return std::ranges::any_of(found, [&](const StatedFact* each) { return each->word == word; });
    }

    double age_years(std::string_view text) const {
        const auto age = read(text).age();
        return age ? age->low / 365.25 : -1;
    }

    std::shared_ptr<const Knowledge> knowledge_;
    std::unique_ptr<Annotator> annotator_;
};

TEST_F(PatientFactsTest, ReadsAgesInYearsMonthsAndDays) {
    EXPECT_NEAR(age_years("孩子3岁半，发热"), 3.5, 0.01);
    EXPECT_NEAR(age_years("奶奶八十岁了头痛"), 80, 0.01);
    EXPECT_NEAR(age_years("我妈76头痛"), 76, 0.01);
    EXPECT_NEAR(age_years("男 45 头痛三天"), 45, 0.01);
    EXPECT_NEAR(age_years("宝宝8个月，咳嗽"), 8 / 12.0, 0.01);
    EXPECT_NEAR(age_years("宝宝生后20天发热"), 20 / 365.25, 0.001);
    EXPECT_NEAR(age_years("才两个月大的女宝发热"), 2 / 12.0, 0.01);
    EXPECT_NEAR(age_years("３岁，发热"), 3, 0.01);
    EXPECT_EQ(age_years("18岁以下可以吃吗"), -1);
    EXPECT_EQ(age_years("咳嗽两个月了"), -1);
}

TEST_F(PatientFactsTest, WordsNarrowTheAge) {
    const auto newborn = read("新生儿发热").age();
    ASSERT_TRUE(newborn);
    EXPECT_LE(newborn->high, 28);
    const auto grandmother = read("奶奶头痛").age();
    ASSERT_TRUE(grandmother);
    EXPECT_GE(grandmother->low, 50 * 365);
    EXPECT_FALSE(read("头痛").age());
}

TEST_F(PatientFactsTest, ReadsHowLongItHasBeen) {
    EXPECT_TRUE(has("咳嗽两周了", PatientFact::Since, 336, 336));
    EXPECT_TRUE(has("头痛半小时", PatientFact::Since, 0.5, 0.5));
    EXPECT_TRUE(has("头痛一个半月", PatientFact::Since, 1095, 1096));
    EXPECT_TRUE(has("头痛十多天", PatientFact::Since, 240, 460));
    EXPECT_TRUE(has("已经抽了六七分钟", PatientFact::Since, 0.09, 0.12));
    EXPECT_FALSE(has("每3天头痛一次", PatientFact::Since, 0, 1e6));
    EXPECT_TRUE(read("宝宝八个月咳嗽").of(PatientFact::Since).empty());
}

TEST_F(PatientFactsTest, ReadsMeasurementsWithTheirUnits) {
    EXPECT_TRUE(has("血压180/110", PatientFact::Systolic, 180, 180));
    EXPECT_TRUE(has("血压180/110", PatientFact::Diastolic, 110, 110));
    EXPECT_TRUE(has("高压一百八，低压110", PatientFact::Systolic, 180, 180));
    EXPECT_TRUE(has("头痛 85/50", PatientFact::Diastolic, 50, 50));
    EXPECT_TRUE(has("体温39度5", PatientFact::Temperature, 39.4, 39.6));
    EXPECT_TRUE(has("烧到39.5℃", PatientFact::Temperature, 39.4, 39.6));
    EXPECT_TRUE(has("三十八度五", PatientFact::Temperature, 38.4, 38.6));
    EXPECT_TRUE(has("空腹血糖7.8", PatientFact::Glucose, 7.7, 7.9));
    EXPECT_TRUE(has("血糖 300 mg/dl", PatientFact::Glucose, 16, 17));
    EXPECT_TRUE(has("心率130次/分", PatientFact::HeartRate, 130, 130));
    EXPECT_TRUE(has("血氧只有八十八", PatientFact::Oxygen, 88, 88));
    EXPECT_TRUE(has("呼吸每分钟40次", PatientFact::BreathingRate, 40, 40));
    EXPECT_TRUE(read("糖化7.2").of(PatientFact::Glucose).empty());
    EXPECT_TRUE(has("血糖一直二十几", PatientFact::Glucose, 20, 30));
    EXPECT_FALSE(has("血糖一直二十几", PatientFact::Glucose, 0, 5));
    EXPECT_TRUE(read("发烧3天").of(PatientFact::Temperature).size() <= 1);
}

TEST_F(PatientFactsTest, NumbersThatNobodyCanHaveCountForNothing) {
    const PatientFacts facts = read("血压 30000 心率 -5 体温 999");
    EXPECT_TRUE(facts.of(PatientFact::HeartRate).empty());
    EXPECT_TRUE(facts.of(PatientFact::Temperature).empty());
    EXPECT_TRUE(std::ranges::any_of(facts.stated, &StatedFact::is_impossible));
}

TEST_F(PatientFactsTest, ReadsPregnancyAndChildbirth) {
    EXPECT_TRUE(has("怀孕12周头痛", PatientFact::Pregnancy, 12, 12));
    EXPECT_TRUE(has("孕32周", PatientFact::Pregnancy, 32, 32));
    EXPECT_TRUE(has("怀孕五个月头痛", PatientFact::Pregnancy, 21, 22));
    EXPECT_TRUE(has("产后三天发热", PatientFact::Postpartum, 3, 3));
    EXPECT_TRUE(read("我没怀孕").denies(PatientFact::Pregnancy) || read("我没怀孕").of(PatientFact::Pregnancy).empty());
    EXPECT_TRUE(read("备孕头痛").of(PatientFact::Pregnancy).empty());
    EXPECT_EQ(read("怀孕12周头痛").sex(), "female");
}

TEST_F(PatientFactsTest, TellsWhoAndOfWhichSex) {
    EXPECT_EQ(read("我老公头痛").sex(), "male");
    EXPECT_EQ(read("我爸头痛").subject, Subject::Parent);
    EXPECT_EQ(read("我爸头痛").sex(), "male");
    EXPECT_EQ(read("女，30岁，头痛").sex(), "female");
    EXPECT_EQ(read("头痛").sex(), "");
    EXPECT_FALSE(read("头痛的定义").is_about_somebody);
}

TEST_F(PatientFactsTest, ReadsOnsetCourseAndDrugs) {
    EXPECT_TRUE(says("突然头痛", PatientFact::Onset, "sudden"));
    EXPECT_FALSE(says("不是突然头痛", PatientFact::Onset, "sudden"));
    EXPECT_TRUE(says("头痛越来越重", PatientFact::Course, "worse"));
    EXPECT_TRUE(says("头痛得受不了", PatientFact::Severity, "severe"));
    const PatientFacts facts = read("在吃华法林，青霉素过敏");
    ASSERT_FALSE(facts.of(PatientFact::Takes).empty());
    ASSERT_FALSE(facts.of(PatientFact::Allergic).empty());
    EXPECT_EQ(knowledge_->at(*facts.of(PatientFact::Allergic)[0]->concept_index).id, "substance/penicillin");
}

TEST_F(PatientFactsTest, EachFactKnowsItsWords) {
    const std::string text = "孩子😀3岁，烧到39.5度";
    for (const StatedFact& each : read(text).stated) {
        EXPECT_LT(each.span.begin, each.span.end);
        EXPECT_LE(each.span.end, text.size());
        EXPECT_LT(each.begin_character, each.end_character);
    }
}

TEST(WrittenNumbers, ReadsArabicAndChineseDigits) {
    const auto only = [](std::string_view text) {
        const auto numbers = numbers_in(text);
        return numbers.size() == 1 ? std::pair(numbers[0].low, numbers[0].high) : std::pair(-1.0, -1.0);
    };
    EXPECT_EQ(only("三十八"), std::pair(38.0, 38.0));
    EXPECT_EQ(only("一百二十"), std::pair(120.0, 120.0));
    EXPECT_EQ(only("一百零五"), std::pair(105.0, 105.0));
    EXPECT_EQ(only("一百八"), std::pair(180.0, 180.0));
    EXPECT_EQ(only("十"), std::pair(10.0, 10.0));
    EXPECT_EQ(only("六七"), std::pair(6.0, 7.0));
    EXPECT_EQ(only("半"), std::pair(0.5, 0.5));
    EXPECT_EQ(only("几十"), std::pair(20.0, 90.0));
    EXPECT_EQ(only("38-39"), std::pair(38.0, 39.0));
    EXPECT_EQ(only("２０"), std::pair(20.0, 20.0));
    EXPECT_NEAR(only("三十八点五").first, 38.5, 1e-9);
}

TEST(PatientWords, TheFileHasNoFaults) {
    for (const std::string& fault : faults_in_patient_words(annotate_data("patient_words.txt"))) ADD_FAILURE() << fault;
    EXPECT_FALSE(faults_in_patient_words("say  nonsense  -  字\n").empty());
    EXPECT_FALSE(faults_in_patient_words("say  age  9..3  字\n").empty());
    EXPECT_FALSE(faults_in_patient_words("before  sex  -  字\n").empty());
}

}  // namespace
}  // namespace xinglin
