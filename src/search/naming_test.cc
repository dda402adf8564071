// What a query names is found as it is named, and nothing else for its sake: types, names of letters, generic nouns,
// rare characters; and whom it speaks of counts.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>

#include "search/searcher.h"
#include "text/clusters.h"

namespace xinglin {
namespace {

Concept named(std::string id, ConceptKind kind, std::string name, std::vector<Alias> aliases = {}) {
    Concept made;
    made.id = std::move(id);
    made.kind = kind;
    made.name = std::move(name);
    made.aliases = std::move(aliases);
    return made;
}

Relation related(std::string subject, Predicate predicate, std::string object) {
    Relation made;
    made.subject = std::move(subject);
    made.predicate = predicate;
    made.object = std::move(object);
    made.sources = {"source/book"};
    return made;
}

KnowledgeData example_knowledge() {
    KnowledgeData data;
    Source book;
    book.id = "source/book";
    book.title = "内科学";
    data.sources = {book};
    data.concepts = {
        named("condition/narcolepsy-1", ConceptKind::Condition, "1型发作性睡病"),
        named("condition/narcolepsy-2", ConceptKind::Condition, "Ⅱ型发作性睡病"),
        named("condition/infection", ConceptKind::Condition, "感染"),
        named("condition/gout", ConceptKind::Condition, "痛风"),
        named("condition/drug-allergy", ConceptKind::Condition, "药物过敏"),
        named("condition/beriberi", ConceptKind::Condition, "脚气病"),
        named("condition/tinea", ConceptKind::Condition, "足癣", {{"脚气"}}),
        named("condition/bone-spur", ConceptKind::Condition, "颈椎病", {{"颈椎骨质增生"}}),
        named("condition/thyroid", ConceptKind::Condition, "甲状腺增生"),
        named("symptom/numb", ConceptKind::Symptom, "肢体麻木"),
        named("test/x-ray", ConceptKind::Test, "X线检查"),
        named("test/chest-x-ray", ConceptKind::Test, "胸片"),
        named("test/dental-x-ray", ConceptKind::Test, "牙片"),
        named("test/eye", ConceptKind::Test, "视野检查"),
        named("test/oct", ConceptKind::Test, "OCT"),
        named("department/oncology", ConceptKind::Department, "放疗科", {{"19", AliasUse::NeedsContext}}),
        named("substance/colchicine", ConceptKind::Substance, "秋水仙碱"),
        named("substance/paracetamol", ConceptKind::Substance, "对乙酰氨基酚"),
        named("population/pregnant", ConceptKind::Population, "孕妇"),
    };
    data.relations = {related("test/chest-x-ray", Predicate::IsA, "test/x-ray"),
                      related("test/dental-x-ray", Predicate::IsA, "test/x-ray"),
                      related("condition/gout", Predicate::TreatedBy, "substance/colchicine"),
                      related("condition/gout", Predicate::TreatedBy, "substance/paracetamol"),
                      related("substance/colchicine", Predicate::ContraindicatedIn, "population/pregnant"),
                      related("test/oct", Predicate::ContraindicatedIn, "population/pregnant")};
    return data;
}

Record record(std::string id, std::variant<Article, Doctor, Hospital, Drug, xinglin::Test, Question> body) {
    Record made;
    made.head.id = std::move(id);
    made.head.origin = "test";
    made.body = std::move(body);
    return made;
}

Record article(const std::string& slug, std::string title, std::string body = "", Trust trust = Trust::Curated) {
    Article made;
    made.title = std::move(title);
    made.body = std::move(body);
    made.body_is_markdown = false;
    Record written = record("article/" + slug, made);
    written.head.trust = trust;
    return written;
}

Record drug(const std::string& slug, std::string name, std::string ingredient, std::string indications = "",
            Trust trust = Trust::Curated) {
    Drug made;
    made.name = std::move(name);
    made.generic_name = ingredient;
    made.ingredients = std::move(ingredient);
    made.indications = std::move(indications);
    Record written = record("drug/" + slug, made);
    written.head.trust = trust;
    return written;
}

Record doctor(const std::string& slug, std::string name) {
    Doctor made;
    made.name = std::move(name);
    made.department = "放疗科";
    return record("doctor/" + slug, made);
}

class NamingTest : public testing::Test {
  protected:
    SearchResult find(const std::string& query) const {
        SearchRequest request;
        request.query = query;
        request.limit = 50;
        return searcher_.search(request);
    }

    std::vector<std::string> ids(const std::string& query) const {
        std::vector<std::string> found;
        for (const SearchHit& hit : find(query).hits) found.push_back(hit.id);
        return found;
    }

    bool finds(const std::string& query, const std::string& id) const {
        const auto found = ids(query);
        return std::ranges::find(found, id) != found.end();
    }

