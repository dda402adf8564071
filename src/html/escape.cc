#include "html/escape.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace xinglin {
namespace {

/// By byte: 0 where the byte stands for itself, otherwise the place of what replaces it.
constexpr std::array<std::uint8_t, 256> make_replacement_index() {
    std::array<std::uint8_t, 256> index{};
    for (std::size_t control = 0; control < 0x20; ++control) index[control] = 1;
    index[0x7f] = 1;
    index['\t'] = 0;
    index['\n'] = 0;
    index['\r'] = 2;  // a bare CR would be read back as LF
    index['&'] = 3;
    index['<'] = 4;
    index['>'] = 5;
    index['"'] = 6;
    index['\''] = 7;
    return index;
}

constexpr std::array<std::uint8_t, 256> kReplacementIndex = make_replacement_index();
constexpr std::array<std::string_view, 8> kReplacements = {"",     "\xef\xbf\xbd", "&#13;",  "&amp;",
                                                           "&lt;", "&gt;",         "&quot;", "&#39;"};

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_hexadecimal(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_unreserved(char c) {
    return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

void append_percent(std::string& out, char c) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

/// The host and port of "//host:port/path", when nothing in it could be read as something else.
bool is_plain_authority(std::string_view after_scheme) {
    if (!after_scheme.starts_with("//")) return false;
    const std::string_view rest = after_scheme.substr(2);
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    return !authority.empty() && authority.find('@') == std::string_view::npos;
}

}  // namespace

void append_escaped(std::string& out, std::string_view data) {
    std::size_t copied = 0;
    for (std::size_t i = 0; i < data.size(); ++i) {
        const std::uint8_t replacement = kReplacementIndex[static_cast<unsigned char>(data[i])];
        if (replacement == 0) continue;
        out.append(data, copied, i - copied);
        out += kReplacements[replacement];
        copied = i + 1;
    }
    out.append(data, copied);
}

void append_json_in_markup(std::string& out, std::string_view json) {
    for (const char c : json) {
        if (c == '<') {
            out += "\\u003c";
        } else if (c == '>') {
            out += "\\u003e";
        } else if (c == '&') {
            out += "\\u0026";
        } else {
            out += c;
        }
    }
}

bool is_safe_url(std::string_view url) {
    // Browsers drop white space and controls and read a backslash as a slash: a URL that holds any is not taken.
    const auto is_treacherous = [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '\\'; };
    if (url.empty() || std::ranges::any_of(url, is_treacherous)) return false;
    if (url.starts_with("//")) return false;
    const std::size_t stop = url.find_first_of(":/?#");
    if (stop == std::string_view::npos || url[stop] != ':') return true;
    const std::string scheme = lower_case(url.substr(0, stop));
    return (scheme == "http" || scheme == "https") && is_plain_authority(url.substr(stop + 1));
}

void append_url(std::string& out, std::string_view url) {
    if (!is_safe_url(url)) {
        out += "#blocked";
        return;
    }
    constexpr std::string_view kReserved = ":/?#@!$()*+,;=";
    for (std::size_t i = 0; i < url.size(); ++i) {
        const char c = url[i];
        const bool is_escape =
            c == '%' && i + 2 < url.size() && is_hexadecimal(url[i + 1]) && is_hexadecimal(url[i + 2]);
        if (is_unreserved(c) || is_escape || kReserved.find(c) != std::string_view::npos) {
            out += c;
        } else if (c == '&') {
            out += "&amp;";
        } else {
            append_percent(out, c);
        }
    }
}

void append_url_part(std::string& out, std::string_view data) {
    for (const char c : data) {
        if (is_unreserved(c)) {
            out += c;
        } else {
            append_percent(out, c);
        }
    }
}

}  // namespace xinglin
