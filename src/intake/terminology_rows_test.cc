#include "intake/terminology_rows.h"

#include "intake/adapter_runs_test.h"

namespace xinglin {
namespace {

std::string row(std::string_view code, std::string_view name, std::string_view english = "Sign",
                std::string_view aliases = "") {
    return boost::json::serialize(
        boost::json::object{{"code", code}, {"name", name}, {"english", english}, {"aliases", aliases}});
}

AdapterRun run_of(const std::vector<std::string>& rows) {
    return AdapterRun(columns_profile(AdapterKind::Terminology, {"code", "name", "english", "aliases"}), rows);
}

TEST(TerminologyRows, AreSymptomsInTwoLanguages) {
    const AdapterRun run = run_of(
        {row("HP:0002315", "头痛", "Headache", "头疼；脑壳痛；头痛"), row("G51.3", "面肌痉挛。", "Hemifacial spasm")});
    EXPECT_EQ(run.faults(), Lines{});
    const Concept& headache = run.named("头痛");
    EXPECT_EQ(headache.kind, ConceptKind::Symptom);
    EXPECT_EQ(headache.english, "Headache");
    EXPECT_EQ(headache.codes, (std::vector<Code>{{"HPO", "HP:0002315"}}));
    EXPECT_EQ(aliases_of(headache), (Lines{"头疼 search_only", "脑壳痛 search_only"}));
    EXPECT_EQ(run.named("面肌痉挛").kind, ConceptKind::Condition);
}

TEST(TerminologyRows, QualifiersAreNoSymptoms) {
    for (const auto& [name, english] :
         std::vector<std::pair<std::string, std::string>>{{"轻度", "Mild"},
                                                          {"双侧", "Bilateral"},
                                                          {"成年期发病", "Adult onset"},
                                                          {"寒冷触发", "Triggered by cold"},
                                                          {"常染色体显性遗传", "Autosomal dominant inheritance"},
                                                          {"家族史", "Family history"},
                                                          {"肢端的", "Acral"},
                                                          {"临床病程", "Clinical course"},
                                                          {"因高温而加重", "Exacerbated by heat"}}) {
        EXPECT_TRUE(is_qualifier(name, english)) << name;
        EXPECT_EQ(run_of({row("HP:0000001", name, english)}).faults().size(), 1U) << name;
    }
    EXPECT_FALSE(is_qualifier("急性肾损伤", "Acute kidney injury"));
    EXPECT_FALSE(is_qualifier("活动后症状加重", "Postexertional symptom exacerbation"));
    EXPECT_FALSE(is_qualifier("头痛", ""));
}

TEST(TerminologyRows, EverydayWordsAreNotRead) {
    const AdapterRun run = run_of({row("HP:0002599", "点头", "Head titubation"), row("HP:0002013", "呕吐", "Vomiting"),
                                   row("HP:0011198", "脑电图,局灶性棘波", "EEG with focal spikes")});
    EXPECT_EQ(run.faults(), Lines{});
    EXPECT_EQ(aliases_of(run.named("点头（HP:0002599）")), Lines{"点头 search_only"});
    EXPECT_TRUE(run.named("呕吐").aliases.empty());
    EXPECT_EQ(run.named("脑电图,局灶性棘波（HP:0011198）").aliases.size(), 1U);
}

TEST(TerminologyRows, QuarantinesWhatCannotBe) {
    const AdapterRun run = run_of({row("", "头痛"), row("HP:12", "头痛"), row("HP:0002315", ""),
                                   row("HP:0002315", "头痛"), row("HP:0002315", "头痛"), row("HP:0002315", "头疼"),
                                   row("HP:0000002", "面肌痉..."), row("HP:0000003", "眩晕", "Vertigo", "为什么头晕")});
    EXPECT_EQ(run.faults(),
              (Lines{"1 missing-field code", "2 bad-code code", "3 missing-field name", "5 duplicate-row code",
                     "6 duplicate-id code", "7 cut-name name", "8 question-as-name aliases[0]"}));
}

}  // namespace
}  // namespace xinglin
