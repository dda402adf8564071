#include "api/api.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/example_for_tests.h"
#include "json/shapes.h"

namespace xinglin {
namespace {

namespace json = boost::json;

/// An answer of the API: its status and its JSON.
struct Answered {
    int status = 0;
    std::string type;
    json::object body;
    std::vector<std::pair<std::string, std::string>> headers = {};

    /// The field, or null.
    json::value at(std::string_view name) const {
        const json::value* found = body.if_contains(name);
        return found == nullptr ? json::value() : *found;
    }
    std::string error_code() const {
        const json::value* error = body.if_contains("error");
        return error == nullptr ? "" : std::string(error->at("code").as_string());
    }
};

constexpr const char* kProblem = "application/problem+json; charset=utf-8";

class ApiTest : public testing::Test {
  protected:
    ApiTest() : workspace_(example_workspace(folder_)) { add_api(router_, workspace_->readers()); }

    Answered ask(Method method, std::string path, std::string query = {}, std::string body = {}) {
        Request request;
        request.headers = {{"accept-language", language_}};
        request.method = method;
        request.path = std::move(path);
        request.query = std::move(query);
        request.body = std::move(body);
        const Response response = router_.dispatch(request);
        const std::string& text = response.content ? response.content->identity : response.body;
        EXPECT_TRUE(text.ends_with("\n")) << request.path;
        auto parsed = parse_object(text);
        EXPECT_TRUE(parsed) << request.path << ": " << text;
        return {response.status, response.content ? response.content->type : response.type,
                parsed ? *std::move(parsed) : json::object(), response.headers};
    }
    Answered get(std::string path, std::string query = {}) {
        return ask(Method::Get, "/api/v1" + path, std::move(query));
    }
    Answered post(std::string path, std::string body, std::string query = {}) {
        return ask(Method::Post, "/api/v1" + path, std::move(query), std::move(body));
    }

