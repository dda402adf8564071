#include "net/target.h"

#include <vector>

#include "base/strings.h"
#include "net/http.h"

namespace xinglin {
namespace {

/// "/path?query" of an absolute URL; `text` itself when it is none, or names no host (RFC 9110 section 4.2.1).
std::string_view without_authority(std::string_view text) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!text.starts_with(scheme)) continue;
        const std::string_view rest = text.substr(scheme.size());
        const auto end = rest.find_first_of("/?");
        if (end == 0 || rest.empty()) return text;
        return end == std::string_view::npos ? std::string_view() : rest.substr(end);
    }
    return text;
}

/// RFC 3986 section 5.2.4, on the decoded path so that "%2e%2e" is no way round it. Nothing above the root.
std::optional<std::string> without_dot_segments(std::string_view path) {
    if (path.find("/.") == std::string_view::npos) return std::string(path);
    std::vector<std::string_view> kept;
    const auto segments = split(path.substr(1), '/');
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const bool is_last = i + 1 == segments.size();
        if (segments[i] == "..") {
            if (kept.empty()) return std::nullopt;
            kept.pop_back();
        } else if (segments[i] != ".") {
            kept.push_back(segments[i]);
            continue;
        }
        if (is_last) kept.push_back({});
    }
    std::string joined;
    for (const std::string_view segment : kept) {
        joined += '/';
        joined += segment;
    }
    return joined;
}

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// A query need not be UTF-8 (old search engines send GBK along), but its escapes must be whole and hide no NUL.
bool has_sound_escapes(std::string_view query) {
    for (std::size_t i = query.find('%'); i != std::string_view::npos; i = query.find('%', i + 3)) {
        if (query.size() - i < 3 || !is_hex(query[i + 1]) || !is_hex(query[i + 2])) return false;
        if (query.substr(i + 1, 2) == "00") return false;
    }
    return query.find('\0') == std::string_view::npos;
}

}  // namespace

std::optional<Target> parse_target(std::string_view text) {
    if (text.find('#') != std::string_view::npos) return std::nullopt;
    const bool is_absolute = !text.starts_with('/');
    if (is_absolute) {
        const std::string_view rest = without_authority(text);
        if (rest.size() == text.size()) return std::nullopt;
        text = rest;
    }
    const std::string_view raw_path = text.substr(0, text.find('?'));
    const std::string_view query = raw_path.size() == text.size() ? "" : text.substr(raw_path.size() + 1);
    if (!has_sound_escapes(query)) return std::nullopt;

    auto decoded = percent_decode(raw_path.empty() ? "/" : raw_path);
    if (!decoded) return std::nullopt;
    auto path = without_dot_segments(*decoded);
    if (!path) return std::nullopt;
    return Target{std::move(*path), std::string(query)};
}

std::string path_of_bad_target(std::string_view text) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/";
    const std::string_view path = text.substr(0, text.find_first_of("?#"));
    if (!path.starts_with('/')) return "/";
    const std::size_t plain = path.find_first_not_of(kPlain);
    return std::string(plain == std::string_view::npos ? path : path.substr(0, path.rfind('/', plain) + 1));
}

}  // namespace xinglin
