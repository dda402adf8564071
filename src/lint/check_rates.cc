#include <algorithm>

#include "base/budget.h"
#include "lint/checked_text.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr std::string_view kRates[] = {"治愈率",     "有效率",   "成功率", "缓解率", "痊愈率", "控制率",
                                       "复发率",     "好转率",   "显效率", "康复率", "见效率", "根治率",
                                       "治愈的概率", "治愈几率", "总有效", "无效率", "满意率"};
constexpr std::string_view kCured[] = {"治愈", "治好", "痊愈",   "断根", "见效",     "有效",
                                       "康复", "除根", "不再犯", "根治", "恢复正常", "恢复健康"};
constexpr std::size_t kWindow = 60;  // bytes on each side of a word

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

template <typename List>
bool contains_any(std::string_view text, const List& words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

/// Whether a rate stands in `text`: 95%, 百分之九十, 九成, 95以上.
bool has_rate_number(std::string_view text) {
    if (contains_any(text, std::initializer_list<std::string_view>{"百分之", "百分百", "百分点", "九十", "八十"}))
        return true;
    for (const std::string_view tenths : {"三成", "四成", "五成", "六成", "七成", "八成", "九成", "十成"}) {
        if (text.find(tenths) != std::string_view::npos) return true;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_digit(text[i])) continue;
        while (i < text.size() && (is_digit(text[i]) || text[i] == '.')) ++i;
        const std::string_view rest = text.substr(i);
        for (const std::string_view mark : {"%", "％", "成", "以上", "左右", "个百分点"}) {
            if (rest.starts_with(mark)) return true;
        }
        if (rest.empty() || rest == "。" || rest == "，") return true;
    }
    return false;
}

/// Whether a per cent number that is not a rate of cure's own word stands there.
bool has_percentage(std::string_view text) {
    for (const std::string_view tenths : {"百分之", "七成", "八成", "九成"}) {
        if (text.find(tenths) != std::string_view::npos) return true;
    }
    for (const std::string_view mark : {"%", "％"}) {
        const auto at = text.find(mark);
        if (at != std::string_view::npos && at > 0 && is_digit(text[at - 1])) return true;
    }
    return false;
}

bool names_its_source(std::string_view sentence) {
    if (contains_any(sentence, std::initializer_list<std::string_view>{"[@", "《"})) return true;
    const auto bracket = sentence.find('[');
    return bracket != std::string_view::npos && bracket + 1 < sentence.size() && is_digit(sentence[bracket + 1]);
}

/// The first rate told in `clause`, or an empty span.
Span rate_in(std::string_view text, Span clause) {
    const std::string_view said = slice(text, clause);
    for (const std::string_view word : kRates) {
        const auto at = said.find(word);
        if (at == std::string_view::npos) continue;
        const std::size_t end = at + word.size();
        const std::size_t before = at > kWindow ? at - kWindow : 0;
        if (has_rate_number(said.substr(end, kWindow)) || has_percentage(said.substr(before, at - before)))
            return {clause.begin + static_cast<std::uint32_t>(at), clause.end};
    }
    for (const std::string_view word : kCured) {
        const auto at = said.find(word);
        if (at == std::string_view::npos) continue;
        const std::size_t before = at > kWindow ? at - kWindow : 0;
        const std::string_view behind = said.substr(at + word.size(), kWindow / 2);
        const bool told_behind = behind.find("占") != std::string_view::npos && has_percentage(behind);
        if (told_behind || has_percentage(said.substr(before, at - before)))
            return {clause.begin + static_cast<std::uint32_t>(at), clause.end};
    }
    return {};
}

}  // namespace

void check_rates(CheckedText& checked) {
    const auto message = std::ranges::find(checked.wording.messages(), "unsourced-cure-rate", &RuleMessage::rule);
    if (message == checked.wording.messages().end()) return;
    std::uint32_t sentence = 0;
    bool sourced = false;
    bool first = true;
    for (const ClauseReading::Clause& clause : checked.reading.clauses()) {
        check_budget();
        if (first || clause.sentence != sentence) {
            sentence = clause.sentence;
            sourced = names_its_source(slice(checked.text, checked.reading.sentences()[sentence].span));
            first = false;
        }
        if (sourced) continue;
        Span rate = rate_in(checked.text, clause.span);
        if (rate.begin == rate.end || checked.reading.takes_back(rate, Strictness::Promise)) continue;
        rate = checked.reading.phrase_around(rate);
        std::string text = message->text;
        if (const auto at = text.find("%s"); at != std::string::npos) text.replace(at, 2, checked.words_at(rate));
        text += message->law.says + "（依据：" + message->law.cites + "）。";
        checked.add({message->rule, message->severity, rate, std::move(text), {message->law.source}});
    }
}

}  // namespace xinglin
