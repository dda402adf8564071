#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "relate/corpus.h"
#include "search/item.h"

namespace xinglin {

/// How what was typed leads to a suggestion, best first: the order of suggestions is by this first.
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
/// text is read folded and simplified (traditional input finds the same), literally above by sound. Among equals, what
/// more records speak of comes first, then the shorter text, then the id: a total order.
/// Immutable, so any number of threads may share one.
class Suggester {
  public:
    explicit Suggester(const Corpus& corpus);
    ~Suggester();

    /// At most `limit`; none for what is only separators. Any bytes.
    std::vector<Suggestion> suggest(std::string_view typed, std::size_t limit = 10) const;

    std::size_t memory_bytes() const;

  private:
    class Table;
    std::unique_ptr<const Table> table_;
};

}  // namespace xinglin
