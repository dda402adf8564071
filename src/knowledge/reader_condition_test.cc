#include "knowledge/reader_condition.h"

#include <gtest/gtest.h>

#include "knowledge/knowledge.h"

namespace xinglin {
namespace {

Concept imported(std::string name, std::vector<std::string> codes, ConceptKind kind = ConceptKind::Condition) {
    Concept known;
    known.id = std::string(name_of(kind)) + "/" + (codes.empty() ? "none" : codes.front());
    known.kind = kind;
    known.name = std::move(name);
    for (std::string& code : codes) known.codes.push_back({"ICD-10", std::move(code)});
    known.trust = Trust::Imported;
    return known;
}

TEST(ReaderCondition, IsNoExternalCauseAndNoFactor) {
    EXPECT_FALSE(is_for_readers(imported("从楼梯上跌落", {"W10"})));
    EXPECT_FALSE(is_for_readers(imported("骑自行车人在碰撞中的损伤", {"V13.401"})));
    EXPECT_FALSE(is_for_readers(imported("流感疫苗接种", {"Z25.101"})));
    EXPECT_FALSE(is_for_readers(imported("耐青霉素的菌株", {"U80.0"})));
    EXPECT_TRUE(is_for_readers(imported("胫骨骨折", {"S82.201"})));
    EXPECT_TRUE(is_for_readers(imported("晕动病", {"W94", "T75.3"}))) << "one of its codes is an illness";
}

TEST(ReaderCondition, IsNoResidualRubric) {
    EXPECT_FALSE(is_for_readers(imported("未特指的肠炎", {"K52.9"})));
    EXPECT_FALSE(is_for_readers(imported("其他肌腱炎（M77.8）", {"M77.8"})));
    EXPECT_FALSE(is_for_readers(imported("关节痛 NOS", {})));
    EXPECT_TRUE(is_for_readers(imported("原因不明的发热", {"R50.9"})));
    EXPECT_TRUE(is_residual_name("不可归类在他处的皮疹"));
    EXPECT_FALSE(is_residual_name("吉兰-巴雷综合征"));
}

TEST(ReaderCondition, ConcernsImportedConditionsAndSymptomsAlone) {
    Concept curated = imported("自杀", {"X84"});
    curated.trust = Trust::Curated;
    EXPECT_TRUE(is_for_readers(curated));
    EXPECT_TRUE(is_for_readers(imported("其他抗癫痫药", {}, ConceptKind::Class)));
}

TEST(ReaderCondition, NothingLeadsToWhatIsNone) {
    KnowledgeData data;
    data.concepts = {imported("其他肌肉疾患", {"M62"}), imported("肌肉疾病", {"M60-M63"}),
                     imported("肌肉拉伤", {"M62.601"})};
    const auto join = [&](std::size_t below, std::size_t above) {
        Relation relation;
        relation.subject = data.concepts[below].id;
        relation.predicate = Predicate::IsA;
        relation.object = data.concepts[above].id;
        relation.sources = {"source/table"};
        relation.trust = Trust::Imported;
        data.relations.push_back(relation);
    };
    join(2, 0);
    join(0, 1);
    join(2, 1);
    const Knowledge knowledge(std::move(data));
    const auto residual = *knowledge.find("condition/M62");
    const auto strain = *knowledge.find("condition/M62.601");
    EXPECT_FALSE(knowledge.is_for_readers(residual));
    EXPECT_TRUE(knowledge.incoming(residual, Predicate::IsA).empty());
    EXPECT_TRUE(knowledge.outgoing(residual, Predicate::IsA).empty());
    ASSERT_EQ(knowledge.ancestors(strain).size(), 1U);
    EXPECT_EQ(knowledge.at(knowledge.ancestors(strain)[0].concept_index).name, "肌肉疾病");
    EXPECT_EQ(knowledge.named("其他肌肉疾患").size(), 1U) << "an editor finds it by its name";
}

}  // namespace
}  // namespace xinglin
