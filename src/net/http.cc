#include "net/http.h"

#include <array>
#include <cstdint>

#include <iconv.h>

#include "base/name_table.h"

namespace xinglin {
namespace {

constexpr NameTable<Method> kMethodNames("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "OTHER");
constexpr std::string_view kHexDigits = "0123456789ABCDEF";

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

std::optional<unsigned> hex_value(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    return std::nullopt;
}

struct SequenceRule {
    unsigned char first_low, first_high;    ///< range of the first byte
    unsigned char second_low, second_high;  ///< range of the second byte; further ones are 80..BF
    std::size_t length;
};

// The well-formed sequences of the Unicode Standard, table 3-7: no overlong form, no surrogate, nothing above U+10FFFF.
constexpr std::array<SequenceRule, 9> kSequences{{{0x00, 0x7f, 0x00, 0xff, 1},
                                                  {0xc2, 0xdf, 0x80, 0xbf, 2},
                                                  {0xe0, 0xe0, 0xa0, 0xbf, 3},
                                                  {0xe1, 0xec, 0x80, 0xbf, 3},
                                                  {0xed, 0xed, 0x80, 0x9f, 3},
                                                  {0xee, 0xef, 0x80, 0xbf, 3},
                                                  {0xf0, 0xf0, 0x90, 0xbf, 4},
                                                  {0xf1, 0xf3, 0x80, 0xbf, 4},
                                                  {0xf4, 0xf4, 0x80, 0x8f, 4}}};

bool in_range(char c, unsigned char low, unsigned char high) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= low && byte <= high;
}

/// The length of the well-formed sequence at the start of `text` (not empty), or 0.
std::size_t sequence_length(std::string_view text) {
    for (const SequenceRule& rule : kSequences) {
        if (!in_range(text[0], rule.first_low, rule.first_high)) continue;
        if (text.size() < rule.length) return 0;
        if (rule.length > 1 && !in_range(text[1], rule.second_low, rule.second_high)) return 0;
        for (std::size_t i = 2; i < rule.length; ++i) {
            if (!in_range(text[i], 0x80, 0xbf)) return 0;
        }
        return rule.length;
    }
    return 0;
}

bool is_utf8_without_nul(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = text[0] == '\0' ? 0 : sequence_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

/// The bytes of `text` with their escapes read; nothing when an escape is broken.
std::optional<std::string> percent_decoded_bytes(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        if (text.size() - i < 3) return std::nullopt;
        const auto high = hex_value(text[i + 1]);
        const auto low = hex_value(text[i + 2]);
        if (!high || !low) return std::nullopt;
        decoded += static_cast<char>(*high * 16 + *low);
        i += 2;
    }
    return decoded;
}

/// Bytes in GB18030 as UTF-8; nothing when they are not.
std::optional<std::string> from_gb18030(std::string bytes) {
    const iconv_t converter = iconv_open("UTF-8", "GB18030");
    if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
    std::string text(bytes.size() * 2 + 4, '\0');
    char* from = bytes.data();
    char* to = text.data();
    std::size_t left = bytes.size();
    std::size_t room = text.size();
    const std::size_t failed = iconv(converter, &from, &left, &to, &room);
    iconv_close(converter);
    if (failed == static_cast<std::size_t>(-1) || left > 0) return std::nullopt;
    text.resize(text.size() - room);
    return text;
}

/// A form's field: "+" is a space there, and only there. What is not UTF-8 is read as GB18030, which old Chinese pages
/// and search engines send.
std::optional<std::string> form_decode(std::string_view text) {
    std::string spaced(text);
    for (char& c : spaced) {
        if (c == '+') c = ' ';
    }
    auto decoded = percent_decoded_bytes(spaced);
    if (decoded && !is_utf8_without_nul(*decoded)) decoded = from_gb18030(*std::move(decoded));
    if (decoded && !is_utf8_without_nul(*decoded)) return std::nullopt;
    return decoded;
}

/// A parameter of a query, still encoded.
struct Parameter {
    std::string_view key;
    std::string_view value;
};

/// Cuts the first parameter off `query`, which is not empty.
Parameter next_parameter(std::string_view& query) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(pair.size() == query.size() ? pair.size() : pair.size() + 1);
    const std::string_view key = pair.substr(0, pair.find('='));
    return {key, key.size() == pair.size() ? std::string_view() : pair.substr(key.size() + 1)};
}

}  // namespace

std::string_view name_of(Method method) {
    return kMethodNames.name_of(method);
}

std::string_view Request::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (key == name) return value;
    }
    return {};
}

std::optional<std::string> Request::query_value(std::string_view name) const {
    std::string_view rest = query;
    while (!rest.empty()) {
        const Parameter parameter = next_parameter(rest);
        if (form_decode(parameter.key) == name) return form_decode(parameter.value);
    }
    return std::nullopt;
}

std::vector<std::string> Request::query_values(std::string_view name) const {
    std::vector<std::string> values;
    std::string_view rest = query;
    while (!rest.empty()) {
        const Parameter parameter = next_parameter(rest);
        if (form_decode(parameter.key) != name) continue;
        if (auto value = form_decode(parameter.value)) values.push_back(*std::move(value));
    }
    return values;
}

int http_status(ErrorCode code) {
    switch (code) {
        case ErrorCode::InvalidInput:
            return 400;
        case ErrorCode::Forbidden:
            return 403;
        case ErrorCode::NotFound:
            return 404;
        case ErrorCode::Conflict:
            return 409;
        case ErrorCode::TooLarge:
            return 413;
        case ErrorCode::Unavailable:
            return 503;
    }
    return 503;
}

std::string percent_encode(std::string_view text) {
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c) || c == '/') {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += kHexDigits[byte >> 4];
        encoded += kHexDigits[byte & 15];
    }
    return encoded;
}

std::optional<std::string> percent_decode(std::string_view text) {
    auto decoded = percent_decoded_bytes(text);
    if (decoded && !is_utf8_without_nul(*decoded)) return std::nullopt;
    return decoded;
}

}  // namespace xinglin
