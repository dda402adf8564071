#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "search/code_matcher.h"

namespace xinglin {

/// How much each feature counts. `code_bench --train` learns them.
struct CodeWeights {
    CodeFeatures of_feature{};
    float new_part = 0;  ///< for what no better name accounts for yet, as a share of the phrase
    float shift = 0;     ///< what a score is worth as a probability: logistic(score + shift)
};

const CodeWeights& learned_code_weights();

/// A code of the matcher's, with how well it fits: higher first.
struct RankedCode {
    std::uint32_t entry = 0;
    double score = 0;  ///< any number; never above that of the one before
};

double score_of(const CodeFeatures& features, const CodeWeights& weights);

/// The best matches, each entry once. One after another is taken whose score, with what it adds to the parts of the
/// phrase that are accounted for, is highest.
std::vector<RankedCode> rank_codes(const CodeMatcher& matcher, std::span<const CodeMatch> matches,
                                   std::span<const float> token_weights, const CodeWeights& weights, std::size_t limit);

}  // namespace xinglin
