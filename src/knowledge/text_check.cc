#include "knowledge/text_check.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <string>

#include "knowledge/rules.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kSlugLimit = 80;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view lower_prefix) {
    return text.size() >= lower_prefix.size() && std::equal(lower_prefix.begin(), lower_prefix.end(), text.begin(),
                                                            [](char a, char b) { return a == lower(b); });
}

/// Characters that no reader can see and that change how the text around them is shown or compared.
bool is_control(char32_t c) {
    if (c == U'\n' || c == U'\t') return false;
    const bool bidi_override = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    const bool noncharacter = (c & 0xFFFEU) == 0xFFFEU || (c >= 0xFDD0 && c <= 0xFDEF);
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFEFF || bidi_override || noncharacter;
}

/// Whether text[offset], a '<', opens a tag, a comment or a processing instruction. "P<0.05" and "<https://…>" do not;
/// neither does "a <b c", which has no closing bracket, unless the word is the name of an element that acts.
bool opens_markup(std::string_view text, std::size_t offset) {
    std::string_view rest = text.substr(offset + 1);
    if (rest.empty()) return false;
    if (rest.front() == '!' || rest.front() == '?')
        return rest.size() > 1 && (is_letter(rest[1]) || rest[1] == '-' || rest[1] == '[');
    if (rest.front() == '/') rest.remove_prefix(1);
    std::size_t length = 0;
    while (length < rest.size() &&
           (is_letter(rest[length]) || (length > 0 && (is_digit(rest[length]) || rest[length] == '-'))))
        ++length;
    if (length == 0) return false;
    const bool ends_here = length == rest.size();
    if (!ends_here && std::string_view(" \t\n\r\f/>").find(rest[length]) == std::string_view::npos) return false;
    constexpr std::array<std::string_view, 10> kActing = {"script", "iframe", "style", "object", "embed",
                                                          "svg",    "img",    "link",  "meta",   "form"};
    const std::string_view name = rest.substr(0, length);
    const auto is_name = [name](std::string_view acting) {
        return name.size() == acting.size() && starts_with_ignoring_case(name, acting);
    };
    if (std::any_of(kActing.begin(), kActing.end(), is_name)) return true;
    const auto attribute = rest.find_first_not_of(" \t\n\r\f", length);
    if (attribute == std::string_view::npos || static_cast<unsigned char>(rest[attribute]) >= 0x80) return false;
    const auto next = rest.find_first_of("<>", length);
    return next != std::string_view::npos && rest[next] == '>';
}

std::optional<std::size_t> find_markup(std::string_view text) {
    for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
        if (opens_markup(text, at)) return at;
    }
    return std::nullopt;
}

/// A Markdown link whose target is a program.
std::optional<std::size_t> find_script_link(std::string_view text) {
    for (auto at = text.find("]("); at != std::string_view::npos; at = text.find("](", at + 1)) {
        auto target = text.substr(at + 2);
        target.remove_prefix(std::min(target.find_first_not_of(" \t\n<"), target.size()));
        for (const std::string_view scheme : {"javascript:", "vbscript:", "data:"}) {
            if (starts_with_ignoring_case(target, scheme)) return at;
        }
    }
    return std::nullopt;
}

/// "&nbsp;", "&#160;", "&#xA0;": what is left when tags were stripped carelessly.
std::optional<std::size_t> find_entity(std::string_view text) {
    for (auto at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
        std::size_t end = at + 1;
        if (end < text.size() && text[end] == '#') ++end;
        const std::size_t begin = end;
        while (end < text.size() && end - begin < 10 && (is_letter(text[end]) || is_digit(text[end]))) ++end;
        if (end - begin >= 2 && end < text.size() && text[end] == ';') return at;
    }
    return std::nullopt;
}

