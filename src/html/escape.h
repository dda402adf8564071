#pragma once

#include <string>
#include <string_view>

namespace xinglin {

// Escaping by context. Pages do not call these: Html does, having learnt the context from the fragment.

/// Appends `data` so that an HTML parser reads it back as it was, in text and in quoted attributes alike. Control
/// characters that HTML forbids become U+FFFD. O(n).
void append_escaped(std::string& out, std::string_view data);

/// Whether `url` is http(s) with a host and no user name, or a path, query or fragment of this site. Anything that a
/// browser could read as another scheme or another host is not: "javascript:", "//host", "/\host", " java\tscript:".
/// The empty string is not.
bool is_safe_url(std::string_view url);

/// Appends a whole URL for a quoted attribute: percent-encoded where it must be, escaped; "#blocked" when not safe.
void append_url(std::string& out, std::string_view url);

/// Appends data as one segment of a path, or as one value of a query: everything but unreserved characters is encoded.
void append_url_part(std::string& out, std::string_view data);

/// Appends a JSON text so that no HTML parser finds a tag or an entity in it: "<", ">" and "&" of its strings as
/// \u003c…
void append_json_in_markup(std::string& out, std::string_view json);

}  // namespace xinglin
