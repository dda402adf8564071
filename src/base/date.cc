#include "base/date.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace xinglin {
namespace {

bool read_digits(std::string_view text, int& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && text.front() != '-';
}

}  // namespace

Result<Date> Date::parse(std::string_view text) {
    const Error bad{ErrorCode::InvalidInput, "A date is written YYYY-MM-DD, such as 2026-11-23.", std::string(text)};
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return bad;
    int year = 0;
    int month = 0;
    int day = 0;
    if (!read_digits(text.substr(0, 4), year) || !read_digits(text.substr(5, 2), month) ||
        !read_digits(text.substr(8, 2), day)) {
        return bad;
    }
    Date date;
    date.year_ = year;
    date.month_ = static_cast<unsigned>(month);
    date.day_ = static_cast<unsigned>(day);
    const std::chrono::year_month_day calendar{std::chrono::year{year}, std::chrono::month{date.month_},
                                               std::chrono::day{date.day_}};
    if (year < 1 || !calendar.ok()) return bad;
    return date;
}

std::string Date::iso() const {
    if (!known()) return {};
    std::array<char, 32> buffer{};
    const int length = std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02u", year_, month_, day_);
    return {buffer.data(), static_cast<std::size_t>(length)};
}

}  // namespace xinglin
