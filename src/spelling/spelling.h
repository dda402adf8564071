#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/corpus.h"
#include "spelling/spelling_decoder.h"

namespace xinglin {

class ArchiveReader;
class ArchiveWriter;

/// The likeliest reading of a query, sure or not.
struct SpellingProposal {
    SpellingDecoder::Decoding decoding;
    std::string text;       ///< as typed but for the changes
    std::size_t named = 0;  ///< how many changes lie in names that the corpus knows and that were not typed
};

/// How sure one may be of a reading that differs from what was typed. bench/spelling_bench.cc --tune finds the weights;
/// these leave some 99.6% of right queries alone, with the demo pack alone and with a large import.
struct SpellingJudgement {
    double characters = 0.69;  ///< of what CharacterModel gains
    double words = 0.91;       ///< of what GeneralModel gains
    double confusion = 2.4;    ///< of what the changes cost
    double change = -0.86;     ///< of how many there are
    double commoner = 0.07;    ///< of how much commoner the new characters are: rare words are not typed by mistake
    double named = 1.5;        ///< of how many changes complete a known name
    double sure = 6.9;         ///< what all that must come to

    double of(const SpellingProposal& proposal) const;
};

/// Mends a query that was typed wrong: characters that sound or look like the meant ones. A noisy channel (Kernighan,
/// Church and Gale 1990): what the meant text could be, by how likely such a text is, times how likely it is mistyped
/// so. It speaks only when it is sure: a query that is right, or that it knows too little of, is left alone.
/// Immutable, so any number of threads may share one.
class Speller {
  public:
    /// Learns from what the corpus says: names and aliases, titles, texts. O(corpus).
    explicit Speller(const Corpus& corpus);
    ~Speller();

    /// For a file that the same build of the program reads back (base/archive.h).
    void save(ArchiveWriter& archive) const;
    /// Null, and the archive has failed, when it is cut.
    static std::shared_ptr<const Speller> load(ArchiveReader& archive);

    /// The meant query, as typed but for the mended characters; nothing when it is left alone. Only simplified Chinese
    /// characters are changed; a query that holds traditional ones, that is longer than 120 characters, or that known
    /// names and titles cover, is left alone. Some 0.2 ms for a right query, 0.5 ms for a wrong one.
    std::optional<std::string> correct(std::string_view query) const;

    std::size_t memory_bytes() const;

    /// What correct() judges; nothing when no other reading is likelier than what was typed.
    std::optional<SpellingProposal> propose(std::string_view query) const;

  private:
    class Model;
    explicit Speller(std::unique_ptr<const Model> model);
    std::unique_ptr<const Model> model_;
};

}  // namespace xinglin
