#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/corpus.h"
#include "corpus/item.h"

namespace xinglin {

class ArchiveReader;
class ArchiveWriter;

/// How what was typed leads to a suggestion, best first: the order of suggestions is by this first, but that a name
/// that is typed whole stands before those that go on (中风 → 脑卒中, also called 中风, before 中风后遗症).
enum class SuggestedBy {
    Prefix,       ///< the text begins with it
    AliasPrefix,  ///< another name of the item does
    Inside,       ///< it stands inside the text or another name
    Pinyin,       ///< it spells the beginning: mianji, mjjl, mian肌
    Corrected,    ///< after one mended typing error, or a homophone
};

struct Suggestion {
    std::string text;  ///< what the reader is offered: the item's name or title
    ItemType type = ItemType::Condition;
    std::string id;
    SuggestedBy by = SuggestedBy::Prefix;
    std::string via;  ///< the other name that matched; "" when it is the text itself
};

/// Completes what is being typed with names of everything that has a page: mixed types, near-duplicates once. Typed
/// text is read folded and simplified (traditional input finds the same), literally above by sound; corrections are
/// tried only when next to nothing else is found. Among equals: names before titles of articles and questions, curated
/// before imported, then what more records speak of (found by another name than its own, it counts as a quarter), then
/// the shorter text, then the id: a total order. While there is enough else, at most two in five are titles, and two
/// are names of which a Latin word was begun (mig: migraine; of fewer letters none), so that pinyin gets its turn.
/// Immutable, so any number of threads may share one.
class Suggester {
  public:
    /// `corpus` must outlive it. O(names log names).
    explicit Suggester(const Corpus& corpus);
    ~Suggester();

    /// For a file that the same build of the program reads back (base/archive.h).
    void save(ArchiveWriter& archive) const;
    /// Of an equal corpus, which must outlive it. To be thrown away when the archive has failed.
    Suggester(const Corpus& corpus, ArchiveReader& archive);

    /// At most `limit`; none for what is only separators or longer than 64 characters. Any bytes. O(log names) for each
    /// suggestion and each way to read what was typed, however many names match.
    std::vector<Suggestion> suggest(std::string_view typed, std::size_t limit = 10) const;

    std::size_t memory_bytes() const;

  private:
    class Table;
    std::unique_ptr<const Table> table_;
};

}  // namespace xinglin
