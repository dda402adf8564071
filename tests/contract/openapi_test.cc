// data/api/openapi.json against the router and its answers: every operation is there, every answer has the shape that
// the document gives it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <boost/json.hpp>

#include "api/api.h"
#include "app/example_for_tests.h"

namespace xinglin {
namespace {

namespace json = boost::json;

/// Compares a value with a schema: the keywords of JSON Schema that the document uses.
class Shape {
  public:
    explicit Shape(const json::value& document) : document_(document) {}

    /// What is wrong, "" when nothing.
    std::string fault(const json::value& value, const json::value& schema, const std::string& at = "") const {
        const json::object& keywords = schema.as_object();
        if (const json::value* ref = keywords.if_contains("$ref")) return fault(value, at_pointer(*ref), at);
        if (const json::value* all = keywords.if_contains("allOf")) {
            for (const json::value& each : all->as_array()) {
                if (std::string found = fault(value, each, at); !found.empty()) return found;
            }
        }
        if (const json::value* any = keywords.if_contains("anyOf")) return fault_of_any(value, any->as_array(), at);
        if (const json::value* type = keywords.if_contains("type"); type && !is_of(value, type->as_string())) {
            return at + " is no " + std::string(type->as_string());
        }
        if (const json::value* allowed = keywords.if_contains("enum")) {
            const json::array& values = allowed->as_array();
            if (std::find(values.begin(), values.end(), value) == values.end()) return at + " is not in the enum";
        }
        if (value.is_object()) return fault_of_members(value.as_object(), keywords, at);
        if (value.is_array()) return fault_of_items(value.as_array(), keywords, at);
        return "";
    }

  private:
    const json::value& at_pointer(const json::value& ref) const {
        return document_.at_pointer(std::string_view(ref.as_string()).substr(1));
    }

    static bool is_of(const json::value& value, std::string_view type) {
        if (type == "object") return value.is_object();
        if (type == "array") return value.is_array();
        if (type == "string") return value.is_string();
        if (type == "boolean") return value.is_bool();
        if (type == "integer") return value.is_int64() || value.is_uint64();
        return value.is_number();
    }

    std::string fault_of_any(const json::value& value, const json::array& any, const std::string& at) const {
        std::string found;
        for (const json::value& each : any) {
            found = fault(value, each, at);
            if (found.empty()) return "";
        }
        return found;
    }

    std::string fault_of_members(const json::object& object, const json::object& keywords,
                                 const std::string& at) const {
        if (const json::value* required = keywords.if_contains("required")) {
            for (const json::value& name : required->as_array()) {
                if (!object.contains(name.as_string())) return at + " has no " + std::string(name.as_string());
            }
        }
        const json::value* properties = keywords.if_contains("properties");
        const json::value* others = keywords.if_contains("additionalProperties");
        for (const auto& member : object) {
            const json::value* schema = properties ? properties->as_object().if_contains(member.key()) : nullptr;
            const std::string place = at + "/" + std::string(member.key());
            if (schema == nullptr && others != nullptr && others->is_bool() && !others->as_bool()) {
                return place + " is not in the document";
            }
            if (schema == nullptr && others != nullptr && others->is_object()) schema = others;
            if (schema == nullptr) continue;
            if (std::string found = fault(member.value(), *schema, place); !found.empty()) return found;
        }
        return "";
    }

    std::string fault_of_items(const json::array& array, const json::object& keywords, const std::string& at) const {
        const json::value* items = keywords.if_contains("items");
        if (items == nullptr) return "";
        for (std::size_t i = 0; i < array.size(); ++i) {
            const std::string found = fault(array[i], *items, at + "/" + std::to_string(i));
            if (!found.empty()) return found;
        }
        return "";
    }

    const json::value& document_;
};

class OpenApiTest : public testing::Test {
  protected:
    OpenApiTest() : workspace_(example_workspace(folder_)) {
        add_api(router_, workspace_->readers());
        const char* root = std::getenv("XINGLIN_SOURCE_DIR");
        std::ifstream in(std::filesystem::path(root == nullptr ? "." : root) / "data/api/openapi.json");
        std::ostringstream text;
        text << in.rdbuf();
        document_ = json::parse(text.str());
    }

    /// Asks, and compares the answer with what the document says of `path`'s operation.
    void expect_described(Method method, const std::string& pattern, std::string path, std::string query = {},
                          std::string body = {}) const {
        Request request;
        request.method = method;
        request.path = std::move(path);
        request.query = std::move(query);
        request.body = std::move(body);
        const Response response = router_.dispatch(request);
        const std::string& text = response.content ? response.content->identity : response.body;
        const std::string& type = response.content ? response.content->type : response.type;
        const json::value& operation = document_.at("paths").at(pattern).at(method == Method::Get ? "get" : "post");
        const json::value& schema =
            response.status == 200
                ? operation.at("responses").at("200").at("content").at("application/json").at("schema")
                : document_.at_pointer("/components/schemas/Problem");
        EXPECT_EQ(type.substr(0, type.find(';')),
                  response.status == 200 ? "application/json" : "application/problem+json");
        EXPECT_EQ(Shape(document_).fault(json::parse(text), schema), "") << request.path << "?" << request.query;
    }

