#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "intent/intent_model.h"

namespace xinglin {

/// A question and the label that somebody gave it.
struct LabelledQuestion {
    IntentFeatures read;
    std::string label;
};

/// What cross-validation found for one label.
struct LabelAccuracy {
    std::string label;
    std::size_t questions = 0;
    std::size_t right = 0;           ///< by models that had not seen the question
    std::size_t right_by_words = 0;  ///< by the shipped words: the likeliest kind is one that the label means
};

struct IntentAccuracy {
    std::vector<LabelAccuracy> labels;  ///< by name

    LabelAccuracy all() const;
    /// Of the questions whose label is not that of all other things, told apart from each other: the label of other
    /// things is left out of the models' choice, and of that of the words.
    LabelAccuracy without_other;
};

/// Learns one against the rest (L2-regularised squared hinge, dual coordinate descent: Hsieh and others, ICML 2008, as
/// liblinear does). Deterministic. InvalidInput for a label that kinds_of_label() does not know, for fewer than two
/// labels, or where a label has fewer than five questions. Some 10 microseconds a question and label.
Result<IntentModel> train_intents(std::span<const LabelledQuestion> questions);

/// Learns five times without a fifth and asks for it. The errors of train_intents().
Result<IntentAccuracy> cross_validate_intents(std::span<const LabelledQuestion> questions);

}  // namespace xinglin
