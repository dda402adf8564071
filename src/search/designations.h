#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xinglin {

/// The part of a name that tells it from others of the same thing: 2型, 乙型, B12, β, L5, IL-6.
struct Designation {
    std::u16string value;   ///< 2, 乙, b12, β: without what joins its letters and digits
    char16_t type = 0;      ///< the word that it stands before (型, 期, 度); 0 when there is none
    std::u16string before;  ///< the two Chinese characters before it; "" when there are fewer
    std::u16string after;   ///< the two after it and its type word
};

/// Whether a character counts types: 甲 of 甲型.
bool is_stem(char16_t folded);

/// The designations in a folded text. O(text).
std::vector<Designation> designations_in(std::u16string_view folded);

/// Whether `title` (folded) names another of what `asked` names, and none of those: 1型糖尿病 for 2型糖尿病, 维生素B1
/// for 维生素B12. A title that names no type does not. O(title * asked).
bool names_another(const std::vector<Designation>& asked, std::u16string_view title);

}  // namespace xinglin
