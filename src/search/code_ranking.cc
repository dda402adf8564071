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
            3.452F,  1.909F,  -0.620F, -1.542F, 3.115F,  4.770F, 1.721F,  1.411F,  0.428F,  0.302F,  1.530F,  0.365F,
            1.214F,  -1.074F, -1.090F, 2.533F,  0.106F,  0.454F, 0.528F,  1.011F,  -1.656F, -2.603F, -0.427F, 0.200F,
            -0.984F, -0.294F, -0.146F, -0.027F, 0.084F,  2.249F, 0.192F,  0.584F,  0.034F,  -3.729F, -2.070F, 0.124F,
            -0.639F, -2.380F, 3.418F,  0.134F,  0.587F,  0.334F, -0.837F, 0.605F,  0.458F,  0.198F,  0.179F,  1.022F,
            -1.387F, -2.061F, -0.239F, -0.444F, -1.122F, 1.589F, 1.565F,  -0.928F, -1.199F, 0.275F,  -0.121F, -0.085F,
            2.400F,  0.925F,  0.005F,  0.579F,  0.019F,  0.795F, 0.293F,
        },
        3.000F,
        -16.893F};
    return kWeights;
}

}  // namespace xinglin
