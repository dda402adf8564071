#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace xinglin {

/// A number in a text, in Arabic or Chinese digits: 39.5, 三十八点五, 二十多, 六七 (from six to seven), 半.
struct WrittenNumber {
    std::uint32_t begin = 0;  ///< bytes
    std::uint32_t end = 0;
    double low = 0;
    double high = 0;
    bool is_arabic = false;

    friend bool operator==(const WrittenNumber&, const WrittenNumber&) = default;
};

/// The numbers of `text` by begin, none overlapping; full-width digits too. O(text).
std::vector<WrittenNumber> numbers_in(std::string_view text);

}  // namespace xinglin
