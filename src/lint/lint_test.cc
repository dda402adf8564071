#include "lint/lint.h"

#include <gtest/gtest.h>

#include <memory>

#include "lint/claims.h"

namespace xinglin {
namespace {

Source guideline() {
    Source source;
    source.id = "source/guideline";
    source.title = "某病诊疗共识";
    source.year = 2014;
    return source;
}

Concept concept_named(std::string id, std::string name, std::vector<Alias> aliases = {}) {
    Concept made;
    made.kind = *concept_kind_named(id.substr(0, id.find('/')));
    made.id = std::move(id);
    made.name = std::move(name);
    made.aliases = std::move(aliases);
    return made;
}

Relation relation(std::string subject, Predicate predicate, std::string object, Role role = Role::None) {
    Relation made;
    made.subject = std::move(subject);
    made.predicate = predicate;
    made.object = std::move(object);
    made.role = role;
    made.sources = {"source/guideline"};
    return made;
}

const Annotator& annotator() {
    static const Annotator made = [] {
        KnowledgeData data;
        data.sources.push_back(guideline());
        data.concepts = {concept_named("condition/hfs", "面肌痉挛"),
                         concept_named("condition/compression", "血管压迫面神经", {{"责任血管", AliasUse::Alone}}),
                         concept_named("condition/gerd", "胃食管反流病"),
                         concept_named("condition/ulcer", "消化性溃疡"),
                         concept_named("cause/hp", "幽门螺杆菌感染", {{"幽门螺杆菌", AliasUse::Alone}}),
                         concept_named("condition/odd", "怪病"),
                         concept_named("cause/unknown", "病因尚不明确"),
                         concept_named("procedure/mvd", "微血管减压术"),
                         concept_named("substance/antibiotic", "阿莫西林"),
                         concept_named("population/pregnant", "孕妇"),
                         concept_named("substance/valproate", "丙戊酸钠")};
        Relation cure = relation("condition/hfs", Predicate::TreatedBy, "procedure/mvd", Role::FirstLine);
        cure.curative = true;
        data.relations = {relation("condition/hfs", Predicate::CausedBy, "condition/compression", Role::Main),
                          cure,
                          relation("condition/hfs", Predicate::NotTreatedBy, "substance/antibiotic"),
                          relation("condition/ulcer", Predicate::CausedBy, "cause/hp", Role::Main),
                          relation("condition/odd", Predicate::CausedBy, "cause/unknown", Role::Main),
                          relation("substance/valproate", Predicate::ContraindicatedIn, "population/pregnant")};
        return Annotator(std::make_shared<const Knowledge>(std::move(data)));
    }();
    return made;
}

std::vector<std::string> rules(std::string_view title, std::string_view text) {
    std::vector<std::string> out;
    for (const Finding& finding : lint(annotator(), title, text)) out.push_back(finding.rule);
    return out;
}

using Rules = std::vector<std::string>;

TEST(Lint, TellsWhichMainCauseIsMissing) {
    const auto findings = lint(annotator(), "面肌痉挛是怎样引起的", "面肌痉挛与遗传、精神压力有关。");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].rule, "cause-missing");
    EXPECT_EQ(findings[0].sources, std::vector<std::string>{"source/guideline"});
    EXPECT_NE(findings[0].message.find("血管压迫面神经"), std::string::npos);
}

TEST(Lint, IsContentWhenTheMainCauseIsNamed) {
    EXPECT_EQ(rules("面肌痉挛是怎样引起的", "多数是责任血管压在面神经上。"), Rules{});
}

TEST(Lint, MissesAGermAsItMissesADisease) {
    EXPECT_EQ(rules("消化性溃疡的病因", "消化性溃疡与压力、饮食不规律有关。"), Rules{"cause-missing"});
    EXPECT_EQ(rules("消化性溃疡的病因", "多数人的胃里查得到幽门螺杆菌。"), Rules{});
}

TEST(Lint, MissesNoCauseThatNobodyKnows) {
    EXPECT_EQ(rules("怪病的病因", "怪病可能与遗传有关。"), Rules{});
}

