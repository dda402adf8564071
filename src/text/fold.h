#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace xinglin {

/// How text is compared. Each code point is folded by itself: Unicode NFKC with case folding, combining marks and
/// invisible characters dropped, traditional Chinese characters turned into simplified ones (OpenCC's character table).
/// So ＨＦＳ = hfs, 痙攣 = 痉挛, Ménière = meniere, ℃ = °c. Context-free on purpose: an offset into folded text maps
/// back to the original without guessing. What a folding cannot do (皇后 against 以後) is left to whole-phrase
/// conversion at import.
///
/// Immutable and shared by all threads; built once, at first use (some 50 ms), from ICU and OpenCC.
class FoldTable {
  public:
    static const FoldTable& get();

    /// The folded form when it is exactly one code point (other than NUL), otherwise 0. O(1).
    char32_t fold_single(char32_t code_point) const {
        if (code_point > 0x10FFFF) return code_point;
        const Page* page = pages_[code_point >> 8U].get();
        return page ? page->folded[code_point & 0xFFU] : code_point;
    }

    /// The folded form of a code point for which fold_single answers 0: nothing for a combining mark, up to 18 code
    /// points for some ligatures. The memory is the table's.
    std::u32string_view expansion(char32_t code_point) const;

    /// All code points that do not fold to themselves, ascending.
    std::u32string_view changed() const { return changed_; }

    ~FoldTable();
    FoldTable(const FoldTable&) = delete;
    FoldTable& operator=(const FoldTable&) = delete;

  private:
    /// The folded forms of 256 neighbours. A page whose code points all fold to themselves is not there.
    struct Page {
        char32_t folded[256];
    };
    struct Expansions;

    FoldTable();
    void set(char32_t code_point, const std::u32string& folded);

    std::unique_ptr<std::unique_ptr<Page>[]> pages_;
    std::unique_ptr<Expansions> expansions_;
    std::u32string changed_;
};

/// `text` folded whole; invalid bytes become U+FFFD. fold(fold(x)) == fold(x).
std::string fold(std::string_view text);

/// Traditional Chinese to simplified by phrase (OpenCC t2s), for queries and imports; simplified text comes back as it
/// was, and so do bytes that are not UTF-8. Thread-safe; 4 MB/s.
std::string to_simplified(std::string_view text);

}  // namespace xinglin
