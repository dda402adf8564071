#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace xinglin {

/// Reads the number that stands at `at` of folded text, in digits (2.5) or in Chinese (十二, 两, 一百, 三片半 without
/// the 片), and moves `at` behind it; nothing, and `at` as it was, when none stands there. O(length of the number).
std::optional<double> take_amount_number(std::string_view text, std::size_t& at);

/// The first age in years that `folded` tells ("五岁", "8个月" is 0); nothing when it tells none. O(n).
std::optional<double> age_in(std::string_view folded);

}  // namespace xinglin
