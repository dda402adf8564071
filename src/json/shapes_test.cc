#include "json/shapes.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "app/example_for_tests.h"

namespace xinglin {
namespace {

namespace json = boost::json;

/// Each of the fields is there and of that kind: "id:string name:string".
void expect_fields(const json::value& value, const std::string& fields) {
    ASSERT_TRUE(value.is_object()) << value;
    std::istringstream list(fields);
    for (std::string field; list >> field;) {
        const std::size_t colon = field.find(':');
        const std::string name = field.substr(0, colon);
        const json::value* found = value.as_object().if_contains(name);
        ASSERT_NE(found, nullptr) << name << " is missing in " << value;
        std::string kind(json::to_string(found->kind()));
        if (found->is_number()) kind = "number";
        EXPECT_EQ(kind, field.substr(colon + 1)) << name << " in " << value;
    }
}

void expect_no_null(const json::value& value) {
    EXPECT_FALSE(value.is_null());
    if (const auto* object = value.if_object()) {
        for (const auto& member : *object) expect_no_null(member.value());
    }
    if (const auto* array = value.if_array()) {
        for (const auto& element : *array) expect_no_null(element);
    }
}

class ShapesTest : public testing::Test {
  protected:
    ShapesTest() : workspace_(example_workspace(folder_)) {}

    const Portal& portal() const { return workspace_->portal(); }
    const Queries& queries() const { return workspace_->queries(); }

