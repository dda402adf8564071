#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "coding/coder.h"
#include "corpus/corpus.h"
#include "search/searcher.h"
#include "spelling/spelling.h"
#include "suggest/suggester.h"

namespace xinglin {

/// The parts of a Search as a file has them: what save() made, each checked by who opens the file. `index` begins at a
/// multiple of 64; "" where a part was not saved.
template <typename Bytes>
struct SearchParts {
    Bytes speller;
    Bytes items;
    Bytes index;
    Bytes suggester;
    Bytes coder;
};

/// Everything that searching one corpus needs. Each part is built when it is first asked for, once, while other threads
/// that ask wait; prepare() builds them all. Thread-safe.
class Search {
  public:
    explicit Search(std::shared_ptr<const Corpus> corpus);

    /// For the corpus that follows `previous`'s: what was built there and still holds is shared. While the knowledge
    /// stays the same and few records changed, spelling goes on with what it learnt.
    Search(std::shared_ptr<const Corpus> corpus, const Search& previous);

    /// What was saved of a Search of an equal corpus; `memory` keeps the bytes. A part that does not read is built.
    Search(std::shared_ptr<const Corpus> corpus, const SearchParts<std::string_view>& saved,
           std::shared_ptr<const void> memory);

    ~Search();

    /// For a file that the same build of the program reads back. Prepares everything; what went on from a previous
    /// Search is built anew, as the answers of what is opened are to be those of a build from nothing.
    SearchParts<std::string> save() const;

    const Searcher& searcher() const;
    const Suggester& suggester() const;
    const Coder& coder() const;  ///< of ICD-10

    void prepare() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace xinglin