    FolderForTests folder_;
    std::unique_ptr<Workspace> workspace_;
    Router router_;
    json::value document_;
};

TEST_F(OpenApiTest, DescribesTheRoutesOfTheRouter) {
    std::set<std::string> described;
    for (const auto& path : document_.at("paths").as_object()) {
        for (const auto& operation : path.value().as_object()) {
            described.insert((operation.key() == "get" ? "GET " : "POST ") + std::string(path.key()));
        }
    }
    const auto table = router_.table();
    EXPECT_EQ(described, std::set<std::string>(table.begin(), table.end()));
}

TEST_F(OpenApiTest, AnswersHaveTheShapesOfTheDocument) {
    const std::vector<std::pair<std::string, std::vector<std::string>>> pages = {
        {"articles", {"spasm-causes", "none"}},    {"doctors", {"gu-yun", "none"}},
        {"hospitals", {"wutong", "none"}},         {"drugs", {"anisodamine", "none"}},
        {"tests", {"electromyography", "grip"}},   {"questions", {"which-department", "none"}},
        {"conditions", {"facial-spasm", "none"}},  {"symptoms", {"tinnitus", "none"}},
        {"procedures", {"decompression", "none"}}, {"departments", {"neurology", "none"}}};
    for (const auto& [plural, slugs] : pages) {
        const std::string folder = "/api/v1/" + plural;
        expect_described(Method::Get, folder, folder);
        expect_described(Method::Get, folder, folder, "page=0");
        for (const std::string& slug : slugs) {
            const std::string page = folder + "/";
            expect_described(Method::Get, folder + "/{slug}", page + slug);
            expect_described(Method::Get, folder + "/{slug}/related/{panel}", page + slug + "/related/drugs");
            expect_described(Method::Get, folder + "/{slug}/related/{panel}", page + slug + "/related/x");
        }
    }
    expect_described(Method::Get, "/api/v1/concepts/{kind}/{slug}", "/api/v1/concepts/substance/anisodamine");
    expect_described(Method::Get, "/api/v1/concepts/{kind}/{slug}/related/{panel}",
                     "/api/v1/concepts/substance/anisodamine/related/conditions");
    expect_described(Method::Get, "/api/v1/sources/{slug}", "/api/v1/sources/neurology-book");
    expect_described(Method::Get, "/api/v1/home", "/api/v1/home");
    expect_described(Method::Get, "/api/v1/openapi.json", "/api/v1/openapi.json");
    expect_described(Method::Get, "/api/v1/show", "/api/v1/show", "record=doctor/gu-yun");
    expect_described(Method::Get, "/api/v1/show", "/api/v1/show");
    expect_described(Method::Get, "/api/v1/search", "/api/v1/search", "q=" + percent_encode("面肌痉挛"));
    expect_described(Method::Get, "/api/v1/search", "/api/v1/search");
    expect_described(Method::Get, "/api/v1/suggest", "/api/v1/suggest", "q=" + percent_encode("面肌"));
    expect_described(Method::Get, "/api/v1/code", "/api/v1/code", "text=" + percent_encode("面肌抽搐"));
    expect_described(Method::Get, "/api/v1/ask", "/api/v1/ask", "text=" + percent_encode("面肌抽搐三个月"));
    expect_described(Method::Get, "/api/v1/ask", "/api/v1/ask");
    expect_described(Method::Post, "/api/v1/ask", "/api/v1/ask", "", R"({"text":"耳鸣","replies":[]})");
    expect_described(Method::Post, "/api/v1/annotate", "/api/v1/annotate", "", R"({"text":"没有耳鸣，面肌痉挛"})");
    expect_described(Method::Post, "/api/v1/relate", "/api/v1/relate", "", R"({"record":"article/spasm-causes"})");
    expect_described(Method::Post, "/api/v1/lint", "/api/v1/lint", "", R"({"title":"面肌痉挛能根治吗","text":"包治"})");
    expect_described(Method::Post, "/api/v1/lint", "/api/v1/lint", "", "[");
}

/// The comparison finds a planted fault of each kind.
TEST_F(OpenApiTest, SeesWhatIsWrong) {
    const json::value schema = json::parse(
        R"({"type":"object","required":["a"],"additionalProperties":false,
            "properties":{"a":{"type":"string"},"b":{"type":"array","items":{"enum":["x"]}}}})");
    const Shape shape(document_);
    EXPECT_EQ(shape.fault(json::parse(R"({"a":"1","b":["x"]})"), schema), "");
    for (const char* wrong : {"[]", "{}", R"({"a":1})", R"({"a":"1","c":1})", R"({"a":"1","b":["y"]})"}) {
        EXPECT_NE(shape.fault(json::parse(wrong), schema), "") << wrong;
    }
}

}  // namespace
}  // namespace xinglin
