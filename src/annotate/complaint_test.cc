#include "annotate/complaint.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "annotate/annotator.h"

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
            concept_of("symptom/stiff-neck", "颈项强直"),
            concept_of("symptom/limb-weakness", "肢体无力"),
            concept_of("symptom/limb-numbness", "肢体麻木", {{"手麻", AliasUse::Alone}}),
            concept_of("symptom/tremor", "震颤"),
            concept_of("symptom/headache", "头痛"),
            concept_of("symptom/abdominal-pain", "腹痛"),
            concept_of("symptom/breathlessness", "呼吸困难"),
            concept_of("symptom/fatigue", "疲劳", {{"乏力", AliasUse::Alone}}),
            concept_of("symptom/lagophthalmos", "闭眼不能"),
            concept_of("symptom/urge", "腿部不适想动"),
            concept_of("symptom/sleepless", "睡不着"),
            concept_of("symptom/wheezing", "喘息", {{"气喘", AliasUse::Alone}}),
            concept_of("condition/hand-foot-mouth", "手足口病"),
            concept_of("substance/penicillin", "青霉素"),
            concept_of("site/face", "面部"),
            concept_of("symptom/facial-numbness", "面部麻木"),
            concept_of("symptom/palpitation", "心悸"),
            concept_of("symptom/chest-pain", "胸痛"),
            concept_of("symptom/joint-pain", "关节痛"),
            concept_of("symptom/slurred-speech", "言语不清"),
            concept_of("symptom/constipation", "便秘"),
            concept_of("symptom/acid-reflux", "反酸"),
            concept_of("symptom/hair-loss", "脱发"),
            concept_of("symptom/breast-lump", "乳房肿块"),
        };
        return Annotator(std::make_shared<const Knowledge>(std::move(data)));
    }();
    return made;
}

/// "part=concept" of each mention, a minus before what is denied.
std::string read(std::string_view text) {
    std::string found;
    for (const Mention& mention : annotator().annotate(text)) {
        if (!found.empty()) found += ' ';
        if (mention.negated) found += '-';
        found += slice(text, mention.span);
        found += '=';
        found += annotator().knowledge().at(mention.concept_index).name;
    }
    return found;
}

TEST(Complaints, AreASiteAndAQualityWithFillersBetween) {
    EXPECT_EQ(read("脖子硬"), "脖子硬=颈项强直");
    EXPECT_EQ(read("我妈脖子前天晚上突然有点僵"), "脖子前天晚上突然有点僵=颈项强直");
    EXPECT_EQ(read("左手没劲"), "左手没劲=肢体无力");
    EXPECT_EQ(read("脖子放硬币"), "");
}

TEST(Complaints, WhatIsNotKnownEndsTheSearch) {
    EXPECT_EQ(read("脖子上的项链很硬"), "");
    EXPECT_EQ(read("手机很硬，高手没劲"), "");
    EXPECT_EQ(read("脖子好了。很硬的床"), "");
    EXPECT_EQ(read("头青霉素痛"), "青霉素=青霉素");
}

TEST(Complaints, AFunctionStandsOnEitherSide) {
    EXPECT_EQ(read("闭不上眼睛"), "闭不上眼睛=闭眼不能");
    EXPECT_EQ(read("眼睛怎么也闭不紧"), "眼睛怎么也闭不紧=闭眼不能");
    EXPECT_EQ(read("举不起右胳膊"), "举不起右胳膊=肢体无力");
    EXPECT_EQ(read("夜里喘不过气"), "喘不过气=呼吸困难");
}

TEST(Complaints, AreDeniedByANegatorOrByWhatOneCan) {
    EXPECT_EQ(read("脖子一点也不硬"), "-脖子一点也不硬=颈项强直");
    EXPECT_EQ(read("眼睛闭得上"), "-眼睛闭得上=闭眼不能");
    EXPECT_EQ(read("没有脖子硬"), "-脖子硬=颈项强直");
    EXPECT_EQ(read("头痛，脖子不硬，手没抖"), "头痛=头痛 -脖子不硬=颈项强直 -手没抖=震颤");
}

TEST(Complaints, SeveralSitesShareAQuality) {
    EXPECT_EQ(read("手和脚都没力气"), "手和脚都没力气=肢体无力");
    EXPECT_EQ(read("头和肚子都疼"), "头=头痛 肚子都疼=腹痛");
    EXPECT_EQ(read("手又麻又抖"), "手又麻=肢体麻木 抖=震颤");
    EXPECT_EQ(read("肚子不疼，右脚发麻"), "-肚子不疼=腹痛 右脚发麻=肢体麻木");
}

TEST(Complaints, ASiteHoldsBeyondOneComma) {
    EXPECT_EQ(read("右腿，没有力气"), "没有力气=肢体无力");
    EXPECT_EQ(read("腿难受晚上睡不着老想动"), "睡不着=睡不着 想动=腿部不适想动");
}

TEST(Complaints, FramesSayNothingOfTheirOwn) {
    EXPECT_EQ(read("左脚像踩了钉子一样疼，肚子一摸就疼"), "肚子一摸就疼=腹痛");
    EXPECT_EQ(read("右手像泡了冰水似的发麻"), "右手像泡了冰水似的发麻=肢体麻木");
    EXPECT_EQ(read("肚子，像刚刚吃了一大堆很多别的东西一样疼"), "");
}

TEST(Complaints, OfAllOrgansAndInAnyCompany) {
    EXPECT_EQ(read("舌头好像大了一圈"), "舌头好像大了一圈=言语不清");
    EXPECT_EQ(read("脖子也硬了"), "脖子也硬了=颈项强直");
    EXPECT_EQ(read("四天没解大手了"), "天没解大手=便秘");
    EXPECT_EQ(read("夜里老返酸水"), "返酸水=反酸");
    EXPECT_EQ(read("最近头发一抓一大把"), "头发一抓一大把=脱发");
    EXPECT_EQ(read("左乳里面摸着有个硬疙瘩"), "左乳里面摸着有个硬疙瘩=乳房肿块");
}

TEST(Complaints, ASiteBehindAFrameOrAnActIsStillTheSite) {
    EXPECT_EQ(read("一着急心就怦怦跳"), "心就怦怦跳=心悸");
    EXPECT_EQ(read("胸口一呼吸就疼"), "胸口一呼吸就疼=胸痛");
    EXPECT_EQ(read("膝盖走路疼"), "膝盖走路疼=关节痛");
}

TEST(Complaints, KeepClearOfNames) {
    EXPECT_EQ(read("手麻没劲"), "手麻=肢体麻木 没劲=肢体无力");
    EXPECT_EQ(read("腿乏力"), "腿乏力=肢体无力");
    EXPECT_EQ(read("很乏力"), "乏力=疲劳");
    EXPECT_EQ(read("面部麻"), "面部麻=面部麻木");
    EXPECT_EQ(read("气喘不上来"), "气喘不上来=呼吸困难");
    EXPECT_EQ(read("手足口病痛"), "手足口病=手足口病");
}

TEST(Complaints, AChoiceIsNoDenial) {
    EXPECT_EQ(read("手抖不抖"), "手抖=震颤");
}

TEST(Complaints, TraditionalCharactersAndAnyBytes) {
    EXPECT_EQ(read("頭很疼"), "頭很疼=头痛");
    EXPECT_EQ(read("脖子\xFF硬"), "");
    EXPECT_EQ(read("硬"), "");
}

}  // namespace
}  // namespace xinglin
