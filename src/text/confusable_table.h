#pragma once

#include <span>
#include <string>
#include <string_view>

namespace xinglin {

/// The data behind spelling/confusable.h: data/tables/confusables.txt, which tools/confusable_table writes.
struct ConfusableTable {
    std::string_view tones;                 ///< from U+4E00 on: a hexadecimal digit, a bit for each tone; 0 unknown
    std::span<const std::u16string> looks;  ///< by first character: it, what looks much like it, a space, the rest
};

/// Read when first asked for (some 5 ms, 1 MB), then the same for every thread.
ConfusableTable confusable_table();

/// Whether a Chinese character (folded) is typed for another: they sound alike (as sounds_like() of text/pinyin.h has
/// it) or look much alike. Some 100 ns.
bool may_be_typed_for(char32_t typed, char32_t meant);

}  // namespace xinglin
