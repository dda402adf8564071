#pragma once

#include <span>
#include <string>
#include <string_view>

namespace xinglin {

/// How text is compared. Each code point is folded by itself: Unicode NFKC with case folding, combining marks dropped,
/// traditional Chinese characters turned into simplified ones (OpenCC's character table). So ＨＦＳ = hfs, 痙攣 = 痉挛,
/// Ménière = meniere, ℃ = °c. Context-free on purpose: an offset into folded text maps back to the original without
/// guessing. What a folding cannot do (皇后 against 以後) is left to whole-phrase conversion at import.
///
/// Immutable and shared by all threads; built once, at first use (some 50 ms), from ICU and OpenCC.
class FoldTable {
  public:
    static const FoldTable& get();

    /// The folded form of one code point: usually one, none for a combining mark, up to 18 for some ligatures.
    /// The memory belongs to the table; a code point that folds to itself may be answered from a small per-call
    /// buffer, so use it before the next call on the same thread.
    std::u32string fold(char32_t code_point) const;

    /// The folded form when it is exactly one code point, otherwise 0. O(1); the hot path of the automaton.
    char32_t fold_single(char32_t code_point) const;

    ~FoldTable();
    FoldTable(const FoldTable&) = delete;
    FoldTable& operator=(const FoldTable&) = delete;

  private:
    FoldTable();
    struct Tables;
    Tables* tables_;
};

/// `text` folded whole; invalid bytes become U+FFFD. fold(fold(x)) == fold(x).
std::string fold(std::string_view text);

/// Traditional Chinese to simplified by phrase (OpenCC t2s), for queries and imports; simplified text comes back as it
/// was. Thread-safe; 4 MB/s.
std::string to_simplified(std::string_view text);

}  // namespace xinglin
