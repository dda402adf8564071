#include "web/site.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <memory>
#include <utility>

#include "base/strings.h"
#include "web/assets.h"
#include "web/page_cache.h"
#include "web/pages.h"
#include "web/site_map.h"
#include "web/urls.h"

namespace xinglin {
namespace {

constexpr std::size_t kCacheBytes = 64 * 1024 * 1024;
constexpr std::size_t kHitsPerPage = 10;
constexpr std::size_t kMaxChosen = 20;  // values of one facet

/// Reads ?page=…, 1 when there is none. InvalidInput unless it is a whole number from 1.
Result<std::size_t> parse_page(const Request& request) {
    const auto value = request.query_value("page");
    if (!value) return std::size_t{1};
    std::size_t page = 0;
    const char* end = value->data() + value->size();
    const auto read = std::from_chars(value->data(), end, page);
    if (read.ec != std::errc() || read.ptr != end || page == 0) {
        return Error{ErrorCode::InvalidInput, "页码须是从1开始的整数。", "page"};
    }
    return page;
}

Error no_such_page() {
    return {ErrorCode::NotFound, "", ""};
}

/// What all handlers share; lives as long as the router that holds them.
class Site {
  public:
    Site(const Portal& portal, const Finder& finder) : portal_(portal), finder_(finder), cache_(kCacheBytes) {}

    const Portal& portal() const { return portal_; }
    const Finder& finder() const { return finder_; }

    /// The page that `url` names among all pages: kept, or made by `render`.
    Response answer(const std::string& url, const std::function<Result<std::string>()>& render) {
        // The revision is read before the views: a change in between leaves a newer page under the older revision,
        // which nobody asks for again.
        const auto content = cache_.get(portal_.revision(), url, render);
        if (!content) return refusal(content.error());
        Response response;
        response.headers = {{"Cache-Control", "no-cache"}};
        response.content = *content;
        return response;
    }

    Response refusal(const Error& why) const { return error({http_status(why.code), why.message, {}}); }

    Response error(const Failure& failure) const {
        Response response;
        response.status = failure.status;
        response.headers = {{"Cache-Control", "no-store"}};
        response.body = error_page(failure, portal_.navigation());
        return response;
    }

