#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/http.h"

namespace xinglin {

/// The value of the first cookie `name` that the client sent (RFC 6265 section 5.4); nothing when there is none. A name
/// that begins with __Host- was set by this host over https and by nobody else, if the browser keeps to the rules.
std::optional<std::string> cookie_value(const Request& request, std::string_view name);

enum class SameSite { Strict, Lax };

struct Cookie {
    std::string name;                                  ///< without prefix; letters, digits, "-" and "_"
    std::string value;                                 ///< visible ASCII without quotes, comma, semicolon and backslash
    std::optional<std::chrono::seconds> max_age = {};  ///< nothing: as long as the browser is open; 0 takes it away
    SameSite same_site = SameSite::Lax;
};

/// The name that `cookie` is sent under: "__Host-" + name.
std::string host_cookie_name(std::string_view name);

/// Adds the header Set-Cookie with the rules of __Host-: Secure, HttpOnly, Path=/, no Domain (RFC 6265bis section
/// 4.1.3.2); and forbids every cache to keep the answer. InvalidInput for a name or value that a cookie cannot have.
Result<Done> set_cookie(Response& response, const Cookie& cookie);

}  // namespace xinglin
