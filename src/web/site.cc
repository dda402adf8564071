#include "web/site.h"

#include <array>
#include <charconv>
#include <functional>
#include <memory>
#include <utility>

#include "web/assets.h"
#include "web/page_cache.h"
#include "web/pages.h"
#include "web/urls.h"

namespace xinglin {
namespace {

constexpr std::size_t kCacheBytes = 64 * 1024 * 1024;

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
    explicit Site(const Portal& portal) : portal_(portal), cache_(kCacheBytes) {}

    const Portal& portal() const { return portal_; }

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
    return kind == "substance" || kind == "class" || kind == "site" || kind == "population";
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

Response asset(const Site& site, const RouteValues& values) {
    Response response;
    response.content = asset_content(values[0]);
    if (!response.content) return site.refusal(no_such_page());
    response.headers = {{"Cache-Control", "public, max-age=31536000, immutable"}};
    return response;
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

void add_pages(Router& router, const Portal& portal) {
    const auto site = std::make_shared<Site>(portal);
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