TEST(Lint, NeverReadsACutTextAsOmitting) {
    EXPECT_EQ(rules("面肌痉挛是怎样引起的", "面肌痉挛与遗传有关，此外..."), Rules{});
}

TEST(Lint, AsksForCausesOnlyWhereTheTitlePromisesThem) {
    EXPECT_EQ(rules("面肌痉挛的护理", "面肌痉挛患者应规律作息。"), Rules{});
}

TEST(Lint, ContradictsThatNothingCuresWhatAnOperationCures) {
    const std::string text = "面肌痉挛病因不明确，也没有什么可以治愈的方法。";
    const auto findings = lint(annotator(), "面肌痉挛的症状", text);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].rule, "claim-contradicted");
    EXPECT_EQ(findings[0].severity, Severity::Error);
    EXPECT_EQ(findings[0].begin, 11U) << "counted in characters";
    EXPECT_EQ(findings[0].end, 22U);
    EXPECT_TRUE(has_error(findings));
}

TEST(Lint, LetsTruthsAboutDrugsAndQuestionsStand) {
    EXPECT_EQ(rules("面肌痉挛", "药物无法根治面肌痉挛。"), Rules{});
    EXPECT_EQ(rules("面肌痉挛", "面肌痉挛不能治愈吗？"), Rules{});
    EXPECT_EQ(rules("面肌痉挛", "面肌痉挛并非无法治愈。"), Rules{});
    EXPECT_EQ(rules("胃食管反流病", "胃食管反流病目前没有根治的办法。"), Rules{}) << "no source knows a cure";
}

TEST(Lint, ContradictsRecommendationsAgainstTheKnowledge) {
    EXPECT_EQ(rules("面肌痉挛", "面肌痉挛可以服用阿莫西林治疗。"), Rules{"claim-contradicted"});
    EXPECT_EQ(rules("面肌痉挛", "面肌痉挛不推荐用阿莫西林治疗。"), Rules{});
    EXPECT_EQ(rules("丙戊酸钠", "孕妇可以使用丙戊酸钠。"), Rules{"claim-contradicted"});
    EXPECT_EQ(rules("丙戊酸钠", "孕妇禁用丙戊酸钠。"), Rules{});
}

TEST(Lint, WantsASourceForRates) {
    EXPECT_EQ(rules("手术", "该手术治愈率高达95%。"), Rules{"unsourced-cure-rate"});
    EXPECT_EQ(rules("手术", "该手术有效率达九成。"), Rules{"unsourced-cure-rate"});
    EXPECT_EQ(rules("手术", "该手术治愈率约为90%[@mvd-consensus]。"), Rules{});
    EXPECT_EQ(rules("手术", "据《微血管减压术共识》，治愈率约为90%。"), Rules{});
    EXPECT_EQ(rules("手术", "治愈率受多种因素影响。"), Rules{});
}

TEST(Lint, FindsPromisesThatNobodyCanKeep) {
    EXPECT_EQ(rules("偏方", "祖传秘方，包治面肌痉挛，永不复发！").size(), 3U);
    EXPECT_EQ(rules("偏方", "保证100%有效。"), Rules{"absolute-claim"});
    EXPECT_EQ(rules("偏方", "这种病不能根治。"), Rules{});
    EXPECT_EQ(rules("偏方", "不要相信“包治”的广告。"), Rules{});
    EXPECT_EQ(rules("手术", "根治性手术适用于早期患者。"), Rules{});
    EXPECT_EQ(rules("手术", "氧饱和度可达100%。"), Rules{});
}

TEST(Lint, SurvivesAnyBytes) {
    for (const std::string_view text :
         {std::string_view("\xff\xfe没有\xe6"), std::string_view(""), std::string_view("没有"),
          std::string_view("%%%治愈率"), std::string_view("治愈率9")}) {
        EXPECT_NO_THROW((void)lint(annotator(), text, text));
    }
}

}  // namespace
}  // namespace xinglin
