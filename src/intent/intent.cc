#include "intent/intent.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/name_table.h"

namespace xinglin {

constexpr NameTable<IntentKind> kIntentNames("cause", "symptom", "diagnosis", "treatment", "drug", "test", "department",
                                             "prognosis", "prevention", "diet", "cost", "result", "usage", "what_is",
                                             "daily_life", "other");

std::string_view name_of(IntentKind kind) {
    return kIntentNames.name_of(kind);
}

std::optional<IntentKind> intent_kind_named(std::string_view name) {
    return kIntentNames.named(name);
}

IntentNumbers probabilities_of(const IntentNumbers& scores) {
    const double highest = *std::max_element(scores.begin(), scores.end());
    IntentNumbers probabilities{};
    std::transform(scores.begin(), scores.end(), probabilities.begin(),
                   [&](double score) { return std::exp(score - highest); });
    const double sum = std::accumulate(probabilities.begin(), probabilities.end(), 0.0);
    for (double& each : probabilities) each /= sum;
    return probabilities;
}

std::vector<Intent> intents_of(const IntentNumbers& probabilities) {
    std::vector<Intent> intents;
    for (const IntentKind kind : all_of<IntentKind>) {
        intents.push_back({kind, probabilities[static_cast<std::size_t>(kind)]});
    }
    std::stable_sort(intents.begin(), intents.end(),
                     [](const Intent& a, const Intent& b) { return a.probability > b.probability; });
    const auto unlikely = std::find_if(intents.begin() + 1, intents.end(),
                                       [](const Intent& each) { return each.probability < kLeastIntent; });
    intents.erase(unlikely, intents.end());
    return intents;
}

}  // namespace xinglin
