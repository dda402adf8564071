#include "relate/danger.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace xinglin {
namespace {

Concept concept_named(std::string id, std::string name, std::vector<std::string> aliases = {}) {
    Concept made;
    made.kind = *concept_kind_named(id.substr(0, id.find('/')));
    made.id = std::move(id);
    made.name = std::move(name);
    for (std::string& alias : aliases) made.aliases.push_back({std::move(alias), AliasUse::Alone});
    return made;
}

Relation is_a(std::string subject, std::string object, Trust trust = Trust::Curated) {
    Relation made;
    made.subject = std::move(subject);
    made.predicate = Predicate::IsA;
    made.object = std::move(object);
    made.sources = {"source/book"};
    made.trust = trust;
    return made;
}

RedFlag card(std::string id, std::string of, std::vector<Sign> signs, SignMatch match = SignMatch::Any,
             CareLevel level = CareLevel::Emergency) {
    RedFlag made;
    made.id = "red_flag/" + std::move(id);
    made.of = std::move(of);
    made.level = level;
    made.match = match;
    made.signs = std::move(signs);
    made.action = "立即拨打120：" + made.id;
    made.sources = {"source/book"};
    return made;
}

/// A household's dangers in small.
class Danger : public testing::Test {
  protected:
    Danger() {
        Source book;
        book.id = "source/book";
        book.title = "急诊手册";
        book.year = 2018;
        data.sources = {book};
        data.concepts = {concept_named("condition/stroke", "脑卒中"),
                         concept_named("condition/lacunar", "腔隙性脑梗死"),
                         concept_named("condition/drowning", "溺水"),
                         concept_named("symptom/mouth", "口角歪斜", {"嘴歪"}),
                         concept_named("symptom/speech", "言语不清", {"说话不清"}),
                         concept_named("symptom/fever", "发热", {"发烧"}),
                         concept_named("symptom/stiff-neck", "颈项强直", {"脖子硬"}),
                         concept_named("symptom/coma", "昏迷"),
                         concept_named("symptom/deep-coma", "深昏迷"),
                         concept_named("symptom/cough", "咳嗽")};
        data.relations = {is_a("condition/lacunar", "condition/stroke"), is_a("symptom/deep-coma", "symptom/coma")};
        data.red_flags = {
            card("stroke", "condition/stroke",
                 {{"突然嘴歪", "symptom/mouth", SignUse::Sudden}, {"突然说话不清", "symptom/speech", SignUse::Sudden}}),
            card("mouth", "symptom/mouth", {{"嘴歪同时说话不清", "symptom/speech"}}),
            card("speech", "symptom/speech", {{"说话不清同时嘴歪", "symptom/mouth"}}, SignMatch::Any,
                 CareLevel::Urgent),
            card("meningitis", "symptom/stiff-neck", {{"发热", "symptom/fever"}, {"脖子硬", "symptom/stiff-neck"}},
                 SignMatch::All),
            card("coma", "symptom/coma", {{"叫不醒", "symptom/coma", SignUse::Alone}}),
            card("drowning", "condition/drowning", {{"溺水", "condition/drowning", SignUse::Alone}}),
            card("cough", "symptom/cough", {{"咳嗽数周", "symptom/cough", SignUse::Alone}}, SignMatch::Any,
                 CareLevel::Routine)};
    }

    std::string named(std::string_view text, Voice voice = Voice::Message) const {
        const auto knowledge = std::make_shared<const Knowledge>(data);
        const Annotator annotator(knowledge);
        std::string ids;
        for (const RedFlag* each : dangers_named(*knowledge, text, annotator.annotate(text), voice))
            ids += (ids.empty() ? "" : " ") + each->id.substr(std::string_view("red_flag/").size());
        return ids;
    }

