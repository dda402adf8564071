#include "knowledge/plausibility.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "knowledge/name_traits.h"

namespace xinglin {
namespace {

std::string rule_of_name(std::string_view text, ConceptKind kind = ConceptKind::Condition) {
    const auto problem = implausible_name(text, kind);
    return problem ? problem->rule : "";
}

Concept named(ConceptKind kind, std::string name) {
    Concept known;
    known.kind = kind;
    known.name = std::move(name);
    return known;
}

std::string rule_of(std::string_view subject, Predicate predicate, std::string_view object,
                    ConceptKind object_kind = ConceptKind::Condition) {
    const auto problem = implausible_relation(named(ConceptKind::Condition, std::string(subject)), predicate,
                                              named(object_kind, std::string(object)));
    return problem ? problem->rule : "";
}

TEST(ImplausibleName, LetsMedicalNamesPass) {
    for (const char* name : {"面肌痉挛", "HFS", "1型糖尿病", "5-羟色胺综合征", "胃、十二指肠溃疡", "疖", "肝胃不和",
                             "第Ⅱ、Ⅲ型脊髓血管畸形", "霍乱，由于O1群霍乱弧菌所致", "6，7，8型疱疹病毒感染",
                             "α地中海贫血", "格林－巴利综合征", "21-三体综合征"}) {
        EXPECT_EQ(rule_of_name(name), "") << name;
    }
    for (const char* name :
         {"吗啡", "吗丁啉", "1,6-二磷酸果糖", "阿莫西林克拉维酸钾(4:1)", "磷[32P]酸钠", "钙", "复方氨基酸(8-11)"}) {
        EXPECT_EQ(rule_of_name(name, ConceptKind::Substance), "") << name;
    }
    EXPECT_EQ(rule_of_name("老年患者", ConceptKind::Population), "");
    for (const char* name : {"血清钙（Ca2+,Ca）", "乙型肝炎病毒表面抗原（HBsAg）", "CT", "抗溶血性链球菌“O”试验"}) {
        EXPECT_EQ(rule_of_name(name, ConceptKind::Test), "") << name;
    }
    for (const char* name : {"神经内科", "疼痛门诊", "卒中中心", "神经内科专业", "核医学", "急诊"}) {
        EXPECT_EQ(rule_of_name(name, ConceptKind::Department), "") << name;
    }
}

TEST(ImplausibleName, TellsWhatIsNoName) {
    const std::vector<std::pair<const char*, const char*>> cases = {
        {"头痛怎么办", "question-as-name"},
        {"得了面瘫会不会传染", "question-as-name"},
        {"这药能治好吗", "question-as-name"},
        {"面瘫？", "question-as-name"},
        {"皮肤上出现的...", "cut-name"},
        {"皮肤上出现的……", "cut-name"},
        {"详情见[详细]", "cut-name"},
        {"高血压引起的", "cut-name"},
        {"关节炎（急", "cut-name"},
        {"皮肤和骨骼综合", "cut-name"},
        {"患者应卧床", "sentence-as-name"},
        {"建议您休息", "sentence-as-name"},
        {"多休息。", "sentence-as-name"},
        {"【概述】", "text-debris"},
        {"1.头痛", "text-debris"},
        {"(2)头痛", "text-debris"},
        {"3、头痛", "text-debris"},
        {"<b>头痛</b>", "text-debris"},
        {"Í·Í´²¡¼ò", "text-debris"},
        {"", "not-a-name"},
        {"  ", "not-a-name"},
        {"无", "not-a-name"},
        {"其他", "not-a-name"},
        {"12-5", "not-a-name"},
        {"——", "not-a-name"},
        {"湿", "not-a-name"},
        {"头痛的治疗", "not-a-name"},
        {"\xFFx", "invalid-utf8"},
    };
    for (const auto& [name, rule] : cases) EXPECT_EQ(rule_of_name(name), rule) << name;
    EXPECT_EQ(rule_of_name("晨起头痛，午后减轻", ConceptKind::Symptom), "sentence-as-name");
    EXPECT_EQ(rule_of_name("其他科室", ConceptKind::Department), "unknown-department");
    EXPECT_EQ(rule_of_name("减肥", ConceptKind::Department), "unknown-department");
    std::string long_name;
    for (int i = 0; i < 61; ++i) long_name += "痛";
    EXPECT_EQ(rule_of_name(long_name), "sentence-as-name");
}

TEST(ImplausibleName, SaysWhatAndHowToMend) {
    const auto problem = implausible_name("头痛怎么办", ConceptKind::Condition);
    ASSERT_TRUE(problem);
    EXPECT_EQ(problem->where, "");
    EXPECT_NE(problem->message.find("头痛怎么办"), std::string::npos);
    EXPECT_FALSE(problem->mend.empty());
}

TEST(ConstraintsOfName, ReadsSexAgeAndPregnancy) {
    EXPECT_EQ(constraints_of_name("宫颈炎").sex, Sex::Female);
    EXPECT_EQ(constraints_of_name("慢性前列腺炎").sex, Sex::Male);
    EXPECT_EQ(constraints_of_name("妊娠合并癫痫").pregnancy, PregnancyRule::Only);
    EXPECT_EQ(constraints_of_name("妊娠合并癫痫").sex, Sex::Female);
    EXPECT_EQ(constraints_of_name("产后抑郁").sex, Sex::Female);
    EXPECT_EQ(constraints_of_name("产后抑郁").pregnancy, std::nullopt);
    EXPECT_EQ(constraints_of_name("绝经后出血").pregnancy, PregnancyRule::Never);
    EXPECT_EQ(constraints_of_name("新生儿惊厥").max_age_years, 0);
    EXPECT_EQ(constraints_of_name("小儿惊厥").max_age_years, 17);
    EXPECT_EQ(constraints_of_name("老年人肺炎").min_age_years, 50);
    EXPECT_EQ(constraints_of_name("男性更年期综合征").sex, Sex::Male);
    EXPECT_TRUE(constraints_of_name("面瘫").empty());
}

TEST(ConstraintsOfName, PassesOverWordsInsideOtherWords) {
    for (const char* name : {"前列腺素", "小儿麻痹后遗症", "试管婴儿", "女性化", "不孕不育", "缩宫素", "雄激素源性秃发",
                             "婴儿型脊髓性肌萎缩", "成人型呼吸窘迫", "母婴血型不合", "人绒毛膜促性腺激素", "酒精中毒",
                             "新生儿母亲妊娠检查"}) {
        EXPECT_TRUE(constraints_of_name(name).empty()) << name;
    }
    EXPECT_EQ(constraints_of_name("精子子宫颈黏液试验").sex, std::nullopt);  // takes itself back
}

TEST(ImplausibleRelation, FindsPersonsWhoDoNotExist) {
    EXPECT_EQ(rule_of("慢性前列腺炎", Predicate::ComplicatedBy, "宫颈炎"), "sex-conflict");
    EXPECT_EQ(rule_of("卵巢囊肿", Predicate::HasSymptom, "睾丸疼痛", ConceptKind::Symptom), "sex-conflict");
    EXPECT_EQ(rule_of("精索静脉曲张", Predicate::ManagedIn, "妇科", ConceptKind::Department), "sex-conflict");
    EXPECT_EQ(rule_of("老年人肺炎", Predicate::HasSymptom, "小儿惊厥", ConceptKind::Symptom), "age-conflict");
    EXPECT_EQ(rule_of("老年人肺炎", Predicate::ManagedIn, "小儿内科", ConceptKind::Department), "age-conflict");
    EXPECT_EQ(rule_of("绝经后出血", Predicate::HasSymptom, "早孕反应", ConceptKind::Symptom), "pregnancy-conflict");
}

TEST(ImplausibleRelation, LeavesTimeBetweenACauseAndItsEffect) {
    EXPECT_EQ(rule_of("成人先天性髋关节脱位", Predicate::CausedBy, "婴儿髋关节发育不良"), "");
    EXPECT_EQ(rule_of("新生儿惊厥", Predicate::CausedBy, "老年人肺炎"), "age-conflict");
}

TEST(ImplausibleRelation, JoinsMotherAndChild) {
    EXPECT_EQ(rule_of("新生儿窒息", Predicate::CausedBy, "胎盘早剥"), "");
    EXPECT_EQ(rule_of("妊娠合并衣原体感染", Predicate::ComplicatedBy, "新生儿肺炎"), "");
    EXPECT_EQ(rule_of("胎膜早破", Predicate::ComplicatedBy, "新生儿窒息"), "");
}

TEST(ImplausibleRelation, FindsPartsThatHaveNothingToDoWithEachOther) {
    EXPECT_EQ(rule_of("面瘫", Predicate::ComplicatedBy, "宫颈糜烂"), "site-conflict");
    EXPECT_EQ(rule_of("面瘫", Predicate::ComplicatedBy, "痔疮"), "site-conflict");
    EXPECT_EQ(rule_of("中耳炎", Predicate::HasSymptom, "白带增多", ConceptKind::Symptom), "site-conflict");
    EXPECT_EQ(rule_of("踝关节扭伤", Predicate::TreatedBy, "氯霉素滴眼液", ConceptKind::Substance), "site-conflict");
}

TEST(ImplausibleRelation, LetsNeighboursAndWhatSpreadsPass) {
    EXPECT_EQ(rule_of("面瘫", Predicate::ComplicatedBy, "角膜炎"), "");
    EXPECT_EQ(rule_of("面瘫", Predicate::TreatedBy, "玻璃酸钠滴眼液", ConceptKind::Substance), "");
    EXPECT_EQ(rule_of("流行性腮腺炎", Predicate::ComplicatedBy, "睾丸炎"), "");
    EXPECT_EQ(rule_of("白塞综合征", Predicate::HasSymptom, "外阴溃疡", ConceptKind::Symptom), "");
    EXPECT_EQ(rule_of("糖尿病", Predicate::ComplicatedBy, "外阴炎"), "");
    EXPECT_EQ(rule_of("宫颈炎", Predicate::ComplicatedBy, "尿道炎"), "");
    EXPECT_EQ(rule_of("乳腺癌", Predicate::ComplicatedBy, "肺转移"), "");
}

TEST(ImplausibleRelation, DoesNotJudgeNegativeRelations) {
    EXPECT_EQ(rule_of("慢性前列腺炎", Predicate::OftenConfusedWith, "宫颈炎"), "");
    EXPECT_EQ(rule_of("面瘫", Predicate::NotTreatedBy, "痔疮栓", ConceptKind::Substance), "");
}

TEST(ImplausibleRelation, TakesAConceptsOwnConstraintsFirst) {
    Concept subject = named(ConceptKind::Condition, "X病");
    subject.constraints.sex = Sex::Male;
    const Concept object = named(ConceptKind::Condition, "宫颈炎");
    const auto problem = implausible_relation(subject, Predicate::ComplicatedBy, object);
    ASSERT_TRUE(problem);
    EXPECT_EQ(problem->rule, "sex-conflict");
}

/// Safe judgements only: the relation is symmetric, nothing is unrelated to itself.
TEST(BodyParts, AreUnrelatedSymmetrically) {
    for (int i = 0; i < kBodyPartCount; ++i) {
        const auto a = static_cast<BodyPart>(i);
        EXPECT_FALSE(are_unrelated(a, a));
        for (int k = 0; k < kBodyPartCount; ++k) {
            const auto b = static_cast<BodyPart>(k);
            EXPECT_EQ(are_unrelated(a, b), are_unrelated(b, a));
            EXPECT_EQ(are_unrelated(bit_of(a), bit_of(b)), are_unrelated(a, b));
        }
    }
    EXPECT_FALSE(are_unrelated(BodyParts{0}, bit_of(BodyPart::Eye)));
}

}  // namespace
}  // namespace xinglin
