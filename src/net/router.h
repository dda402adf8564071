#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http.h"
#include "net/responder.h"
#include "net/web_socket.h"

namespace xinglin {

/// What a pattern's {names} matched, in the pattern's order.
using RouteValues = std::vector<std::string>;

using Handler = std::function<Response(const Request&, const RouteValues&)>;

/// A handler whose answer comes later, from whatever thread: it keeps the responder and returns at once, so that
/// waiting for a lock or another machine holds up nobody. The request lives until the responder is dropped; the values
/// do not.
using LaterHandler = std::function<void(const Request&, const RouteValues&, const Responder&)>;

/// An answer that is ready and costs no more than to look it up; nothing when the handler has to make one.
using ReadyAnswer = std::function<std::optional<Response>(const Request&, const RouteValues&)>;

/// How long a handler works, which says on which threads.
enum class Work {
    Light,  ///< microseconds: on the thread that holds the connections
    Quick,  ///< milliseconds: a search, a page that is not kept
    Bulk    ///< grows with the text that was sent; a short text is Quick
};

/// What the server must know of a route to keep one client's requests from holding up the others.
struct RouteOptions {
    Work work = Work::Light;
    std::size_t cost = 1;          ///< in units of a page, for the limit of rate
    std::size_t cost_per_kib = 0;  ///< more of it for each KiB of the body
    ReadyAnswer ready = nullptr;   ///< asked first, on the connection's thread
    bool below_roots = false;      ///< also there below each Router::add_root()
};

/// Answers what no route does; see Router::on_error().
using ErrorHandler = std::function<Response(const Request&, int status)>;

/// A table of method, pattern and handler: "/articles/{slug}". A {name} matches one non-empty segment. A literal
/// segment beats a {name}. Built before serving, then immutable.
class Router {
  public:
    /// Two routes with the same method and shape are a CHECK failure.
    void add(Method method, std::string pattern, Handler handler, RouteOptions options = {});
    void add_later(Method method, std::string pattern, LaterHandler handler, RouteOptions options = {});
    /// A GET route that only a WebSocket handshake from this host's own pages may take; others get 403 or 426.
    void add_web_socket(std::string pattern, WebSocketHandler handler);

    /// "/en": routes that say so have a second address below it, "/en/articles/x", and "/" has "/en". Handlers see the
    /// path that was asked for, so that they can answer in another language. Before serving.
    void add_root(std::string root);

    /// Pages for what no route answers: `status` is 400, 403, 404, 405, 408, 413, 414, 417, 426,
    /// 429, 431, 501 or 503. After an
    /// exception the request's header "x-error-id" is the id of the log line, to be shown on the page.
    /// The handler of the longest `path_prefix` that the request's path starts with answers ("/" for all, "/api/").
    void on_error(std::string path_prefix, ErrorHandler handler);

    /// Asked before the 404 of what no route takes: what it answers goes out instead, as a page that has moved. GET and
    /// HEAD only.
    void on_missing(ReadyAnswer handler) { missing_ = std::move(handler); }

    class Route;

    /// Where a request leads to; refers to the router.
    struct Destination {
        const Route* route = nullptr;  ///< null when no route takes it
        RouteValues values;
    };
    Destination find(const Request& request) const;

    Work work_of(const Destination& destination, const Request& request) const;
    std::size_t cost_of(const Destination& destination, const Request& request) const;

    /// What can be answered at once: what a route has ready, and where there is no route: 404, or 308 to the same path
    /// without its last "/" where that is a page; another method's route: 405 with Allow.
    std::optional<Response> ready(const Destination& destination, const Request& request) const;

    /// The answer of a plain handler, made on this thread; nothing where it may come later.
    std::optional<Response> answer_now(const Destination& destination, const Request& request) const;

    /// Runs the handler, which answers now or later. A thrown exception: 503 and a logged line with an id.
    void answer(const Destination& destination, const Request& request, const Responder& responder) const;

    /// The route's pattern, "" when there is none. Lives as long as the router.
    std::string_view pattern_of(const Destination& destination) const;

    /// The handler of a WebSocket route; null for any other.
    const WebSocketHandler* web_socket(const Destination& destination) const;

    /// All of the above on this thread, waiting for an answer that comes later. HEAD is answered by the GET route.
    Response dispatch(const Request& request) const;

    /// The error page of `status`; plain text without on_error().
    Response error(const Request& request, int status) const;

    /// "GET /articles/{slug}", sorted; docs/HTTP.md is compared with it.
    std::vector<std::string> table() const;

  private:
    /// A path as routes are compared with it.
    struct Asked {
        std::vector<std::string_view> segments;  // of the path below its root
        bool below_root = false;
    };
    Asked asked(std::string_view path) const;
    static bool takes(const Route& route, const Asked& asked);
    bool has_page_without_slash(const Request& request) const;

    void insert(std::shared_ptr<Route> route);
    Response no_route(const Request& request) const;

    std::vector<std::shared_ptr<const Route>> routes_;                  // In the order in which they are asked.
    std::vector<std::pair<std::string, ErrorHandler>> error_handlers_;  // Longest prefix first.
    std::vector<std::string> roots_;
    ReadyAnswer missing_;
};

}  // namespace xinglin