/// What a template or a list of excerpts leaves behind. A Markdown link may be called 详细.
std::optional<std::size_t> find_debris(std::string_view text) {
    constexpr std::array<std::string_view, 9> kDebris = {"{{",     "${",       "<%",       "[object Object]", "[详细]",
                                                         "[详情]", "【详细】", "【详情】", "[查看详细]"};
    std::optional<std::size_t> first;
    for (const std::string_view debris : kDebris) {
        for (auto at = text.find(debris); at != std::string_view::npos; at = text.find(debris, at + 1)) {
            if (text.substr(at + debris.size()).starts_with("(")) continue;
            first = std::min(first.value_or(at), at);
            break;
        }
    }
    return first;
}

struct Sighting {
    std::size_t offset = 0;
    char32_t code_point = 0;
};

template <typename Predicate>
std::optional<Sighting> find_character(std::string_view text, Predicate matches) {
    for (std::size_t offset = 0; offset < text.size();) {
        const Decoded decoded = decode_utf8(text, offset);
        if (matches(decoded.code_point)) return Sighting{offset, decoded.code_point};
        offset += decoded.length;
    }
    return std::nullopt;
}

std::string code_point_name(char32_t code_point) {
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "U+%04X", static_cast<unsigned>(code_point));
    return buffer.data();
}

std::string character_at(std::string_view text, std::size_t offset) {
    return "Character " + std::to_string(count_characters(text.substr(0, offset)) + 1);
}

}  // namespace

std::vector<TextFault> faults_in(std::string_view text, std::string_view where) {
    std::vector<TextFault> faults;
    const auto report = [&](std::size_t offset, std::string_view rule, std::string message, std::string mend) {
        faults.push_back({make_problem(rule, where, std::move(message), std::move(mend)), offset});
    };
    if (const auto offset = first_invalid_utf8(text)) {
        report(*offset, "invalid-utf8", "Byte " + std::to_string(*offset + 1) + " of this text is not valid UTF-8.",
               "Save the text as UTF-8.");
        return faults;
    }
    if (const auto control = find_character(text, is_control)) {
        report(control->offset, "dirty-text",
               character_at(text, control->offset) + " is a control character (" +
                   code_point_name(control->code_point) + ").",
               "Remove it.");
    }
    if (const auto offset = find_markup(text)) {
        report(*offset, "dirty-text", character_at(text, *offset) + " begins HTML; texts are plain text or Markdown.",
               "Remove the tag; write \"< 5\" with a space when less-than is meant.");
    }
    if (const auto offset = find_script_link(text)) {
        report(*offset, "dirty-text", character_at(text, *offset) + " begins a link to a script or to data.",
               "Link to an https address instead.");
    }
    if (const auto offset = find_entity(text)) {
        report(*offset, "html-entity",
               character_at(text, *offset) + " begins an HTML entity; readers see it as it is written.",
               "Write the character itself.");
    }
    if (const auto offset = find_debris(text)) {
        report(*offset, "text-debris", character_at(text, *offset) + " begins what is left of a template or a cut.",
               "Write the text that readers should see.");
        faults.back().problem.severity = Severity::Warning;
    }
    if (const auto lost = find_character(text, [](char32_t c) { return c == 0xFFFD; })) {
        report(lost->offset, "lost-character",
               character_at(text, lost->offset) + " is U+FFFD: a character was lost before.",
               "Write the character that was meant.");
    }
    return faults;
}

std::vector<Problem> check_text(std::string_view text, std::string_view where) {
    std::vector<Problem> problems;
    for (TextFault& fault : faults_in(text, where)) problems.push_back(std::move(fault.problem));
    return problems;
}

bool is_valid_slug(std::string_view slug) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-'; };
    return !slug.empty() && slug.size() <= kSlugLimit && std::all_of(slug.begin(), slug.end(), fits);
}

bool is_valid_id(std::string_view id, std::string_view kind) {
    return id.size() > kind.size() && id.substr(0, kind.size()) == kind && id[kind.size()] == '/' &&
           is_valid_slug(id.substr(kind.size() + 1));
}

}  // namespace xinglin
