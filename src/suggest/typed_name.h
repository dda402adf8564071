#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/pinyin.h"

namespace xinglin {

/// A sound of a name: a syllable's number, or a character that is none (a digit, a Latin letter). 0 ends a name.
using Sound = std::uint16_t;

Sound sound_of(const SyllableReadings& character);  ///< as it is likely read
Sound literal_sound(char32_t character);            ///< of a character that is not read as a syllable

/// The sounds that a piece of typed text may stand for.
struct SoundPiece {
    std::vector<std::pair<Sound, Sound>> sounds;  ///< from, to, both included; ascending, apart
    char32_t literal = 0;                         ///< the character that it must be, if it must be one
    std::size_t end = 0;                          ///< the letter after it
};

/// All ways to read typed text as sounds: by the letter at which they begin, the pieces from there.
using SoundPattern = std::vector<std::vector<SoundPiece>>;

enum class Listening {
    Whole,       ///< whole syllables only
    Exact,       ///< as TypedPinyin reads it: syllables, the beginnings of some, characters
    Homophones,  ///< a character may be any that sounds alike
    Fuzzy,       ///< as Homophones, and zh/z, n/l, in/ing … sound alike
};

/// What somebody typed, read once for all that is compared with it.
class TypedName {
  public:
    explicit TypedName(std::string_view typed);

    /// Whether nothing can be found: nothing but separators, or more than the longest name.
    bool is_hopeless() const { return is_hopeless_; }

    const std::string& key() const { return key_; }                   ///< as name_key()
    const std::u32string& characters() const { return characters_; }  ///< of the key
    bool has_latin() const { return has_latin_; }
    bool has_chinese() const { return has_chinese_; }
    std::size_t letter_count() const { return pinyin_.letter_count(); }

    /// The letters when nothing else was typed, without separators; else "".
    const std::string& letters() const { return letters_; }

    SoundPattern pattern(Listening listening) const;
    const TypedPinyin& pinyin() const { return pinyin_; }

  private:
    std::string key_;
    bool is_hopeless_;
    TypedPinyin pinyin_;
    std::u32string characters_;
    std::string letters_;
    bool has_latin_ = false;
    bool has_chinese_ = false;
};

}  // namespace xinglin
