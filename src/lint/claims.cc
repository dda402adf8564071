#include "lint/claims.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace xinglin {
namespace {

using Words = std::initializer_list<std::string_view>;

template <typename List>
bool contains_any_of(std::string_view text, const List& words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool contains_any(std::string_view text, Words words) {
    return contains_any_of(text, words);
}

bool ends_with_any(std::string_view text, Words words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return text.ends_with(word); });
}

bool is_question(std::string_view sentence) {
    return contains_any(sentence, {"？", "?", "吗", "能否", "是否", "能不能", "会不会"});
}

/// Calls `visit(span)` for every place where one of `words` stands in the sentence.
template <typename Visit>
void for_each_word(std::string_view text, const Sentence& sentence, Words words, Visit visit) {
    const std::string_view inside = slice(text, sentence.span);
    for (const std::string_view word : words) {
        for (auto at = inside.find(word); at != std::string_view::npos; at = inside.find(word, at + word.size())) {
            const auto begin = static_cast<std::uint32_t>(sentence.span.begin + at);
            visit(Span{begin, begin + static_cast<std::uint32_t>(word.size())});
        }
    }
}

/// The clause of `span` up to it: what stands between the last comma before it and it.
std::string_view clause_before(std::string_view text, const Sentence& sentence, Span span) {
    std::string_view before = text.substr(sentence.span.begin, span.begin - sentence.span.begin);
    std::size_t begin = 0;
    for (const std::string_view comma : {"，", ",", "；", "、", "：", ":"}) {
        const auto at = before.rfind(comma);
        if (at != std::string_view::npos) begin = std::max(begin, at + comma.size());
    }
    return before.substr(begin);
}

std::string_view clause_after(std::string_view text, const Sentence& sentence, Span span) {
    std::string_view after = text.substr(span.end, sentence.span.end - span.end);
    std::size_t end = after.size();
    for (const std::string_view comma : {"，", ",", "；", "。", "！"}) end = std::min(end, after.find(comma));
    return after.substr(0, end);
}

void sort_and_merge(std::vector<Span>& spans) {
    std::ranges::sort(spans, {}, [](const Span& span) { return std::pair(span.begin, span.end); });
    std::vector<Span> merged;
    for (const Span& span : spans) {
        if (!merged.empty() && span.begin < merged.back().end) {
            merged.back().end = std::max(merged.back().end, span.end);
        } else {
            merged.push_back(span);
        }
    }
    spans = std::move(merged);
}

constexpr std::string_view kDrugsAlone[] = {"药",   "保守", "按摩", "理疗", "针灸", "肉毒",
                                            "注射", "偏方", "单纯", "仅靠", "只靠"};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Whether a number with a per-cent sign (or 成, 百分之) stands in `text`.
bool has_rate_number(std::string_view text) {
    if (text.find("百分之") != std::string_view::npos) return true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_digit(text[i])) continue;
        while (i < text.size() && (is_digit(text[i]) || text[i] == '.')) ++i;
        const std::string_view rest = text.substr(i);
        for (const std::string_view mark : {"%", "％", "成"}) {
            if (rest.starts_with(mark)) return true;
        }
    }
    return contains_any(text, {"九成", "八成", "七成"});
}

bool names_its_source(std::string_view sentence) {
    if (contains_any(sentence, {"[@", "《"})) return true;
    const auto bracket = sentence.find('[');
    return bracket != std::string_view::npos && bracket + 1 < sentence.size() && is_digit(sentence[bracket + 1]);
}

}  // namespace

