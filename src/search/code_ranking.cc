#include "search/code_ranking.h"

#include <algorithm>
#include <unordered_map>

namespace xinglin {

double score_of(const CodeFeatures& features, const CodeWeights& weights) {
    double score = 0;
    for (std::size_t i = 0; i < kCodeFeatures; ++i)
        score += static_cast<double>(features[i]) * static_cast<double>(weights.of_feature[i]);
    return score;
}

std::vector<RankedCode> rank_codes(const CodeMatcher& matcher, std::span<const CodeMatch> matches,
                                   std::span<const float> token_weights, const CodeWeights& weights,
                                   std::size_t limit) {
    struct Choice {
        const CodeMatch* match = nullptr;
        double score = 0;
    };
    std::unordered_map<std::uint32_t, Choice> best;
    for (const CodeMatch& match : matches) {
        const double score = score_of(match.features, weights);
        Choice& choice = best[matcher.entry_of(match.name)];
        if (!choice.match || score > choice.score) choice = {&match, score};
    }
    struct Waiting {
        std::uint32_t entry;
        Choice choice;
    };
    std::vector<Waiting> waiting;
    for (const auto& [entry, choice] : best) waiting.push_back({entry, choice});
    std::sort(waiting.begin(), waiting.end(), [](const Waiting& a, const Waiting& b) {
        return a.choice.score != b.choice.score ? a.choice.score > b.choice.score : a.entry < b.entry;
    });
    double total = 0;
    for (const float weight : token_weights) total += static_cast<double>(weight);
    if (total <= 0) total = 1;
    std::bitset<kMaxPhraseTokens> accounted;
    std::vector<RankedCode> ranked;
    const auto gain = [&](const CodeMatch& match) {
        double added = 0;
        const auto fresh = match.covered & ~accounted;
        for (std::size_t i = 0; i < token_weights.size(); ++i)
            if (fresh[i]) added += static_cast<double>(token_weights[i]);
        return added / total;
    };
    while (ranked.size() < limit && !waiting.empty()) {
        std::size_t chosen = 0;
        double highest = 0;
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            // Sorted by score, and no gain exceeds 1: what is this much behind cannot be chosen.
            const double reach = waiting[i].choice.score + static_cast<double>(weights.new_part);
            if (i > 0 && reach <= highest) break;
            const double value =
                waiting[i].choice.score + static_cast<double>(weights.new_part) * gain(*waiting[i].choice.match);
            if (i == 0 || value > highest) {
                highest = value;
                chosen = i;
            }
        }
        accounted |= waiting[chosen].choice.match->covered;
        ranked.push_back({waiting[chosen].entry, highest});
        waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(chosen));
    }
    return ranked;
}

const CodeWeights& learned_code_weights() {
    // Learned by `code_bench --train`; in the order of CodeFeature.
    static constexpr CodeWeights kWeights{
        {
            1.408F,  1.218F,  -0.695F, -1.308F, 3.334F,  2.183F,  2.417F,  0.902F,  0.877F,  3.312F,  1.228F,
            0.842F,  1.582F,  -0.784F, -0.424F, 1.443F,  0.154F,  0.378F,  0.589F,  1.012F,  -1.028F, -2.746F,
            -0.277F, 0.333F,  -0.766F, -0.052F, -0.270F, -0.025F, -0.003F, 2.770F,  0.452F,  -0.180F, 0.148F,
            -3.743F, -1.945F, 0.175F,  -0.638F, -2.007F, 3.164F,  -0.084F, 0.846F,  -0.095F, -1.270F, 0.596F,
            0.503F,  0.255F,  0.296F,  0.731F,  -1.253F, -1.887F, -0.205F, -0.100F, -0.262F, 1.968F,  1.277F,
            -0.758F, -1.811F, 0.415F,  -0.129F, -0.546F, 2.077F,  0.830F,  -0.047F,
        },
        4.000F,
        -15.544F};
    return kWeights;
}

}  // namespace xinglin
