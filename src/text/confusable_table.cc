#include "text/confusable_table.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "base/check.h"
#include "text/data_lines.h"
#include "text/pinyin.h"
#include "text/text_data.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

struct ReadTable {
    std::string_view tones;
    std::vector<std::u16string> looks;
};

ReadTable read_table() {
    const std::vector<DataLine> lines = data_lines(text_data("confusables.txt"));
    CHECK(!lines.empty());
    ReadTable table{lines.front().text, {}};
    table.looks.reserve(lines.size() - 1);
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const std::string_view line = lines[i].text;
        std::u16string& row = table.looks.emplace_back();
        for (std::size_t at = 0; at < line.size();) {
            const Decoded character = decode_utf8(line, at);
            row += static_cast<char16_t>(character.code_point);
            at += character.length;
        }
    }
    return table;
}

/// By character, what looks much like it.
const std::unordered_map<char16_t, std::u16string_view>& near_looks() {
    static const std::unordered_map<char16_t, std::u16string_view> looks = [] {
        std::unordered_map<char16_t, std::u16string_view> made;
        for (const std::u16string& row : confusable_table().looks) {
            const std::u16string_view alike = std::u16string_view(row).substr(1);
            made.emplace(row.front(), alike.substr(0, alike.find(u' ')));
        }
        return made;
    }();
    return looks;
}

bool looks_like(char32_t typed, char32_t meant) {
    if (typed > 0xFFFF || meant > 0xFFFF) return false;
    const auto looks = near_looks().find(static_cast<char16_t>(typed));
    return looks != near_looks().end() && looks->second.find(static_cast<char16_t>(meant)) != std::u16string_view::npos;
}

bool may_sound_like(char32_t typed, char32_t meant) {
    std::string both;
    append_utf8(both, typed);
    append_utf8(both, meant);
    const std::vector<SyllableReadings> readings = pinyin_of(both);
    if (readings.size() != 2) return false;
    return std::ranges::any_of(readings[0].readings, [&](Syllable one) {
        if (!one) return false;
        return std::ranges::any_of(sounds_like(one), [&](Syllable like) { return readings[1].may_read(like); });
    });
}

}  // namespace

ConfusableTable confusable_table() {
    static const ReadTable table = read_table();
    return {table.tones, table.looks};
}

bool may_be_typed_for(char32_t typed, char32_t meant) {
    return looks_like(typed, meant) || may_sound_like(typed, meant);
}

}  // namespace xinglin
