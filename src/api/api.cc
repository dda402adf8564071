#include "api/api.h"

#include <charconv>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "json/ask_shapes.h"
#include "json/shapes.h"

namespace xinglin {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxPanelItems = 100;
constexpr std::size_t kMaxSuggestions = 20;
constexpr std::size_t kMaxCodes = 100;
constexpr std::size_t kUsualCount = 10;  // of hits, suggestions and codes
// Of a page, what these cost about; a text costs more for each KiB.
constexpr std::size_t kSearchCost = 5;
constexpr std::size_t kSuggestCost = 2;
constexpr std::size_t kTextCost = 5;
constexpr std::string_view kType = "application/json; charset=utf-8";

Response json_response(const json::object& object, int status = 200) {
    Response response;
    response.status = status;
    response.type = kType;
    response.body = json::serialize(object) + "\n";
    return response;
}

Response error_response(const Error& error) {
    return json_response({{"error", to_json(error)}}, http_status(error.code));
}

template <typename View>
Response answer(const Result<View>& view) {
    return view ? json_response(to_json(*view)) : error_response(view.error());
}

/// The whole numbers that a parameter takes.
struct Range {
    std::size_t least = 1;
    std::size_t most = 1;
};

/// A whole number of the query, `fallback` when absent. InvalidInput for anything else or out of `range`.
Result<std::size_t> number_of(const Request& request, std::string_view name, std::size_t fallback, Range range) {
    const auto text = request.query_value(name);
    if (!text) return fallback;
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc() || end != text->data() + text->size() || value < range.least || value > range.most) {
        return Error{
            ErrorCode::InvalidInput,
            "This takes a whole number from " + std::to_string(range.least) + " to " + std::to_string(range.most) + ".",
            std::string(name)};
    }
    return value;
}

Result<std::size_t> number_of(const Request& request, std::string_view name, std::size_t fallback, std::size_t most) {
    return number_of(request, name, fallback, Range{1, most});
}

/// A text of the query that must be there, though it may be empty.
Result<std::string> text_of(const Request& request, std::string_view name) {
    auto text = request.query_value(name);
    if (text) return *std::move(text);
    return Error{ErrorCode::InvalidInput, "Give ?" + std::string(name) + "=, percent-encoded UTF-8.",
                 std::string(name)};
}

Response post_annotate(const Reader& reader, const Request& request, const RouteValues&) {
    const auto object = parse_object(request.body);
    if (!object) return error_response(object.error());
    const auto text = text_from(*object);
    if (!text) return error_response(text.error());
    return json_response(to_json(reader.queries().annotate(*text)));
}

Response post_relate(const Reader& reader, const Request& request, const RouteValues&) {
    const auto object = parse_object(request.body);
    if (!object) return error_response(object.error());
    const auto input = text_or_record_from(*object);
    if (!input) return error_response(input.error());
    const auto limit = number_of(request, "limit", RelateOptions{}.limit, kMaxPanelItems);
    if (!limit) return error_response(limit.error());
    const auto withheld = number_of(request, "withheld", kMaxPanelItems, kMaxPanelItems);
    if (!withheld) return error_response(withheld.error());
    RelateOptions options;
    options.limit = *limit;
    options.withheld_limit = *withheld;
    return answer(reader.queries().relate(*input, options));
}

Response post_lint(const Reader& reader, const Request& request, const RouteValues&) {
    const auto object = parse_object(request.body);
    if (!object) return error_response(object.error());
    const auto input = text_or_record_from(*object);
    if (!input) return error_response(input.error());
    const auto findings = reader.queries().lint(*input);
    if (!findings) return error_response(findings.error());
    return json_response({{"findings", to_json(*findings)}});
}

Response get_show(const Reader& reader, const Request& request, const RouteValues&) {
    const auto record = request.query_value("record");
    const auto name = request.query_value("name");
    if (record.value_or("").empty() == name.value_or("").empty()) {
        return error_response(
            {ErrorCode::InvalidInput, "Give either ?record= (an id) or ?name= (a concept's name or alias).", "record"});
    }
    return answer(name.value_or("").empty() ? reader.queries().show_id(*record) : reader.queries().show_name(*name));
}

/// A parameter that may be given several times; what is empty chooses nothing.
std::vector<std::string> values_of(const Request& request, std::string_view name) {
    auto values = request.query_values(name);
    std::erase(values, "");
    return values;
}

