#include "knowledge/name_variants.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "knowledge/knowledge.h"
#include "knowledge/knowledge_data.h"

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

const Knowledge& knowledge() {
    static const Knowledge made = [] {
        KnowledgeData data;
        data.concepts = {
            concept_of("condition/horner", "霍纳综合征"),
            concept_of("condition/retinopathy", "糖尿病视网膜病变"),
            concept_of("condition/viral-pneumonia", "病毒性肺炎"),
            concept_of("condition/portal-thrombosis", "门静脉血栓形成"),
            concept_of("condition/addison", "艾迪生病"),
            concept_of("condition/gaucher", "戈谢病"),
            concept_of("condition/gaucher-syndrome", "戈谢症"),
            concept_of("condition/heart-block", "心脏阻滞", {{"心传导阻滞病", AliasUse::SearchOnly}}),
            concept_of("condition/hysteria", "癔症[分离性障碍]"),
            concept_of("test/abdominal-ct", "腹部CT"),
            concept_of("test/muscle-response", "异常肌反应（AMR）"),
            concept_of("site/nose", "鼻部"),
        };
        data.concepts.push_back(concept_of("condition/imported", "舍格伦综合征"));
        data.concepts.back().trust = Trust::Imported;
        return Knowledge(std::move(data));
    }();
    return made;
}

std::string named(std::string_view name) {
    std::string ids;
    for (const ConceptIndex index : knowledge().named(name)) ids += (ids.empty() ? "" : " ") + knowledge().at(index).id;
    return ids;
}

bool is_derived(std::string_view text) {
    return std::ranges::any_of(knowledge().derived_names(), [&](const DerivedName& each) { return each.text == text; });
}

TEST(NameVariants, TheEmbeddedFileIsWhole) {
    const auto read = NameVariants::parse(knowledge_data("name_variants.txt"));
    EXPECT_TRUE(read) << read.error().where << read.error().message;
}

TEST(NameVariants, NamesTheLineThatIsWrong) {
    const auto problem = [](std::string_view file) { return NameVariants::parse(file).error().where; };
    EXPECT_EQ(problem("end  病 症\nsame  单\n"), "line 2");
    EXPECT_EQ(problem("start  病 症\n"), "line 1");
    EXPECT_EQ(problem("end 病\n"), "line 1");
}

TEST(NameVariants, ANameIsFoundInEveryWayToWriteIt) {
    EXPECT_EQ(named("霍纳综合症"), "condition/horner");
    EXPECT_EQ(named("霍納症候群"), "condition/horner");
    EXPECT_EQ(named("糖尿病性视网膜病"), "condition/retinopathy");
    EXPECT_EQ(named("病毒肺炎"), "condition/viral-pneumonia");
    EXPECT_EQ(named("门静脉血栓"), "condition/portal-thrombosis");
    EXPECT_EQ(named("腹部電腦斷層"), "test/abdominal-ct");
    EXPECT_EQ(named("艾迪生氏病"), "condition/addison");
    EXPECT_EQ(named("艾迪生症患者"), "condition/addison");
    EXPECT_EQ(named("舍格伦综合症"), "condition/imported");
}

TEST(NameVariants, DecideNothingBetweenTwo) {
    EXPECT_EQ(named("戈谢病"), "condition/gaucher");
    EXPECT_EQ(named("戈谢症"), "condition/gaucher-syndrome");
    EXPECT_EQ(named("戈谢氏病"), "");
    EXPECT_EQ(named("霍纳"), "");
    EXPECT_EQ(named("鼻部病"), "") << "a site is no condition";
}

TEST(NameVariants, ThoseOfCuratedNamesAreReadInTexts) {
    EXPECT_TRUE(is_derived("霍纳症候群"));
    EXPECT_TRUE(is_derived("糖尿病性视网膜病变"));
    EXPECT_FALSE(is_derived("霍纳综合征"));
    EXPECT_FALSE(is_derived("艾迪生氏病")) << "only asked for";
    EXPECT_FALSE(is_derived("舍格伦综合症")) << "imported";
    EXPECT_FALSE(is_derived("心传导阻滞症")) << "only searched for";
    EXPECT_FALSE(is_derived("戈谢症"));
}

TEST(NameVariants, BracketsHoldAnotherName) {
    EXPECT_EQ(named("癔症"), "condition/hysteria");
    EXPECT_EQ(named("分离性障碍"), "condition/hysteria");
    EXPECT_EQ(named("异常肌反应"), "test/muscle-response");
    EXPECT_EQ(named("AMR"), "");
    EXPECT_EQ(names_in_brackets("高血压(继发性)"), std::vector<std::string>());
    EXPECT_EQ(names_in_brackets("[癔症"), std::vector<std::string>());
}

}  // namespace
}  // namespace xinglin
