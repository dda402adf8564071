#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "intent/intent.h"
#include "intent/intent_words.h"

namespace xinglin {

/// A question as the learned model and the shipped words read it.
struct IntentFeatures {
    std::vector<std::uint64_t> features;  ///< hashes, ascending, each once: character n-grams and what the words say
    IntentNumbers by_words{};             ///< probabilities by the shipped words alone
};

/// Of a longer text the n-grams of this many characters at its end.
inline constexpr std::size_t kMostFeatureCharacters = 400;

/// `mentions` are those of `text`. O(text).
IntentFeatures intent_features(const IntentWords& words, std::string_view text, std::span<const Mention> mentions,
                               const Knowledge& knowledge);

}  // namespace xinglin