    FolderForTests folder_;
    std::unique_ptr<Workspace> workspace_;
};

TEST_F(ShapesTest, AnErrorHasCodeMessageAndWhere) {
    const json::object error = to_json(Error{ErrorCode::NotFound, "It is not here.", "record"});
    EXPECT_EQ(json::serialize(error), R"({"code":"not_found","message":"It is not here.","where":"record"})");
}

TEST_F(ShapesTest, AnnotateTellsMentionsAndMain) {
    const json::object shape = to_json(queries().annotate("我妈没有耳鸣，面肌痉挛两年"));
    expect_fields(shape, "mentions:array main:array");
    ASSERT_EQ(shape.at("mentions").as_array().size(), 2U);
    for (const json::value& mention : shape.at("mentions").as_array()) {
        expect_fields(mention,
                      "begin:number end:number text:string concept:string kind:string name:string negated:bool "
                      "subject:string suspected:bool stopped:bool at_cut:bool");
    }
    const json::object& first = shape.at("mentions").as_array()[0].as_object();
    EXPECT_EQ(first.at("begin"), 4);
    EXPECT_EQ(first.at("end"), 6);
    EXPECT_EQ(first.at("concept"), "symptom/tinnitus");
    EXPECT_EQ(first.at("kind"), "symptom");
    EXPECT_EQ(first.at("negated"), true);
    EXPECT_EQ(first.at("subject"), "parent");
    ASSERT_FALSE(shape.at("main").as_array().empty());
    expect_fields(shape.at("main").as_array()[0], "concept:string name:string weight:number");
}

TEST_F(ShapesTest, RelateTellsNinePanelsWithWhysAndWhatIsWithheld) {
    RelateOptions options;
    options.withheld_limit = 50;
    const auto related = queries().relate({"article/spasm-causes", {}, {}}, options);
    ASSERT_TRUE(related);
    const json::object shape = to_json(*related);
    expect_fields(shape, "panels:object withheld:array");
    expect_fields(shape.at("panels"),
                  "doctors:array articles:array questions:array drugs:array tests:array procedures:array "
                  "conditions:array hospitals:array departments:array");
    for (const auto& panel : shape.at("panels").as_object()) {
        for (const json::value& item : panel.value().as_array()) {
            expect_fields(item, "id:string name:string score:number why:array trust:string path_trust:string");
            ASSERT_FALSE(item.at("why").as_array().empty());
            for (const json::value& why : item.at("why").as_array()) {
                expect_fields(
                    why,
                    "path:array source:string sources:array quote:string quote_of:object reviewed:bool trust:string");
                EXPECT_FALSE(why.at("source").as_string().empty());
                for (const json::value& step : why.at("path").as_array()) {
                    expect_fields(step, "from:object step:string inverse:bool to:object");
                }
            }
        }
    }
    ASSERT_FALSE(shape.at("withheld").as_array().empty());
    for (const json::value& withheld : shape.at("withheld").as_array()) {
        expect_fields(withheld, "id:string name:string panel:string reason:string rule:string");
    }
    const json::value& drug = shape.at("panels").at("drugs").as_array().at(0);
    EXPECT_EQ(drug.at("makers").as_array().size(), 2U);
    EXPECT_EQ(drug.at("classification"), "prescription");
    EXPECT_EQ(drug.at("fictitious"), true);
    expect_no_null(shape);
}

TEST_F(ShapesTest, ShowTellsAWholeConceptWithItsNegativeRelations) {
    const auto shown = queries().show_name("面肌抽搐");
    ASSERT_TRUE(shown);
    const json::object shape = to_json(*shown);
    expect_fields(shape,
                  "id:string kind:string name:string aliases:array codes:array relations:object "
                  "inverse_relations:object alias_uses:array summary:object breadcrumb:array care_cards:array "
                  "panels:object english:string trust:string");
    EXPECT_EQ(shape.at("kind"), "condition");
    EXPECT_EQ(json::serialize(shape.at("aliases")), R"(["面肌抽搐","HFS"])");
    EXPECT_EQ(json::serialize(shape.at("codes")), R"([{"system":"ICD-10","code":"G51.3"}])");
    expect_fields(shape.at("relations"),
                  "caused_by:array managed_in:array has_symptom:array diagnosed_by:array treated_by:array "
                  "often_confused_with:array");
    for (const auto& predicate : shape.at("relations").as_object()) {
        for (const json::value& relation : predicate.value().as_array()) {
            expect_fields(relation,
                          "id:string name:string source:string sources:array evidence:string review:object "
                          "trust:string");
        }
    }
    const json::value& cause = shape.at("relations").at("caused_by").as_array().at(0);
    EXPECT_EQ(cause.at("evidence"), "high");
    EXPECT_EQ(cause.at("role"), "main");
    EXPECT_EQ(json::serialize(cause.at("review")),
              R"({"state":"reviewed","by":"顾云","on":"2026-01-05","how":"对照共识原文"})");
    const json::value& department = shape.at("relations").at("managed_in").as_array().at(0);
    EXPECT_EQ(json::serialize(department.at("review")), R"({"state":"unreviewed"})");
    expect_no_null(shape);
}

TEST_F(ShapesTest, ShowTellsAWholeRecord) {
    const auto shown = queries().show_id("article/spasm-causes");
    ASSERT_TRUE(shown);
    const json::object shape = to_json(*shown);
    expect_fields(shape,
                  "id:string title:string body:string source_line:string departments:array author:string "
                  "reviewer:string reviewed_on:string next_review_on:string origin:string");
}

TEST_F(ShapesTest, LintTellsEachFindingWithItsPlace) {
    const auto findings = queries().lint({{}, "面肌痉挛能根治吗", "本法包治面肌痉挛。"});
    ASSERT_TRUE(findings);
    const json::array shape = to_json(*findings);
    ASSERT_FALSE(shape.empty());
    for (const json::value& finding : shape) {
        expect_fields(finding,
                      "rule:string severity:string begin:number end:number message:string source:string "
                      "sources:array");
    }
}

TEST_F(ShapesTest, PagesTellTheirRecordAndWhatStandsAroundIt) {
    const std::string around = " breadcrumb:array care_cards:array panels:object about:array";
    const json::object article = to_json(*portal().article("spasm-causes"));
    expect_fields(article, "id:string title:string body:string citations:array" + around);
    expect_fields(article.at("citations").as_array().at(0), "id:string title:string publisher:string year:number");
    expect_fields(article.at("care_cards").as_array().at(0),
                  "id:string of:object level:string match:string signs:array action:string sources:array");
    expect_fields(article.at("care_cards").at(0).at("of"), "id:string name:string");
    expect_fields(to_json(*portal().question("which-department")), "id:string title:string answers:array" + around);
    expect_fields(to_json(*portal().concept_page("test/electromyography")),
                  "id:string test_record:object panels:object");
    expect_fields(to_json(*portal().concept_page("department/internal-medicine")), "children:array");
    expect_fields(to_json(*portal().doctor("gu-yun")),
                  "id:string name:string titles:array hospital:object department:string specialty:string "
                  "departments:array concepts:array answers:array");
    expect_fields(to_json(*portal().hospital("wutong")), "id:string name:string departments:array doctors:array");
    expect_fields(to_json(*portal().drug("carbamazepine-jia")),
                  "id:string name:string manufacturer:string classification:string substances:array "
                  "same_product:array relations:object inverse_relations:object panels:object");
    expect_fields(to_json(*portal().test("grip")), "id:string name:string description:string panels:object");
    const json::object source = to_json(*portal().source("spasm-consensus"));
    expect_fields(source, "id:string title:string statements:array statement_count:number");
    expect_fields(source.at("statements").as_array().at(0), "subject:object predicate:string object:object");
    const json::object list = to_json(*portal().list(ListKind::Doctors, 1));
    expect_fields(list, "kind:string page:number page_count:number total:number items:array");
    EXPECT_FALSE(list.at("items").as_array().at(0).as_object().contains("why"));
    expect_fields(to_json(*portal().panel_page("article/spasm-causes", Panel::Doctors, 1)),
                  "page_of:object panel:string page:number has_next:bool items:array");
}

TEST_F(ShapesTest, NothingIsEverNull) {
    expect_no_null(to_json(*portal().article("spasm-causes")));
    expect_no_null(to_json(*portal().drug("anisodamine")));
    expect_no_null(to_json(*portal().question("twitch-again")));
    for (int i = 0; i < kListKindCount; ++i) expect_no_null(to_json(*portal().list(static_cast<ListKind>(i), 1)));
}

TEST(Shapes, AnImportedPathSaysSo) {
    Card card;
    card.ref = {"condition/b", "乙"};
    card.path_trust = Trust::Imported;
    WhyView why;
    why.trust = Trust::Imported;
    why.path = {{"condition/a", "甲", "about", false, "condition/a", "甲"},
                {"condition/a", "甲", "complicated_by", false, "condition/b", "乙", Trust::Imported}};
    card.why = {why};
    const json::object shape = to_json(RelatedPanels{{{Panel::Conditions, {card}, false, {}}}, {}});
    const json::value& item = shape.at("panels").at("conditions").as_array().at(0);
    EXPECT_EQ(item.at("trust"), "curated");
    EXPECT_EQ(item.at("path_trust"), "imported");
    EXPECT_EQ(item.at("why").as_array().at(0).at("trust"), "imported");
    const json::array& path = item.at("why").as_array().at(0).at("path").as_array();
    EXPECT_FALSE(path.at(0).as_object().contains("imported"));
    EXPECT_EQ(path.at(1).at("imported"), true);
}

TEST(Shapes, ASourceAndWhatItsWithdrawalChanges) {
    SourceSummary summary;
    summary.source.id = "source/a";
    summary.relations = 3;
    summary.relations_alone = 2;
    summary.withdrawn = WithdrawnSource{*Date::parse("2026-11-23"), "错误过多"};
    const json::object shape = to_json(summary);
    EXPECT_EQ(shape.at("relations"), 3);
    EXPECT_EQ(shape.at("relations_alone"), 2);
    EXPECT_EQ(json::serialize(shape.at("withdrawn")), R"({"on":"2026-11-23","reason":"错误过多"})");

    PageChange change{{"article/a", "文章"}, PageChange::Kind::Changed, {}};
    change.panels = {{Panel::Drugs, {{"drug/x", "药"}}, {}, false}};
    EXPECT_EQ(json::serialize(to_json(change)),
              R"({"id":"article/a","name":"文章","change":"changed","panels":{"drugs":{"left":)"
              R"([{"id":"drug/x","name":"药"}],"came":[],"reordered":false}}})");
    EXPECT_EQ(json::serialize(to_json(PageChange{{"article/a", "文章"}, PageChange::Kind::Gone, {}})),
              R"({"id":"article/a","name":"文章","change":"gone"})");
}

TEST(ParseObject, ReadsOneObjectAndNothingMore) {
    EXPECT_EQ(parse_object(" {\"a\":[1,{\"b\":null}]} \r\n")->at("a").as_array().size(), 2U);
    for (const char* text : {"", " ", "{", "{\"a\":1", "{} {}", "{}x", "[]", "1", "null", "\"text\"", "{'a':1}",
                             "{\"a\":1,}", "nul", "{\"a\":01}", "\xEF\xBB\xBF{}"}) {
        const auto parsed = parse_object(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, ErrorCode::InvalidInput) << text;
        EXPECT_TRUE(parsed.error().where.starts_with("byte ")) << text;
        EXPECT_TRUE(parsed.error().message.starts_with("This is not one JSON object: ")) << text;
    }
    EXPECT_EQ(parse_object("{} {}").error().where, "byte 3") << "where the second thing begins";
}

TEST(ParseObject, RefusesWhatIsNotUtf8) {
    EXPECT_FALSE(parse_object("{\"a\":\"\xFF\"}"));
    EXPECT_FALSE(parse_object("{\"a\":\"\xE9\x9D\"}"));
    EXPECT_FALSE(parse_object("{\"a\":\"\xC0\xAF\"}"));
    EXPECT_FALSE(parse_object("{\"a\":\"\xED\xA0\x80\"}"));
    EXPECT_FALSE(parse_object("{\"\xFF\":1}"));
    EXPECT_FALSE(parse_object("{\"a\":\"\\ud800\"}")) << "half a surrogate pair";
    EXPECT_TRUE(parse_object("{\"a\":\"\\ud83d\\ude00面\"}"));
}

TEST(ParseObject, RefusesANumberThatWouldComeBackAsAnother) {
    EXPECT_FALSE(parse_object("{\"id\":1e400}"));
    EXPECT_FALSE(parse_object("{\"id\":[{\"deep\":-1e999}]}"));
    EXPECT_TRUE(parse_object("{\"id\":1e300}"));
}

TEST(ParseObject, GoesSixtyFourLevelsDeep) {
    const auto nested = [](std::size_t levels) {
        return "{\"a\":" + std::string(levels - 1, '[') + std::string(levels - 1, ']') + "}";
    };
    EXPECT_TRUE(parse_object(nested(64)));
    EXPECT_FALSE(parse_object(nested(65)));
    EXPECT_FALSE(parse_object("{\"a\":" + std::string(100'000, '[')));
}

TEST(TextOrRecordFrom, TakesItsFieldsAndLeavesTheCallersOwn) {
    const auto read = [](const char* text) { return text_or_record_from(*parse_object(text)); };
    const auto input = read(R"({"id":7,"title":"题","text":"文","more":{"x":[]}})");
    ASSERT_TRUE(input);
    EXPECT_EQ(input->title, "题");
    EXPECT_EQ(input->text, "文");
    EXPECT_EQ(read(R"({"record":"article/a","text":null})")->record, "article/a");
    for (const char* wrong : {R"({"record":1})", R"({"title":["题"]})", R"({"text":{}})"}) {
        const auto refused = read(wrong);
        ASSERT_FALSE(refused) << wrong;
        EXPECT_EQ(refused.error().code, ErrorCode::InvalidInput);
        EXPECT_FALSE(refused.error().where.empty()) << wrong;
    }
}

TEST(TextFrom, NeedsATextThatMayBeEmpty) {
    const auto read = [](const char* text) { return text_from(*parse_object(text)); };
    EXPECT_EQ(*read(R"({"id":1,"text":"文"})"), "文");
    EXPECT_EQ(*read(R"({"text":""})"), "");
    for (const char* wrong : {"{}", R"({"txet":"文"})", R"({"text":1})"}) {
        const auto refused = read(wrong);
        ASSERT_FALSE(refused) << wrong;
        EXPECT_EQ(refused.error().code, ErrorCode::InvalidInput);
        EXPECT_EQ(refused.error().where, "text");
    }
}

/// A view with everything that a search can answer.
SearchView full_search_view() {
    SearchView view;
    view.request.with_facets = true;
    view.query.text = "面肌痉挛";
    view.query.corrected = "面肌痉挛";
    view.query.aspects = {Aspect::Cause};
    view.query.intent = QueryIntent::Condition;
    view.concepts = {{"condition/facial-spasm", "面肌痉挛"}};
    view.subject = view.concepts.front();
    FoundItem item;
    item.hit.id = "article/spasm-causes";
    item.hit.type = ItemType::Article;
    item.hit.title = "面肌痉挛是怎样引起的";
    item.hit.score = 0.5;
    item.hit.why = {{HitReason::Kind::Title, "面肌痉挛", "", "title", {}},
                    {HitReason::Kind::Relation, "面肌痉挛", "condition/facial-spasm", "caused_by", {"source/book"}}};
    item.hit.title_highlights = {{0, 12}};
    item.hit.excerpt = "多数面肌痉挛是压迫引起的";
    item.hit.excerpt_highlights = {{6, 18}, {30, 36}};
    item.why_sources = {{}, {{"source/book", "神经病学"}}};
    item.card.ref = {"article/spasm-causes", item.hit.title};
    item.card.source_line = "编辑部";
    view.items = {item};
    view.total = 7;
    view.facets = {{FacetKind::Type, {{"article", "article", 6, true}, {"doctor", "doctor", 1, false}}}};
    view.answer = AnswerCard{};
    view.answer->ref = view.concepts.front();
    view.answer->summary = "一侧面部肌肉不自主地抽动。";
    view.answer->summary_sources = {{"source/book", "神经病学"}};
    view.answer->departments = {{"department/neurology", "神经内科"}};
    view.answer->entries = {{Panel::Drugs, {"drug/one", "甲片"}, Trust::Imported}};
    view.alternatives = {{"面神经麻痹", ItemType::Condition, "condition/facial-palsy", SuggestedBy::Inside, "面瘫"}};
    return view;
}

TEST(SearchShape, TellsHitsWithWhyAndWhatWasUnderstood) {
    const json::object shape = to_json(full_search_view());
    expect_fields(shape,
                  "query:string corrected:string intent:string concepts:array aspects:array subject:object "
                  "total:number cut:bool hits:array facets:object answer:object alternatives:array");
    const json::value& hit = shape.at("hits").at(0);
    expect_fields(hit,
                  "id:string type:string title:string score:number why:array title_highlights:array excerpt:string "
                  "excerpt_highlights:array trust:string source_line:string");
    EXPECT_EQ(hit.as_object().begin()->key(), "id");
    EXPECT_FALSE(hit.as_object().contains("name")) << "it is the title";
    EXPECT_EQ(json::serialize(hit.at("title_highlights")), R"([{"begin":0,"end":4}])") << "characters, not bytes";
    EXPECT_EQ(json::serialize(hit.at("excerpt_highlights")), R"([{"begin":2,"end":6},{"begin":10,"end":12}])");
    EXPECT_EQ(json::serialize(hit.at("why").at(0)), R"({"kind":"title","text":"面肌痉挛","field":"title"})");
    expect_fields(hit.at("why").at(1), "kind:string text:string id:string field:string source:string sources:array");
    EXPECT_EQ(json::serialize(shape.at("facets")),
              R"({"type":[{"value":"article","label":"article","count":6,"chosen":true},)"
              R"({"value":"doctor","label":"doctor","count":1}]})");
    expect_no_null(shape);
}

TEST(SearchShape, TheAnswerHasSourcesAndSaysWhatNobodyReviewed) {
    const json::object shape = to_json(full_search_view());
    const json::value& answer = shape.at("answer");
    expect_fields(answer,
                  "id:string name:string trust:string summary:object care_cards:array departments:array "
                  "panels:object");
    EXPECT_EQ(answer.at("summary").at("sources").at(0).at("id"), "source/book");
    EXPECT_EQ(json::serialize(answer.at("panels")), R"({"drugs":{"id":"drug/one","name":"甲片","trust":"imported"}})");
}

TEST(SearchShape, LeavesOutWhatIsNotThere) {
    const json::object shape = to_json(SearchView{});
    for (const char* field : {"corrected", "subject", "facets", "answer", "alternatives"}) {
        EXPECT_FALSE(shape.contains(field)) << field;
    }
    expect_fields(shape, "query:string intent:string concepts:array aspects:array total:number cut:bool hits:array");
    expect_no_null(shape);
}

TEST(SearchShape, SuggestionsAndCodes) {
    EXPECT_EQ(json::serialize(to_json(full_search_view().alternatives)),
              R"([{"text":"面神经麻痹","type":"condition","id":"condition/facial-palsy","via":"面瘫"}])");
    const std::vector<CodeCandidate> codes = {{"ICD-10", "G51.3", "面肌痉挛", "condition/facial-spasm", 0.5}};
    const json::array shape = to_json(codes);
    expect_fields(shape.at(0), "system:string code:string name:string id:string score:number");
}

Result<SearchRequest> search_from_text(std::string_view text, const SearchRequest& defaults = {}) {
    const auto object = parse_object(text);
    return object ? search_from(*object, defaults) : Result<SearchRequest>(object.error());
}

TEST(SearchFrom, ReadsEveryFieldAndKeepsTheDefaultsOfTheOthers) {
    const auto all = search_from_text(
        R"({"query":"面","limit":3,"offset":6,"types":["doctor"],"departments":["department/neurology"],)"
        R"("regions":["示例省"],"levels":["三级甲等"],"titles":["主任医师"],"spelling":false,"facets":true,"own":7})");
    ASSERT_TRUE(all);
    EXPECT_EQ(all->query, "面");
    EXPECT_EQ(all->limit, 3U);
    EXPECT_EQ(all->offset, 6U);
    const FacetChoice chosen{{{"doctor"}, {"department/neurology"}, {"示例省"}, {"三级甲等"}, {"主任医师"}}};
    EXPECT_EQ(all->chosen, chosen);
    EXPECT_FALSE(all->spelling);
    EXPECT_TRUE(all->with_facets);
    SearchRequest defaults;
    defaults.limit = 50;
    defaults.chosen[0] = {"article"};
    const auto bare = search_from_text(R"({"query":""})", defaults);
    ASSERT_TRUE(bare);
    EXPECT_EQ(bare->limit, 50U);
    EXPECT_EQ(bare->chosen[0], defaults.chosen[0]);
    EXPECT_TRUE(bare->spelling);
    const auto none = search_from_text(R"({"query":"","types":[]})", defaults);
    ASSERT_TRUE(none);
    EXPECT_TRUE(none->chosen[0].empty()) << "an empty list is not a missing one";
}

TEST(SearchFrom, RefusesWithTheFieldsName) {
    const std::vector<std::pair<std::string, std::string>> bad = {
        {"{}", "query"},
        {R"({"query":1})", "query"},
        {R"({"query":"a","limit":0})", "limit"},
        {R"({"query":"a","limit":101})", "limit"},
        {R"({"query":"a","limit":"10"})", "limit"},
        {R"({"query":"a","offset":-1})", "offset"},
        {R"({"query":"a","offset":1001})", "offset"},
        {R"({"query":"a","types":["seller"]})", "types"},
        {R"({"query":"a","types":"doctor"})", "types"},
        {R"({"query":"a","regions":[1]})", "regions[0]"},
        {R"({"query":"a","spelling":"no"})", "spelling"},
        {R"({"query":"a","facets":1})", "facets"},
    };
    for (const auto& [text, where] : bad) {
        const auto refused = search_from_text(text);
        ASSERT_FALSE(refused) << text;
        EXPECT_EQ(refused.error().code, ErrorCode::InvalidInput) << text;
        EXPECT_EQ(refused.error().where, where) << text;
    }
}

TEST(LimitedTextFrom, ReadsTextAndLimit) {
    const auto read = [](std::string_view text) { return limited_text_from(*parse_object(text), "prefix", 10, 20); };
    EXPECT_EQ(read(R"({"prefix":"面","id":1})")->text, "面");
    EXPECT_EQ(read(R"({"prefix":"面"})")->limit, 10U);
    EXPECT_EQ(read(R"({"prefix":"","limit":20})")->limit, 20U);
    EXPECT_EQ(read("{}").error().where, "prefix");
    EXPECT_EQ(read(R"({"prefix":[]})").error().where, "prefix");
    EXPECT_EQ(read(R"({"prefix":"面","limit":21})").error().where, "limit");
}

}  // namespace
}  // namespace xinglin
