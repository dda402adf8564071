#include "net/cookies.h"

#include <algorithm>

#include "base/strings.h"

namespace xinglin {
namespace {

constexpr std::string_view kHostPrefix = "__Host-";

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/// cookie-octet of RFC 6265 section 4.1.1.
bool is_value_character(char c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
}

std::string_view unquoted(std::string_view value) {
    const bool is_quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    return is_quoted ? value.substr(1, value.size() - 2) : value;
}

}  // namespace

std::optional<std::string> cookie_value(const Request& request, std::string_view name) {
    for (const auto& [header, list] : request.headers) {
        if (header != "cookie") continue;
        for (const std::string_view pair : split(list, ';')) {
            const std::string_view key = pair.substr(0, pair.find('='));
            if (key.size() == pair.size() || trimmed(key) != name) continue;
            return std::string(unquoted(trimmed(pair.substr(key.size() + 1))));
        }
    }
    return std::nullopt;
}

std::string host_cookie_name(std::string_view name) {
    return std::string(kHostPrefix) + std::string(name);
}

Result<Done> set_cookie(Response& response, const Cookie& cookie) {
    if (cookie.name.empty() || !std::ranges::all_of(cookie.name, is_name_character)) {
        return Error{ErrorCode::InvalidInput, "The name of a cookie has letters, digits, - and _.", cookie.name};
    }
    if (!std::ranges::all_of(cookie.value, is_value_character)) {
        return Error{ErrorCode::InvalidInput, "Encode the value of the cookie; it has characters that none can have.",
                     cookie.name};
    }
    std::string line = host_cookie_name(cookie.name) + "=" + cookie.value + "; Path=/; Secure; HttpOnly; SameSite=";
    line += cookie.same_site == SameSite::Strict ? "Strict" : "Lax";
    if (cookie.max_age) line += "; Max-Age=" + std::to_string(cookie.max_age->count());
    response.headers.emplace_back("Set-Cookie", std::move(line));
    std::erase_if(response.headers, [](const auto& field) { return field.first == "Cache-Control"; });
    response.headers.emplace_back("Cache-Control", "no-store");
    return Done{};
}

}  // namespace xinglin
