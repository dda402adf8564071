#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace xinglin {

enum class Method { Get, Head, Post, Put, Delete, Options, Other };

/// "GET", …; "OTHER" for what no route takes.
std::string_view name_of(Method method);

/// A request as handlers see it: plain values, parsed and within limits.
struct Request {
    Method method = Method::Get;
    std::string path;   ///< percent-decoded, valid UTF-8, starts with "/", no "." or ".." segments
    std::string query;  ///< still encoded; read with query_value()
    std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
    std::string body;
    std::string client;  ///< the address of whoever asks, behind trusted proxies the reader's; "" is not known

    /// The first header of that lower-case name, or "".
    std::string_view header(std::string_view name) const;
    /// The decoded value of the first query parameter `name`; bytes that are not UTF-8 are read as GB18030. Nothing
    /// when absent or neither.
    std::optional<std::string> query_value(std::string_view name) const;
    /// The decoded values of every query parameter `name`, in order; those that cannot be read are left out.
    std::vector<std::string> query_values(std::string_view name) const;
};

/// A body with its precompressed forms, shared by all answers that send it. Immutable.
struct Content {
    std::string type;      ///< "text/html; charset=utf-8"
    std::string identity;  ///< the bytes
    std::string gzip;      ///< "" when not made
    std::string brotli;    ///< "" when not made
    std::string etag;      ///< quoted, strong; "" sends none
};

struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>>
        headers;  ///< besides Content-*, Date, Connection, security headers
    std::string type = "text/html; charset=utf-8";
    std::string body;                        ///< used when `content` is null
    std::shared_ptr<const Content> content;  ///< cached answer: compression is negotiated, ETag answered with 304
};

/// 400, 403, 404, 409, 413, 503.
int http_status(ErrorCode code);

/// The path or query part with everything but unreserved characters and "/" percent-encoded; for building URLs.
std::string percent_encode(std::string_view text);
/// Nothing when an escape is broken or the result is not valid UTF-8 or holds NUL.
std::optional<std::string> percent_decode(std::string_view text);

/// How hard to pack: OnTheFly keeps no packed form (an answer is packed at the lowest level as it goes out), Quick
/// costs half a millisecond for 20 KB, Smallest 15 ms for a tenth fewer bytes.
enum class Packing { OnTheFly, Quick, Smallest };

/// Makes gzip and brotli forms (where they are smaller) and the ETag of `body`. OnTheFly is for what
/// may never be asked for again, Quick for what is, Smallest for what is packed once at the start.
std::shared_ptr<const Content> make_content(std::string type, std::string body, Packing packing = Packing::Quick);

}  // namespace xinglin