    static std::shared_ptr<const Corpus> example_corpus() {
        const auto annotator =
            std::make_shared<const Annotator>(std::make_shared<const Knowledge>(example_knowledge()));
        std::vector<std::shared_ptr<const AnnotatedRecord>> annotated;
        for (Record& each : std::vector<Record>{
                 article("sleep-1", "1型发作性睡病的猝倒"), article("sleep-2", "二型发作性睡病怎么治"),
                 article("k1", "维生素K1用在哪里"), article("k2", "维生素K2用在哪里"),
                 article("virus", "BK病毒与移植肾", "BK病毒平时不作怪。"), article("common", "病毒检测前的准备"),
                 article("heal", "落枕能治好吗", "多数几天就好。"), article("nineteen", "第19次随访"),
                 article("flag", "旅行",
                         std::string(60, 'x') +
                             " 去\U0001F1E8\U0001F1F3\U0001F468\u200D\U0001F469\u200D"
                             "\U0001F467旅行前接种" +
                             std::string(80, 'y')),
                 article("hepatitis", "丙型肝炎能治好吗"), article("told", "痛风急性发作时怎样止痛"),
                 article("imported", "痛风急性发作时怎样止痛快", "", Trust::Imported),
                 drug("colchicine", "秋水仙碱片", "秋水仙碱"), drug("paracetamol", "对乙酰氨基酚片", "对乙酰氨基酚"),
                 drug("vitamin", "维生素片", "硫胺", "用于脚气病。"), article("many", "手一直发麻要查什么"),
                 drug("gout-imported", "痛风舒片", "秦艽", "用于痛风。", Trust::Imported),
                 doctor("rare", "赵\U00020C78（虚构）"), doctor("other", "赵䶮（虚构）")})
            annotated.push_back(std::make_shared<const AnnotatedRecord>(annotate_record(*annotator, std::move(each))));
        std::ranges::sort(annotated, {}, [](const auto& each) { return each->record.head.id; });
        return std::make_shared<const Corpus>(annotator, std::move(annotated));
    }

