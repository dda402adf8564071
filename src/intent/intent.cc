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

std::vector<Aspect> aspects_of(IntentKind kind) {
    switch (kind) {
        case IntentKind::Cause:
            return {Aspect::Cause};
        case IntentKind::Symptom:
            return {Aspect::Symptom};
        case IntentKind::Diagnosis:
            return {Aspect::Cause, Aspect::Diagnosis, Aspect::Overview};
        case IntentKind::Treatment:
            return {Aspect::Treatment, Aspect::Medication, Aspect::Surgery};
        case IntentKind::Drug:
        case IntentKind::Usage:
            return {Aspect::Medication};
        case IntentKind::Test:
        case IntentKind::Result:
            return {Aspect::Diagnosis};
        case IntentKind::Department:
            return {Aspect::Department, Aspect::Expert};
        case IntentKind::Prognosis:
            return {Aspect::Severity};
        case IntentKind::Prevention:
            return {Aspect::Prevention};
        case IntentKind::Diet:
            return {Aspect::Diet};
        case IntentKind::Cost:
            return {Aspect::Cost};
        case IntentKind::WhatIs:
            return {Aspect::Overview};
        case IntentKind::DailyLife:
            return {Aspect::DailyLife};
        case IntentKind::Other:
            return {};
    }
    return {};
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
