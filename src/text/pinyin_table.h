#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace xinglin {

/// What pinyin_table knows of one character from U+3400 on.
struct PinyinCharacter {
    std::uint16_t reading;  ///< a syllable's number, 0 for none; with the top bit set the number of a group of readings
    std::uint16_t root;     ///< the trie node of the words that begin with it, 0 for none
};

/// A node of the trie of words that decide between readings. Children stand together, ascending by label.
struct PinyinNode {
    char16_t label;
    std::uint16_t child_count;
    std::uint16_t first_child;
    std::uint16_t
        stated;  ///< where in PinyinTable::stated the word's syllables are, one for each character; 0: no word
};

/// The data behind text/pinyin.h: data/tables/pinyin.txt, which tools/pinyin_table writes from
/// data/language/polyphones.txt.
struct PinyinTable {
    std::span<const std::string_view> syllables;  ///< ascending; number 0 is ""
    std::span<const PinyinCharacter> characters;
    std::span<const std::array<std::uint16_t, 4>> groups;  ///< readings of one character, likely first, 0 for none
    std::span<const PinyinNode> nodes;
    std::span<const std::uint16_t> stated;  ///< a syllable's number where the word decides, 0 where it does not
};

/// Read when first asked for (some 2 ms, 170 kB), then the same for every thread.
PinyinTable pinyin_table();

}  // namespace xinglin
