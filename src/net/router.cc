#include "net/router.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <future>
#include <iterator>
#include <set>
#include <thread>

#include "base/check.h"
#include "base/log.h"
#include "base/strings.h"
#include "net/guard.h"

namespace xinglin {
namespace {

using Segments = std::vector<std::string>;

// What is shorter takes no longer than a search.
constexpr std::size_t kBulkBytes = 4 * 1024;

bool is_name(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

Segments segments_of(std::string_view path) {
    Segments segments;
    for (const std::string_view segment : split(path.substr(1), '/')) segments.emplace_back(segment);
    return segments;
}

bool have_same_shape(const Segments& a, const Segments& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const std::string& left, const std::string& right) {
        return is_name(left) ? is_name(right) : left == right;
    });
}

/// Orders patterns so that the first one that matches is the right one: at the first segment where two differ in
/// kind, the literal goes first.
bool is_asked_before(const Segments& a, const Segments& b) {
    return std::lexicographical_compare(
        a.begin(), a.end(), b.begin(), b.end(),
        [](const std::string& left, const std::string& right) { return !is_name(left) && is_name(right); });
}

bool matches(const Segments& pattern, const std::vector<std::string_view>& path) {
    return std::equal(pattern.begin(), pattern.end(), path.begin(), path.end(),
                      [](const std::string& expected, std::string_view segment) {
                          return is_name(expected) ? !segment.empty() : expected == segment;
                      });
}

RouteValues values_of(const Segments& pattern, const std::vector<std::string_view>& path) {
    RouteValues values;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (is_name(pattern[i])) values.emplace_back(path[i]);
    }
    return values;
}

std::string_view sentence_for(int status) {
    switch (status) {
        case 400:
            return "这个请求写得不对，服务器看不懂。请检查网址后重试。";
        case 404:
            return "没有这个页面。请检查网址，或从首页开始查找。";
        case 405:
            return "这个网址不接受这种请求方式。";
        case 408:
            return "请求没有在规定的时间内发完，请重试。";
        case 403:
            return "这个地址不对外开放。";
        case 413:
            return "提交的内容太大，请缩短后重试。";
        case 414:
            return "网址太长，请缩短后重试。";
        case 417:
            return "服务器不能满足请求里的 Expect。";
        case 426:
            return "这个地址只接受 WebSocket 连接。";
        case 429:
            return "请求太频繁，请稍等片刻再试。";
        case 431:
            return "请求头太大，请清除本站的 Cookie 后重试。";
        case 501:
            return "服务器不支持这种传输编码。";
        case 503:
            return "服务暂时不可用，请稍后重试。";
        default:
            return "请求没有成功。";
    }
}

Response plain_error(const Request& request, int status) {
    Response response;
    response.status = status;
    response.type = "text/plain; charset=utf-8";
    response.body = std::to_string(status) + " " + std::string(sentence_for(status)) + "\n";
    const std::string_view id = status == 503 ? request.header("x-error-id") : "";
    if (!id.empty()) response.body += "编号 " + std::string(id) + "\n";
    return response;
}

/// Enough to find the line in the log; not a secret.
std::string new_error_id() {
    const auto ticks = std::chrono::system_clock::now().time_since_epoch().count();
    const auto thread = std::hash<std::thread::id>{}(std::this_thread::get_id());
    return hex16(fnv1a(std::to_string(ticks) + "/" + std::to_string(thread)));
}

constexpr unsigned kRetryAfterSeconds = 5;

Response unavailable(const Router& router, const Request& request) {
    Response response = router.error(request, 503);
    response.headers.emplace_back("Retry-After", std::to_string(kRetryAfterSeconds));
    return response;
}

Response failure_of(const Router& router, const Request& request, std::string_view what) {
    const std::string id = new_error_id();
    log(LogLevel::Error, "request failed, id " + id + ": " + std::string(name_of(request.method)) + " " + request.path +
                             ": " + std::string(what));
    Request told = request;
    told.headers.insert(told.headers.begin(), {"x-error-id", id});
    Response response = unavailable(router, told);
    response.headers.emplace_back("X-Error-Id", id);
    return response;
}

/// What is answered in place of a handler that ended so. Memory that there was none of is there again: what the handler
/// had is freed.
Response answer_for(const Ended& ended, const Router& router, const Request& request) {
    switch (ended.how) {
        case Ended::How::OverBudget:
            log(LogLevel::Warning,
                "given up after its time: " + std::string(name_of(request.method)) + " " + request.path);
            return unavailable(router, request);
        case Ended::How::Well:
        case Ended::How::Failed:
            break;
    }
    return failure_of(router, request, ended.what);
}

