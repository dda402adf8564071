#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/utf8.h"

namespace xinglin {

/// A toneless syllable of Mandarin, one of some 410, as it is typed: ü is v (绿 lv, 女 nv, 略 lve). Numbers ascend in
/// the order of the letters, so the syllables that begin with some letters are neighbours.
struct Syllable {
    std::uint16_t number = 0;  ///< 0 for none

    /// Empty for none. The memory is the program's.
    std::string_view letters() const;

    /// The syllable of exactly these letters (lower case; also jv, lue), or none. O(log 410).
    static Syllable of(std::string_view letters);

    explicit operator bool() const { return number != 0; }
    friend auto operator<=>(Syllable, Syllable) = default;
};

/// How one character of a text may be read.
struct SyllableReadings {
    Span span;                           ///< its bytes in the text that was asked about
    char32_t character = 0;              ///< folded
    std::array<Syllable, 4> readings{};  ///< likely first, then the other ones; none after the last
    bool settled = true;                 ///< false: it has several, and no listed word decides

    /// None for what is no Chinese character, and for characters so rare that nobody reads them.
    Syllable likely() const { return readings[0]; }
    bool may_read(Syllable syllable) const;
};

/// The readings of each character of `text` folded (text/fold.h): 血管 → xue guan. Where a character has several, the
/// longest known word that covers it decides which is likely (长期 chang, 长大 zhang). The other readings are always
/// there, because people type them too (粘连 nian). O(characters), some 25 ns each; thread-safe; invalid bytes are
/// characters without a reading.
std::vector<SyllableReadings> pinyin_of(std::string_view text);

/// The likely readings joined, with the letters and digits that the text holds besides: 面肌痉挛 → mianjijingluan,
/// CT检查 → ctjiancha. Spaces, punctuation and symbols are left out; a Chinese character without a reading stays as it
/// is. Two texts of one key sound alike. O(characters).
std::string pinyin_key(std::string_view text);

/// The first letter of each syllable of pinyin_key: 面肌痉挛 → mjjl, 重症 → zz. O(characters).
std::string initials_key(std::string_view text);

/// Whether pinyin_key keeps this folded character: letters, digits and characters of any script, and no marks or
/// symbols.
bool is_spoken(char32_t folded);

/// Two spellings that many speakers do not tell apart.
struct FuzzyPair {
    enum class Part { Initial, Final };
    Part part;
    std::string_view one;
    std::string_view other;
};

/// zh/z, ch/c, sh/s, n/l, f/h, an/ang, en/eng, in/ing, ian/iang, uan/uang, and u for ü.
std::span<const FuzzyPair> fuzzy_pairs();

/// The syllables that differ from `syllable` by fuzzy pairs only, ascending, itself included: zan → zan zang zhan
/// zhang. O(1) after the first call; the memory is the program's.
std::span<const Syllable> sounds_like(Syllable syllable);

enum class Hearing {
    Exact,
    Fuzzy,  ///< as sounds_like
};

/// A piece of what somebody typed that stands for one character.
struct TypedUnit {
    Span span;                        ///< in the typed text, a tone digit included
    std::optional<char32_t> literal;  ///< the character itself (folded), where that may be meant: 肌, 2, c
    Syllable first;  ///< first..last: the syllables that it may begin; none when it can only be literal
    Syllable last;
    bool complete = false;  ///< whether it is a syllable, `first`, or a literal, and not only the beginning of one

    bool may_stand_for(const SyllableReadings& character, Hearing hearing) const;
};

/// What somebody typed into a search box, as pinyin: syllables (mianji), beginnings of syllables (mjjl; the last may
/// stop anywhere: mianjijingl), Chinese characters and digits between them (mian肌), in any mixture and any case.
/// Apostrophes, spaces and punctuation part syllables (xi'an) and stand for nothing, tone digits and tone marks are
/// read over (xue4, xuè), ü is ü, v or u:. Immutable, so threads may share it.
class TypedPinyin {
  public:
    /// O(text). Any bytes; what is no pinyin is literal.
    explicit TypedPinyin(std::string_view text);

    /// The likeliest ways to part the whole of it, best first, at most `limit`: few pieces, few incomplete ones but for
    /// the last, and then longer pieces first. The order is total. O(text * limit * log limit).
    std::vector<std::vector<TypedUnit>> segmentations(std::size_t limit) const;

    enum class Extent {
        Whole,      ///< each character of the word was typed
        Beginning,  ///< the word may go on
    };

    /// Whether it can be read as `word` (of pinyin_of) in any way at all, not only in the likeliest. What pinyin_key
    /// leaves out of a word need not be typed. O(text * word).
    bool spells(std::span<const SyllableReadings> word, Extent extent, Hearing hearing) const;

    /// Whether nothing was typed but separators.
    bool empty() const { return letters_.empty(); }

    /// A way to read on from a letter.
    struct Edge {
        TypedUnit unit;
        std::size_t end;  ///< the letter after those that it takes
    };

    /// How many letters, digits and characters were typed.
    std::size_t letter_count() const { return letters_.size(); }

    /// All ways to read on from a letter, shorter ones first: at least one. With segmentations() for those who walk all
    /// words at once, and need not the likeliest ways only.
    std::span<const Edge> edges_at(std::size_t letter) const { return edges_[letter]; }

  private:
    struct Letter {
        char32_t character;
        Span span;
        bool parted;  // Whether a separator stands before it.
    };

    std::vector<Edge> edges_from(std::size_t begin) const;

    std::vector<Letter> letters_;
    std::vector<std::vector<Edge>> edges_;  // by the letter that they begin with
};

/// TypedPinyin(typed).segmentations(limit): mianjijl → mian ji j l, ….
std::vector<std::vector<TypedUnit>> segment_pinyin(std::string_view typed, std::size_t limit = 32);

}  // namespace xinglin
