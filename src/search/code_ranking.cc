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
            2.953F,  1.943F,  -0.956F, -1.427F, 3.547F,  3.923F, 1.412F,  1.778F,  0.468F,  0.732F,  1.432F,  0.444F,
            1.179F,  -1.120F, -1.136F, 2.229F,  0.058F,  0.401F, 0.457F,  1.096F,  -1.653F, -2.665F, -0.497F, 0.298F,
            -0.914F, -0.270F, -0.324F, -0.073F, -0.036F, 2.273F, 0.241F,  0.449F,  -0.006F, -3.609F, -2.052F, 0.023F,
            -0.673F, -2.045F, 3.131F,  0.282F,  0.606F,  0.178F, -1.028F, 0.664F,  0.491F,  0.142F,  0.133F,  1.068F,
            -1.288F, -2.209F, -0.240F, -0.485F, -0.724F, 1.730F, 1.588F,  -1.199F, -1.092F, 0.322F,  -0.110F, -0.066F,
            2.563F,  0.904F,  -0.032F, 0.653F,  0.015F,  0.943F, 0.271F,
        },
        4.000F,
        -16.494F};
    return kWeights;
}

}  // namespace xinglin