/// Every fault names the parameter as it is written in the address.
Result<SearchRequest> search_request(const Request& request) {
    SearchRequest wanted;
    const auto query = text_of(request, "q");
    if (!query) return query.error();
    wanted.query = *query;
    const auto limit = number_of(request, "limit", kUsualCount, kMaxPageHits);
    if (!limit) return limit.error();
    wanted.limit = *limit;
    const auto offset = number_of(request, "offset", 0, Range{0, kMaxHits});
    if (!offset) return offset.error();
    wanted.offset = *offset;
    for (std::size_t kind = 0; kind < kFacetKindCount; ++kind) {
        wanted.chosen[kind] = values_of(request, name_of(static_cast<FacetKind>(kind)));
    }
    const std::string spelling = request.query_value("spelling").value_or("on");
    if (spelling != "on" && spelling != "off")
        return Error{ErrorCode::InvalidInput, "This takes on or off.", "spelling"};
    wanted.spelling = spelling == "on";
    wanted.with_facets = true;
    return wanted;
}

Response get_search(const Reader& reader, const Request& request, const RouteValues&) {
    const auto wanted = search_request(request);
    if (!wanted) return error_response(wanted.error());
    auto view = reader.finder().search(*wanted);
    if (view) return json_response(to_json(*view));
    Error error = view.error();
    if (error.where == "query") error.where = "q";
    return error_response(error);
}

Response get_suggest(const Reader& reader, const Request& request, const RouteValues&) {
    const auto typed = text_of(request, "q");
    if (!typed) return error_response(typed.error());
    const auto limit = number_of(request, "limit", kUsualCount, kMaxSuggestions);
    if (!limit) return error_response(limit.error());
    Response response = json_response({{"items", to_json(reader.finder().suggest(*typed, *limit))}});
    // A reader who deletes a letter asks the same again; what was typed is nobody else's.
    response.headers = {{"Cache-Control", "private, max-age=60"}};
    return response;
}

Response get_code(const Reader& reader, const Request& request, const RouteValues&) {
    const auto text = text_of(request, "text");
    if (!text) return error_response(text.error());
    const auto limit = number_of(request, "limit", kUsualCount, kMaxCodes);
    if (!limit) return error_response(limit.error());
    const auto codes = reader.finder().code(*text, *limit);
    if (!codes) return error_response(codes.error());
    return json_response({{"codes", to_json(*codes)}});
}

/// What a reader wrote is nobody else's.
Response ask_response(const Reader& reader, const AskRequest& wanted) {
    Response response = answer(reader.asking().ask(wanted));
    response.headers = {{"Cache-Control", "no-store"}};
    return response;
}

Response get_ask(const Reader& reader, const Request& request, const RouteValues&) {
    const auto text = text_of(request, "text");
    if (!text) return error_response(text.error());
    return ask_response(reader, {*text, {}});
}

Response post_ask(const Reader& reader, const Request& request, const RouteValues&) {
    const auto object = parse_object(request.body);
    if (!object) return error_response(object.error());
    const auto wanted = ask_from(*object);
    if (!wanted) return error_response(wanted.error());
    return ask_response(reader, *wanted);
}

