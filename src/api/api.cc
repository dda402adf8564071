#include "api/api.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/data.h"
#include "api/problem.h"
#include "json/ask_shapes.h"
#include "json/shapes.h"
#include "messages/messages.h"

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
constexpr std::size_t kMaxPage = 100'000;

/// What is answered to reading is the same for everybody, of every origin, and has an ETag. It is in the content's
/// language.
Response answer_of(const Request& request, const json::object& object) {
    Response response;
    response.type = kType;
    response.headers = {{"Content-Language", std::string(language_tag(Locale::ZhHans))},
                        {"Access-Control-Allow-Origin", "*"},
                        {"Access-Control-Expose-Headers", "ETag, Content-Language, Link"}};
    std::string body = json::serialize(object) + "\n";
    if (request.method == Method::Post) {
        response.body = std::move(body);
    } else {
        response.content = make_content(std::string(kType), std::move(body), Packing::OnTheFly);
    }
    return response;
}

/// Any cache may keep it, and asks again each time.
Response page_of(const Request& request, const json::object& object) {
    Response response = answer_of(request, object);
    response.headers.emplace_back("Cache-Control", "no-cache");
    return response;
}

template <typename View>
Response page_of(const Request& request, const Result<View>& view) {
    return view ? page_of(request, to_json(*view)) : problem(request, view.error());
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
        return Error{ErrorCode::InvalidInput, messages_for(request)("api.whole_number", range.least, range.most),
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
    return Error{ErrorCode::InvalidInput, messages_for(request)("api.give_parameter", name), std::string(name)};
}

Response post_annotate(const Reader& reader, const Request& request, const RouteValues&) {
    const auto object = parse_object(request.body);
    if (!object) return problem(request, object.error());
    const auto text = text_from(*object);
    if (!text) return problem(request, text.error());
    return answer_of(request, to_json(reader.queries().annotate(*text)));
}

Response post_relate(const Reader& reader, const Request& request, const RouteValues&) {
    const auto object = parse_object(request.body);
    if (!object) return problem(request, object.error());
    const auto input = text_or_record_from(*object);
    if (!input) return problem(request, input.error());
    const auto limit = number_of(request, "limit", RelateOptions{}.limit, kMaxPanelItems);
    if (!limit) return problem(request, limit.error());
    const auto withheld = number_of(request, "withheld", kMaxPanelItems, kMaxPanelItems);
    if (!withheld) return problem(request, withheld.error());
    RelateOptions options;
    options.limit = *limit;
    options.withheld_limit = *withheld;
    const auto related = reader.queries().relate(*input, options);
    return related ? answer_of(request, to_json(*related)) : problem(request, related.error());
}

Response post_lint(const Reader& reader, const Request& request, const RouteValues&) {
    const auto object = parse_object(request.body);
    if (!object) return problem(request, object.error());
    const auto input = text_or_record_from(*object);
    if (!input) return problem(request, input.error());
    const auto findings = reader.queries().lint(*input);
    if (!findings) return problem(request, findings.error());
    return answer_of(request, {{"findings", to_json(*findings)}});
}

Response get_show(const Reader& reader, const Request& request, const RouteValues&) {
    const auto record = request.query_value("record");
    const auto name = request.query_value("name");
    if (record.value_or("").empty() == name.value_or("").empty()) {
        return problem(request,
                       {ErrorCode::InvalidInput, std::string(messages_for(request)("api.record_or_name")), "record"});
    }
    return page_of(request,
                   name.value_or("").empty() ? reader.queries().show_id(*record) : reader.queries().show_name(*name));
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
        return Error{ErrorCode::InvalidInput, std::string(messages_for(request)("api.on_or_off")), "spelling"};
    wanted.spelling = spelling == "on";
    wanted.with_facets = true;
    return wanted;
}

/// What was looked for is nobody else's.
Response personal(Response response) {
    response.headers.emplace_back("Cache-Control", "private, no-cache");
    return response;
}

Response get_search(const Reader& reader, const Request& request, const RouteValues&) {
    const auto wanted = search_request(request);
    if (!wanted) return problem(request, wanted.error());
    auto view = reader.finder().search(*wanted);
    if (view) return personal(answer_of(request, to_json(*view)));
    Error error = view.error();
    if (error.where == "query") error.where = "q";
    return problem(request, error);
}

Response get_suggest(const Reader& reader, const Request& request, const RouteValues&) {
    const auto typed = text_of(request, "q");
    if (!typed) return problem(request, typed.error());
    const auto limit = number_of(request, "limit", kUsualCount, kMaxSuggestions);
    if (!limit) return problem(request, limit.error());
    Response response = answer_of(request, {{"items", to_json(reader.finder().suggest(*typed, *limit))}});
    // A reader who deletes a letter asks the same again; what was typed is nobody else's.
    response.headers.emplace_back("Cache-Control", "private, max-age=60");
    return response;
}

Response get_code(const Reader& reader, const Request& request, const RouteValues&) {
    const auto text = text_of(request, "text");
    if (!text) return problem(request, text.error());
    const auto limit = number_of(request, "limit", kUsualCount, kMaxCodes);
    if (!limit) return problem(request, limit.error());
    const auto codes = reader.finder().code(*text, *limit);
    if (!codes) return problem(request, codes.error());
    return personal(answer_of(request, {{"codes", to_json(*codes)}}));
}

/// A page of a list by its number, or what follows the last item of an earlier answer.
Result<ListView> list_of(const Portal& portal, ListKind kind, const Request& request) {
    const auto page = number_of(request, "page", 1, kMaxPage);
    if (!page) return page.error();
    const auto cursor = request.query_value("cursor");
    if (!cursor) return portal.list(kind, *page);
    const Messages& say = messages_for(request);
    if (request.query_value("page")) {
        return Error{ErrorCode::InvalidInput, std::string(say("api.page_or_cursor")), "cursor"};
    }
    auto view = portal.list_after(kind, *cursor);
    if (view) return view;
    return Error{view.error().code, std::string(say("api.lost_cursor")), "cursor"};
}

/// What a reader wrote is nobody else's.
Response ask_response(const Reader& reader, const Request& request, const AskRequest& wanted) {
    const auto answered = reader.asking().ask(wanted);
    if (!answered) return problem(request, answered.error());
    Response response = answer_of(request, to_json(*answered));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

Response get_ask(const Reader& reader, const Request& request, const RouteValues&) {
    const auto text = text_of(request, "text");
    if (!text) return problem(request, text.error());
    return ask_response(reader, request, {*text, {}});
}

Response post_ask(const Reader& reader, const Request& request, const RouteValues&) {
    const auto object = parse_object(request.body);
    if (!object) return problem(request, object.error());
    const auto wanted = ask_from(*object);
    if (!wanted) return problem(request, wanted.error());
    return ask_response(reader, request, *wanted);
}

Response get_list(const Portal& portal, ListKind kind, const Request& request) {
    const auto view = list_of(portal, kind, request);
    Response response = page_of(request, view);
    if (view && !view->next_after.empty()) {
        response.headers.emplace_back("Link", "</api/v1/" + std::string(name_of(kind)) +
                                                  "?cursor=" + percent_encode(view->next_after) + ">; rel=\"next\"");
    }
    return response;
}

Response get_panel(const Portal& portal, const std::string& id, std::string_view panel_name, const Request& request) {
    const auto panel = panel_named(panel_name);
    if (!panel) {
        return problem(request, {ErrorCode::NotFound, std::string(messages_for(request)("api.no_panel")),
                                 std::string(panel_name)});
    }
    const auto page = number_of(request, "page", 1, kMaxPage);
    if (!page) return problem(request, page.error());
    return page_of(request, portal.panel_page(id, *panel, *page));
}

/// A test is shown by its concept when there is one, otherwise by its record.
Response get_test(const Portal& portal, const std::string& slug, const Request& request) {
    const auto as_concept = portal.concept_page("test/" + slug);
    return as_concept ? page_of(request, as_concept) : page_of(request, portal.test(slug));
}

Response no_kind(const Request& request, const std::string& kind) {
    return problem(request, {ErrorCode::NotFound, std::string(messages_for(request)("api.no_kind")), kind});
}

/// The kinds of concepts whose pages have no folder of their own.
bool is_other_kind(std::string_view kind) {
    constexpr std::array<std::string_view, 5> kKinds = {"substance", "class", "site", "population", "cause"};
    return std::ranges::find(kKinds, kind) != kKinds.end();
}

Response get_other_concept(const Reader& reader, const Request& request, const RouteValues& values) {
    if (!is_other_kind(values[0])) return no_kind(request, values[0]);
    return page_of(request, reader.portal().concept_page(values[0] + "/" + values[1]));
}

Response get_other_panel(const Reader& reader, const Request& request, const RouteValues& values) {
    if (!is_other_kind(values[0])) return no_kind(request, values[0]);
    return get_panel(reader.portal(), values[0] + "/" + values[1], values[2], request);
}

Response get_departments(const Reader& reader, const Request& request, const RouteValues&) {
    return page_of(request, json::object{{"departments", to_json(reader.portal().departments())}});
}

Response get_home(const Reader& reader, const Request& request, const RouteValues&) {
    return page_of(request, to_json(reader.portal().home()));
}

/// Made once: what it says is the program's.
Response get_openapi(const Reader& reader, const Request&, const RouteValues&) {
    static const std::string document(api_data("openapi.json"));
    const std::string base = reader.portal().site()->base_address;
    Response response;
    response.headers = {{"Cache-Control", "no-cache"}, {"Access-Control-Allow-Origin", "*"}};
    std::string body = document;
    // Addresses are relative to the document's own where the operator has told none.
    constexpr std::string_view kHere = "\"url\": \"/\"";
    if (const std::size_t at = body.find(kHere); !base.empty() && at != std::string::npos) {
        body.replace(at, kHere.size(), "\"url\": " + json::serialize(json::value(base)));
    }
    response.content = make_content("application/json; charset=utf-8", std::move(body), Packing::OnTheFly);
    return response;
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
                   return get_panel(reader.portal(), kind + "/" + values[0], values[1], request);
               });
    routes.get("/" + plural + "/{slug}",
               [page](const Reader& reader, const Request& request, const RouteValues& values) {
                   return page(reader.portal(), values[0], request);
               });
}

