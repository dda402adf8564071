#include "mine/sections.h"

#include <algorithm>
#include <array>

#include "base/strings.h"
#include "mine/mining_words.h"
#include "records/plain_text.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr std::size_t kLongestHeading = 20;  // characters

const Vocabulary& other_words() {
    static const Vocabulary& words = mining_words("sections.other_words");
    return words;
}

struct KindWords {
    SectionKind kind;
    std::string_view list;
};

/// In this order; 鉴别诊断 announces no tests, 并发症的治疗 no treatment of the illness itself.
constexpr std::array<KindWords, 6> kKindWords = {{
    {SectionKind::Differential, "sections.differential"},
    {SectionKind::Complication, "sections.complication"},
    {SectionKind::Cause, "sections.cause"},
    {SectionKind::Symptom, "sections.symptom"},
    {SectionKind::Test, "sections.test"},
    {SectionKind::Treatment, "sections.treatment"},
}};

bool is_enumerator(char32_t c) {
    return std::u32string_view(U"0123456789.、()一二三四五六七八九十#*【】[]〔〕·◆■ \t").find(c) !=
           std::u32string_view::npos;
}

/// The line without 一、 (二) 1. 【 and the like in front.
std::string_view without_enumerator(std::string_view folded_line) {
    while (!folded_line.empty()) {
        const Decoded first = decode_utf8(folded_line, 0);
        if (!is_enumerator(first.code_point)) break;
        folded_line.remove_prefix(first.length);
    }
    return folded_line;
}

/// Words that may make up a heading of plain text together with 病 names in front of them; a line of other words is
/// text.
const Vocabulary& heading_words() {
    static const Vocabulary& words = mining_words("sections.heading_words");
    return words;
}

/// The heading at the start of a line of plain text; an empty span when the line has none. "病因：受凉…" has one and
/// text behind it.
Span heading_in_line(std::string_view text, Span line) {
    const std::string_view written = slice(text, line);
    if (written.starts_with("【")) {
        const std::size_t end = written.find("】");
        if (end == std::string_view::npos || count_characters(written.substr(0, end)) > kLongestHeading) return {};
        return {line.begin, line.begin + static_cast<std::uint32_t>(end + std::string_view("】").size())};
    }
    const std::size_t colon = std::min(written.find("："), written.find(':'));
    const std::size_t end = std::min(colon, written.size());
    if (end == 0 || end > kLongestHeading * 4) return {};
    const std::string folded = fold(written.substr(0, end));
    const std::string_view words = without_enumerator(trimmed(folded));
    if (words.empty() || !heading_words().makes_up(words)) return {};
    const std::size_t mark = colon == std::string_view::npos ? 0
                             : written[colon] == ':'         ? 1
                                                             : std::string_view("：").size();
    return {line.begin, line.begin + static_cast<std::uint32_t>(end + mark)};
}

std::vector<Span> lines_of(std::string_view text) {
    std::vector<Span> lines;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::size_t first = begin;
        while (first < end && (text[first] == ' ' || text[first] == '\t' || text[first] == '\r')) ++first;
        lines.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(end)});
        begin = end + 1;
    }
    return lines;
}

}  // namespace

SectionKinds kinds_of_heading(std::string_view heading) {
    SectionKinds kinds;
    const std::string folded = fold(heading);
    if (!other_words().occurs_in(folded)) {
        for (const KindWords& each : kKindWords) {
            if (!mining_words(each.list).occurs_in(folded)) continue;
            kinds.add(each.kind);
            if (each.kind == SectionKind::Differential || each.kind == SectionKind::Complication) break;
        }
    }
    if (kinds.empty()) kinds.add(SectionKind::Other);
    return kinds;
}

std::vector<Section> sections_of(std::string_view text, const std::vector<Span>& headings) {
    std::vector<Span> found = headings;
    if (headings.empty()) {
        for (const Span line : lines_of(text)) {
            const Span heading = heading_in_line(text, line);
            if (heading.end > heading.begin) found.push_back(heading);
        }
    }
    std::vector<Section> sections;
    const auto size = static_cast<std::uint32_t>(text.size());
    sections.push_back({{0, found.empty() ? size : found.front().begin}, {}, {}});
    for (std::size_t i = 0; i < found.size(); ++i) {
        const std::uint32_t end = i + 1 < found.size() ? found[i + 1].begin : size;
        sections.push_back({{found[i].end, end}, found[i], kinds_of_heading(slice(text, found[i]))});
    }
    return sections;
}

std::vector<Span> headings_in_plain_text(std::string_view markdown, std::string_view plain) {
    std::vector<Span> headings;
    std::size_t from = 0;
    for (const std::string_view line : split(markdown, '\n')) {
        const std::string shown = plain_text(line);
        if (shown.empty()) continue;
        // Each line that shows something is a line of the plain text, in the same order.
        std::size_t at = plain.find(shown, from);
        while (at != std::string_view::npos && at > 0 && plain[at - 1] != '\n') at = plain.find(shown, at + 1);
        if (at == std::string_view::npos) continue;
        from = at + shown.size();
        if (trimmed(line).starts_with('#')) {
            headings.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(from)});
        }
    }
    return headings;
}

}  // namespace xinglin