/// 308: /articles/x/ is /articles/x.
Response redirect_without_slash(const Request& request) {
    Response response;
    response.status = 308;
    std::string target = percent_encode(std::string_view(request.path).substr(0, request.path.size() - 1));
    if (!request.query.empty()) target += "?" + request.query;
    response.headers.emplace_back("Location", std::move(target));
    response.type = "text/plain; charset=utf-8";
    return response;
}

}  // namespace

class Router::Route {
  public:
    Method method = Method::Get;
    std::string pattern;
    Segments segments;
    RouteOptions options;
    // One of the three.
    Handler handler;
    LaterHandler later;
    WebSocketHandler web_socket;
};

void Router::insert(std::shared_ptr<Route> route) {
    CHECK(route->pattern.starts_with('/'));
    CHECK(route->handler != nullptr || route->later != nullptr || route->web_socket != nullptr);
    route->segments = segments_of(route->pattern);
    for (const auto& other : routes_) {
        CHECK(other->method != route->method || !have_same_shape(other->segments, route->segments));
    }
    const auto place = std::upper_bound(routes_.begin(), routes_.end(), route, [](const auto& left, const auto& right) {
        return is_asked_before(left->segments, right->segments);
    });
    routes_.insert(place, std::move(route));
}

void Router::add(Method method, std::string pattern, Handler handler, RouteOptions options) {
    auto route = std::make_shared<Route>();
    route->method = method;
    route->pattern = std::move(pattern);
    route->handler = std::move(handler);
    route->options = std::move(options);
    insert(std::move(route));
}

void Router::add_later(Method method, std::string pattern, LaterHandler handler, RouteOptions options) {
    auto route = std::make_shared<Route>();
    route->method = method;
    route->pattern = std::move(pattern);
    route->later = std::move(handler);
    route->options = std::move(options);
    insert(std::move(route));
}

void Router::add_web_socket(std::string pattern, WebSocketHandler handler) {
    auto route = std::make_shared<Route>();
    route->pattern = std::move(pattern);
    route->web_socket = std::move(handler);
    insert(std::move(route));
}

void Router::on_error(std::string path_prefix, ErrorHandler handler) {
    const auto is_shorter = [&](const auto& other) { return other.first.size() < path_prefix.size(); };
    const auto place = std::find_if(error_handlers_.begin(), error_handlers_.end(), is_shorter);
    error_handlers_.emplace(place, std::move(path_prefix), std::move(handler));
}

void Router::add_root(std::string root) {
    CHECK(root.size() > 1 && root.starts_with('/') && root.find('/', 1) == std::string::npos);
    roots_.push_back(std::move(root));
}

Router::Asked Router::asked(std::string_view path) const {
    for (const std::string& root : roots_) {
        if (!path.starts_with(root)) continue;
        const std::string_view rest = path.substr(root.size());
        // The pattern "/" has one empty segment; "/en/" has two, because it is "/en" with a slash too many.
        if (rest.empty()) return {{rest}, true};
        if (rest == "/") return {{rest.substr(1), rest.substr(1)}, true};
        if (rest.starts_with('/')) return {split(rest.substr(1), '/'), true};
    }
    return {split(path.substr(1), '/'), false};
}

bool Router::takes(const Route& route, const Asked& asked) {
    return (route.options.below_roots || !asked.below_root) && matches(route.segments, asked.segments);
}

Router::Destination Router::find(const Request& request) const {
    if (!request.path.starts_with('/')) return {};
    const Asked path = asked(request.path);
    const Route* get = nullptr;
    for (const auto& route : routes_) {
        if (!takes(*route, path)) continue;
        if (route->method == request.method) return {route.get(), values_of(route->segments, path.segments)};
        if (route->method == Method::Get && get == nullptr) get = route.get();
    }
    if (request.method == Method::Head && get != nullptr) return {get, values_of(get->segments, path.segments)};
    return {};
}

Response Router::no_route(const Request& request) const {
    if (!request.path.starts_with('/')) return error(request, 400);
    const Asked path = asked(request.path);
    std::set<std::string_view> allowed;
    for (const auto& route : routes_) {
        if (!takes(*route, path)) continue;
        allowed.insert(name_of(route->method));
        if (route->method == Method::Get) allowed.insert(name_of(Method::Head));
    }
    if (allowed.empty() && missing_ && (request.method == Method::Get || request.method == Method::Head)) {
        std::optional<Response> moved;
        const Ended ended = run_guarded([&] { moved = missing_(request, {}); });
        if (ended.how == Ended::How::Well && moved) return *std::move(moved);
    }
    if (allowed.empty() && has_page_without_slash(request)) return redirect_without_slash(request);
    if (allowed.empty()) return error(request, 404);
    Response response = error(request, 405);
    response.headers.emplace_back("Allow", join({allowed.begin(), allowed.end()}, ", "));
    return response;
}

