#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "suggest/name_keys.h"
#include "suggest/range_least.h"
#include "suggest/typed_name.h"

namespace xinglin {

class ArchiveReader;
class ArchiveWriter;

/// Names by how they sound. Immutable; threads may share one.
class SoundIndex {
  public:
    enum class Readings {
        Likely,    ///< each character as it is likely read
        OneOther,  ///< exactly one of the first characters read in another way that it has: 粘连 nian lian
    };

    /// Of the names that have a Chinese character. `keys` must outlive it. O(text log text).
    SoundIndex(const NameKeys& keys, Readings readings);

    /// For a file that the same build of the program reads back (base/archive.h).
    void save(ArchiveWriter& archive) const;
    SoundIndex(const NameKeys& keys, ArchiveReader& archive);

    enum class Extent { Whole, Beginning };

    class Search;

    /// Names (best first) that sound as `pattern` does; both must outlive the search.
    Search search(const SoundPattern& pattern, Extent extent) const;

    /// Names whose letters (面肌: mianji) begin with `letters` after one typing error. O(letters * 30 * log names).
    LeastFirst with_one_error(const std::string& letters) const;

    std::size_t memory_bytes() const;

  private:
    class Walker;
    struct Range {
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    Sound sound(std::size_t place, std::size_t depth) const { return sounds_[begins_[place] + depth]; }
    /// The part of `range`, where all sound alike before `depth`, that has a sound of first..last there.
    Range part(Range range, std::size_t depth, Sound first, Sound last) const;

    const NameKeys& keys_;
    std::vector<Sound> sounds_;          // of each name, with a 0 behind
    std::vector<std::uint32_t> begins_;  // in sounds_, by place
    RangeLeast names_;                   // by place; ascending by sounds
};

/// A search under way: the trie of sounds is walked best first, so that only those branches are looked into that can
/// hold the next name. Work is bounded: after kMostSteps branches and names it ends, with what it has found. Only
/// characters in the middle of pinyin, that many names sound like and few are written with, can bring it there.
class SoundIndex::Search {
  public:
    static constexpr std::size_t kMostSteps = 20'000;

    Search(const SoundIndex& index, const SoundPattern& pattern, Extent extent);

    /// The next name; the same one may come several times.
    std::optional<std::uint32_t> next();

  private:
    /// How a branch was reached.
    struct Path {
        std::uint32_t parent;
        std::uint32_t letter;  // that comes next
        std::uint16_t depth;
        char32_t literal;  // what the last character must be
    };
    struct Branch {
        std::uint32_t value;  // the best name in it
        std::size_t place;
        Range range;
        std::uint32_t path;
    };

    static bool is_worse(const Branch& left, const Branch& right) { return left.value > right.value; }
    bool is_complete(const Path& path) const { return path.letter == pattern_.size(); }
    void add(Range range, std::uint32_t path);
    void expand(const Branch& branch);
    void add_complete(Range range, std::size_t depth, std::uint32_t path);
    bool is_written_so(std::uint32_t name, std::uint32_t path) const;

    const SoundIndex& index_;
    const SoundPattern& pattern_;
    Extent extent_;
    std::vector<Path> paths_;
    std::vector<Branch> heap_;
    std::size_t steps_ = 0;
};

}  // namespace xinglin
