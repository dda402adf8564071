#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/enumeration.h"
#include "suggest/name_keys.h"
#include "suggest/sound_index.h"
#include "suggest/text_index.h"
#include "suggest/typed_name.h"

namespace xinglin {

class ArchiveReader;
class ArchiveWriter;

/// How a name answers what was typed, best first. Each name stands in the first class that holds for it.
enum class NameMatch {
    Whole,             ///< it is the item's own name
    WholeAlias,        ///< it is another name of it
    Beginning,         ///< the own name begins with it
    AliasBeginning,    ///< another name does
    Inside,            ///< it stands inside a name; of a Latin word, at the beginning of it
    SpelledWhole,      ///< Latin letters in it: it spells a whole name in whole syllables (toutong)
    Spelled,           ///< it spells the beginning of a name: mianji, mjjl, mian肌
    SpelledOtherwise,  ///< the same with one character read as it is read elsewhere (粘连 nianlian)
    Homophone,         ///< two or more characters of it are written with others that sound the same: 面机痉挛
    SoundsAlike,       ///< the same with zh/z, n/l, in/ing … taken for each other; pinyin too
    OneError,          ///< a wrong, surplus, missing or displaced character of three or letter of five
};

inline constexpr std::size_t kNameMatchCount = count_of<NameMatch>;

/// A name that was found.
struct NameHit {
    std::uint32_t name = 0;
    std::uint32_t item = 0;
    bool cuts_word = false;  ///< what was typed ends within a Latin word: mig in migraine
};

/// Finds the best names for what is being typed. Best is what comes first in `keys`. The work for one question is
/// bounded by what was typed and what is asked for, not by how many names match: docs of its parts say how. Immutable;
/// threads may share one.
class CompletionIndex {
  public:
    /// For which names OneError and SpelledOtherwise are looked for: they cost memory.
    enum class Care { Full, Little };

    CompletionIndex(NameKeys keys, Care care);

    /// For a file that the same build of the program reads back (base/archive.h).
    void save(ArchiveWriter& archive) const;
    CompletionIndex(ArchiveReader& archive, Care care);
    CompletionIndex(const CompletionIndex&) = delete;
    CompletionIndex& operator=(const CompletionIndex&) = delete;

    const NameKeys& keys() const { return keys_; }

    /// The best items with a name of this class that are not `known`, at most `limit`, best first; of each the best
    /// name of the class. Ask class by class and add the items found to `known`.
    std::vector<NameHit> find(const TypedName& typed, NameMatch match, std::size_t limit,
                              const std::vector<std::uint32_t>& known) const;

    std::size_t memory_bytes() const;

  private:
    class Collector;

    void find_spelled(const TypedName& typed, const SoundIndex& index, Listening listening, Collector& out) const;
    void find_inside(const TypedName& typed, Collector& out) const;
    void find_with_one_error(const TypedName& typed, Collector& out) const;

    NameKeys keys_;
    Care care_;
    TextIndex text_;
    SoundIndex likely_;
    std::optional<SoundIndex> otherwise_;  // none with little care
};

}  // namespace xinglin
