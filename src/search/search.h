#pragma once

#include <memory>

#include "coding/coder.h"
#include "corpus/corpus.h"
#include "search/searcher.h"
#include "spelling/spelling.h"
#include "suggest/suggester.h"

namespace xinglin {

/// Everything that searching one corpus needs. Each part is built when it is first asked for, once, while other threads
/// that ask wait; prepare() builds them all. Thread-safe.
class Search {
  public:
    explicit Search(std::shared_ptr<const Corpus> corpus);

    /// For the corpus that follows `previous`'s: what was built there and still holds is shared. While the knowledge
    /// stays the same and few records changed, spelling goes on with what it learnt.
    Search(std::shared_ptr<const Corpus> corpus, const Search& previous);

    ~Search();

    const Searcher& searcher() const;
    const Suggester& suggester() const;
    const Coder& coder() const;  ///< of ICD-10

    void prepare() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace xinglin
