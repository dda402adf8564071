#include "web/site.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "base/strings.h"
#include "html/escape.h"
#include "messages/messages.h"
#include "web/about_pages.h"
#include "web/ask_form.h"
#include "web/ask_page.h"
#include "web/assets.h"
#include "web/feed.h"
#include "web/page.h"
#include "web/page_cache.h"
#include "web/pages.h"
#include "web/report_page.h"
#include "web/site_map.h"
#include "web/structured_data.h"
#include "web/urls.h"

namespace xinglin {
namespace {

constexpr std::size_t kCacheBytes = 64 * 1024 * 1024;
// Of a page, what these cost about.
constexpr std::size_t kSearchCost = 5;
constexpr std::size_t kAskCost = 5;
constexpr std::size_t kSiteMapCost = 50;
constexpr std::size_t kFeedCost = 10;
constexpr std::size_t kHitsPerPage = 10;
constexpr std::size_t kMaxChosen = 20;  // values of one facet
constexpr std::size_t kMaxValueBytes = 200;
constexpr std::size_t kSimilarPages = 6;
constexpr std::size_t kReportCost = 20;

/// Reads ?page=…, 1 when there is none. InvalidInput unless it is a whole number from 1.
Result<std::size_t> parse_page(const Request& request) {
    const auto value = request.query_value("page");
    if (!value) return std::size_t{1};
    std::size_t page = 0;
    const char* end = value->data() + value->size();
    const auto read = std::from_chars(value->data(), end, page);
    if (read.ec != std::errc() || read.ptr != end || page == 0) {
        const Messages& say = messages_in(locale_of_path(request.path));
        return Error{ErrorCode::InvalidInput, std::string(say("error.page_number")), "page"};
    }
    return page;
}

Error no_such_page() {
    return {ErrorCode::NotFound, "", ""};
}

/// What all handlers share; lives as long as the router that holds them.
class Site {
  public:
    Site(const Readers& readers, Reporting reporting)
        : readers_(readers), reporting_(std::move(reporting)), cache_(kCacheBytes) {}

    const Reporting& reporting() const { return reporting_; }

    /// Taken once for each request, so that all of its answer is of one snapshot. The path says the language of the
    /// frame.
    Reader reader(const Request& request) const { return readers_.reader(locale_of_path(request.path)); }

    /// The page that `url` names among all pages: kept, or made by `render`.
    Response answer(const Reader& reader, const std::string& url, const std::function<Result<PublicPage>()>& render) {
        const auto content = cache_.get(reader.edition(), path_in(reader.locale(), url), render);
        return content ? public_answer(*content, reader.locale()) : refusal(reader, content.error(), url);
    }

    /// The same when it is kept and packed already; costs no more than to look it up.
    std::optional<Response> ready(const std::string& url, Locale locale) {
        auto content = cache_.ready(readers_.edition(), path_in(locale, url));
        if (content == nullptr) return std::nullopt;
        return public_answer(std::move(content), locale);
    }

    /// `url` is what was asked for: where there is no such page, those of a similar address are named.
    static Response refusal(const Reader& reader, const Error& why, std::string_view url = {}) {
        Failure failure{http_status(why.code), why.message, {}, {}};
        if (why.code == ErrorCode::NotFound && !url.empty())
            failure.similar = reader.portal().similar_pages(id_of_path(url), kSimilarPages);
        return error(reader, failure);
    }

    static Response error(const Reader& reader, const Failure& failure) {
        Response response;
        response.status = failure.status;
        response.headers = {{"Cache-Control", "no-store"},
                            {"Content-Language", std::string(language_tag(reader.locale()))}};
        response.body = error_page(failure, reader.portal().navigation());
        return response;
    }

  private:
    static Response public_answer(std::shared_ptr<const Content> content, Locale locale) {
        Response response;
        response.headers = {{"Cache-Control", "no-cache"}, {"Content-Language", std::string(language_tag(locale))}};
        response.content = std::move(content);
        return response;
    }

