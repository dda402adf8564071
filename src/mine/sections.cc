#include "mine/sections.h"

#include <algorithm>
#include <array>

#include "base/strings.h"
#include "mine/phrases.h"
#include "records/plain_text.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr std::size_t kLongestHeading = 20;  // characters

struct KindWords {
    SectionKind kind;
    std::array<std::string_view, 9> words;  ///< "" where there are fewer
};

const Vocabulary& other_words() {
    static const Vocabulary words(
        {{"预防",   "护理",     "饮食", "日常", "生活",   "就医",   "就诊",     "误区", "注意",
          "副作用", "不良反应", "急诊", "复诊", "挂什么", "看哪个", "看什么科", "谣言", "哪里看",
          "去哪里", "什么时候", "家人", "不同", "恢复",   "预后",   "复发",     "诱因", "医院",
          "费用",   "不要做",   "机制", "机理", "病理",   "流行病", "分类",     "分型", "危险因素",
          "避开",   "马上",     "尽快", "急救", "历史",   "术后",   "术前",     "风险"}});
    return words;
}

constexpr std::array<KindWords, 6> kKindWords = {{
    {SectionKind::Differential, {{"鉴别", "区分", "区别", "分清", "混淆"}}},
    {SectionKind::Complication, {{"并发症", "后遗症", "并发"}}},
    {SectionKind::Cause, {{"病因", "原因", "引起", "成因", "为什么会得"}}},
    {SectionKind::Symptom, {{"症状", "表现", "征兆", "体征", "前兆"}}},
    {SectionKind::Test, {{"检查", "诊断", "化验", "检验", "检测"}}},
    {SectionKind::Treatment, {{"治疗", "用药", "药物", "疗法", "怎么治", "怎样治", "如何治", "手术", "怎么处理"}}},
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
    static const Vocabulary words(
        {{"病因",       "发病原因",   "原因",     "症状",     "临床表现", "表现", "体征",     "检查",     "辅助检查",
          "实验室检查", "影像学检查", "诊断",     "鉴别诊断", "鉴别",     "治疗", "并发症",   "预防",     "护理",
          "饮食",       "预后",       "概述",     "简介",     "发病机制", "病理", "药物治疗", "手术治疗", "西医治疗",
          "中医治疗",   "后遗症",     "诊断标准", "注意事项", "流行病学", "与",   "和",       "及",       "的",
          "主要",       "常见",       "典型",     "方法",     "依据",     "要点", "早期",     "相关",     "检验",
          "康复",       "保健",       "日常",     "危险因素", "诱因",     "定义", "分型",     "分类"}});
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
            const bool is_named = std::any_of(each.words.begin(), each.words.end(), [&](std::string_view word) {
                return !word.empty() && folded.find(word) != std::string::npos;
            });
            if (!is_named) continue;
            kinds.add(each.kind);
            // 鉴别诊断 announces no tests, 并发症的治疗 no treatment of the illness itself.
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
