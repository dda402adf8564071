#pragma once

#include <array>
#include <span>
#include <string_view>

namespace xinglin {

/// The data behind search/confusable.h, constant in the program's image. tools/confusable_table writes it.
struct ConfusableTable {
    std::string_view tones;  ///< from U+4E00 on: a hexadecimal digit, a bit for each tone; 0 unknown
    std::span<const std::u16string_view> looks;  ///< by first character: it, what looks much like it, a space, the rest
};

ConfusableTable confusable_table();

}  // namespace xinglin