    const Readers& readers_;
    Reporting reporting_;
    PageCache cache_;
};

using SharedSite = std::shared_ptr<Site>;

/// 301 to the page of the record that stood here on an old portal; nothing when none did. Old portals wrote their
/// addresses with and without percent-encoding, and readers' links carry more in the query than they did.
std::optional<Response> moved_from_here(const Reader& reader, const Request& request) {
    const std::string query = request.query.empty() ? "" : "?" + request.query;
    for (const std::string& path : {request.path, percent_encode(request.path)}) {
        for (const std::string& old : {path + query, path}) {
            const std::string record = reader.portal().record_moved_from(old);
            if (record.empty()) continue;
            Response response;
            response.status = 301;
            response.headers = {{"Location", url_of(record)}, {"Cache-Control", "public, max-age=3600"}};
            response.type = "text/plain; charset=utf-8";
            return response;
        }
    }
    return std::nullopt;
}

/// A page that is the same for everybody: its address among all pages, and how it is made. An error is answered by a
/// page of its own.
struct PublicRoute {
    std::function<Result<std::string>(const Request&, const RouteValues&)> url;
    std::function<Result<PublicPage>(const Reader&, const Request&, const RouteValues&)> render;
};

void add_public(Router& router, const SharedSite& site, std::string pattern, PublicRoute route) {
    const auto ready = [=](const Request& request, const RouteValues& values) -> std::optional<Response> {
        const auto url = route.url(request, values);
        return url ? site->ready(*url, locale_of_path(request.path)) : std::nullopt;
    };
    router.add(Method::Get, std::move(pattern),
               [=](const Request& request, const RouteValues& values) {
                   const Reader reader = site->reader(request);
                   const auto url = route.url(request, values);
                   if (!url) return Site::refusal(reader, url.error());
                   Response response =
                       site->answer(reader, *url, [&] { return route.render(reader, request, values); });
                   // An old portal may have had addresses of the same form.
                   if (response.status != 404) return response;
                   auto moved = moved_from_here(reader, request);
                   return moved ? *std::move(moved) : std::move(response);
               },
               {.work = Work::Quick, .ready = ready, .below_roots = true});
}

/// Any other page: told of one snapshot too.
void add_made(Router& router, const SharedSite& site, std::string pattern,
              std::function<Response(Site&, const Reader&, const Request&, const RouteValues&)> handler,
              RouteOptions options) {
    router.add(
        Method::Get, std::move(pattern),
        [=](const Request& request, const RouteValues& values) {
            return handler(*site, site->reader(request), request, values);
        },
        std::move(options));
}

/// What stands around the page of `view`, with its facts for machines: a kind of page without them does not compile.
template <typename View>
NavigationView navigation_of(const Portal& portal, const View& view) {
    NavigationView navigation = portal.navigation();
    navigation.structured_data = structured_data(view, navigation);
    return navigation;
}

template <typename View>
using GetBySlug = Result<View> (Portal::*)(std::string_view slug) const;

template <typename View>
using RenderView = std::string (*)(const View& view, const NavigationView& navigation);

template <typename View>
Result<PublicPage> rendered(const Reader& reader, const Result<View>& view, RenderView<View> render) {
    if (!view) return view.error();
    return PublicPage(render(*view, navigation_of(reader.portal(), *view)));
}

/// The pages of one kind of record: /articles/{slug}.
template <typename View>
PublicRoute record_route(std::string kind, GetBySlug<View> get, RenderView<View> render) {
    return {[=](const Request&, const RouteValues& values) -> Result<std::string> {
                return url_of(kind + "/" + values[0]);
            },
            [=](const Reader& reader, const Request&, const RouteValues& values) {
                return rendered(reader, (reader.portal().*get)(values[0]), render);
            }};
}

/// The pages of one kind of concept: /conditions/{slug}.
PublicRoute concept_route(std::string kind) {
    return {[=](const Request&, const RouteValues& values) -> Result<std::string> {
                return url_of(kind + "/" + values[0]);
            },
            [=](const Reader& reader, const Request&, const RouteValues& values) {
                return rendered(reader, reader.portal().concept_page(kind + "/" + values[0]), concept_page);
            }};
}

/// A test's slug is first that of a test concept, otherwise that of a record.
Result<PublicPage> render_test(const Reader& reader, const Request&, const RouteValues& values) {
    const auto as_concept = reader.portal().concept_page("test/" + values[0]);
    if (as_concept) return rendered(reader, as_concept, concept_page);
    return rendered(reader, reader.portal().test(values[0]), test_page);
}

/// Concepts of the kinds that have no folder of their own: /concepts/{kind}/{slug}.
bool is_kind_of_other_concepts(std::string_view kind) {
    return kind == "substance" || kind == "class" || kind == "site" || kind == "population" || kind == "cause";
}

Result<std::string> other_concept_url(const Request&, const RouteValues& values) {
    if (!is_kind_of_other_concepts(values[0])) return no_such_page();
    return url_of(values[0] + "/" + values[1]);
}

Result<PublicPage> render_other_concept(const Reader& reader, const Request&, const RouteValues& values) {
    return rendered(reader, reader.portal().concept_page(values[0] + "/" + values[1]), concept_page);
}

/// What a 更多 page is of.
struct Related {
    std::string id;
    Panel panel;
    std::size_t page;
};

using ReadRelated = std::function<Result<Related>(const Request&, const RouteValues&)>;

Result<Related> related_of(std::string id, std::string_view panel_name, const Request& request) {
    const auto panel = panel_named(panel_name);
    if (!panel) return no_such_page();
    const auto page = parse_page(request);
    if (!page) return page.error();
    return Related{std::move(id), *panel, *page};
}

Result<Related> other_related_of(const Request& request, const RouteValues& values) {
    if (!is_kind_of_other_concepts(values[0])) return no_such_page();
    return related_of(values[0] + "/" + values[1], values[2], request);
}

PublicRoute related_route(const ReadRelated& read) {
    return {[=](const Request& request, const RouteValues& values) -> Result<std::string> {
                const auto related = read(request, values);
                if (!related) return related.error();
                return related_url(related->id, related->panel, related->page);
            },
            [=](const Reader& reader, const Request& request, const RouteValues& values) -> Result<PublicPage> {
                const auto related = read(request, values);
                if (!related) return related.error();
                const auto view = reader.portal().panel_page(related->id, related->panel, related->page);
                return rendered(reader, view, panel_page);
            }};
}

/// Reads ?letter=…&department=…&condition=…&region=…&level=…&title=…&page=…. InvalidInput for a letter that is none and
/// a value that is too long to be one.
Result<BrowseRequest> parse_browse(ListKind kind, const Request& request) {
    const auto page = parse_page(request);
    if (!page) return page.error();
    BrowseRequest browse;
    browse.kind = kind;
    browse.page = *page;
    const std::string letter = request.query_value("letter").value_or("");
    const bool is_letter = letter.size() == 1 && ((letter[0] >= 'a' && letter[0] <= 'z') || letter[0] == '0');
    if (!letter.empty() && !is_letter) return Error{ErrorCode::InvalidInput, "首字母须是a到z或0。", "letter"};
    if (is_letter) browse.letter = letter[0];
    if (kind != ListKind::Doctors && kind != ListKind::Hospitals) return browse;
    for (std::size_t i = 0; i < kPeopleFacetCount; ++i) {
        const std::string_view name = name_of(static_cast<PeopleFacet>(i));
        browse.chosen[i] = request.query_value(name).value_or("");
        if (browse.chosen[i].size() > kMaxValueBytes)
            return Error{ErrorCode::InvalidInput, "筛选条件太长。", std::string(name)};
    }
    return browse;
}

PublicRoute list_route(ListKind kind) {
    return {[=](const Request& request, const RouteValues&) -> Result<std::string> {
                const auto browse = parse_browse(kind, request);
                if (!browse) return browse.error();
                return browse_url(*browse);
            },
            [=](const Reader& reader, const Request& request, const RouteValues&) -> Result<PublicPage> {
                const auto browse = parse_browse(kind, request);
                if (!browse) return browse.error();
                return rendered(reader, reader.portal().browse(*browse), list_page);
            }};
}

/// A page without parameters.
PublicRoute fixed_route(std::string url, std::function<std::string(const Portal&)> render) {
    return {[=](const Request&, const RouteValues&) -> Result<std::string> { return url; },
            [=](const Reader& reader, const Request&, const RouteValues&) -> Result<PublicPage> {
                return PublicPage(render(reader.portal()));
            }};
}

/// A page for one person is kept by nobody else. Here: what they looked for.
Response personal_answer(int status, PersonalPage page, Locale locale) {
    Response response;
    response.status = status;
    response.headers = {{"Cache-Control", status == 200 ? "private, no-cache" : "no-store"},
                        {"Content-Language", std::string(language_tag(locale))}};
    if (status == 200) {
        response.content = make_content(response.type, std::move(page.html), Packing::OnTheFly);
    } else {
        response.body = std::move(page.html);
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
            const Messages& say = messages_in(locale_of_path(http.path));
            return Error{ErrorCode::InvalidInput, std::string(say("error.too_many_filters")), std::string(name)};
        }
    }
    return request;
}

Response answer_search(Site& site, const Reader& reader, const Request& http, const RouteValues&) {
    const auto request = parse_search(http);
    if (!request) return Site::refusal(reader, request.error());
    const NavigationView navigation = reader.portal().navigation();
    if (request->query.empty()) {
        return site.answer(reader, "/search", [&]() -> Result<PublicPage> {
            return PublicPage(search_start_page(reader.portal().home(), navigation));
        });
    }
    const auto view = reader.finder().search(*request);
    if (!view) {
        return personal_answer(http_status(view.error().code),
                               PersonalPage(refused_search_page(request->query, view.error().message, navigation)),
                               reader.locale());
    }
    const bool is_past_the_end = view->items.empty() && view->total > 0;
    return personal_answer(is_past_the_end ? 404 : 200, PersonalPage(search_page(*view, navigation)), reader.locale());
}

/// What a reader wrote is for them alone: neither kept by a browser or proxy, nor in an address, nor in a log.
Response answer_ask(const Reader& reader, const Request& http) {
    const AskRequest asked = read_ask_form(http);
    const NavigationView navigation = reader.portal().navigation();
    const auto answer = reader.asking().ask(asked);
    const PersonalPage page(answer ? ask_page(*answer, asked.replies, navigation)
                                   : refused_ask_page(asked.text, answer.error().message, navigation));
    Response response;
    response.status = answer ? 200 : http_status(answer.error().code);
    response.headers = {{"Cache-Control", "no-store"},
                        {"Content-Language", std::string(language_tag(reader.locale()))}};
    response.body = page.html;
    return response;
}

/// "https://host" as whole addresses need it: the site's own, else that of the request; nothing when its host does not
/// look like one.
std::optional<std::string> base_address(const Reader& reader, const Request& request) {
    if (const auto settings = reader.portal().site(); !settings->base_address.empty()) return settings->base_address;
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

Response answer_robots(Site&, const Reader& reader, const Request& request, const RouteValues&) {
    const auto base = base_address(reader, request);
    if (!base) return Site::refusal(reader, no_such_page());
    return for_machines("text/plain; charset=utf-8", robots_text(*base));
}

Response answer_site_map_index(Site&, const Reader& reader, const Request& request, const RouteValues&) {
    const auto base = base_address(reader, request);
    if (!base) return Site::refusal(reader, no_such_page());
    std::vector<std::pair<ListKind, std::size_t>> counts;
    for (int i = 0; i < kListKindCount; ++i) {
        const auto kind = static_cast<ListKind>(i);
        counts.emplace_back(kind, reader.portal().page_count(kind));
    }
    return for_machines(kXml, site_map_index(*base, counts));
}

Response answer_site_map(Site&, const Reader& reader, const Request& request, const RouteValues& values) {
    const auto base = base_address(reader, request);
    const auto file = map_file_named(values[0]);
    if (!base || !file || file->number > reader.portal().page_count(file->kind) / kMapPages + 1) {
        return Site::refusal(reader, no_such_page());
    }
    const auto pages = reader.portal().mapped_pages(file->kind, (file->number - 1) * kMapPages, kMapPages);
    if (pages.empty()) return Site::refusal(reader, no_such_page());
    return for_machines(kXml, site_map(*base, pages));
}

constexpr const char* kAtom = "application/atom+xml; charset=utf-8";
constexpr std::size_t kFeedEntries = 50;

Response answer_feed(const Reader& reader, const Request& request, Portal::FeedOf of, const std::string& title) {
    const auto base = base_address(reader, request);
    const auto entries = reader.portal().feed(of, "", kFeedEntries);
    if (!base || !entries) return Site::refusal(reader, no_such_page());
    const std::string name = reader.portal().site()->name;
    return for_machines(kAtom, atom_feed({*base + request.path, name + " " + title, name, *base}, *entries));
}

Response answer_new_articles(Site&, const Reader& reader, const Request& request, const RouteValues&) {
    return answer_feed(reader, request, Portal::FeedOf::Articles,
                       std::string(messages_in(reader.locale())("feed.articles")));
}

Response answer_changes(Site&, const Reader& reader, const Request& request, const RouteValues&) {
    return answer_feed(reader, request, Portal::FeedOf::Changes,
                       std::string(messages_in(reader.locale())("feed.changes")));
}

/// /feeds/departments/neurology.xml
Response answer_department_feed(Site&, const Reader& reader, const Request& request, const RouteValues& values) {
    constexpr std::string_view kEnding = ".xml";
    const auto base = base_address(reader, request);
    if (!base || !values[0].ends_with(kEnding)) return Site::refusal(reader, no_such_page());
    const std::string id = "department/" + values[0].substr(0, values[0].size() - kEnding.size());
    const auto department = reader.portal().concept_page(id);
    const auto entries = reader.portal().feed(Portal::FeedOf::Articles, id, kFeedEntries);
    if (!department || !entries) return Site::refusal(reader, no_such_page());
    const std::string name = reader.portal().site()->name;
    const std::string title = messages_in(reader.locale())("feed.of_department", department->subject.name);
    return for_machines(kAtom,
                        atom_feed({*base + percent_encode(request.path), name + " " + title, name, *base}, *entries));
}

Response answer_manifest(Site&, const Reader& reader, const Request&, const RouteValues&) {
    Response response;
    response.headers = {{"Cache-Control", "public, no-cache"}};
    response.content = make_content("application/manifest+json; charset=utf-8",
                                    web_manifest(*reader.portal().site(), asset_url("icon.svg")), Packing::OnTheFly);
    return response;
}

/// Who asks for it by this name takes what it leads to.
Response answer_favicon(Site&, const Reader&, const Request&, const RouteValues&) {
    Response response;
    response.status = 302;
    response.type = "text/plain; charset=utf-8";
    response.headers = {{"Location", asset_url("icon.svg")}, {"Cache-Control", "public, max-age=86400"}};
    return response;
}

Response answer_security(Site&, const Reader& reader, const Request& request, const RouteValues&) {
    const auto base = base_address(reader, request);
    std::string text = base ? security_text(*reader.portal().site(), *base) : std::string();
    if (text.empty()) return Site::refusal(reader, no_such_page());
    return for_machines("text/plain; charset=utf-8", std::move(text));
}

/// Tells browsers how to search this site from their own box. A template must be a whole address, so it begins with
/// base_address().
Response answer_opensearch(Site&, const Reader& reader, const Request& request, const RouteValues&) {
    const auto base = base_address(reader, request);
    if (!base) return Site::refusal(reader, no_such_page());
    std::string body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    body.append("<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\"><ShortName>");
    append_escaped(body, reader.portal().site()->name);
    body.append("</ShortName><Description>")
        .append(messages_in(reader.locale())("search_box.description"))
        .append("</Description><InputEncoding>UTF-8</InputEncoding>")
        .append("<Url type=\"text/html\" method=\"get\" template=\"")
        .append(*base)
        .append("/search?q={searchTerms}\"/></OpenSearchDescription>\n");
    return for_machines("application/opensearchdescription+xml; charset=utf-8", std::move(body));
}

Response answer_asset(Site&, const Reader& reader, const Request&, const RouteValues& values) {
    Response response;
    response.content = asset_content(values[0]);
    if (!response.content) return Site::refusal(reader, no_such_page());
    response.headers = {{"Cache-Control", "public, max-age=31536000, immutable"}};
    return response;
}

/// What the operator gave, at addresses that stay: asked again each time.
Response from_settings(std::string type, std::string bytes) {
    Response response;
    response.headers = {{"Cache-Control", "public, no-cache"}};
    response.content = make_content(std::move(type), std::move(bytes), Packing::OnTheFly);
    return response;
}

Response answer_logo(Site&, const Reader& reader, const Request&, const RouteValues&) {
    const auto settings = reader.portal().site();
    if (!settings->logo) return Site::refusal(reader, no_such_page());
    return from_settings(settings->logo->type, settings->logo->bytes);
}

Response answer_theme(Site&, const Reader& reader, const Request&, const RouteValues&) {
    std::string css = theme_css(*reader.portal().site());
    if (css.empty()) return Site::refusal(reader, no_such_page());
    return from_settings("text/css; charset=utf-8", std::move(css));
}

Response answer_about(Site& site, const Reader& reader, const Request&, const RouteValues& values) {
    const AboutPage* page = about_page_named(values[0]);
    if (page == nullptr) return Site::refusal(reader, no_such_page());
    return site.answer(reader, "/about/" + std::string(page->slug), [&]() -> Result<PublicPage> {
        return PublicPage(about_page(*page, reader.portal().navigation()));
    });
}

Response answer_report_form(Site& site, const Reader& reader, const Request& request, const RouteValues&) {
    ReportForm form{request.query_value("page").value_or(""), "", "", site.reporting().box != nullptr};
    return personal_answer(200, PersonalPage(report_form_page(form, reader.portal().navigation())), reader.locale());
}

/// The body is what a browser sends of the form.
Response take_report(Site& site, const Reader& reader, const Request& request) {
    Request sent;
    sent.query = request.body;
    const NavigationView navigation = reader.portal().navigation();
    ReportForm form{sent.query_value("page").value_or(""), sent.query_value("text").value_or(""), "", true};
    const Reporting& reporting = site.reporting();
    if (!reporting.box) {
        form.is_accepted = false;
        return personal_answer(503, PersonalPage(report_form_page(form, navigation)), reader.locale());
    }
    const auto kept = reporting.box->add({form.page, reader.revision(), reporting.today(), form.text});
    if (kept) return personal_answer(200, PersonalPage(report_thanks_page(form.page, navigation)), reader.locale());
    form.problem = kept.error().message;
    return personal_answer(http_status(kept.error().code), PersonalPage(report_form_page(form, navigation)),
                           reader.locale());
}

void add_reports(Router& router, const SharedSite& site) {
    add_made(router, site, "/reports", answer_report_form, {.below_roots = true});
    router.add(
        Method::Post, "/reports",
        [=](const Request& request, const RouteValues&) { return take_report(*site, site->reader(request), request); },
        {.work = Work::Quick, .cost = kReportCost, .below_roots = true});
}

void add_settings(Router& router, const SharedSite& site) {
    add_made(router, site, std::string(kLogoUrl), answer_logo, {});
    add_made(router, site, std::string(kThemeUrl), answer_theme, {});
}

void add_search(Router& router, const SharedSite& site) {
    add_made(router, site, "/search", answer_search, {.work = Work::Quick, .cost = kSearchCost, .below_roots = true});
    add_made(router, site, "/opensearch.xml", answer_opensearch, {});
}

void add_asking(Router& router, const SharedSite& site) {
    add_public(router, site, "/ask",
               fixed_route("/ask", [](const Portal& portal) { return ask_start_page(portal.navigation()); }));
    router.add(Method::Post, "/ask",
               [=](const Request& request, const RouteValues&) { return answer_ask(site->reader(request), request); },
               {.work = Work::Quick, .cost = kAskCost, .cost_per_kib = 1, .below_roots = true});
}

void add_crawling(Router& router, const SharedSite& site) {
    add_made(router, site, "/robots.txt", answer_robots, {});
    add_made(router, site, "/sitemap.xml", answer_site_map_index, {.work = Work::Quick});
    add_made(router, site, "/sitemaps/{file}", answer_site_map, {.work = Work::Quick, .cost = kSiteMapCost});
    add_made(router, site, "/feeds/articles.xml", answer_new_articles, {.work = Work::Quick, .cost = kFeedCost});
    add_made(router, site, "/feeds/changes.xml", answer_changes, {.work = Work::Quick, .cost = kFeedCost});
    add_made(router, site, "/feeds/departments/{file}", answer_department_feed,
             {.work = Work::Quick, .cost = kFeedCost});
    add_made(router, site, "/manifest.webmanifest", answer_manifest, {});
    add_made(router, site, "/favicon.ico", answer_favicon, {});
    add_made(router, site, "/.well-known/security.txt", answer_security, {});
}

void add_lists(Router& router, const SharedSite& site) {
    for (int i = 0; i < kListKindCount; ++i) {
        const auto kind = static_cast<ListKind>(i);
        add_public(router, site, list_url(kind), list_route(kind));
    }
}

void add_records(Router& router, const SharedSite& site) {
    add_public(router, site, "/articles/{slug}", record_route("article", &Portal::article, article_page));
    add_public(router, site, "/doctors/{slug}", record_route("doctor", &Portal::doctor, doctor_page));
    add_public(router, site, "/hospitals/{slug}", record_route("hospital", &Portal::hospital, hospital_page));
    add_public(router, site, "/drugs/{slug}", record_route("drug", &Portal::drug, drug_page));
    add_public(router, site, "/questions/{slug}", record_route("question", &Portal::question, question_page));
    add_public(router, site, "/sources/{slug}", record_route("source", &Portal::source, source_page));
    add_public(router, site, "/tests/{slug}", {concept_route("test").url, render_test});
}

void add_concepts(Router& router, const SharedSite& site) {
    add_public(router, site, "/conditions/{slug}", concept_route("condition"));
    add_public(router, site, "/symptoms/{slug}", concept_route("symptom"));
    add_public(router, site, "/procedures/{slug}", concept_route("procedure"));
    add_public(router, site, "/departments/{slug}", concept_route("department"));
    add_public(router, site, "/concepts/{kind}/{slug}", {other_concept_url, render_other_concept});
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
        const auto read = [kind = std::string(folder.kind)](const Request& request, const RouteValues& values) {
            return related_of(kind + "/" + values[0], values[1], request);
        };
        add_public(router, site, std::string(folder.pattern), related_route(read));
    }
    add_public(router, site, "/concepts/{kind}/{slug}/related/{panel}", related_route(other_related_of));
}

}  // namespace

