#include "annotate/figures.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "annotate/annotator.h"
#include "base/growth_for_tests.h"

namespace xinglin {
namespace {

Concept concept_of(std::string id, std::string name, std::vector<Alias> aliases = {}) {
    Concept made;
    made.kind = *concept_kind_named(id.substr(0, id.find('/')));
    made.id = std::move(id);
    made.name = std::move(name);
    made.aliases = std::move(aliases);
    return made;
}

const Annotator& annotator() {
    static const Annotator made = [] {
        KnowledgeData data;
        data.concepts = {
            concept_of("condition/electric-injury", "电击伤", {{"被雷击", AliasUse::Alone}}),
            concept_of("condition/heat-illness", "中暑"),
            concept_of("condition/stroke", "中风"),
            concept_of("condition/common-cold", "感冒"),
            concept_of("condition/cold-sore", "冻疮"),
            concept_of("condition/hypertension", "高血压"),
            concept_of("condition/lumbar", "腰椎间盘突出症", {{"椎间盘突出", AliasUse::Alone}}),
            concept_of("condition/cervical", "颈椎间盘突出症"),
            concept_of("condition/tic", "面肌痉挛", {{"抽搐", AliasUse::NeedsContext}}),
            concept_of("symptom/convulsion", "惊厥", {{"抽搐", AliasUse::NeedsContext}}),
            concept_of("symptom/headache", "头痛", {{"头疼", AliasUse::Alone}}),
            concept_of("symptom/fever", "发热", {{"发烧", AliasUse::Alone}, {"高烧", AliasUse::Alone}}),
            concept_of("symptom/low-back-pain", "腰痛", {{"腰疼", AliasUse::Alone}}),
        };
        return Annotator(std::make_shared<const Knowledge>(std::move(data)));
    }();
    return made;
}

/// "part=concept" of each mention, a question mark before what is in doubt.
std::string read(std::string_view text) {
    std::string found;
    for (const Mention& mention : annotator().annotate(text)) {
        if (!found.empty()) found += ' ';
        if (mention.suspected) found += '?';
        found += slice(text, mention.span);
        found += '=';
        found += annotator().knowledge().at(mention.concept_index).name;
    }
    return found;
}

TEST(Figures, WhatSomethingIsLikenedToDidNotHappen) {
    EXPECT_EQ(read("腰疼得像被雷击了似的"), "腰疼=腰痛");
    EXPECT_EQ(read("热得跟中暑似的"), "");
    EXPECT_EQ(read("昨天被雷击了"), "被雷击=电击伤");
    EXPECT_EQ(read("好像被雷击了"), "?被雷击=电击伤");
    EXPECT_EQ(read("如被雷击要急救"), "被雷击=电击伤");
    EXPECT_EQ(read("在地里干活中暑了"), "中暑=中暑");
}

TEST(Figures, ADiseaseThatSomethingIsLikeIsInDoubt) {
    EXPECT_EQ(read("走路歪着，像中风一样"), "?中风=中风");
    EXPECT_EQ(read("像高血压、感冒一样常见"), "高血压=高血压 感冒=感冒");
}

TEST(Figures, IdiomsNameNothing) {
    EXPECT_EQ(read("改革不能头痛医头"), "");
    EXPECT_EQ(read("音响发烧友"), "");
    EXPECT_EQ(read("医生说头痛先量体温"), "头痛=头痛");
}

TEST(Figures, WhatCannotFallIllHasNoIllness) {
    EXPECT_EQ(read("楼市高烧难退"), "");
    EXPECT_EQ(read("高烧的楼市"), "");
    EXPECT_EQ(read("公司里有人发烧"), "发烧=发热");
    EXPECT_EQ(read("甲方又改需求，头疼"), "");
    EXPECT_EQ(read("写了一天论文头疼"), "头疼=头痛");
    EXPECT_EQ(read("菜市场里突然中暑"), "中暑=中暑");
}

TEST(Figures, ANameInAProductsNameIsNone) {
    EXPECT_EQ(read("头痛宁胶囊说明书"), "");
    EXPECT_EQ(read("感冒灵一天几次"), "");
    EXPECT_EQ(read("冻疮膏"), "");
    EXPECT_EQ(read("头痛康复训练"), "头痛=头痛");
    EXPECT_EQ(read("感冒清热"), "感冒=感冒");
    EXPECT_EQ(read("头痛片刻就好"), "头痛=头痛");
    EXPECT_EQ(read("高血压药"), "高血压=高血压");
}

TEST(OpenNames, ALevelOfTheSpineSaysWhichDisc) {
    EXPECT_EQ(read("C4/5椎间盘突出"), "椎间盘突出=颈椎间盘突出症");
    EXPECT_EQ(read("C5-C6、C6-C7椎间盘突出"), "椎间盘突出=颈椎间盘突出症");
    EXPECT_EQ(read("颈3-4椎间盘突出"), "椎间盘突出=颈椎间盘突出症");
    EXPECT_EQ(read("L5/S1椎间盘突出"), "椎间盘突出=腰椎间盘突出症");
    EXPECT_EQ(read("T8/9椎间盘突出"), "");
    EXPECT_EQ(read("查出3处椎间盘突出"), "椎间盘突出=腰椎间盘突出症");
}

TEST(OpenNames, AWordOfSeveralConceptsMeansItsCommonOneWhereNothingSaysMore) {
    EXPECT_EQ(read("老人家抽搐是什么病"), "抽搐=惊厥");
    EXPECT_EQ(read("面肌痉挛引起抽搐"), "面肌痉挛=面肌痉挛 抽搐=面肌痉挛");
    EXPECT_EQ(read("腿老抽搐"), "");
}

TEST(Misspelled, OneWrongCharacterIsMendedWhereNoWordHasIt) {
    EXPECT_EQ(read("高血鸭能吃盐吗"), "高血鸭=高血压");
    EXPECT_EQ(read("高血压能吃盐吗"), "高血压=高血压");
    EXPECT_EQ(read("面肌经挛怎么办"), "面肌经挛=面肌痉挛");
    EXPECT_EQ(read("腰椎间盘突初症"), "腰椎间盘突初症=腰椎间盘突出症");
}

TEST(Misspelled, OtherCharactersAreNoMisspelling) {
    EXPECT_EQ(read("高血糖"), "");
    EXPECT_EQ(read("面肌运动"), "");
    EXPECT_EQ(read("的血压"), "");
}

TEST(Figures, TakeTimeInProportionToTheText) {
    for (const std::string_view part : {"股市发烧，", "像被像被", "像发烧似的", "甲方头疼", "高血鸭"}) {
        const auto text_of = [&](std::size_t bytes) { return repeated_to(part, bytes); };
        const auto work = [](const std::string& text) { annotator().annotate(text); };
        EXPECT_LT(growth_of(text_of, work, 20'000), 8) << part;
    }
}

TEST(UnrealSpans, AreEventsThatOnlyStandForComparison) {
    const std::string_view text = "手像被电打了一样麻，昨天被电打了";
    const std::vector<Span> spans = unreal_spans(text);
    ASSERT_FALSE(spans.empty());
    for (const Span span : spans) EXPECT_LT(span.end, text.find("昨天"));
}

}  // namespace
}  // namespace xinglin