  private:
    const Portal& portal_;
    const Finder& finder_;
    PageCache cache_;
};

using SharedSite = std::shared_ptr<Site>;

template <typename View>
using GetBySlug = Result<View> (Portal::*)(std::string_view slug) const;

template <typename View>
using RenderView = std::string (*)(const View& view, const NavigationView& navigation);

template <typename View>
Result<std::string> rendered(const Portal& portal, const Result<View>& view, RenderView<View> render) {
    if (!view) return view.error();
    return render(*view, portal.navigation());
}

/// The pages of one kind of record: /articles/{slug}.
template <typename View>
Handler record_handler(const SharedSite& site, std::string kind, GetBySlug<View> get, RenderView<View> render) {
    return [=](const Request&, const RouteValues& values) {
        return site->answer(url_of(kind + "/" + values[0]),
                            [&] { return rendered(site->portal(), (site->portal().*get)(values[0]), render); });
    };
}

/// The pages of one kind of concept: /conditions/{slug}.
Handler concept_handler(const SharedSite& site, std::string kind) {
    return [=](const Request&, const RouteValues& values) {
        const std::string id = kind + "/" + values[0];
        return site->answer(url_of(id),
                            [&] { return rendered(site->portal(), site->portal().concept_page(id), concept_page); });
    };
}

/// A test's slug is first that of a test concept, otherwise that of a record.
Handler test_handler(const SharedSite& site) {
    return [=](const Request&, const RouteValues& values) {
        const std::string id = "test/" + values[0];
        return site->answer(url_of(id), [&]() -> Result<std::string> {
            const auto as_concept = site->portal().concept_page(id);
            if (as_concept) return concept_page(*as_concept, site->portal().navigation());
            return rendered(site->portal(), site->portal().test(values[0]), test_page);
        });
    };
}

/// Concepts of the kinds that have no folder of their own: /concepts/{kind}/{slug}.
bool is_kind_of_other_concepts(std::string_view kind) {
    return kind == "substance" || kind == "class" || kind == "site" || kind == "population" || kind == "cause";
}

Handler other_concept_handler(const SharedSite& site) {
    return [=](const Request& request, const RouteValues& values) {
        if (!is_kind_of_other_concepts(values[0])) return site->refusal(no_such_page());
        return concept_handler(site, values[0])(request, {values[1]});
    };
}

Response answer_related(Site& site, const Request& request, const std::string& id, std::string_view panel_name) {
    const auto panel = panel_named(panel_name);
    if (!panel) return site.refusal(no_such_page());
    const auto page = parse_page(request);
    if (!page) return site.refusal(page.error());
    return site.answer(related_url(id, *panel, *page), [&] {
        return rendered(site.portal(), site.portal().panel_page(id, *panel, *page), panel_page);
    });
}

Handler related_handler(const SharedSite& site, std::string kind) {
    return [=](const Request& request, const RouteValues& values) {
        return answer_related(*site, request, kind + "/" + values[0], values[1]);
    };
}

Handler other_related_handler(const SharedSite& site) {
    return [=](const Request& request, const RouteValues& values) {
        if (!is_kind_of_other_concepts(values[0])) return site->refusal(no_such_page());
        return answer_related(*site, request, values[0] + "/" + values[1], values[2]);
    };
}

Handler list_handler(const SharedSite& site, ListKind kind) {
    return [=](const Request& request, const RouteValues&) {
        const auto page = parse_page(request);
        if (!page) return site->refusal(page.error());
        return site->answer(list_url(kind, *page),
                            [&] { return rendered(site->portal(), site->portal().list(kind, *page), list_page); });
    };
}

/// What is not of one reader's own making is not kept: there is no end of queries.
Response search_answer(int status, std::string page) {
    Response response;
    response.status = status;
    response.headers = {{"Cache-Control", status == 200 ? "private, no-cache" : "no-store"}};
    if (status == 200) {
        response.content = make_content(response.type, std::move(page), Packing::OnTheFly);
    } else {
        response.body = std::move(page);
    }
    return response;
}

/// Each value once, in the order of the address.
std::vector<std::string> distinct_values(const Request& request, std::string_view name) {
    std::vector<std::string> values;
    for (std::string& value : request.query_values(name)) {
        if (!value.empty() && std::ranges::find(values, value) == values.end()) values.push_back(std::move(value));
    }
    return values;
}

/// Reads ?q=…&type=…&department=…&region=…&level=…&title=…&page=…&spelling=off. InvalidInput for a page that is no
/// number from 1 and for more than kMaxChosen values of a facet.
Result<SearchRequest> parse_search(const Request& http) {
    const auto page = parse_page(http);
    if (!page) return page.error();
    SearchRequest request;
    request.query = trimmed(http.query_value("q").value_or(""));
    request.limit = kHitsPerPage;
    request.offset = std::min(*page - 1, kMaxHits / kHitsPerPage) * kHitsPerPage;
    request.with_facets = true;
    request.spelling = http.query_value("spelling") != "off";
    for (std::size_t i = 0; i < kFacetKindCount; ++i) {
        const std::string_view name = name_of(static_cast<FacetKind>(i));
        request.chosen[i] = distinct_values(http, name);
        if (request.chosen[i].size() > kMaxChosen) {
            return Error{ErrorCode::InvalidInput, "筛选条件太多，请去掉一些。", std::string(name)};
        }
    }
    return request;
}

Response answer_search(Site& site, const Request& http) {
    const auto request = parse_search(http);
    if (!request) return site.refusal(request.error());
    if (request->query.empty()) {
        return site.answer("/search",
                           [&] { return search_start_page(site.portal().home(), site.portal().navigation()); });
    }
    const auto view = site.finder().search(*request);
    const NavigationView navigation = site.portal().navigation();
    if (!view) {
        return search_answer(http_status(view.error().code),
                             refused_search_page(request->query, view.error().message, navigation));
    }
    const bool is_past_the_end = view->items.empty() && view->total > 0;
    return search_answer(is_past_the_end ? 404 : 200, search_page(*view, navigation));
}

/// "https://host" of a request, as whole addresses need it; nothing when its host does not look like one.
std::optional<std::string> base_address(const Request& request) {
    constexpr std::string_view kHostCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]";
    const std::string_view host = request.header("host");
    if (host.empty() || host.find_first_not_of(kHostCharacters) != std::string_view::npos) return std::nullopt;
    return (request.header("x-forwarded-proto") == "https" ? "https://" : "http://") + std::string(host);
}

/// Not kept between requests for long: it holds the host that was asked for.
Response for_machines(std::string type, std::string body) {
    Response response;
    response.headers = {{"Cache-Control", "private, no-cache"}};
    response.type = std::move(type);
    response.body = std::move(body);
    return response;
}

constexpr const char* kXml = "application/xml; charset=utf-8";

Response answer_robots(const Site& site, const Request& request) {
    const auto base = base_address(request);
    if (!base) return site.refusal(no_such_page());
    return for_machines("text/plain; charset=utf-8", robots_text(*base));
}

Response answer_site_map_index(const Site& site, const Request& request) {
    const auto base = base_address(request);
    if (!base) return site.refusal(no_such_page());
    std::vector<std::pair<ListKind, std::size_t>> counts;
    for (int i = 0; i < kListKindCount; ++i) {
        const auto kind = static_cast<ListKind>(i);
        counts.emplace_back(kind, site.portal().page_count(kind));
    }
    return for_machines(kXml, site_map_index(*base, counts));
}

Response answer_site_map(const Site& site, const Request& request, std::string_view name) {
    const auto base = base_address(request);
    const auto file = map_file_named(name);
    if (!base || !file || file->number > site.portal().page_count(file->kind) / kMapPages + 1) {
        return site.refusal(no_such_page());
    }
    const auto pages = site.portal().mapped_pages(file->kind, (file->number - 1) * kMapPages, kMapPages);
    if (pages.empty()) return site.refusal(no_such_page());
    return for_machines(kXml, site_map(*base, pages));
}

/// Tells browsers how to search this site from their own box. A template must be a whole address, so the host is the
/// one that was asked for, if it looks like one.
Response answer_opensearch(const Site& site, const Request& request) {
    const auto base = base_address(request);
    if (!base) return site.refusal(no_such_page());
    std::string body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    body.append("<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\"><ShortName>杏林</ShortName>")
        .append("<Description>查找疾病、症状、药品、检查、医生和文章</Description><InputEncoding>UTF-8</InputEncoding>")
        .append("<Url type=\"text/html\" method=\"get\" template=\"")
        .append(*base)
        .append("/search?q={searchTerms}\"/></OpenSearchDescription>\n");
    return for_machines("application/opensearchdescription+xml; charset=utf-8", std::move(body));
}

Response asset(const Site& site, const RouteValues& values) {
    Response response;
    response.content = asset_content(values[0]);
    if (!response.content) return site.refusal(no_such_page());
    response.headers = {{"Cache-Control", "public, max-age=31536000, immutable"}};
    return response;
}

void add_search(Router& router, const SharedSite& site) {
    router.add(Method::Get, "/search",
               [=](const Request& request, const RouteValues&) { return answer_search(*site, request); });
    router.add(Method::Get, "/opensearch.xml",
               [=](const Request& request, const RouteValues&) { return answer_opensearch(*site, request); });
}

void add_crawling(Router& router, const SharedSite& site) {
    router.add(Method::Get, "/robots.txt",
               [=](const Request& request, const RouteValues&) { return answer_robots(*site, request); });
    router.add(Method::Get, "/sitemap.xml",
               [=](const Request& request, const RouteValues&) { return answer_site_map_index(*site, request); });
    router.add(Method::Get, "/sitemaps/{file}", [=](const Request& request, const RouteValues& values) {
        return answer_site_map(*site, request, values[0]);
    });
}

void add_lists(Router& router, const SharedSite& site) {
    for (int i = 0; i < kListKindCount; ++i) {
        const auto kind = static_cast<ListKind>(i);
        router.add(Method::Get, list_url(kind), list_handler(site, kind));
    }
}

void add_records(Router& router, const SharedSite& site) {
    router.add(Method::Get, "/articles/{slug}", record_handler(site, "article", &Portal::article, article_page));
    router.add(Method::Get, "/doctors/{slug}", record_handler(site, "doctor", &Portal::doctor, doctor_page));
    router.add(Method::Get, "/hospitals/{slug}", record_handler(site, "hospital", &Portal::hospital, hospital_page));
    router.add(Method::Get, "/drugs/{slug}", record_handler(site, "drug", &Portal::drug, drug_page));
    router.add(Method::Get, "/questions/{slug}", record_handler(site, "question", &Portal::question, question_page));
    router.add(Method::Get, "/sources/{slug}", record_handler(site, "source", &Portal::source, source_page));
    router.add(Method::Get, "/tests/{slug}", test_handler(site));
}

void add_concepts(Router& router, const SharedSite& site) {
    router.add(Method::Get, "/conditions/{slug}", concept_handler(site, "condition"));
    router.add(Method::Get, "/symptoms/{slug}", concept_handler(site, "symptom"));
    router.add(Method::Get, "/procedures/{slug}", concept_handler(site, "procedure"));
    router.add(Method::Get, "/departments/{slug}", concept_handler(site, "department"));
    router.add(Method::Get, "/concepts/{kind}/{slug}", other_concept_handler(site));
}

void add_related(Router& router, const SharedSite& site) {
    struct Folder {
        std::string_view pattern;
        std::string_view kind;
    };
    constexpr std::array<Folder, 8> kFolders = {{{"/articles/{slug}/related/{panel}", "article"},
                                                 {"/questions/{slug}/related/{panel}", "question"},
                                                 {"/drugs/{slug}/related/{panel}", "drug"},
                                                 {"/tests/{slug}/related/{panel}", "test"},
                                                 {"/conditions/{slug}/related/{panel}", "condition"},
                                                 {"/symptoms/{slug}/related/{panel}", "symptom"},
                                                 {"/procedures/{slug}/related/{panel}", "procedure"},
                                                 {"/departments/{slug}/related/{panel}", "department"}}};
    for (const Folder& folder : kFolders) {
        router.add(Method::Get, std::string(folder.pattern), related_handler(site, std::string(folder.kind)));
    }
    router.add(Method::Get, "/concepts/{kind}/{slug}/related/{panel}", other_related_handler(site));
}

}  // namespace

void add_pages(Router& router, const Portal& portal, const Finder& finder) {
    const auto site = std::make_shared<Site>(portal, finder);
    router.add(Method::Get, "/", [=](const Request&, const RouteValues&) {
        return site->answer("/", [&] { return home_page(site->portal().home(), site->portal().navigation()); });
    });
    router.add(Method::Get, "/departments", [=](const Request&, const RouteValues&) {
        return site->answer("/departments", [&] {
            return departments_page(site->portal().departments(), site->portal().navigation());
        });
    });
    router.add(Method::Get, "/assets/{name}",
               [=](const Request&, const RouteValues& values) { return asset(*site, values); });
    add_search(router, site);
    add_crawling(router, site);
    add_lists(router, site);
    add_records(router, site);
    add_concepts(router, site);
    add_related(router, site);
    router.on_error("/", [=](const Request& request, int status) {
        const std::string_view log_id = status == 503 ? request.header("x-error-id") : std::string_view();
        return site->error({status, {}, std::string(log_id)});
    });
}

}  // namespace xinglin
