#include "lint/amounts.h"

#include <cstdlib>
#include <iterator>
#include <string>

#include "text/utf8.h"

namespace xinglin {
namespace {

bool take(std::string_view text, std::size_t& at, std::string_view word) {
    if (!text.substr(at).starts_with(word)) return false;
    at += word.size();
    return true;
}

std::optional<double> take_chinese_number(std::string_view text, std::size_t& at) {
    constexpr std::string_view kDigits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    constexpr std::pair<std::string_view, double> kFactors[] = {{"十", 10.0}, {"百", 100.0}, {"千", 1000.0}};
    double value = 0;
    double digit = 0;
    bool any = false;
    for (bool more = true; more;) {
        more = false;
        for (std::size_t i = 0; i < std::size(kDigits); ++i) {
            if (take(text, at, kDigits[i])) digit = static_cast<double>(i), more = any = true;
        }
        if (take(text, at, "两")) digit = 2, more = any = true;
        if (take(text, at, "半")) digit += 0.5, more = any = true;
        for (const auto& [word, factor] : kFactors) {
            if (take(text, at, word)) value += (digit == 0 ? 1 : digit) * factor, digit = 0, more = any = true;
        }
    }
    if (!any) return {};
    return value + digit;
}

}  // namespace

std::optional<double> take_amount_number(std::string_view text, std::size_t& at) {
    std::string digits;
    while (at < text.size() && ((text[at] >= '0' && text[at] <= '9') || text[at] == '.')) digits += text[at++];
    if (digits.empty()) return take_chinese_number(text, at);
    constexpr std::size_t kMostDigits = 9;
    if (digits.size() > kMostDigits) return {};
    return std::strtod(digits.c_str(), nullptr);
}

std::optional<double> age_in(std::string_view folded) {
    for (std::size_t at = 0; at < folded.size();) {
        const auto number = take_amount_number(folded, at);
        if (!number) {
            at += at < folded.size() ? decode_utf8(folded, at).length : 0;
            continue;
        }
        take(folded, at, "个");
        take(folded, at, "多");
        if (take(folded, at, "岁") || take(folded, at, "周岁")) return number;
        if (take(folded, at, "月龄") || take(folded, at, "月大") || take(folded, at, "月的宝宝")) return 0;
    }
    return {};
}

}  // namespace xinglin
