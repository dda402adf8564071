#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace xinglin {

/// What a request line names, ready for the router.
struct Target {
    std::string path;   ///< percent-decoded, valid UTF-8 without NUL, starts with "/", no "." or ".." segments
    std::string query;  ///< what stands after "?", still encoded
};

/// Reads "/path?query" or "http://host/path?query" (RFC 9112 section 3.2). Nothing when it is another form, has a
/// fragment, a broken escape anywhere, an encoded NUL, a path that is not UTF-8, or dot segments above the root.
std::optional<Target> parse_target(std::string_view text);

/// The path of a target that parse_target() refuses, so that the right part of the site answers the error: its
/// segments before the first "?" or "#" up to the first that is not plain, so "/api/" of "/api/%zz".
std::string path_of_bad_target(std::string_view text);

}  // namespace xinglin
