#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spelling/character_model.h"
#include "spelling/confusable.h"
#include "text/general_model.h"
#include "text/utf8.h"

namespace xinglin {

/// What readings are weighed by.
struct SpellingWeights {
    double characters = 0.5;  ///< of the logarithm of CharacterModel
    double words = 0.5;       ///< of that of GeneralModel
    std::array<double, kConfusionCount> confusion = std::to_array({4.0, 5.0, 5.5, 7.5, 7.0});  ///< what one costs
    double suspicious = 22;    ///< from this surprise on, a character is tried to be mended: 96% of the wrong ones are
    double word_surprise = 2;  ///< what a surprise of GeneralModel weighs against one of CharacterModel
    // How much is tried. More finds hardly more and takes longer.
    std::size_t beam = 6;
    std::size_t single_candidates = 5;  ///< changes of one character at a place
    std::size_t word_candidates = 8;    ///< changed words at a place
    std::size_t pair_candidates = 12;   ///< of each character, where two neighbours are changed
    std::size_t long_candidates = 24;   ///< of a character in words of three and four
};

/// A character of a query.
struct SpellingCharacter {
    Span span;  ///< its bytes
    char32_t folded = 0;
    bool changeable = false;   ///< a simplified Chinese character
    bool traditional = false;  ///< a Chinese character that folds to another
};

/// A reading of a query. Parts of the score are not weighed.
struct SpellingReading {
    std::u32string text;  ///< folded, as many characters as the query
    double score = 0;
    double character_score = 0;  ///< the part of CharacterModel
    double word_score = 0;       ///< the part of GeneralModel
    double confusion_cost = 0;   ///< what the changes cost
    double commoner = 0;  ///< how much likelier the meant characters are by themselves than the typed ones, weighed
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

    struct Decoding {
        SpellingReading typed;
        SpellingReading best;  ///< the same as `typed` when nothing is likelier
    };

    /// O(query): most of it for each suspicious character, whose likely mends are looked up.
    Decoding decode(std::span<const SpellingCharacter> query) const;

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

    double prior(char32_t character) const { return double{priors_[character - 0x4E00]}; }

    const CharacterModel& characters_;
    const GeneralModel* general_;  // May be nullptr.
    const Confusables& confusables_;
    SpellingWeights weights_;
    std::vector<float> priors_;  // of characters from U+4E00 on: how likely they are by themselves, weighed
};

}  // namespace xinglin
