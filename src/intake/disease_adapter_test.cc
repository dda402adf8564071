#include "intake/disease_adapter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "intake/imported_ids.h"
#include "intake/rows.h"
#include "knowledge/fitting.h"
#include "knowledge/rules.h"
#include "knowledge/text_check.h"

namespace xinglin {
namespace {

namespace json = boost::json;

ImportProfile sample_profile() {
    ImportProfile profile;
    profile.adapter = AdapterKind::Diseases;
    profile.origin = "sample";
    profile.title = "示例疾病库";
    profile.publisher = "示例门户";
    profile.year = 2020;
    profile.licence = "unknown";
    return profile;
}

json::array list(std::initializer_list<std::string_view> texts) {
    json::array array;
    for (const std::string_view text : texts) array.emplace_back(text);
    return array;
}

/// A row of the dump's shape about nothing, to be filled.
json::object disease(std::string_view name) {
    return {{"gaishu_info",
             {{"name", name},
              {"desc", ""},
              {"has_complication", json::array()},
              {"belongs_to_department", json::array()},
              {"common_drug", json::array()}}},
            {"cause_info", ""},
            {"prevent_info", ""},
            {"nursing_info", ""},
            {"inspect_info", json::array()},
            {"symptom_data", {{"symptoms", json::array()}, {"symptom_detail", json::array()}}}};
}

IntakePart convert_all(const std::vector<json::object>& rows, const Knowledge* curated = nullptr) {
    IntakeContext context;
    context.curated = curated;
    const auto adapter = make_disease_adapter(sample_profile(), context);
    IntakePart part;
    const auto walk = [&](auto visit) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const std::string text = json::serialize(rows[i]);
            InputRow row;
            row.number = i + 1;
            row.line = i + 1;
            row.text = text;
            row.fields = rows[i];
            visit(row);
        }
    };
    walk([&](const InputRow& row) { adapter->survey(row); });
    walk([&](const InputRow& row) { adapter->convert(row, part); });
    return part;
}

