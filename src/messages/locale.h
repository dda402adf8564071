#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/enumeration.h"

namespace xinglin {

/// The language of what stands around the content. Part of what a kept page is found by.
enum class Locale { ZhHans, ZhHant, En };

/// BCP 47: "zh-Hans", "zh-Hant", "en".
std::string_view language_tag(Locale locale);

/// What the addresses of its pages begin with: "" (the site's own language), "/zh-hant", "/en".
std::string_view url_prefix(Locale locale);

/// What it calls itself: 简体中文, 繁體中文, English.
std::string_view own_name(Locale locale);

/// The locale whose prefix `path` begins with.
Locale locale_of_path(std::string_view path);

/// `path` ("/" or "/articles/x") as that locale's pages have it: "/en", "/en/articles/x".
std::string path_in(Locale locale, std::string_view path);

/// What an Accept-Language field asks for among ours (RFC 9110 section 12.5.4): the language with the highest weight,
/// the first of equal ones; ZhHans when it names none. Chinese of Taiwan, Hong Kong and Macao is ZhHant. O(field), of
/// which 1,000 bytes are read.
Locale preferred_locale(std::string_view accept_language);

}  // namespace xinglin
