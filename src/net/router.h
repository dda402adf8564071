#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http.h"

namespace xinglin {

/// What a pattern's {names} matched, in the pattern's order.
using RouteValues = std::vector<std::string>;

using Handler = std::function<Response(const Request&, const RouteValues&)>;

/// Answers what no route does; see Router::on_error().
using ErrorHandler = std::function<Response(const Request&, int status)>;

/// A table of method, pattern and handler: "/articles/{slug}". A {name} matches one non-empty segment. A literal
/// segment beats a {name}. Built before serving, then immutable.
class Router {
  public:
    /// Two routes with the same method and shape are a CHECK failure.
    void add(Method method, std::string pattern, Handler handler);

    /// Pages for what no route answers: `status` is 400, 404, 405, 408, 413, 414, 417, 431, 501 or 503. After an
    /// exception the request's header "x-error-id" is the id of the log line, to be shown on the page.
    /// The handler of the longest `path_prefix` that the request's path starts with answers ("/" for all, "/api/").
    void on_error(std::string path_prefix, ErrorHandler handler);

    /// Runs the handler. HEAD is answered by the GET route. No route: 404, or 308 to the same path without its last "/"
    /// where that is a page; another method's route: 405 with Allow; a thrown exception: 503 and a logged line with an
    /// id.
    Response dispatch(const Request& request) const;

    /// The error page of `status`; plain text without on_error().
    Response error(const Request& request, int status) const;

    /// "GET /articles/{slug}", sorted; docs/HTTP.md is compared with it.
    std::vector<std::string> table() const;

  private:
    bool has_page_without_slash(const Request& request) const;

    struct Route {
        Method method;
        std::string pattern;
        std::vector<std::string> segments;
        Handler handler;
    };
    std::vector<Route> routes_;
    std::vector<std::pair<std::string, ErrorHandler>> error_handlers_;  // Longest prefix first.
};

}  // namespace xinglin