/// "甲 has_symptom 乙", sorted.
std::vector<std::string> triples(const IntakePart& part) {
    std::map<std::string, std::string> names;
    for (const Concept& known : part.knowledge.concepts) names[known.id] = known.name;
    std::vector<std::string> found;
    for (const Relation& relation : part.knowledge.relations) {
        found.push_back(names[relation.subject] + " " + std::string(name_of(relation.predicate)) + " " +
                        names[relation.object]);
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// "rule field"
std::vector<std::string> findings(const IntakePart& part) {
    std::vector<std::string> found;
    for (const GateFinding& finding : part.findings) {
        EXPECT_NE(find_rule(finding.rule), nullptr) << finding.rule;
        EXPECT_FALSE(finding.message.empty());
        found.push_back(finding.rule + " " + finding.field);
    }
    return found;
}

using Texts = std::vector<std::string>;

TEST(DiseaseAdapter, TakesOverWhatTheTextsBearOut) {
    json::object row = disease("甲状腺某病");
    json::object& overview = row["gaishu_info"].as_object();
    overview["desc"] = "常有心悸，需查心电图。";
    overview["belongs_to_department"] = list({"内分泌科"});
    overview["common_drug"] = list({"某咪唑片"});
    row["inspect_info"] = list({"心电图（ECG）", "心电图"});
    row["symptom_data"].as_object()["symptoms"] = list({"心悸", "心悸"});
    const IntakePart part = convert_all({row});
    EXPECT_EQ(triples(part), (Texts{"甲状腺某病 diagnosed_by 心电图", "甲状腺某病 has_symptom 心悸",
                                    "甲状腺某病 managed_in 内分泌科", "甲状腺某病 treated_by 某咪唑"}));
    EXPECT_EQ(findings(part), Texts{"uncorroborated inspect_info[0]"});  // its text has the name without brackets
    for (const Relation& relation : part.knowledge.relations) {
        EXPECT_EQ(relation.sources, Texts{"source/sample"});
        EXPECT_EQ(relation.trust, Trust::Imported);
    }
    for (const Concept& known : part.knowledge.concepts) {
        EXPECT_EQ(known.id, imported_id(name_of(known.kind), "sample", known.name));
        EXPECT_EQ(known.trust, Trust::Imported);
    }
}

TEST(DiseaseAdapter, QuarantinesWhatNothingBearsOut) {
    json::object row = disease("甲病");
    row["gaishu_info"].as_object()["has_complication"] = list({"失明"});
    row["symptom_data"].as_object()["symptoms"] = list({"心悸"});
    row["inspect_info"] = list({"心电图"});
    const IntakePart part = convert_all({row});
    EXPECT_EQ(triples(part), Texts{});
    EXPECT_EQ(findings(part),
              (Texts{"uncorroborated symptom_data.symptoms[0]", "uncorroborated gaishu_info.has_complication[0]",
                     "uncorroborated inspect_info[0]"}));
}

TEST(DiseaseAdapter, TakesOverWhatKinHaveInCommon) {
    std::vector<json::object> rows;
    for (const char* name : {"肺炎甲", "肺炎乙", "肺炎丙"}) {
        rows.push_back(disease(name));
        rows.back()["symptom_data"].as_object()["symptoms"] = list({"咳嗽"});
    }
    for (int i = 0; i < 20; ++i) rows.push_back(disease("骨病" + std::to_string(i)));
    EXPECT_EQ(triples(convert_all(rows)).size(), 3U);
}

/// Three diseases alike, each with this complication and, when `is_told`, a course that leads to it.
std::vector<json::object> kin_with_complication(std::string_view complication, bool is_told) {
    std::vector<json::object> rows;
    for (const char* name : {"肺炎甲", "肺炎乙", "肺炎丙"}) {
        rows.push_back(disease(name));
        rows.back()["gaishu_info"].as_object()["has_complication"] = list({complication});
        if (is_told) {
            rows.back()["symptom_data"].as_object()["symptom_detail"] =
                list({"后期可有" + std::string(complication) + "。"});
        }
    }
    for (int i = 0; i < 20; ++i) rows.push_back(disease("骨病" + std::to_string(i)));
    return rows;
}

TEST(DiseaseAdapter, TakesOverComplicationsOfTheCourseAndOfKin) {
    EXPECT_EQ(triples(convert_all(kin_with_complication("脓胸", true))),
              (Texts{"肺炎丙 complicated_by 脓胸", "肺炎乙 complicated_by 脓胸", "肺炎甲 complicated_by 脓胸"}));
    EXPECT_EQ(triples(convert_all(kin_with_complication("脓胸", false))), Texts{});
    json::object alone = disease("甲病");
    alone["gaishu_info"].as_object()["has_complication"] = list({"脓胸"});
    alone["symptom_data"].as_object()["symptom_detail"] = list({"后期可有脓胸。"});
    EXPECT_EQ(findings(convert_all({alone})), Texts{"uncorroborated gaishu_info.has_complication[0]"});
}

TEST(DiseaseAdapter, LeavesOpenWhetherOneIsAKindOfTheOther) {
    json::object row = disease("劳力性心绞痛");
    row["gaishu_info"].as_object()["has_complication"] = list({"心绞痛", "变异性心绞痛"});
    EXPECT_EQ(findings(convert_all({row})),
              (Texts{"direction gaishu_info.has_complication[0]", "direction gaishu_info.has_complication[1]"}));
}

TEST(DiseaseAdapter, LeavesOpenWhatASymptomLeadsTo) {
    std::vector<json::object> rows = kin_with_complication("脓胸", true);
    for (int i = 3; i < 6; ++i) {
        rows[static_cast<std::size_t>(i)]["symptom_data"].as_object()["symptoms"] = list({"肺炎甲"});
        rows[static_cast<std::size_t>(i)]["gaishu_info"].as_object()["desc"] = "有肺炎甲。";
    }
    const IntakePart part = convert_all(rows);
    const auto all = findings(part);
    EXPECT_EQ(std::count(all.begin(), all.end(), "direction gaishu_info.has_complication[0]"), 1);
}

TEST(DiseaseAdapter, LooksForNoGermThatTheTextsDoNotName) {
    std::vector<json::object> rows;
    for (const char* name : {"鳞病甲", "鳞病乙", "鳞病丙"}) {
        rows.push_back(disease(name));
        rows.back()["inspect_info"] = list({"真菌镜检", "皮肤活检"});
    }
    rows[2]["cause_info"] = "真菌引起。";
    for (int i = 0; i < 30; ++i) rows.push_back(disease("骨病" + std::to_string(i)));
    EXPECT_EQ(triples(convert_all(rows)), (Texts{"鳞病丙 diagnosed_by 皮肤活检", "鳞病丙 diagnosed_by 真菌镜检",
                                                 "鳞病乙 diagnosed_by 皮肤活检", "鳞病甲 diagnosed_by 皮肤活检"}));
}

TEST(DiseaseAdapter, GivesNoDrugsInPregnancyAndChildhood) {
    for (const char* name : {"妊娠某病", "小儿某病", "新生儿某病"}) {
        json::object row = disease(name);
        row["gaishu_info"].as_object()["common_drug"] = list({"某沙星片"});
        EXPECT_EQ(findings(convert_all({row})), Texts{"uncorroborated gaishu_info.common_drug[0]"}) << name;
    }
}

TEST(DiseaseAdapter, NamesWhatIsNoName) {
    json::object row = disease("甲病");
    row["symptom_data"].as_object()["symptoms"] = list({"皮肤上可见...", "怎么会头痛", "无", "头痛，午后减轻"});
    row["gaishu_info"].as_object()["belongs_to_department"] = list({"其他科室"});
    row["inspect_info"] = list({"皮损"});
    EXPECT_EQ(findings(convert_all({row})),
              (Texts{"cut-name symptom_data.symptoms[0]", "question-as-name symptom_data.symptoms[1]",
                     "not-a-name symptom_data.symptoms[2]", "sentence-as-name symptom_data.symptoms[3]",
                     "unknown-department gaishu_info.belongs_to_department[0]", "not-a-name inspect_info[0]"}));
}

TEST(DiseaseAdapter, RefusesConflictsEvenWhenATextSaysThem) {
    json::object row = disease("前列腺某病");
    row["gaishu_info"].as_object()["desc"] = "宫颈炎。";
    row["gaishu_info"].as_object()["has_complication"] = list({"宫颈炎"});
    EXPECT_EQ(findings(convert_all({row})), Texts{"sex-conflict gaishu_info.has_complication[0]"});
    json::object face = disease("面瘫");
    face["gaishu_info"].as_object()["desc"] = "宫颈糜烂。";
    face["gaishu_info"].as_object()["has_complication"] = list({"宫颈糜烂"});
    EXPECT_EQ(findings(convert_all({face})), Texts{"site-conflict gaishu_info.has_complication[0]"});
}

TEST(DiseaseAdapter, TypesADiseaseAmongSymptomsAsACondition) {
    json::object row = disease("甲病");
    row["gaishu_info"].as_object()["desc"] = "可有乙病。";
    row["symptom_data"].as_object()["symptoms"] = list({"乙病"});
    const IntakePart part = convert_all({row, disease("乙病")});
    ASSERT_EQ(part.knowledge.relations.size(), 1U);
    EXPECT_TRUE(part.knowledge.relations[0].object.starts_with("condition/"));
    EXPECT_EQ(findings(part), Texts{"disease-as-symptom symptom_data.symptoms[0]"});
}

TEST(DiseaseAdapter, LeavesOpenWhichOfTwoComesFirst) {
    json::object one = disease("甲病");
    one["gaishu_info"].as_object()["desc"] = "可致乙病。";
    one["gaishu_info"].as_object()["has_complication"] = list({"乙病"});
    json::object other = disease("乙病");
    other["gaishu_info"].as_object()["desc"] = "可致甲病。";
    other["gaishu_info"].as_object()["has_complication"] = list({"甲病"});
    EXPECT_EQ(findings(convert_all({one, other})),
              (Texts{"direction gaishu_info.has_complication[0]", "direction gaishu_info.has_complication[0]"}));
    json::object cause = disease("丙病");
    cause["cause_info"] = "丁病引起。";
    cause["gaishu_info"].as_object()["has_complication"] = list({"丁病"});
    EXPECT_EQ(findings(convert_all({cause})), Texts{"direction gaishu_info.has_complication[0]"});
    json::object itself = disease("甲病");
    itself["gaishu_info"].as_object()["has_complication"] = list({"甲病"});
    EXPECT_EQ(findings(convert_all({itself})), Texts{"self-relation gaishu_info.has_complication[0]"});
}

TEST(DiseaseAdapter, DoesNotBelieveDrugsThatManyRowsHave) {
    std::vector<json::object> rows;
    for (const char* name : {"耳病", "骨病", "癣"}) {
        rows.push_back(disease(name));
        rows.back()["gaishu_info"].as_object()["common_drug"] = list({"某沙星片"});
    }
    const IntakePart part = convert_all(rows);
    EXPECT_EQ(triples(part), Texts{});
    EXPECT_EQ(findings(part), Texts(3, "repeated-list gaishu_info.common_drug[0]"));
}

TEST(DiseaseAdapter, CallsWhatFoldsAlikeByItsFirstSpelling) {
    json::object one = disease("甲病");
    one["gaishu_info"].as_object()["belongs_to_department"] = list({"ＩＣＵ科"});
    json::object other = disease("乙病");
    other["gaishu_info"].as_object()["belongs_to_department"] = list({"icu科"});
    EXPECT_EQ(triples(convert_all({one, other})), (Texts{"乙病 managed_in ＩＣＵ科", "甲病 managed_in ＩＣＵ科"}));
}

TEST(DiseaseAdapter, TakesARowOnce) {
    const IntakePart part = convert_all({disease("甲病"), disease(" 甲病 ")});
    EXPECT_EQ(findings(part), Texts{"duplicate-row gaishu_info.name"});
    EXPECT_EQ(part.knowledge.concepts.size(), 1U);
}

TEST(DiseaseAdapter, TakesNoNumbersOver) {
    json::object row = disease("甲病");
    row["gaishu_info"].as_object()["cure_prob"] = "80%";
    row["gaishu_info"].as_object()["treat_cost"] = 5000;
    row["gaishu_info"].as_object()["treat_cycle"] = "不定";
    row["food_info"] = json::object();
    const IntakePart part = convert_all({row, row});
    EXPECT_EQ(findings(part),
              (Texts{"unsourced-number gaishu_info.cure_prob", "unsourced-number gaishu_info.treat_cost",
                     "not-taken-over food_info", "duplicate-row gaishu_info.name"}));
    EXPECT_TRUE(part.records.empty());
}

TEST(DiseaseAdapter, MakesAnArticleOfTheTexts) {
    json::object row = disease("甲病");
    row["gaishu_info"].as_object()["desc"] = "<p>一种病。</p>";
    row["gaishu_info"].as_object()["belongs_to_department"] = list({"神经内科", "减肥"});
    row["cause_info"] = "不明(如";
    row["symptom_data"].as_object()["symptom_detail"] = list({"头痛。", "", "头晕。"});
    const IntakePart part = convert_all({row});
    ASSERT_EQ(part.records.size(), 1U);
    const Record& record = part.records[0];
    EXPECT_EQ(record.head.trust, Trust::Imported);
    EXPECT_EQ(record.head.sources, Texts{"source/sample"});
    const auto& article = std::get<Article>(record.body);
    EXPECT_EQ(article.title, "甲病");
    EXPECT_EQ(article.body, "概述\n一种病。\n\n病因\n不明(如...\n\n症状\n头痛。\n头晕。");
    EXPECT_FALSE(article.body_is_markdown);
    EXPECT_EQ(article.departments, Texts{"神经内科"});
    EXPECT_EQ(findings(part),
              (Texts{"unknown-department gaishu_info.belongs_to_department[1]", "text-debris gaishu_info.desc"}));
}

TEST(DiseaseAdapter, LeavesTemplatesOutOfArticles) {
    std::vector<json::object> rows;
    for (int i = 0; i < 5; ++i) {
        rows.push_back(disease("病" + std::to_string(i) + "甲"));
        rows.back()["prevent_info"] = "暂无办法。";
    }
    const IntakePart part = convert_all(rows);
    EXPECT_TRUE(part.records.empty());
    EXPECT_EQ(findings(part), Texts(5, "text-debris prevent_info"));
}

TEST(DiseaseAdapter, DoesNotContradictWhatIsCurated) {
    KnowledgeData data;
    data.sources.resize(1);
    data.sources[0].id = "source/s";
    data.sources[0].title = "指南";
    Concept condition;
    condition.id = "condition/a";
    condition.name = "甲病";
    condition.constraints.sex = Sex::Male;
    Concept drug;
    drug.id = "substance/b";
    drug.kind = ConceptKind::Substance;
    drug.name = "某西平";
    data.concepts = {condition, drug};
    Relation relation;
    relation.subject = "condition/a";
    relation.predicate = Predicate::NotTreatedBy;
    relation.object = "substance/b";
    relation.sources = {"source/s"};
    data.relations = {relation};
    const Knowledge curated(data);
    json::object row = disease("甲病");
    row["gaishu_info"].as_object()["desc"] = "月经不调。";
    row["gaishu_info"].as_object()["common_drug"] = list({"某西平片"});
    row["symptom_data"].as_object()["symptoms"] = list({"月经不调"});
    EXPECT_EQ(findings(convert_all({row}, &curated)), (Texts{"contradicts-curated symptom_data.symptoms[0]",
                                                             "contradicts-curated gaishu_info.common_drug[0]"}));
}

TEST(DiseaseAdapter, SaysWhatIsMissingOrOfAnotherType) {
    EXPECT_EQ(findings(convert_all({json::object()})),
              (Texts{"missing-field gaishu_info", "missing-field cause_info", "missing-field prevent_info",
                     "missing-field nursing_info", "missing-field inspect_info", "missing-field symptom_data",
                     "missing-field gaishu_info.name"}));
    json::object row = disease("甲病");
    row["cause_info"] = 5;
    row["inspect_info"] = "心电图";
    row["symptom_data"].as_object()["symptoms"] = json::array{1, nullptr};
    row["gaishu_info"].as_object()["desc"] = json::array();
    EXPECT_EQ(findings(convert_all({row})),
              (Texts{"unknown-record-shape gaishu_info.desc", "unknown-record-shape cause_info",
                     "unknown-record-shape inspect_info", "unknown-record-shape symptom_data.symptoms[0]",
                     "unknown-record-shape symptom_data.symptoms[1]"}));
}

/// Nothing that passes may be wrong in a way that check() names.
void expect_sound(const IntakePart& part) {
    std::map<std::string, const Concept*> concepts;
    for (const Concept& known : part.knowledge.concepts) {
        ASSERT_TRUE(is_valid_id(known.id, name_of(known.kind))) << known.id;
        ASSERT_TRUE(check_text(known.name, "").empty()) << known.name;
        const auto [found, is_new] = concepts.emplace(known.id, &known);
        ASSERT_TRUE(is_new || *found->second == known) << known.name;
    }
    for (const Relation& relation : part.knowledge.relations) {
        ASSERT_TRUE(concepts.contains(relation.subject) && concepts.contains(relation.object));
        ASSERT_NE(relation.subject, relation.object);
        ASSERT_TRUE(kinds_fit(concepts[relation.subject]->kind, relation.predicate, concepts[relation.object]->kind));
    }
    std::set<std::string> records;
    for (const Record& record : part.records) {
        ASSERT_TRUE(records.insert(record.head.id).second) << name_of(record);
        ASSERT_TRUE(check_text(std::get<Article>(record.body).body, "").empty()) << name_of(record);
    }
    for (const GateFinding& finding : part.findings) ASSERT_NE(find_rule(finding.rule), nullptr) << finding.rule;
}

TEST(DiseaseAdapter, ReadsTheRealDump) {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    const auto file = std::filesystem::path(root == nullptr ? "." : root) / "../shared/data/disease-kb.jsonl.gz";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "no " << file;
    const auto adapter = make_disease_adapter(sample_profile(), {});
    const auto each = [&](auto visit) {
        auto reader = open_rows(file, sample_profile());
        ASSERT_TRUE(reader);
        for (auto step = (*reader)->next(); step != RowReader::Step::End; step = (*reader)->next()) {
            if (step == RowReader::Step::Row) visit((*reader)->row());
        }
        ASSERT_FALSE((*reader)->failure());
    };
    each([&](const InputRow& row) { adapter->survey(row); });
    IntakePart part;
    each([&](const InputRow& row) { adapter->convert(row, part); });
    expect_sound(part);
    std::map<std::string, std::size_t> rules;
    for (const GateFinding& finding : part.findings) ++rules[finding.rule];
    for (const char* rule : {"cut-name", "sex-conflict", "site-conflict", "age-conflict", "direction", "text-debris",
                             "repeated-list", "uncorroborated", "unknown-department", "unsourced-number",
                             "disease-as-symptom", "sentence-as-name", "not-a-name"}) {
        EXPECT_GT(rules[rule], 0U) << rule;
    }
    EXPECT_EQ(rules["duplicate-row"], 1U);
    EXPECT_GT(part.knowledge.relations.size(), 50000U);
}

}  // namespace
}  // namespace xinglin
