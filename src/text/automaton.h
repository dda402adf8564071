#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace xinglin {

class ArchiveReader;
class ArchiveWriter;

/// Finds every occurrence of every form of a dictionary in one pass: Aho-Corasick (Aho & Corasick 1975) on a double
/// array (Aoe 1989) over code points remapped by frequency. Forms and text are compared folded (text/fold.h) while
/// offsets stay those of the original text, at no cost: the folding is part of the code-point map.
/// Immutable after build(), so any number of threads may share one. A default-constructed one finds nothing.
class Automaton {
  public:
    /// text[begin, end) is form `form` (its index in build()'s list). Forms whose folded text is equal are one form to
    /// the automaton: the lowest index is reported. A match covers whole characters of the text: C is not in ℃; what
    /// folds to nothing (combining marks) may stand inside a match, never at its ends.
    struct Match {
        std::uint32_t form;
        std::uint32_t begin;
        std::uint32_t end;

        friend bool operator==(const Match&, const Match&) = default;
    };

    Automaton() = default;

    /// Empty forms (also forms that fold to nothing) and forms that are not valid UTF-8 never match. 100,000 names
    /// build in at most 0.5 s.
    static Automaton build(std::span<const std::string> forms);

    /// All matches, overlapping ones included, by ascending end and, at one end, longest first. Invalid UTF-8 matches
    /// nothing and is not an error. O(text + matches). text.size() < 4 GiB.
    std::vector<Match> find_all(std::string_view text) const;

    /// As find_all, into `matches` (cleared first), so that a caller can reuse its memory.
    void find_all(std::string_view text, std::vector<Match>& matches) const;

    std::size_t memory_bytes() const;

    /// For a file that the same build of the program reads back (base/archive.h), and checks: what load() is given must
    /// be what save() gave. Fails (the archive's ok()) when it is cut.
    void save(ArchiveWriter& archive) const;
    static Automaton load(ArchiveReader& archive);

  private:
    // A trie node with children is known by its base: its child by symbol s is units_[base + s], whose `parent` is then
    // that base. A leaf needs no base of its own: its `target` is where the search goes on, at its longest suffix.
    // A state is a base, with kShallow beside it when the node's depth is one. All that a step needs lies in one unit,
    // because fetching it is what a step costs.
    struct Unit {
        std::uint32_t target;   // The state to go on from.
        std::uint32_t failure;  // The state to try when that one cannot go on: its longest suffix that has children.
        std::uint32_t parent;
        std::uint32_t output;  // The longest form that ends here, or kNone.
    };

    struct Output {
        std::uint32_t form;
        std::uint32_t bytes;    // of the folded form
        std::uint32_t symbols;  // of the folded form
        std::uint32_t next;     // The next shorter form that ends here too, or kNone.
    };

    class Builder;
    class Scan;

    static std::uint32_t pair_bit(std::uint32_t first, std::uint32_t second);

    static constexpr std::uint32_t kRoot = 1;
    static constexpr std::uint32_t kShallow = 1U << 30U;
    static constexpr std::uint32_t kBase = kShallow - 1;
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
    // Entries of symbols_ that are no symbols.
    static constexpr std::uint16_t kUnknown = 0;        // In no form: whatever was found so far ends here.
    static constexpr std::uint16_t kIrregular = 32767;  // Folds to none or several, or to another length in bytes.
    static constexpr std::uint16_t kIsForm = 32768;     // Beside a symbol that is a form by itself.

    std::vector<std::uint16_t> symbols_;                          // By code point below U+10000.
    std::unordered_map<char32_t, std::uint32_t> symbol_by_fold_;  // Every symbol, by its folded code point.
    std::vector<Unit> units_;
    std::vector<std::uint32_t> failure_;  // By base: what the unit that leads to it has.
    std::vector<Output> outputs_;
    std::vector<std::uint64_t> pairs_;  // Bloom filter of the two symbols that forms begin with, by pair_bit().
};

}  // namespace xinglin
