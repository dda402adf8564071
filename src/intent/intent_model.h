#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "intent/intent_features.h"

namespace xinglin {

/// The kinds that each label of labelled questions means (data/language/intent_labels.txt); a kind's own name is a
/// label too.
const std::vector<IntentKind>* kinds_of_label(std::string_view label);

/// A label that questions carry, and the kinds that it means.
struct IntentLabel {
    std::string name;
    std::vector<IntentKind> kinds;

    friend bool operator==(const IntentLabel&, const IntentLabel&) = default;
};

/// A linear classifier of questions, learned from an operator's labelled ones: a weight for each feature and label, the
/// margins made probabilities by one factor. Where a label means several kinds, the shipped words part it among them.
/// Immutable, so any number of threads may share one.
class IntentModel {
  public:
    /// The weights of one feature: how rare it is among the questions learned from, then one weight a label.
    struct Feature {
        std::uint64_t hash = 0;
        float rarity = 0;
        std::vector<float> weights;
    };

    IntentModel(std::vector<IntentLabel> labels, std::vector<float> biases, std::vector<Feature> features,
                float sharpness);

    /// Reads what bytes() wrote. InvalidInput when the bytes are something else, of another version, cut or damaged.
    static Result<IntentModel> load(std::string_view bytes);

    /// docs/INTENT.md draws the format. The same model gives the same bytes.
    std::string bytes() const;

    const std::vector<IntentLabel>& labels() const { return labels_; }

    /// By label. O(features).
    std::vector<double> margins_of(const IntentFeatures& question) const;
    std::vector<double> label_probabilities(const IntentFeatures& question) const;

    IntentNumbers probabilities_of(const IntentFeatures& question) const;

    void set_sharpness(float sharpness) { sharpness_ = sharpness; }

  private:
    std::vector<IntentLabel> labels_;
    std::vector<float> biases_;
    std::vector<Feature> features_;  // by hash
    std::unordered_map<std::uint64_t, std::uint32_t> places_;
    float sharpness_ = 1;
};

}  // namespace xinglin
