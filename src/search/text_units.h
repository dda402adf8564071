#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/utf8.h"

namespace xinglin {

/// A text as search reads it: folded code points (text/fold.h) in UTF-16, each unit with the bytes that it came from.
/// Numerals that tell types apart are written as digits: Ⅱ型, II型 and 二型 read as 2型. What is neither a letter, a
/// digit nor a Chinese character beyond the Basic Multilingual Plane (emoji) is a separator.
class FoldedText {
  public:
    explicit FoldedText(std::string_view text);

    std::u16string_view characters() const { return characters_; }
    std::size_t size() const { return characters_.size(); }
    Span span(std::size_t index) const { return spans_[index]; }  ///< in the original
    Span span(std::size_t first, std::size_t last) const { return {spans_[first].begin, spans_[last].end}; }

  private:
    void fold_characters(std::string_view text);
    void write_numerals_as_digits();

    std::u16string characters_;
    std::vector<Span> spans_;
};

/// What a folded character is to search.
enum class CharacterClass : std::uint8_t { Separator, Han, Letter, Digit };
CharacterClass class_of(char16_t folded);

/// A piece of text that two texts may share.
struct TextUnit {
    enum class Kind : std::uint8_t {
        Character,  ///< one Chinese character: never enough to find by
        Pair,  ///< two neighbours: Chinese characters, one and the word beside it (B超), or the letters and digits
               ///< of one name (B12, COVID-19 and COVID19)
        Word,  ///< a run of letters, or of digits; a name of three runs and more (Gd-EOB-DTPA)
    };
    Kind kind = Kind::Character;
    std::uint32_t first = 0;  ///< its characters' places in the FoldedText: [first, last]
    std::uint32_t last = 0;
    std::uint64_t feature = 0;
};

/// A set of folded characters.
using CharacterSet = std::bitset<65'536>;

/// All units, in the order of where they begin; overlapping pairs are all there, so that a word inside a word is found.
/// With `beginnings`, only those that begin with one of them: for finding a few units in a long text.
std::vector<TextUnit> units_of(const FoldedText& text, const CharacterSet* beginnings = nullptr);

/// How many units of `folded` are no pairs: its length. O(characters).
std::size_t word_count(std::u16string_view folded);

/// Whether a numeral or letter before it is a type, not a count (型, 期, 度): data/medicine/type_words.txt.
bool is_type_word(char16_t folded);

/// Whether a folded character joins the runs of letters and digits of one name: COVID-19, G51.3.
bool joins_runs(char16_t folded);

/// What the unit's letters, digits and Chinese characters are, without what joins them.
std::u16string name_of_unit(std::u16string_view characters);

/// A number for a thing that documents have, from the sort of thing and its name: for the index. The same on every
/// machine.
std::uint64_t feature_of(std::string_view sort, std::string_view name);

}  // namespace xinglin
