#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "search/character_model.h"
#include "search/confusable.h"
#include "search/general_model.h"
#include "text/utf8.h"

namespace xinglin {

/// What the decoder weighs by; bench/spelling_bench.cc --tune finds them.
struct SpellingWeights {
    double characters = 0.5;  ///< of the logarithm of CharacterModel
    double words = 0.5;       ///< of that of GeneralModel; without one, nothing
    std::array<double, kConfusionCount> confusion{4.0, 5.0, 5.5, 7.5, 7.0};  ///< what one costs
    std::size_t beam = 12;
    std::size_t single_candidates = 8;
    std::size_t word_candidates = 10;
};

/// A character of a query.
struct SpellingCharacter {
    Span span;  ///< its bytes
    char32_t folded = 0;
    bool changeable = false;   ///< a simplified Chinese character
    bool traditional = false;  ///< a Chinese character that folds to another
};

/// A reading of a query.
struct SpellingReading {
    std::u32string text;  ///< folded, as many characters as the query
    double score = 0;
    double character_score = 0;        ///< the part of CharacterModel, not weighed
    double word_score = 0;             ///< the part of GeneralModel, not weighed
    double confusion_cost = 0;         ///< what the changes cost
    std::vector<std::size_t> changes;  ///< where it differs, ascending
};

/// Finds the likeliest reading of a query: a beam over its characters, where each step takes a word of the general
/// model (or a single character) that is as typed or differs by a few confusions.
class SpellingDecoder {
  public:
    /// Keeps references to the models; `general` may be nullptr.
    SpellingDecoder(const CharacterModel& characters, const GeneralModel* general, const Confusables& confusables,
                    const SpellingWeights& weights);

    static std::vector<SpellingCharacter> characters_of(std::string_view query);

    SpellingReading as_typed(std::span<const SpellingCharacter> query) const;
    SpellingReading best(std::span<const SpellingCharacter> query) const;

  private:
    static constexpr std::size_t kLongestWord = 4;

    struct Edge {
        std::array<char16_t, kLongestWord> text{};
        std::uint8_t length = 1;
        std::uint8_t changed = 0;
        double cost = 0;  // of its confusions
        GeneralModel::Word word = GeneralModel::kUnknown;
        bool breaks = false;  // It is no Chinese character.
    };
    struct Step;
    class Lattice;

    const CharacterModel& characters_;
    const GeneralModel* general_;
    const Confusables& confusables_;
    SpellingWeights weights_;
};

}  // namespace xinglin