void add_pages(Router& router, const Readers& readers, Reporting reporting) {
    const auto site = std::make_shared<Site>(readers, std::move(reporting));
    add_public(router, site, "/", fixed_route("/", [](const Portal& portal) {
                   const HomeView home = portal.home();
                   return home_page(home, navigation_of(portal, home));
               }));
    add_public(router, site, "/departments", fixed_route("/departments", [](const Portal& portal) {
                   const auto departments = portal.departments();
                   return departments_page(departments, navigation_of(portal, departments));
               }));
    add_made(router, site, "/assets/{name}", answer_asset, {});
    add_made(router, site, "/about/{slug}", answer_about, {.work = Work::Quick, .below_roots = true});
    add_settings(router, site);
    add_reports(router, site);
    add_search(router, site);
    add_asking(router, site);
    add_crawling(router, site);
    add_lists(router, site);
    add_records(router, site);
    add_concepts(router, site);
    add_related(router, site);
    for (const Locale locale : all_of<Locale>) {
        if (!url_prefix(locale).empty()) router.add_root(std::string(url_prefix(locale)));
    }
    router.on_missing([=](const Request& request, const RouteValues&) -> std::optional<Response> {
        return moved_from_here(site->reader(request), request);
    });
    router.on_error("/", [=](const Request& request, int status) {
        const std::string_view log_id = status == 503 ? request.header("x-error-id") : std::string_view();
        return Site::error(site->reader(request), {status, {}, std::string(log_id)});
    });
}

}  // namespace xinglin
