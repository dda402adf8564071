#include "intake/table_columns.h"

#include <algorithm>
#include <unordered_set>

#include "base/strings.h"
#include "intake/data.h"
#include "pack/html_text.h"
#include "text/data_lines.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

bool is_blank(char32_t c) {
    return c == U' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200D) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x2060 ||
           c == 0x3000 || c == 0xFEFF;
}

std::string_view without_blanks_around(std::string_view text) {
    while (!text.empty()) {
        const Decoded first = decode_utf8(text, 0);
        if (!is_blank(first.code_point)) break;
        text.remove_prefix(first.length);
    }
    while (!text.empty()) {
        const Decoded last = decode_utf8_before(text, text.size());
        if (!is_blank(last.code_point)) break;
        text.remove_suffix(last.length);
    }
    return text;
}

std::string names_of(std::span<const std::string_view> required, std::span<const std::string_view> optional) {
    std::string names;
    for (const auto& list : {required, optional}) {
        for (const std::string_view name : list) names += (names.empty() ? "" : ", ") + std::string(name);
    }
    return names;
}

}  // namespace

Result<TableColumns> TableColumns::choose(const ImportProfile& profile, std::span<const std::string_view> required,
                                          std::span<const std::string_view> optional) {
    const auto is_in = [](std::span<const std::string_view> names, std::string_view name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    const std::string adapter = "The adapter \"" + std::string(name_of(profile.adapter)) + "\" ";
    for (const std::string_view name : required) {
        if (profile.columns.contains(name) || profile.values.contains(name)) continue;
        return Error{ErrorCode::InvalidInput,
                     adapter + "needs the column of \"" + std::string(name) + "\": write \"" + std::string(name) +
                         "=the file's column\" in columns.",
                     "columns"};
    }
    std::vector<std::string> said;
    for (const auto* pairs : {&profile.columns, &profile.values}) {
        for (const auto& entry : *pairs) said.push_back(entry.first);
    }
    std::ranges::sort(said);
    for (const std::string& name : said) {
        if (is_in(required, name) || is_in(optional, name)) continue;
        return Error{ErrorCode::InvalidInput,
                     adapter + "knows no field \"" + name + "\"; its fields are " + names_of(required, optional) + ".",
                     "columns"};
    }
    TableColumns columns;
    columns.columns_ = profile.columns;
    columns.values_ = profile.values;
    return columns;
}

std::string_view TableColumns::raw(const InputRow& row, std::string_view field) const {
    const auto column = columns_.find(field);
    const boost::json::value* value = column == columns_.end() ? nullptr : row.fields.if_contains(column->second);
    const boost::json::string* text = value == nullptr ? nullptr : value->if_string();
    if (text != nullptr && !trimmed(*text).empty()) return *text;
    const auto said = values_.find(field);
    return said == values_.end() ? std::string_view() : std::string_view(said->second);
}

std::string TableColumns::text(const InputRow& row, std::string_view field) const {
    std::string written = tidied(without_simple_markup(raw(row, field)));
    return is_placeholder(written) ? std::string() : written;
}

std::string TableColumns::column(std::string_view field) const {
    const auto column = columns_.find(field);
    return column == columns_.end() ? std::string(field) : column->second;
}

bool is_placeholder(std::string_view text) {
    // The longest placeholder is some ten characters; a text of sentences need not be folded.
    constexpr std::size_t kMostBytes = 64;
    static const std::unordered_set<std::string> all = [] {
        std::unordered_set<std::string> folded;
        for (const DataLine& line : data_lines(intake_data("placeholders.txt"))) folded.insert(fold(line.text));
        return folded;
    }();
    if (text.size() > kMostBytes) return false;
    const auto is_mark = [](char c) { return c == '-' || c == '/' || c == '.' || c == '*' || c == '_'; };
    const std::string folded = fold(text);
    return all.contains(folded) || (!folded.empty() && std::all_of(folded.begin(), folded.end(), is_mark));
}

std::string tidied(std::string_view text) {
    text = without_blanks_around(text);
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Decoded decoded = decode_utf8(text, at);
        const bool is_line_end = decoded.code_point == U'\r' || decoded.code_point == 0x85 ||
                                 decoded.code_point == 0x2028 || decoded.code_point == 0x2029;
        if (!is_line_end) {
            clean.append(text.substr(at, decoded.length));
        } else if (decoded.code_point != U'\r' || at + 1 == text.size() || text[at + 1] != '\n') {
            clean += '\n';
        }
        at += decoded.length;
    }
    return clean;
}

std::vector<std::string> listed(std::string_view text) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    const auto take = [&](std::size_t end) {
        std::string part = tidied(text.substr(begin, end - begin));
        if (!part.empty() && !is_placeholder(part)) parts.push_back(std::move(part));
    };
    for (std::size_t at = 0; at < text.size();) {
        const Decoded decoded = decode_utf8(text, at);
        const char32_t c = decoded.code_point;
        if (c == U';' || c == U'\uFF1B' || c == U'\u3001' || c == U'|' || c == U'\n' || c == U'\r') {
            take(at);
            begin = at + decoded.length;
        }
        at += decoded.length;
    }
    take(text.size());
    return parts;
}

}  // namespace xinglin