    KnowledgeData data;
};

TEST_F(Danger, IsNamedWhateverElseIsNamed) {
    EXPECT_EQ(named("咳嗽，昏迷"), "coma");
    EXPECT_EQ(named("昏迷、溺水"), "drowning coma") << "a cause has its own first aid";
    EXPECT_EQ(named("咳嗽"), "");
}

TEST_F(Danger, CountsAsWhatItIsAKindOf) {
    EXPECT_EQ(named("病人深昏迷"), "coma");
    data.relations.back().trust = Trust::Imported;
    EXPECT_EQ(named("病人深昏迷"), "coma") << "what is imported may add";
}

TEST_F(Danger, OfSomebodyElseCounts) {
    EXPECT_EQ(named("我爸爸昏迷了"), "coma");
    EXPECT_EQ(named("邻居的孩子溺水"), "drowning");
}

TEST_F(Danger, NeedsAllSignsOfACardThatMatchesAll) {
    EXPECT_EQ(named("脖子硬"), "");
    EXPECT_EQ(named("发烧三天，今天脖子硬"), "meningitis");
    EXPECT_EQ(named("发烧三天，没有脖子硬"), "");
    EXPECT_EQ(named("发烧。" + std::string(3000, ' ') + "脖子硬"), "") << "far apart they are no combination";
}

TEST_F(Danger, ThatComesSuddenlyCountsAlone) {
    EXPECT_EQ(named("嘴歪"), "");
    EXPECT_EQ(named("老人突然嘴歪"), "stroke");
    EXPECT_EQ(named("突然摔倒。嘴歪了三年"), "") << "of another sentence";
}

TEST_F(Danger, OfAPairIsLeftOutWhereStrongerCardsSpeakOfBoth) {
    EXPECT_EQ(named("嘴歪，说话不清"), "mouth");
    EXPECT_EQ(named("突然嘴歪，说话不清"), "stroke");
}

TEST_F(Danger, IsNotWhatIsDeniedLongAgoAskedAboutOrPrevented) {
    for (const std::string_view text : {"没有昏迷", "十年前昏迷过", "小时候有一次溺水", "昏迷是什么意思", "什么叫昏迷",
                                        "怎样预防溺水", "溺水的预防", "昏迷的英文怎么说"})
        EXPECT_EQ(named(text), "") << text;
    EXPECT_EQ(named("十年前昏迷过，今天又昏迷"), "coma");
    EXPECT_EQ(named("以前从来没有昏迷，今天昏迷了"), "coma");
}

TEST_F(Danger, InAnArticleIsASymptomOrACombination) {
    EXPECT_EQ(named("重者昏迷。", Voice::Article), "coma");
    EXPECT_EQ(named("与溺水不同。", Voice::Article), "") << "conditions are listed in passing";
    EXPECT_EQ(named("可有嘴歪、说话不清。", Voice::Article), "") << "so are pairs";
    EXPECT_EQ(named("发热，脖子硬。", Voice::Article), "meningitis");
}

TEST_F(Danger, InAnArticleComesSuddenlyRightBehindTheWord) {
    EXPECT_EQ(named("突然嘴歪。", Voice::Article), "stroke");
    EXPECT_EQ(named("突然起病的还有别的许多种疾病，嘴歪。", Voice::Article), "");
}

TEST_F(Danger, IsToldOnceWhereTwoCardsSayToDoTheSame) {
    data.red_flags[4].action = data.red_flags[5].action = "平卧。";
    EXPECT_EQ(named("溺水昏迷"), "drowning");
}

TEST_F(Danger, IsReadFromWordsThatStandApart) {
    data.concepts.push_back(concept_named("symptom/haematemesis", "呕血"));
    data.red_flags.push_back(
        card("bleeding", "symptom/haematemesis", {{"吐血", "symptom/haematemesis", SignUse::Alone}}));
    EXPECT_EQ(named("半夜吐了一大口血"), "bleeding");
    EXPECT_EQ(named("没有吐过血"), "");
    EXPECT_EQ(named("吐了，没有血"), "");
    EXPECT_EQ(named("否认呕血"), "");
    EXPECT_EQ(named("昨天吐过。血压高"), "");
    EXPECT_EQ(named("吐了一大口血", Voice::Article), "") << "an article has the names";
}

TEST_F(Danger, OfOneHalfIsNewUnlessItHasLasted) {
    data.concepts.push_back(concept_named("symptom/limb-weakness", "肢体无力"));
    data.red_flags[0].signs.push_back({"突然一侧没劲", "symptom/limb-weakness", SignUse::Sudden});
    EXPECT_EQ(named("左边胳膊腿耷拉着抬不起来"), "stroke");
    EXPECT_EQ(named("右侧身子像煮软的面条，使唤不动"), "stroke");
    EXPECT_EQ(named("左边胳膊腿抬不起来两年了，还能恢复吗"), "");
    EXPECT_EQ(named("右侧肢体无力的康复训练"), "");
    EXPECT_EQ(named("中风以后右侧肢体无力三年了"), "") << "nor as a pair with what the card is of";
}

TEST_F(Danger, OfTooMuchOfADrugIsReadWithAnyDrugAndAnyAmount) {
    data.concepts.push_back(concept_named("condition/drug-overdose", "药物过量"));
    data.concepts.push_back(concept_named("substance/one", "甲替林"));
    data.red_flags.push_back(
        card("overdose", "condition/drug-overdose", {{"吃多了", "condition/drug-overdose", SignUse::Alone}}));
    EXPECT_EQ(named("吞了一大把甲替林"), "overdose");
    EXPECT_EQ(named("一次吃了40片药"), "overdose");
    EXPECT_EQ(named("甲替林吃了二十来片"), "overdose");
    EXPECT_EQ(named("吃了一大把花生"), "");
    EXPECT_EQ(named("一瓶药吃完了要不要再开"), "");
}

TEST_F(Danger, IsNotWhatIsExplainedInventedOrOnlyAskedAbout) {
    data.concepts.push_back(concept_named("symptom/black-stool", "黑便", {"大便发黑"}));
    data.red_flags.push_back(
        card("bleeding", "symptom/black-stool", {{"黑便", "symptom/black-stool", SignUse::Alone}}));
    EXPECT_EQ(named("大便发黑"), "bleeding");
    EXPECT_EQ(named("昨天吃了鸭血，大便发黑"), "");
    EXPECT_EQ(named("电影里的人昏迷了还能听见吗"), "");
    EXPECT_EQ(named("溺水的原理"), "");
    EXPECT_EQ(named("打呼噜会引起昏迷吗"), "");
}

TEST_F(Danger, WithItsOwnFirstAidStandsBeforeCombinations) {
    data.red_flags.push_back(
        card("combination", "symptom/fever", {{"发热", "symptom/fever"}, {"咳嗽", "symptom/cough"}}, SignMatch::All));
    EXPECT_EQ(named("发热咳嗽，刚才溺水"), "drowning combination");
}

TEST_F(Danger, ReadsALongTextInOnePass) {
    std::string text;
    for (int i = 0; i < 20000; ++i) text += "突然昏迷嘴歪说话不清以前";
    EXPECT_EQ(named(text), "stroke coma") << "of equally pressing cards the one with more of its signs stands first";
}

TEST(CardsAbout, AreInheritedNearestFirst) {
    KnowledgeData data;
    Source book;
    book.id = "source/book";
    book.title = "急诊手册";
    book.year = 2018;
    data.sources = {book};
    data.concepts = {concept_named("condition/disease", "血管病"), concept_named("condition/stroke", "脑卒中"),
                     concept_named("condition/lacunar", "腔隙性脑梗死")};
    data.relations = {is_a("condition/lacunar", "condition/stroke"), is_a("condition/stroke", "condition/disease")};
    data.red_flags = {card("far", "condition/disease", {{"疼", ""}}), card("near", "condition/stroke", {{"歪", ""}}),
                      card("own", "condition/lacunar", {{"麻", ""}})};
    const Knowledge knowledge(data);
    std::string ids;
    for (const auto& [each, of] : cards_about(knowledge, *knowledge.find("condition/lacunar")))
        ids += each->id + "@" + knowledge.at(of).name + " ";
    EXPECT_EQ(ids, "red_flag/own@腔隙性脑梗死 red_flag/near@脑卒中 red_flag/far@血管病 ");
}

}  // namespace
}  // namespace xinglin
