#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/enumeration.h"
#include "text/pinyin.h"

namespace xinglin {

/// How one character comes to stand for another, likeliest first.
enum class Confusion : std::uint8_t {
    Sound,       ///< they sound alike, tone included
    OtherTone,   ///< but for the tone
    Look,        ///< they look much alike
    FuzzySound,  ///< as sounds_like() has it
    FarLook,     ///< they look somewhat alike
};

inline constexpr std::size_t kConfusionCount = count_of<Confusion>;

/// A character that may have been meant by a typed one.
struct Confusable {
    char16_t meant = 0;
    Confusion how = Confusion::Sound;

    friend bool operator==(const Confusable&, const Confusable&) = default;
};

/// Which characters people type for one another: by sound from text/pinyin.h, by shape and tone from the table that
/// tools/confusable_table makes of the Unihan database. Immutable, so any number of threads may share one.
class Confusables {
  public:
    /// Only `characters` can be meant. O(characters).
    explicit Confusables(std::u16string_view characters);

    /// What may have been meant by `typed` (folded), each once with its likeliest confusion, into `out` (cleared
    /// first); `typed` itself is not among it. Some 50 characters and a microsecond; none for what is no Chinese
    /// character.
    void of(char32_t typed, std::vector<Confusable>& out) const;

    std::size_t memory_bytes() const;

  private:
    struct Sounding {
        std::uint16_t syllable;
        char16_t character;
    };

    std::span<const Sounding> sounding(Syllable syllable) const;

    std::vector<Sounding> sounding_;                 // by syllable, then by character
    std::vector<std::uint32_t> begins_;              // of sounding_, by syllable
    std::vector<bool> can_be_meant_;                 // by character from kFirst on
    std::vector<std::array<Syllable, 4>> readings_;  // by character from kFirst on
    std::vector<std::uint16_t> looks_;               // the row of the table, plus one, by character from kFirst on
};

}  // namespace xinglin