Response get_list(const Portal& portal, ListKind kind, const Request& request) {
    const auto page = number_of(request, "page", 1, 100'000);
    return page ? answer(portal.list(kind, *page)) : error_response(page.error());
}

Response get_panel(const Portal& portal, std::string_view kind, const Request& request, const RouteValues& values) {
    const auto panel = panel_named(values[1]);
    if (!panel) return error_response({ErrorCode::NotFound, "There is no panel of this name.", values[1]});
    const auto page = number_of(request, "page", 1, 100'000);
    if (!page) return error_response(page.error());
    return answer(portal.panel_page(std::string(kind) + "/" + values[0], *panel, *page));
}

/// A test is shown by its concept when there is one, otherwise by its record.
Response get_test(const Portal& portal, const std::string& slug) {
    const auto as_concept = portal.concept_page("test/" + slug);
    return as_concept ? answer(as_concept) : answer(portal.test(slug));
}

using ApiHandler = std::function<Response(const Reader&, const Request&, const RouteValues&)>;

/// Adds routes under /api/v1, each of whose requests reads one snapshot.
struct Routes {
    Router& router;
    const Readers& readers;

    void add(Method method, const std::string& path, ApiHandler handler, RouteOptions options) const {
        router.add(
            method, "/api/v1" + path,
            [&source = readers, handler = std::move(handler)](const Request& request, const RouteValues& values) {
                return handler(source.reader(), request, values);
            },
            std::move(options));
    }
    void get(const std::string& path, ApiHandler handler, std::size_t cost = 1) const {
        add(Method::Get, path, std::move(handler), {.work = Work::Quick, .cost = cost});
    }
    void post(const std::string& path, ApiHandler handler) const {
        add(Method::Post, path, std::move(handler), {.work = Work::Bulk, .cost = kTextCost, .cost_per_kib = 1});
    }
};

/// The page of one slug, and its panels.
template <typename Page>
void add_pages_of(const Routes& routes, const std::string& plural, const std::string& kind, Page page) {
    routes.get("/" + plural + "/{slug}/related/{panel}",
               [kind](const Reader& reader, const Request& request, const RouteValues& values) {
                   return get_panel(reader.portal(), kind, request, values);
               });
    routes.get("/" + plural + "/{slug}", [page](const Reader& reader, const Request&, const RouteValues& values) {
        return page(reader.portal(), values[0]);
    });
}

void add_concepts(const Routes& routes, const std::string& plural, const std::string& kind) {
    add_pages_of(routes, plural, kind, [kind](const Portal& portal, const std::string& slug) {
        return answer(portal.concept_page(kind + "/" + slug));
    });
}

template <typename View>
void add_records(const Routes& routes, const std::string& plural, const std::string& kind,
                 Result<View> (Portal::*get)(std::string_view slug) const) {
    add_pages_of(routes, plural, kind,
                 [get](const Portal& portal, const std::string& slug) { return answer((portal.*get)(slug)); });
}

/// What a path under /api/ gets when no route answers.
Response api_error(int status) {
    const auto describe = [](std::string_view code, std::string_view message) {
        return json::object{{"error", {{"code", code}, {"message", message}, {"where", ""}}}};
    };
    switch (status) {
        case 404:
            return json_response(describe("not_found", "No API route has this path; docs/HTTP.md lists them."), status);
        case 405:
            return json_response(describe("method_not_allowed", "This route takes another method; see Allow."), status);
        case 408:
            return json_response(describe("timeout", "The request did not arrive in time."), status);
        case 429:
            return json_response(describe("too_many_requests", "Too much was asked in a short time; see Retry-After."),
                                 status);
        case 413:
            return json_response(describe("too_large", "The request body is too large."), status);
        case 503:
            return json_response(describe("unavailable", "This cannot be answered at the moment; try again."), status);
        default:
            return json_response(describe("invalid_input", "The request cannot be understood."), status);
    }
}

}  // namespace

void add_api(Router& router, const Readers& readers) {
    const Routes routes{router, readers};
    add_records(routes, "articles", "article", &Portal::article);
    add_records(routes, "doctors", "doctor", &Portal::doctor);
    add_records(routes, "hospitals", "hospital", &Portal::hospital);
    add_records(routes, "drugs", "drug", &Portal::drug);
    add_records(routes, "questions", "question", &Portal::question);
    add_pages_of(routes, "tests", "test", get_test);
    add_concepts(routes, "conditions", "condition");
    add_concepts(routes, "symptoms", "symptom");
    add_concepts(routes, "procedures", "procedure");
    add_concepts(routes, "departments", "department");
    for (int i = 0; i < kListKindCount; ++i) {
        const auto kind = static_cast<ListKind>(i);
        routes.get("/" + std::string(name_of(kind)),
                   [kind](const Reader& reader, const Request& request, const RouteValues&) {
                       return get_list(reader.portal(), kind, request);
                   });
    }
    routes.get("/sources/{slug}", [](const Reader& reader, const Request&, const RouteValues& values) {
        return answer(reader.portal().source(values[0]));
    });
    routes.get("/show", get_show);
    routes.get("/search", get_search, kSearchCost);
    routes.get("/suggest", get_suggest, kSuggestCost);
    routes.get("/code", get_code, kSearchCost);
    routes.get("/ask", get_ask, kSearchCost);
    routes.post("/ask", post_ask);
    routes.post("/annotate", post_annotate);
    routes.post("/relate", post_relate);
    routes.post("/lint", post_lint);
    router.on_error("/api/", [](const Request&, int status) { return api_error(status); });
}

}  // namespace xinglin
