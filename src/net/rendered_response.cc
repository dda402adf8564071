#include "net/rendered_response.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "base/log.h"
#include "net/content.h"

namespace xinglin {
namespace {

// Smaller bodies gain less than they cost.
constexpr std::size_t kSmallestPacked = 1024;
constexpr int kDynamicLevel = 1;

// On every answer, errors too. Styles, scripts and forms are our own files; images may be data: URLs.
constexpr std::string_view kSecurityHeaders =
    "Content-Security-Policy: default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n";

std::string_view status_line(int status) {
    switch (status) {
        case 200:
            return "HTTP/1.1 200 OK\r\n";
        case 201:
            return "HTTP/1.1 201 Created\r\n";
        case 204:
            return "HTTP/1.1 204 No Content\r\n";
        case 301:
            return "HTTP/1.1 301 Moved Permanently\r\n";
        case 302:
            return "HTTP/1.1 302 Found\r\n";
        case 303:
            return "HTTP/1.1 303 See Other\r\n";
        case 304:
            return "HTTP/1.1 304 Not Modified\r\n";
        case 307:
            return "HTTP/1.1 307 Temporary Redirect\r\n";
        case 308:
            return "HTTP/1.1 308 Permanent Redirect\r\n";
        case 400:
            return "HTTP/1.1 400 Bad Request\r\n";
        case 401:
            return "HTTP/1.1 401 Unauthorized\r\n";
        case 403:
            return "HTTP/1.1 403 Forbidden\r\n";
        case 404:
            return "HTTP/1.1 404 Not Found\r\n";
        case 405:
            return "HTTP/1.1 405 Method Not Allowed\r\n";
        case 408:
            return "HTTP/1.1 408 Request Timeout\r\n";
        case 409:
            return "HTTP/1.1 409 Conflict\r\n";
        case 410:
            return "HTTP/1.1 410 Gone\r\n";
        case 413:
            return "HTTP/1.1 413 Content Too Large\r\n";
        case 414:
            return "HTTP/1.1 414 URI Too Long\r\n";
        case 417:
            return "HTTP/1.1 417 Expectation Failed\r\n";
        case 422:
            return "HTTP/1.1 422 Unprocessable Content\r\n";
        case 429:
            return "HTTP/1.1 429 Too Many Requests\r\n";
        case 431:
            return "HTTP/1.1 431 Request Header Fields Too Large\r\n";
        case 500:
            return "HTTP/1.1 500 Internal Server Error\r\n";
        case 501:
            return "HTTP/1.1 501 Not Implemented\r\n";
        case 503:
            return "HTTP/1.1 503 Service Unavailable\r\n";
        default:
            return {};
    }
}

bool has_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

/// All fields of the name as one list (RFC 9110 section 5.3).
std::string list_of(const Request& request, std::string_view name) {
    std::string list;
    for (const auto& [key, value] : request.headers) {
        if (key != name) continue;
        if (!list.empty()) list += ',';
        list += value;
    }
    return list;
}

/// A line break in a value would let whoever wrote it write headers of their own.
bool is_sendable(std::string_view name, std::string_view value) {
    const auto is_control = [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; };
    return !name.empty() && name.find_first_of(": \t") == std::string_view::npos &&
           std::none_of(name.begin(), name.end(), is_control) && std::none_of(value.begin(), value.end(), is_control);
}

}  // namespace

void RenderedResponse::clear() {
    response_ = {};
    body_ = {};
    head_.clear();
    packed_.clear();
    etag_.clear();
    encoding_ = {};
    varies_ = false;
}

void RenderedResponse::append(std::string_view name, std::string_view value) {
    head_ += name;
    head_ += ": ";
    head_ += value;
    head_ += "\r\n";
}

void RenderedResponse::append_own_headers() {
    for (const auto& [name, value] : response_.headers) {
        if (is_sendable(name, value)) {
            append(name, value);
        } else {
            log(LogLevel::Error, "a header that would break the answer is left out: " + name);
        }
    }
}

std::string_view RenderedResponse::pick_content_form(std::string_view accept_encoding, std::string_view if_none_match) {
    const Content& content = *response_.content;
    Forms forms{.gzip = !content.gzip.empty(), .brotli = !content.brotli.empty()};
    const bool is_unpacked = !forms.gzip && !forms.brotli;
    const bool packs_now = is_unpacked && content.identity.size() > kSmallestPacked && is_compressible(content.type);
    if (packs_now) forms.gzip = true;
    varies_ = forms.gzip || forms.brotli;
    const Encoding encoding = negotiate(accept_encoding, forms);
    etag_ = etag_of(content, encoding);
    if (response_.status == 200 && names_etag(if_none_match, etag_)) {
        response_.status = 304;
        return {};
    }
    switch (encoding) {
        case Encoding::Identity:
            return content.identity;
        case Encoding::Gzip:
            encoding_ = "gzip";
            if (packs_now) packed_ = gzip(content.identity, kDynamicLevel);
            return packs_now ? packed_ : content.gzip;
        case Encoding::Brotli:
            encoding_ = "br";
            return content.brotli;
    }
    return content.identity;
}

std::string_view RenderedResponse::pick_dynamic_form(std::string_view accept_encoding) {
    if (response_.body.size() <= kSmallestPacked || !is_compressible(response_.type)) return response_.body;
    varies_ = true;
    if (negotiate(accept_encoding, {.gzip = true, .brotli = false}) != Encoding::Gzip) return response_.body;
    packed_ = gzip(response_.body, kDynamicLevel);
    encoding_ = "gzip";
    return packed_;
}

std::string_view RenderedResponse::pick_body(const Request& request) {
    if (!has_body(response_.status)) return {};
    const std::string accept_encoding = list_of(request, "accept-encoding");
    if (response_.content == nullptr) return pick_dynamic_form(accept_encoding);
    const bool is_read = request.method == Method::Get || request.method == Method::Head;
    return pick_content_form(accept_encoding, is_read ? list_of(request, "if-none-match") : std::string());
}

void RenderedResponse::render(const Request& request, Response response, Persistence persistence,
                              std::string_view date) {
    clear();
    response_ = std::move(response);
    body_ = pick_body(request);

    const std::string_view line = status_line(response_.status);
    if (line.empty()) head_ = "HTTP/1.1 " + std::to_string(response_.status) + " \r\n";
    head_ += line;
    append("Date", date);
    head_ += kSecurityHeaders;
    append_own_headers();
    if (varies_) append("Vary", "Accept-Encoding");
    if (!etag_.empty()) append("ETag", etag_);
    if (!encoding_.empty()) append("Content-Encoding", encoding_);
    if (has_body(response_.status)) {
        append("Content-Type", response_.content == nullptr ? response_.type : response_.content->type);
        append("Content-Length", std::to_string(body_.size()));
    }
    if (persistence == Persistence::KeepAliveTold) append("Connection", "keep-alive");
    if (persistence == Persistence::Close) append("Connection", "close");
    head_ += "\r\n";
    if (request.method == Method::Head) body_ = {};
}

std::string http_date(long long seconds_since_1970) {
    using std::chrono::days;
    constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::chrono::sys_seconds moment{std::chrono::seconds(seconds_since_1970)};
    const auto day = std::chrono::floor<days>(moment);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(moment - day);
    const auto weekday = std::chrono::weekday(day).c_encoding();
    std::array<char, 64> buffer{};
    const int length =
        std::snprintf(buffer.data(), buffer.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT", kDays[weekday % 7],
                      static_cast<unsigned>(date.day()), kMonths[(static_cast<unsigned>(date.month()) - 1) % 12],
                      static_cast<int>(date.year()), static_cast<int>(time.hours().count()),
                      static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    return {buffer.data(), static_cast<std::size_t>(length)};
}

}  // namespace xinglin