void add_concepts(const Routes& routes, const std::string& plural, const std::string& kind) {
    add_pages_of(routes, plural, kind, [kind](const Portal& portal, const std::string& slug, const Request& request) {
        return page_of(request, portal.concept_page(kind + "/" + slug));
    });
}

template <typename View>
void add_records(const Routes& routes, const std::string& plural, const std::string& kind,
                 Result<View> (Portal::*get)(std::string_view slug) const) {
    add_pages_of(routes, plural, kind, [get](const Portal& portal, const std::string& slug, const Request& request) {
        return page_of(request, (portal.*get)(slug));
    });
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
    routes.get("/sources/{slug}", [](const Reader& reader, const Request& request, const RouteValues& values) {
        return page_of(request, reader.portal().source(values[0]));
    });
    routes.get("/concepts/{kind}/{slug}", get_other_concept);
    routes.get("/concepts/{kind}/{slug}/related/{panel}", get_other_panel);
    routes.get("/departments", get_departments);
    routes.get("/home", get_home);
    routes.get("/openapi.json", get_openapi);
    routes.get("/show", get_show);
    routes.get("/search", get_search, kSearchCost);
    routes.get("/suggest", get_suggest, kSuggestCost);
    routes.get("/code", get_code, kSearchCost);
    routes.get("/ask", get_ask, kSearchCost);
    routes.post("/ask", post_ask);
    routes.post("/annotate", post_annotate);
    routes.post("/relate", post_relate);
    routes.post("/lint", post_lint);
    router.on_error("/api/", [](const Request& request, int status) { return problem_of_status(request, status); });
}

}  // namespace xinglin