    std::string language_;  // of Accept-Language
    FolderForTests folder_;
    std::unique_ptr<Workspace> workspace_;
    Router router_;
};

TEST_F(ApiTest, EveryPageAnswersItsOwnId) {
    const std::vector<std::pair<std::string, std::string>> pages = {
        {"/articles/spasm-causes", "article/spasm-causes"},
        {"/doctors/gu-yun", "doctor/gu-yun"},
        {"/hospitals/wutong", "hospital/wutong"},
        {"/drugs/anisodamine", "drug/anisodamine"},
        {"/tests/electromyography", "test/electromyography"},
        {"/tests/grip", "test/grip"},
        {"/questions/which-department", "question/which-department"},
        {"/conditions/facial-spasm", "condition/facial-spasm"},
        {"/symptoms/tinnitus", "symptom/tinnitus"},
        {"/procedures/decompression", "procedure/decompression"},
        {"/departments/neurology", "department/neurology"},
        {"/sources/neurology-book", "source/neurology-book"},
    };
    for (const auto& [path, id] : pages) {
        const Answered answered = get(path);
        EXPECT_EQ(answered.status, 200) << path;
        EXPECT_EQ(answered.type, "application/json; charset=utf-8") << path;
        EXPECT_EQ(answered.at("id"), json::value(id)) << path;
    }
    EXPECT_TRUE(get("/tests/electromyography").body.contains("relations")) << "a test concept is shown as a concept";
}

TEST_F(ApiTest, EveryListAnswersItsPage) {
    for (int i = 0; i < kListKindCount; ++i) {
        const std::string name(name_of(static_cast<ListKind>(i)));
        const Answered answered = get("/" + name, "page=1");
        EXPECT_EQ(answered.status, 200) << name;
        EXPECT_EQ(answered.at("kind"), json::value(name));
        EXPECT_FALSE(answered.at("items").as_array().empty()) << name;
    }
    for (const char* query :
         {"page=0", "page=2", "page=-1", "page=x", "page=", "page=1x", "page=99999999999999999999"}) {
        const Answered refused = get("/articles", query);
        EXPECT_EQ(refused.status, 400) << query;
        EXPECT_EQ(refused.error_code(), "invalid_input") << query;
        EXPECT_EQ(refused.at("error").at("where"), "page") << query;
    }
}

TEST_F(ApiTest, PanelsHaveTheirOwnPages) {
    for (const char* path : {"/articles/spasm-causes", "/questions/which-department", "/conditions/facial-spasm",
                             "/departments/neurology"}) {
        const Answered answered = get(std::string(path) + "/related/doctors");
        EXPECT_EQ(answered.status, 200) << path;
        EXPECT_EQ(answered.at("panel"), "doctors");
        EXPECT_FALSE(answered.at("items").as_array().empty()) << path;
    }
    EXPECT_EQ(get("/articles/spasm-causes/related/sellers").status, 404);
    EXPECT_EQ(get("/articles/nothing/related/doctors").status, 404);
    EXPECT_EQ(get("/articles/spasm-causes/related/doctors", "page=2").status, 400);
    EXPECT_EQ(get("/articles/spasm-causes/related/doctors", "page=100001").status, 400);
}

TEST_F(ApiTest, ShowTakesAnIdOrAName) {
    EXPECT_EQ(get("/show", "record=doctor%2Fgu-yun").at("id"), "doctor/gu-yun");
    EXPECT_EQ(get("/show", "name=%E9%9D%A2%E8%82%8C%E6%8A%BD%E6%90%90").at("id"), "condition/facial-spasm");
    EXPECT_EQ(get("/show", "record=doctor/nobody").status, 404);
    EXPECT_EQ(get("/show").status, 400);
    EXPECT_EQ(get("/show", "record=").status, 400);
    EXPECT_EQ(get("/show", "record=doctor/gu-yun&name=HFS").status, 400);
    const Answered both = get("/show", "name=MVD");
    EXPECT_EQ(both.status, 409);
    EXPECT_EQ(both.error_code(), "conflict");
}

TEST_F(ApiTest, SearchRefusesWithTheParametersName) {
    const std::string long_query = "q=" + std::string(401, 'a');
    const std::vector<std::pair<std::string, std::string>> bad = {
        {"", "q"},
        {"q=%FF%FF", "q"},
        {long_query, "q"},
        {"q=a&limit=0", "limit"},
        {"q=a&limit=101", "limit"},
        {"q=a&offset=-1", "offset"},
        {"q=a&offset=1001", "offset"},
        {"q=a&offset=", "offset"},
        {"q=a&type=seller", "type"},
        {"q=a&type=doctor&type=seller", "type"},
        {"q=a&spelling=no", "spelling"},
    };
    for (const auto& [query, where] : bad) {
        const Answered refused = get("/search", query);
        EXPECT_EQ(refused.status, 400) << query;
        EXPECT_EQ(refused.error_code(), "invalid_input") << query;
        EXPECT_EQ(refused.at("error").at("where"), json::value(where)) << query;
        EXPECT_FALSE(refused.at("error").at("message").as_string().empty()) << query;
    }
    for (const char* query : {"q=", "q=a&type=", "q=a&department=department/nothing", "q=a&offset=1000",
                              "q=a&region=x&level=y&title=z&spelling=off&limit=100"}) {
        const Answered answered = get("/search", query);
        EXPECT_EQ(answered.status, 200) << query;
        EXPECT_TRUE(answered.at("hits").is_array()) << query;
        EXPECT_TRUE(answered.at("facets").is_object()) << query;
    }
    EXPECT_EQ(get("/search", "q=" + std::string(400, 'a')).status, 200);
}

TEST_F(ApiTest, SearchFindsNarrowsAndPages) {
    const std::string spasm = "q=%E9%9D%A2%E8%82%8C%E7%97%89%E6%8C%9B";
    const Answered all = get("/search", spasm + "&limit=100");
    ASSERT_EQ(all.status, 200);
    const json::value hits = all.at("hits");
    ASSERT_GT(hits.as_array().size(), 3U);
    EXPECT_EQ(hits.at(0).at("id"), "condition/facial-spasm");
    EXPECT_EQ(all.at("answer").at("id"), "condition/facial-spasm");
    EXPECT_EQ(all.at("total").to_number<std::size_t>(), hits.as_array().size());
    const json::value facets = all.at("facets");
    EXPECT_FALSE(facets.at("type").as_array().empty());
    const Answered second = get("/search", spasm + "&limit=1&offset=1");
    EXPECT_EQ(second.at("hits").at(0).at("id"), hits.at(1).at("id"));
    const Answered narrowed = get("/search", spasm + "&type=doctor&type=article");
    ASSERT_FALSE(narrowed.at("hits").as_array().empty());
    const json::value narrowed_hits = narrowed.at("hits");
    for (const json::value& hit : narrowed_hits.as_array()) {
        EXPECT_TRUE(hit.at("type") == "doctor" || hit.at("type") == "article") << hit;
    }
    EXPECT_TRUE(get("/search", spasm + "&department=department/nothing").at("hits").as_array().empty());
}

TEST_F(ApiTest, SuggestionsMayBeKeptByWhoAskedForThem) {
    const Answered answered = get("/suggest", "q=%E9%9D%A2%E8%82%8C&limit=2");
    EXPECT_EQ(answered.status, 200);
    EXPECT_EQ(answered.at("items").as_array().size(), 2U);
    EXPECT_EQ(answered.at("items").at(0).at("id"), "condition/facial-spasm");
    const std::pair<std::string, std::string> cached{"Cache-Control", "private, max-age=60"};
    EXPECT_NE(std::ranges::find(answered.headers, cached), answered.headers.end());
    EXPECT_TRUE(get("/suggest", "q=").at("items").as_array().empty());
    EXPECT_TRUE(get("/suggest", "q=" + std::string(401, 'a')).at("items").as_array().empty());
    for (const char* query : {"", "q=a&limit=0", "q=a&limit=21", "q=%ff"}) {
        EXPECT_EQ(get("/suggest", query).status, 400) << query;
    }
}

TEST_F(ApiTest, CodeRefusesWithTheParametersName) {
    const json::value codes = get("/code", "text=%E9%9D%A2%E8%82%8C%E6%8A%BD%E6%90%90").at("codes");
    EXPECT_EQ(codes.at(0).at("code"), "G51.3");
    EXPECT_TRUE(get("/code", "text=x").at("codes").is_array());
    for (const std::string& query : {std::string(), std::string("text=a&limit=101"), "text=" + std::string(401, 'a')}) {
        const Answered refused = get("/code", query);
        EXPECT_EQ(refused.status, 400) << query;
        EXPECT_EQ(refused.error_code(), "invalid_input") << query;
    }
    EXPECT_EQ(get("/code").at("error").at("where"), "text");
}

TEST_F(ApiTest, AnnotateReadsAText) {
    const Answered answered = post("/annotate", R"({"text":"没有耳鸣，面肌痉挛"})");
    EXPECT_EQ(answered.status, 200);
    EXPECT_EQ(answered.at("mentions").as_array().size(), 2U);
    EXPECT_EQ(post("/annotate", R"({"text":""})").status, 200);
    const Answered without = post("/annotate", R"({"record":"article/spasm-causes"})");
    EXPECT_EQ(without.status, 400);
    EXPECT_EQ(without.at("error").at("where"), "text");
}

TEST_F(ApiTest, RelateTakesARecordOrATextAndLimits) {
    const Answered by_record = post("/relate", R"({"record":"article/spasm-causes"})");
    EXPECT_EQ(by_record.status, 200);
    EXPECT_EQ(by_record.at("panels").as_object().size(), 9U);
    EXPECT_EQ(by_record.at("panels").at("questions").as_array().size(), 2U);
    EXPECT_FALSE(by_record.at("withheld").as_array().empty());
    EXPECT_EQ(post("/relate", R"({"title":"面肌痉挛","text":""})").status, 200);
    const Answered one = post("/relate", R"({"record":"article/spasm-causes"})", "limit=1&withheld=1");
    EXPECT_EQ(one.at("panels").at("questions").as_array().size(), 1U);
    for (const char* query : {"limit=0", "limit=101", "limit=many", "withheld=0", "withheld=101"}) {
        EXPECT_EQ(post("/relate", R"({"record":"article/spasm-causes"})", query).status, 400) << query;
    }
    EXPECT_EQ(post("/relate", R"({"record":"article/draft"})").status, 404);
    EXPECT_EQ(post("/relate", "{}").status, 400);
}

TEST_F(ApiTest, LintAnswersFindings) {
    const Answered answered = post("/lint", R"({"title":"面肌痉挛能根治吗","text":"本法包治面肌痉挛。"})");
    EXPECT_EQ(answered.status, 200);
    EXPECT_FALSE(answered.at("findings").as_array().empty());
    EXPECT_EQ(post("/lint", R"({"record":"article/bowel","text":"x"})").status, 400);
}

TEST_F(ApiTest, BadJsonIsAnsweredWithItsPlace) {
    for (const char* path : {"/annotate", "/relate", "/lint"}) {
        for (const char* body : {"", "{", "[]", "{\"text\":1}", "{\"text\":\"\xFF\"}", "{\"text\":\"a\"} x"}) {
            const Answered refused = post(path, body);
            EXPECT_EQ(refused.status, 400) << path << ' ' << body;
            EXPECT_EQ(refused.error_code(), "invalid_input") << path << ' ' << body;
            EXPECT_FALSE(refused.at("error").at("where").as_string().empty()) << path << ' ' << body;
        }
        EXPECT_EQ(post(path, "{\"text\":" + std::string(100'000, '[')).status, 400);
    }
}

TEST_F(ApiTest, WhatIsNotThereIsNotFoundAsJson) {
    for (const char* path :
         {"/articles/draft", "/doctors/x", "/hospitals/x", "/drugs/x", "/tests/x", "/questions/x", "/conditions/x",
          "/symptoms/x", "/procedures/x", "/departments/x", "/sources/x", "/sellers", "", "/articles/x/y"}) {
        const Answered answered = get(path);
        EXPECT_EQ(answered.status, 404) << path;
        EXPECT_EQ(answered.type, kProblem) << path;
        EXPECT_EQ(answered.error_code(), "not_found") << path;
    }
    EXPECT_EQ(get("/concepts/condition/facial-spasm").status, 404) << "conditions have a folder of their own";
}

TEST_F(ApiTest, ErrorsOfTheServerAreJsonToo) {
    EXPECT_EQ(ask(Method::Get, "/api/v1/annotate").error_code(), "method_not_allowed");
    EXPECT_EQ(ask(Method::Post, "/api/v1/articles/spasm-causes").status, 405);
    EXPECT_EQ(ask(Method::Delete, "/api/v1/show").status, 405);
    Request request;
    request.path = "/api/v1/relate";
    for (const int status : {400, 404, 405, 408, 413, 414, 417, 431, 501, 503}) {
        const Response response = router_.error(request, status);
        EXPECT_EQ(response.status, status);
        EXPECT_EQ(response.type, kProblem);
        const auto body = parse_object(response.body);
        ASSERT_TRUE(body);
        EXPECT_EQ(body->at("status"), status);
        for (const char* field : {"code", "message", "where"}) EXPECT_TRUE(body->at("error").at(field).is_string());
    }
}

TEST_F(ApiTest, AProblemSpeaksTheLanguageAskedForAndKeepsItsId) {
    const auto refused = [&](std::string language) {
        language_ = std::move(language);
        return get("/articles", "page=0");
    };
    const Answered english = refused("en-GB,en;q=0.9");
    EXPECT_EQ(english.at("title"), "Bad request");
    EXPECT_EQ(english.at("detail"), "This takes a whole number from 1 to 100000.");
    const Answered chinese = refused("zh-CN");
    EXPECT_EQ(chinese.at("detail"), "这里要一个1到100000的整数。");
    EXPECT_EQ(refused("zh-HK").at("detail"), "這裡要一個1到100000的整數。");
    for (const Answered& answered : {english, chinese}) {
        EXPECT_EQ(answered.type, kProblem);
        EXPECT_EQ(answered.at("id"), "invalid_input.page");
        EXPECT_EQ(answered.at("type"), "urn:xinglin:problem:invalid_input");
        EXPECT_EQ(answered.at("status"), 400);
        EXPECT_EQ(answered.at("instance"), "/api/v1/articles");
        EXPECT_EQ(answered.at("where"), "page");
    }
    const std::pair<std::string, std::string> told{"Content-Language", "en"};
    EXPECT_NE(std::ranges::find(english.headers, told), english.headers.end());
    // A sentence that only another language has is not told in this one.
    language_ = "en";
    EXPECT_EQ(get("/articles", "page=99999").at("detail").as_string().find("页"), json::string::npos);
}

TEST_F(ApiTest, EveryOriginMayReadAndAskAgainByETag) {
    Request request;
    request.path = "/api/v1/conditions/facial-spasm";
    const Response response = router_.dispatch(request);
    ASSERT_NE(response.content, nullptr);
    EXPECT_FALSE(response.content->etag.empty());
    const std::pair<std::string, std::string> open{"Access-Control-Allow-Origin", "*"};
    EXPECT_NE(std::ranges::find(response.headers, open), response.headers.end());
    const Answered missing = get("/conditions/nothing");
    EXPECT_NE(std::ranges::find(missing.headers, open), missing.headers.end());
}

TEST_F(ApiTest, ACursorGoesOnAfterTheLastItem) {
    const Answered all = get("/conditions");
    const json::value items = all.at("items");
    ASSERT_GT(items.as_array().size(), 2U);
    const std::string first(items.at(0).at("id").as_string());
    const Answered rest = get("/conditions", "cursor=" + percent_encode(first));
    EXPECT_EQ(rest.at("items").at(0).at("id"), items.at(1).at("id"));
    EXPECT_FALSE(rest.body.contains("next")) << "nothing follows";
    EXPECT_EQ(get("/conditions", "cursor=condition/gone").status, 409);
    EXPECT_EQ(get("/conditions", "cursor=x&page=1").status, 400);
}

TEST_F(ApiTest, EveryKindOfPageIsThere) {
    EXPECT_EQ(get("/concepts/substance/nothing").status, 404);
    EXPECT_FALSE(get("/departments").at("departments").as_array().empty());
    EXPECT_TRUE(get("/home").at("articles").is_array());
    EXPECT_EQ(get("/openapi.json").at("openapi"), "3.1.0");
}

TEST_F(ApiTest, HeadIsAnsweredAsGet) {
    EXPECT_EQ(ask(Method::Head, "/api/v1/articles/spasm-causes").status, 200);
}

}  // namespace
}  // namespace xinglin
