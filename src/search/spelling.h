#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "relate/corpus.h"
#include "search/spelling_decoder.h"

namespace xinglin {

/// Mends a query that was typed wrong: characters that sound or look like the meant ones. A noisy channel (Kernighan,
/// Church and Gale 1990): what the meant text could be, by how likely such a text is, times how likely it is mistyped
/// so. It speaks only when it is sure: a query that is right, or that it knows too little of, is left alone.
/// Immutable, so any number of threads may share one.
class Speller {
  public:
    /// Learns from what the corpus says: names and aliases, titles, texts. O(corpus).
    explicit Speller(const Corpus& corpus);
    Speller(const Corpus& corpus, const SpellingWeights& weights);
    ~Speller();

    /// The meant query, as typed but for the mended characters; nothing when it is left alone.
    std::optional<std::string> correct(std::string_view query) const;

    std::size_t memory_bytes() const;

    const SpellingDecoder& decoder() const;

  private:
    class Model;
    std::unique_ptr<const Model> model_;
};

}  // namespace xinglin
