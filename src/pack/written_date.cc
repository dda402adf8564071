#include "pack/written_date.h"

#include <array>
#include <chrono>
#include <optional>
#include <string>

#include "base/strings.h"

namespace xinglin {
namespace {

/// Takes one or two digits (four when `digits` is 4) from the beginning of `text`.
std::string taken_number(std::string_view& text, std::size_t digits) {
    std::size_t length = 0;
    while (length < digits && length < text.size() && text[length] >= '0' && text[length] <= '9') ++length;
    std::string number(text.substr(0, length));
    text.remove_prefix(length);
    return number;
}

bool take(std::string_view& text, std::initializer_list<std::string_view> marks) {
    for (const std::string_view mark : marks) {
        if (!text.starts_with(mark)) continue;
        text.remove_prefix(mark.size());
        return true;
    }
    return false;
}

Date day_of(const std::string& year, std::string month, std::string day) {
    if (year.size() != 4 || month.empty() || day.empty()) return {};
    if (month.size() == 1) month.insert(0, "0");
    if (day.size() == 1) day.insert(0, "0");
    const auto date = Date::parse(year + "-" + month + "-" + day);
    return date ? *date : Date();
}

}  // namespace

Date written_day(std::string_view text) {
    text = trimmed(text);
    const std::string year = taken_number(text, 4);
    const bool is_compact = !text.empty() && text.front() >= '0' && text.front() <= '9';
    if (!is_compact && !take(text, {"-", "/", ".", "年"})) return {};
    const std::string month = taken_number(text, 2);
    if (!is_compact && !take(text, {"-", "/", ".", "月"})) return {};
    const std::string day = taken_number(text, 2);
    if (is_compact && (month.size() != 2 || day.size() != 2)) return {};
    take(text, {"日", "号"});
    const bool ends = text.empty() || text.front() == ' ' || text.front() == 'T';
    return ends ? day_of(year, month, day) : Date();
}

Date day_of_timestamp(std::int64_t timestamp) {
    using namespace std::chrono;
    constexpr std::int64_t kMilliseconds = 1000;
    constexpr std::int64_t kSince1990 = 631152000;
    constexpr std::int64_t kTo2100 = 4102444800;
    constexpr hours kChina{8};
    if (timestamp >= kSince1990 * kMilliseconds) timestamp /= kMilliseconds;
    if (timestamp < kSince1990 || timestamp >= kTo2100) return {};
    const year_month_day day(floor<days>(sys_seconds(seconds(timestamp)) + kChina));
    return day_of(std::to_string(static_cast<int>(day.year())), std::to_string(static_cast<unsigned>(day.month())),
                  std::to_string(static_cast<unsigned>(day.day())));
}

}  // namespace xinglin