std::vector<Span> no_cure_claims(std::string_view text, const Sentence& sentence) {
    std::vector<Span> claims;
    if (is_question(slice(text, sentence.span))) return claims;
    const auto keep = [&](Span span) {
        const std::string_view clause = clause_before(text, sentence, span);
        // "并非无法治愈" denies the denial; "药物无法根治" is about drugs, which is often true.
        if (ends_with_any(clause, {"并非", "不是", "并不是", "绝非"})) return;
        if (contains_any_of(clause, kDrugsAlone)) return;
        claims.push_back(span);
    };
    for_each_word(text, sentence,
                  {"无法治愈", "不能治愈", "不可治愈", "无法根治", "不能根治", "不可根治", "难以治愈", "治不好",
                   "不治之症", "没法治愈", "没法根治", "无药可治"},
                  keep);
    for_each_word(text, sentence, {"没有", "尚无", "并无", "缺乏"}, [&](Span span) {
        const std::string_view after = clause_after(text, sentence, span);
        const auto cure = std::min(after.find("治愈"), after.find("根治"));
        if (cure == std::string_view::npos || cure > 30) return;
        const std::string_view rest = after.substr(cure);
        for (const std::string_view means : {"方法", "办法", "手段", "措施", "方式"}) {
            const auto at = rest.find(means);
            if (at == std::string_view::npos || at > 15) continue;
            keep({span.begin, span.end + static_cast<std::uint32_t>(cure + at + means.size())});
            return;
        }
    });
    sort_and_merge(claims);
    return claims;
}

std::vector<Span> absolute_claims(std::string_view text, const Sentence& sentence) {
    std::vector<Span> claims;
    if (is_question(slice(text, sentence.span))) return claims;
    const auto keep_unless_denied = [&](Span span) {
        const std::string_view clause = clause_before(text, sentence, span);
        constexpr std::string_view kDenials[] = {"不能", "不可", "无法", "难以", "不要相信", "不存在", "没有",
                                                 "并非", "不是", "不宜", "不会", "未必",     "不一定", "警惕",
                                                 "所谓", "声称", "宣称", "号称", "不承诺",   "不保证", "别信",
                                                 "轻信", "尚无", "不应", "避免", "称",       "不"};
        if (contains_any_of(clause, kDenials)) return;
        if (clause_after(text, sentence, span).starts_with("性") ||
            clause_after(text, sentence, span).starts_with("术"))
            return;
        claims.push_back(span);
    };
    for_each_word(text, sentence, {"根治",           "包治",         "包好",       "包愈",     "永不复发", "绝不复发",
                                   "不再复发",       "彻底治愈",     "彻底根除",   "药到病除", "绝对安全", "绝对有效",
                                   "无任何副作用",   "零副作用",     "无毒副作用", "无副作用", "保证治愈", "保证有效",
                                   "没有任何副作用", "没有任何危险", "祖传秘方",   "一次见效", "立竿见影", "神药"},
                  keep_unless_denied);
    for_each_word(text, sentence, {"100%", "100％", "百分之百", "百分百"}, [&](Span span) {
        const std::string_view after = clause_after(text, sentence, span);
        const std::string_view before = clause_before(text, sentence, span);
        constexpr std::string_view kEffect[] = {"治", "愈", "有效", "安全", "好转", "康复", "成功", "恢复"};
        if (contains_any_of(after, kEffect) || contains_any_of(before, kEffect)) keep_unless_denied(span);
    });
    sort_and_merge(claims);
    return claims;
}

std::vector<Span> unsourced_rates(std::string_view text, const Sentence& sentence) {
    std::vector<Span> rates;
    if (names_its_source(slice(text, sentence.span))) return rates;
    for_each_word(
        text, sentence,
        {"治愈率", "有效率", "成功率", "缓解率", "痊愈率", "控制率", "复发率", "好转率", "治愈的概率", "治愈几率"},
        [&](Span span) {
            const std::string_view after = clause_after(text, sentence, span);
            if (!has_rate_number(after)) return;
            rates.push_back({span.begin, span.end + static_cast<std::uint32_t>(after.size())});
        });
    sort_and_merge(rates);
    return rates;
}

bool recommends(std::string_view sentence) {
    if (is_question(sentence)) return false;
    constexpr std::string_view kDenials[] = {"不能", "不可",     "不宜",   "不要",   "禁用",   "禁止",
                                             "慎用", "无效",     "不推荐", "不建议", "不用于", "不应",
                                             "避免", "没有效果", "不适合", "不适用", "忌",     "不是"};
    if (contains_any_of(sentence, kDenials)) return false;
    return contains_any(sentence, {"治疗", "可以", "可用", "首选", "有效", "推荐", "服用", "使用", "缓解", "治好"});
}

}  // namespace xinglin
