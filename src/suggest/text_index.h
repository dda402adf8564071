#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "suggest/name_keys.h"
#include "suggest/range_least.h"

namespace xinglin {

class ArchiveReader;
class ArchiveWriter;

/// Finds names by what is written: sorted arrays, where what begins alike stands together, so that each question is one
/// range and the best names of a range are the least numbers in it. All O(log names) for each name found, whatever
/// the number of matches, but for with_one_error(). Immutable; threads may share one.
class TextIndex {
  public:
    enum class Errors { Mended, NotMended };  ///< whether with_wrong_first() finds anything; costs 4 bytes a name

    /// `keys` must outlive it. O(text log text).
    TextIndex(const NameKeys& keys, Errors errors);

    /// For a file that the same build of the program reads back (base/archive.h).
    void save(ArchiveWriter& archive) const;
    TextIndex(const NameKeys& keys, ArchiveReader& archive);

    LeastFirst whole(NameRole role, const std::string& key) const;      ///< names that are the key
    LeastFirst beginning(NameRole role, const std::string& key) const;  ///< names that begin with it, whole ones too

    /// Positions in the text of the keys where the key stands; a Latin word is looked into from its beginning only.
    LeastFirst inside(const std::string& key) const;

    /// Names that begin with `typed` but for one character that is wrong, surplus, missing or changed its place with
    /// the next; the first is neither wrong nor missing. O(typed * different characters that follow its beginnings).
    LeastFirst with_one_error(NameRole role, const std::u32string& typed) const;

    /// Names that begin with `typed` but for its first character.
    LeastFirst with_wrong_first(NameRole role, const std::string& key) const;

    std::size_t memory_bytes() const;

  private:
    class Walker;

    const RangeLeast& of(NameRole role) const { return role == NameRole::Own ? own_ : aliases_; }

    const NameKeys& keys_;
    RangeLeast own_;              // names by their key
    RangeLeast aliases_;          // the same
    RangeLeast suffixes_;         // positions by what stands there
    RangeLeast own_from_second_;  // names by their key without the first character; none when not mended
    RangeLeast aliases_from_second_;
};

}  // namespace xinglin
