#pragma once

#include <string>
#include <string_view>

#include "net/http.h"

namespace xinglin {

/// What the answer says of the connection. HTTP/1.0 clients must be told that it stays open.
enum class Persistence { KeepAlive, KeepAliveTold, Close };

/// A response in the form it goes over the wire: head and body in two pieces, so that the bytes of a shared Content
/// are sent from where they lie. Used again for each answer of a connection, which keeps the head's memory.
class RenderedResponse {
  public:
    RenderedResponse() = default;
    RenderedResponse(const RenderedResponse&) = delete;
    RenderedResponse& operator=(const RenderedResponse&) = delete;

    /// Adds what every answer needs (Date, the security headers, framing), picks the form that the request accepts,
    /// answers a matching If-None-Match with 304 and HEAD without a body. `date` is an HTTP date.
    void render(const Request& request, Response response, Persistence persistence, std::string_view date);

    std::string_view head() const { return head_; }
    std::string_view body() const { return body_; }
    /// What is in memory for this answer alone: not a shared Content.
    std::size_t own_bytes() const { return head_.size() + packed_.size() + response_.body.size(); }
    int status() const { return response_.status; }

    /// Lets go of the response; head() and body() are empty then.
    void clear();

  private:
    std::string_view pick_body(const Request& request);
    std::string_view pick_content_form(std::string_view accept_encoding, std::string_view if_none_match);
    std::string_view pick_dynamic_form(std::string_view accept_encoding);
    void append(std::string_view name, std::string_view value);
    void append_own_headers();

    Response response_;
    std::string head_;
    std::string packed_;
    std::string etag_;
    std::string_view body_;
    std::string_view encoding_;
    bool varies_ = false;
};

/// "Mon, 23 Nov 2026 20:21:46 GMT" (RFC 9110 section 5.6.7).
std::string http_date(long long seconds_since_1970);

}  // namespace xinglin