Work Router::work_of(const Destination& destination, const Request& request) const {
    if (destination.route == nullptr) return Work::Light;
    const Work work = destination.route->options.work;
    return work == Work::Bulk && request.body.size() < kBulkBytes ? Work::Quick : work;
}

std::size_t Router::cost_of(const Destination& destination, const Request& request) const {
    if (destination.route == nullptr) return 1;
    const RouteOptions& options = destination.route->options;
    return options.cost + options.cost_per_kib * (request.body.size() / 1024);
}

std::optional<Response> Router::ready(const Destination& destination, const Request& request) const {
    if (destination.route == nullptr) return no_route(request);
    const ReadyAnswer& ready = destination.route->options.ready;
    if (ready == nullptr) return std::nullopt;
    std::optional<Response> response;
    const Ended ended = run_guarded([&] { response = ready(request, destination.values); });
    if (ended.how != Ended::How::Well) return answer_for(ended, *this, request);
    return response;
}

std::optional<Response> Router::answer_now(const Destination& destination, const Request& request) const {
    const Route& route = *destination.route;
    if (route.web_socket != nullptr) return error(request, 426);
    if (route.handler == nullptr) return std::nullopt;
    Response response;
    const Ended ended = run_guarded([&] { response = route.handler(request, destination.values); });
    return ended.how == Ended::How::Well ? std::move(response) : answer_for(ended, *this, request);
}

void Router::answer(const Destination& destination, const Request& request, const Responder& responder) const {
    if (auto response = answer_now(destination, request)) return responder.send(*std::move(response));
    const Route& route = *destination.route;
    const Ended ended = run_guarded([&] { route.later(request, destination.values, responder); });
    // It may have answered before: the request may be gone.
    if (ended.how != Ended::How::Well) log(LogLevel::Error, route.pattern + " failed: " + ended.what);
}

std::string_view Router::pattern_of(const Destination& destination) const {
    return destination.route == nullptr ? std::string_view() : std::string_view(destination.route->pattern);
}

const WebSocketHandler* Router::web_socket(const Destination& destination) const {
    if (destination.route == nullptr || destination.route->web_socket == nullptr) return nullptr;
    return &destination.route->web_socket;
}

Response Router::dispatch(const Request& request) const {
    const Destination destination = find(request);
    if (auto response = ready(destination, request)) return *std::move(response);
    std::promise<std::optional<Response>> answered;
    auto coming = answered.get_future();
    answer(destination, request,
           Responder([&](std::optional<Response> response) { answered.set_value(std::move(response)); }));
    auto response = coming.get();
    return response ? *std::move(response) : unavailable(*this, request);
}

/// Whether the path ends in "/" and names a page without it.
bool Router::has_page_without_slash(const Request& request) const {
    const bool may_move = request.method == Method::Get || request.method == Method::Head;
    if (!may_move || request.path.size() < 2 || !request.path.ends_with('/')) return false;
    const Asked path = asked(std::string_view(request.path).substr(0, request.path.size() - 1));
    return std::ranges::any_of(routes_,
                               [&](const auto& route) { return route->method == Method::Get && takes(*route, path); });
}

Response Router::error(const Request& request, int status) const {
    const auto answers = [&](const auto& handler) { return request.path.starts_with(handler.first); };
    auto found = std::find_if(error_handlers_.begin(), error_handlers_.end(), answers);
    // A request too broken to have a path gets the page for all.
    if (found == error_handlers_.end() && !error_handlers_.empty()) found = std::prev(error_handlers_.end());
    if (found == error_handlers_.end()) return plain_error(request, status);
    Response response;
    const Ended ended = run_guarded([&] { response = found->second(request, status); });
    if (ended.how != Ended::How::Well) {
        log(LogLevel::Error, "the error page failed: " + ended.what);
        response = plain_error(request, status);
    }
    response.status = status;
    return response;
}

std::vector<std::string> Router::table() const {
    std::vector<std::string> lines;
    for (const auto& route : routes_) lines.push_back(std::string(name_of(route->method)) + " " + route->pattern);
    std::sort(lines.begin(), lines.end());
    return lines;
}

}  // namespace xinglin
