#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "coding/code_matcher.h"

namespace xinglin {

/// What the second look at the best matches knows of each besides its features: how it stands among them.
enum class CodeStanding {
    Behind,          ///< its first score, against the best one's
    Place,           ///< 1 / place
    Fresh,           ///< share of the phrase that none before it accounts for
    BestHas,         ///< share that the best accounts for and it does not
    BestLacks,       ///< the other way round
    CategoryMass,    ///< how much of the first scores' weight is in its category
    ChapterMass,     ///< and in its chapter
    CategoryBefore,  ///< one before it is of its category
    AboveOne,        ///< its code is above one of the first ones'
    BelowOne,        ///< or below
    PhraseLength,    ///< log of the phrase's
    Count,
};

inline constexpr std::size_t kCodeStandings = static_cast<std::size_t>(CodeStanding::Count);
inline constexpr std::size_t kCodeInputs = kCodeFeatures + kCodeStandings;
inline constexpr std::size_t kSecondLook = 40;  ///< so many of the best are looked at again

/// A network of one hidden layer over the inputs, each made comparable first.
struct CodeNetwork {
    static constexpr std::size_t kUnits = 32;
    using Units = std::array<float, kUnits>;

    std::array<float, kCodeInputs> direct{};  ///< straight to the score
    std::array<Units, kCodeInputs> hidden{};  ///< of each input to each unit
    Units bias{};
    Units out{};  ///< what each unit counts

    /// What it makes of the inputs, and of each unit.
    float score(std::span<const float, kCodeInputs> inputs, Units& activations) const;
};

/// How much each feature counts. `code_bench --train` learns them.
struct CodeWeights {
    CodeFeatures of_feature{};              ///< at the first look
    std::array<float, kCodeInputs> mean{};  ///< of each input of the second
    std::array<float, kCodeInputs> scale{};
    std::vector<CodeNetwork> networks;  ///< whose scores are averaged; none: the first look stands
    float new_part = 0;                 ///< for what no better name accounts for yet, as a share of the phrase
    float shift = 0;                    ///< what a score is worth as a probability: logistic(score + shift)
};

/// From data/medicine/code_ranking.txt.
const CodeWeights& learned_code_weights();

/// A file of weights; CHECKs that it is one.
CodeWeights code_weights_from(std::string_view text);
std::string text_of(const CodeWeights& weights);

/// A code of the matcher's, with how well it fits: higher first.
struct RankedCode {
    std::uint32_t entry = 0;
    double score = 0;        ///< any number; never above that of the one before
    bool is_inside = false;  ///< the name stands in the phrase as it is
};

/// The best match of an entry, as the second look sees it.
struct CodeChoice {
    std::uint32_t entry = 0;
    const CodeMatch* match = nullptr;
    double first_score = 0;
    std::array<float, kCodeInputs> inputs{};  ///< not yet made comparable; of the first kSecondLook alone
};

double score_of(const CodeFeatures& features, const CodeWeights& weights);

/// The best match of each entry, by the first score. Refers to `matches`.
std::vector<CodeChoice> choices_of(const CodeMatcher& matcher, std::span<const CodeMatch> matches,
                                   std::span<const float> token_weights, const CodeWeights& weights);

/// Makes the inputs comparable.
void normalise(std::array<float, kCodeInputs>& inputs, const CodeWeights& weights);

/// The best matches, each entry once. One after another is taken whose score, with what it adds to the parts of the
/// phrase that are accounted for, is highest.
std::vector<RankedCode> rank_codes(const CodeMatcher& matcher, std::span<const CodeMatch> matches,
                                   std::span<const float> token_weights, const CodeWeights& weights, std::size_t limit);

}  // namespace xinglin
