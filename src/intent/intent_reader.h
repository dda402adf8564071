#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "intent/intent_model.h"

namespace xinglin {

/// Tells what a question asks for: by the operator's learned model where there is one, otherwise by the shipped words.
/// Immutable, so any number of threads may share one.
class IntentReader {
  public:
    explicit IntentReader(std::shared_ptr<const IntentModel> model = nullptr) : model_(std::move(model)) {}

    /// The likeliest kind first, and what else it asks for; never empty. `mentions` are those of `text`. O(text), some
    /// tens of microseconds for a question.
    std::vector<Intent> read(std::string_view text, std::span<const Mention> mentions,
                             const Knowledge& knowledge) const {
        const IntentFeatures question = intent_features(IntentWords::shipped(), text, mentions, knowledge);
        return intents_of(model_ == nullptr ? question.by_words : model_->probabilities_of(question));
    }

  private:
    std::shared_ptr<const IntentModel> model_;
};

}  // namespace xinglin
