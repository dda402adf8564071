#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "base/enumeration.h"

namespace xinglin {

/// What a question asks for. Diagnosis is what a complaint could be (嘴里发苦是怎么回事), Cause what brings a named
/// disease about; Prognosis what comes of it, harm included; Usage what a drug or food does and how it is taken.
enum class IntentKind {
    Cause,
    Symptom,
    Diagnosis,
    Treatment,
    Drug,
    Test,
    Department,
    Prognosis,
    Prevention,
    Diet,
    Cost,
    Result,
    Usage,
    WhatIs,
    DailyLife,
    Other,
};
std::string_view name_of(IntentKind kind);  ///< "cause", "what_is", ...
std::optional<IntentKind> intent_kind_named(std::string_view name);

/// The sides of a subject that answer a question of this kind, as titles and headings name them; none for Other.
std::vector<Aspect> aspects_of(IntentKind kind);

/// One number for each kind, by its place in the enumeration.
using IntentNumbers = std::array<double, count_of<IntentKind>>;

/// A kind that a question may ask for, and how likely it is the first thing asked for.
struct Intent {
    IntentKind kind = IntentKind::Other;
    double probability = 0;
};

/// What is less likely than this is not asked for.
inline constexpr double kLeastIntent = 0.12;

/// Scores as probabilities that sum to 1.
IntentNumbers probabilities_of(const IntentNumbers& scores);

/// The likeliest kind and all that reach kLeastIntent, likeliest first; ties in enum order. Never empty.
std::vector<Intent> intents_of(const IntentNumbers& probabilities);

}  // namespace xinglin