    Searcher searcher_{example_corpus(), nullptr};
};

TEST_F(NamingTest, AnotherTypeIsNoHit) {
    for (const char* query : {"2型发作性睡病", "II型发作性睡病", "Ⅱ型发作性睡病", "二型发作性睡病"}) {
        EXPECT_TRUE(finds(query, "article/sleep-2")) << query;
        EXPECT_FALSE(finds(query, "article/sleep-1")) << query;
        EXPECT_FALSE(finds(query, "condition/narcolepsy-1")) << query;
    }
    EXPECT_TRUE(finds("发作性睡病", "article/sleep-1"));
    EXPECT_TRUE(finds("发作性睡病", "article/sleep-2"));
    EXPECT_TRUE(finds("维生素K1", "article/k1"));
    EXPECT_FALSE(finds("维生素K1", "article/k2"));
    EXPECT_FALSE(finds("2型骨折", "article/sleep-2"));
    EXPECT_FALSE(finds("丙型流感", "article/hepatitis"));
}

TEST_F(NamingTest, NumbersFindNothingByThemselves) {
    EXPECT_TRUE(ids("CA-19").empty());
    EXPECT_TRUE(ids("19%").empty());
    EXPECT_FALSE(finds("补K19", "department/oncology"));
}

TEST_F(NamingTest, GenericNounsFindNothingBesideWhatSaysWhich) {
    EXPECT_EQ(ids("OCT检查").at(0), "test/oct");
    EXPECT_FALSE(finds("OCT检查", "test/eye"));
    const SearchResult unknown = find("JC病毒检测");
    EXPECT_TRUE(unknown.hits.empty());
    EXPECT_EQ(unknown.not_found, std::vector<std::string>{"JC"});
    EXPECT_EQ(find("OCT-B27").not_found, std::vector<std::string>{"OCT-B27"});
    EXPECT_TRUE(ids("OCT-B27").empty());
    EXPECT_EQ(ids("BK病毒"), std::vector<std::string>{"article/virus"});
    EXPECT_TRUE(finds("病毒检测", "article/common"));
    EXPECT_FALSE(find("JC感染").query.subject);
    EXPECT_TRUE(find("感染").query.subject);
}

TEST_F(NamingTest, AWordThatNothingHasIsSaid) {
    const SearchResult unknown = find("腓总神经");
    EXPECT_TRUE(unknown.hits.empty());
    EXPECT_EQ(unknown.not_found, std::vector<std::string>{"腓总神经"});
}

TEST_F(NamingTest, AskingWordsBringNoOtherSubject) {
    EXPECT_FALSE(finds("痛风能治好吗", "article/heal"));
    EXPECT_TRUE(finds("落枕能治好吗", "article/heal"));
}

TEST_F(NamingTest, RareCharactersAreToldApart) {
    EXPECT_EQ(ids("赵\U00020C78"), std::vector<std::string>{"doctor/rare"});
    EXPECT_EQ(ids("赵䶮"), std::vector<std::string>{"doctor/other"});
    const SearchResult found = find("\U00020C78");
    ASSERT_EQ(found.hits.size(), 1U);
    EXPECT_EQ(slice(found.hits[0].title, found.hits[0].title_highlights.at(0)), "\U00020C78");
}

TEST_F(NamingTest, ExcerptsBeginAndEndBetweenSeenCharacters) {
    const SearchResult found = find("接种");
    ASSERT_EQ(found.hits.size(), 1U);
    const std::string& text = found.hits[0].excerpt;
    for (const char* part : {"\U0001F1E8\U0001F1F3", "\U0001F468\u200D\U0001F469\u200D\U0001F467"}) {
        const std::size_t at = text.find(part);
        if (at != std::string::npos) {
            EXPECT_EQ(cluster_begin(text, at), at);
        }
    }
    const std::size_t begin = text.starts_with("…") ? std::string("…").size() : 0;
    EXPECT_FALSE(text.substr(begin).starts_with("\U0001F1F3"));
    EXPECT_FALSE(text.substr(begin).starts_with("\u200D"));
}

TEST_F(NamingTest, WhatNobodyReviewedStandsBehind) {
    const auto found = ids("痛风急性发作时怎样止痛快");
    const auto place = [&](const char* id) { return std::ranges::find(found, id) - found.begin(); };
    EXPECT_LT(place("article/told"), place("article/imported"));
    EXPECT_LT(place("article/imported"), static_cast<std::ptrdiff_t>(found.size()));
}

TEST_F(NamingTest, WhatIsForbiddenToWhomTheQuerySpeaksOfIsNotOffered) {
    EXPECT_TRUE(finds("痛风吃什么药", "drug/colchicine"));
    EXPECT_FALSE(finds("孕妇痛风吃什么药", "drug/colchicine"));
    EXPECT_TRUE(finds("孕妇痛风吃什么药", "drug/paracetamol"));
    for (const SearchHit& hit : find("孕妇能吃秋水仙碱吗").hits)
        if (hit.id == "drug/colchicine") {
            EXPECT_NE(hit.caution.find("孕妇"), std::string::npos);
        }
    EXPECT_TRUE(finds("孕妇能吃秋水仙碱吗", "drug/colchicine"));
    const auto asked = find("孕妇能做OCT吗").hits;
    const auto test = std::ranges::find(asked, "test/oct", &SearchHit::id);
    ASSERT_NE(test, asked.end()) << "what is asked for is found";
    EXPECT_NE(test->caution.find("孕妇"), std::string::npos) << "and says for whom it is not";
}

TEST_F(NamingTest, AnUnreviewedDrugIsOfferedToNobodyWhoNeedsCare) {
    EXPECT_TRUE(finds("痛风吃什么药", "drug/gout-imported"));
    EXPECT_FALSE(finds("孕妇痛风吃什么药", "drug/gout-imported"));
}

TEST_F(NamingTest, AWordIsNotTornOutOfALongerName) {
    EXPECT_FALSE(finds("脚气怎么治", "drug/vitamin"));
    EXPECT_TRUE(finds("脚气病怎么治", "drug/vitamin"));
    EXPECT_FALSE(finds("甲状腺增生", "condition/bone-spur")) << "增生 is a piece of another name of it";
    EXPECT_TRUE(finds("骨质增生", "condition/bone-spur"));
}

TEST_F(NamingTest, TheKindsOfATestAreAskedForToo) {
    const auto found = ids("X线检查");
    ASSERT_GE(found.size(), 3U);
    EXPECT_EQ(found[0], "test/x-ray");
    EXPECT_EQ((std::set<std::string>{found[1], found[2]}),
              (std::set<std::string>{"test/chest-x-ray", "test/dental-x-ray"}));
}

TEST_F(NamingTest, WordsOfAComplaintAreWordsOfTheirOwn) {
    ASSERT_TRUE(find("手老是发麻").query.subject);
    EXPECT_TRUE(finds("手老是发麻", "article/many"));
}

TEST_F(NamingTest, WhatADrugDidToSomebodyIsTheSubject) {
    const SearchResult found = find("秋水仙碱过敏");
    ASSERT_TRUE(found.query.subject);
    EXPECT_EQ(found.hits.at(0).id, "condition/drug-allergy");
    for (const SearchHit& hit : found.hits)
        if (hit.id == "drug/colchicine") {
            EXPECT_NE(hit.caution.find("药物过敏"), std::string::npos);
        }
    EXPECT_FALSE(find("秋水仙碱").query.drug_trouble);
}

TEST_F(NamingTest, AProductThatNobodyKnowsIsNoOther) {
    EXPECT_FALSE(finds("秋痛舒片", "drug/gout-imported"));
    EXPECT_TRUE(finds("痛风舒片", "drug/gout-imported"));
}

TEST_F(NamingTest, WhomItIsForFindsNothingBesideAnotherSubject) {
    EXPECT_TRUE(ids("孕妇逛街").empty());
}

}  // namespace
}  // namespace xinglin
