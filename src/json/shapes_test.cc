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
                      "subject:string suspected:bool at_cut:bool");
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
    const json::object shape = to_json(RelatedPanels{{{Panel::Conditions, {card}, false}}, {}});
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

}  // namespace
}  // namespace xinglin
