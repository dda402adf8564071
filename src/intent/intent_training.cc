#include "intent/intent_training.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <random>
#include <unordered_map>
#include <utility>

namespace xinglin {
namespace {

constexpr std::size_t kFolds = 5;
constexpr std::size_t kFewestOfLabel = 5;
constexpr std::uint32_t kRarest = 2;  // A feature of one question alone says nothing about others.
constexpr double kCost = 0.5;
constexpr std::size_t kMostRounds = 60;
constexpr double kSmallestStep = 0.01;
constexpr double kBiasFeature = 1;
constexpr std::uint32_t kSeed = 20240229;

/// The order of a deck that is the same with every standard library.
void shuffle(std::vector<std::uint32_t>& deck, std::mt19937& random) {
    for (std::size_t i = deck.size(); i > 1; --i) std::swap(deck[i - 1], deck[random() % i]);
}

struct Entry {
    std::uint32_t feature = 0;
    double value = 0;
};

/// Questions as rows of a sparse matrix, of unit length.
struct Matrix {
    std::vector<std::uint64_t> hashes;
    std::vector<double> rarities;
    std::vector<std::vector<Entry>> rows;
};

Matrix matrix_of(std::span<const LabelledQuestion> questions, std::span<const std::uint32_t> chosen) {
    std::map<std::uint64_t, std::uint32_t> counts;
    for (const std::uint32_t number : chosen) {
        for (const std::uint64_t hash : questions[number].read.features) ++counts[hash];
    }
    Matrix matrix;
    std::unordered_map<std::uint64_t, std::uint32_t> places;
    for (const auto& [hash, count] : counts) {
        if (count < kRarest) continue;
        places.emplace(hash, static_cast<std::uint32_t>(matrix.hashes.size()));
        matrix.hashes.push_back(hash);
        matrix.rarities.push_back(std::log((1.0 + static_cast<double>(chosen.size())) / (1.0 + count)) + 1);
    }
    for (const std::uint32_t number : chosen) {
        std::vector<Entry>& row = matrix.rows.emplace_back();
        double square = 0;
        for (const std::uint64_t hash : questions[number].read.features) {
            const auto place = places.find(hash);
            if (place == places.end()) continue;
            row.push_back({place->second, matrix.rarities[place->second]});
            square += row.back().value * row.back().value;
        }
        for (Entry& entry : row) entry.value /= square > 0 ? std::sqrt(square) : 1;
    }
    return matrix;
}

/// One label against the rest: the weights of all features, and last that of the bias.
class OneAgainstRest {
  public:
    OneAgainstRest(const Matrix& matrix, std::vector<double> signs)
        : matrix_(matrix),
          signs_(std::move(signs)),
          multipliers_(matrix.rows.size()),
          weights_(matrix.hashes.size() + 1) {}

    std::vector<double> solve() {
        std::vector<std::uint32_t> order(matrix_.rows.size());
        std::iota(order.begin(), order.end(), 0U);
        std::mt19937 random(kSeed);
        for (std::size_t round = 0; round < kMostRounds; ++round) {
            shuffle(order, random);
            double largest = 0;
            for (const std::uint32_t row : order) largest = std::max(largest, improve(row));
            if (largest < kSmallestStep) break;
        }
        return std::move(weights_);
    }

  private:
    double improve(std::uint32_t row) {
        const std::vector<Entry>& entries = matrix_.rows[row];
        double margin = weights_.back() * kBiasFeature;
        for (const Entry& entry : entries) margin += weights_[entry.feature] * entry.value;
        constexpr double kDiagonal = 1 / (2 * kCost);
        const double gradient = signs_[row] * margin - 1 + kDiagonal * multipliers_[row];
        const double projected = multipliers_[row] == 0 ? std::min(gradient, 0.0) : gradient;
        if (projected == 0) return 0;
        const double before = multipliers_[row];
        const double length = entries.empty() ? kBiasFeature : 1 + kBiasFeature;
        multipliers_[row] = std::max(0.0, before - gradient / (length + kDiagonal));
        const double step = (multipliers_[row] - before) * signs_[row];
        for (const Entry& entry : entries) weights_[entry.feature] += step * entry.value;
        weights_.back() += step * kBiasFeature;
        return std::fabs(projected);
    }

    const Matrix& matrix_;
    std::vector<double> signs_;
    std::vector<double> multipliers_;
    std::vector<double> weights_;
};

/// The labels of the questions, by name. The errors of train_intents().
Result<std::vector<IntentLabel>> labels_of(std::span<const LabelledQuestion> questions) {
    std::map<std::string, std::size_t> counts;
    for (const LabelledQuestion& each : questions) ++counts[each.label];
    std::vector<IntentLabel> labels;
    for (const auto& [name, count] : counts) {
        const auto* kinds = kinds_of_label(name);
        if (kinds == nullptr) {
            return Error{ErrorCode::InvalidInput,
                         "No kind of question is called \"" + name +
                             "\". docs/INTENT.md lists the kinds and the labels that are known.",
                         "intent"};
        }
        if (count < kFewestOfLabel) {
            return Error{ErrorCode::InvalidInput,
                         "Only " + std::to_string(count) + " questions are labelled \"" + name +
                             "\"; a label needs at least " + std::to_string(kFewestOfLabel) + ".",
                         "intent"};
        }
        labels.push_back({name, *kinds});
    }
    if (labels.size() < 2) return Error{ErrorCode::InvalidInput, "Learning needs at least two labels.", "intent"};
    return labels;
}

IntentModel learn(std::span<const LabelledQuestion> questions, std::span<const std::uint32_t> chosen,
                  const std::vector<IntentLabel>& labels) {
    const Matrix matrix = matrix_of(questions, chosen);
    std::vector<IntentModel::Feature> features(matrix.hashes.size());
    for (std::size_t i = 0; i < features.size(); ++i) {
        features[i] = {matrix.hashes[i], static_cast<float>(matrix.rarities[i]), {}};
    }
    std::vector<float> biases;
    for (const IntentLabel& label : labels) {
        std::vector<double> signs;
        for (const std::uint32_t number : chosen) signs.push_back(questions[number].label == label.name ? 1 : -1);
        const std::vector<double> weights = OneAgainstRest(matrix, std::move(signs)).solve();
        for (std::size_t i = 0; i < features.size(); ++i) {
            features[i].weights.push_back(static_cast<float>(weights[i]));
        }
        biases.push_back(static_cast<float>(weights.back() * kBiasFeature));
    }
    return {labels, std::move(biases), std::move(features), 1};
}

/// The margins that each question gets from a model that has not seen it.
std::vector<std::vector<double>> unseen_margins(std::span<const LabelledQuestion> questions,
                                                const std::vector<IntentLabel>& labels) {
    std::vector<std::uint32_t> order(questions.size());
    std::iota(order.begin(), order.end(), 0U);
    std::mt19937 random(kSeed);
    shuffle(order, random);
    // Alike for every label: the questions of each are dealt out in turn.
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return questions[a].label < questions[b].label; });
    std::vector<std::vector<double>> margins(questions.size());
    for (std::size_t fold = 0; fold < kFolds; ++fold) {
        std::vector<std::uint32_t> seen;
        for (std::size_t i = 0; i < order.size(); ++i) {
            if (i % kFolds != fold) seen.push_back(order[i]);
        }
        const IntentModel model = learn(questions, seen, labels);
        for (std::size_t i = fold; i < order.size(); i += kFolds) {
            margins[order[i]] = model.margins_of(questions[order[i]].read);
        }
    }
    return margins;
}

std::size_t place_of(const std::vector<IntentLabel>& labels, std::string_view name) {
    return static_cast<std::size_t>(
        std::find_if(labels.begin(), labels.end(), [&](const IntentLabel& each) { return each.name == name; }) -
        labels.begin());
}

/// The factor that makes the margins' probabilities fit best.
float best_sharpness(std::span<const LabelledQuestion> questions, const std::vector<IntentLabel>& labels,
                     const std::vector<std::vector<double>>& margins) {
    constexpr double kLeast = 0.5;
    constexpr double kStep = 0.25;
    constexpr std::size_t kSteps = 60;
    double best = 1;
    double best_loss = INFINITY;
    for (std::size_t step = 0; step < kSteps; ++step) {
        const double sharpness = kLeast + kStep * static_cast<double>(step);
        double loss = 0;
        for (std::size_t i = 0; i < questions.size(); ++i) {
            const double right = margins[i][place_of(labels, questions[i].label)];
            double sum = 0;
            for (const double margin : margins[i]) sum += std::exp(sharpness * (margin - right));
            loss += std::log(sum);
        }
        if (loss < best_loss) std::tie(best_loss, best) = std::pair(loss, sharpness);
    }
    return static_cast<float>(best);
}

bool means(const IntentLabel& label, IntentKind kind) {
    return std::find(label.kinds.begin(), label.kinds.end(), kind) != label.kinds.end();
}

bool is_of_other(const IntentLabel& label) {
    return label.kinds == std::vector{IntentKind::Other};
}

/// The label of the highest margin.
const IntentLabel& best_label(const std::vector<IntentLabel>& labels, const std::vector<double>& margins,
                              bool with_other) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (!with_other && is_of_other(labels[i])) continue;
        if (!best || margins[i] > margins[*best]) best = i;
    }
    return labels[*best];
}

IntentKind best_kind(IntentNumbers probabilities, bool with_other) {
    if (!with_other) probabilities[static_cast<std::size_t>(IntentKind::Other)] = -1;
    return static_cast<IntentKind>(std::max_element(probabilities.begin(), probabilities.end()) -
                                   probabilities.begin());
}

void count(LabelAccuracy& accuracy, bool right, bool right_by_words) {
    ++accuracy.questions;
    if (right) ++accuracy.right;
    if (right_by_words) ++accuracy.right_by_words;
}

}  // namespace

LabelAccuracy IntentAccuracy::all() const {
    LabelAccuracy sum{"all", 0, 0, 0};
    for (const LabelAccuracy& each : labels) {
        sum.questions += each.questions;
        sum.right += each.right;
        sum.right_by_words += each.right_by_words;
    }
    return sum;
}

Result<IntentModel> train_intents(std::span<const LabelledQuestion> questions) {
    const auto labels = labels_of(questions);
    if (!labels) return labels.error();
    std::vector<std::uint32_t> all(questions.size());
    std::iota(all.begin(), all.end(), 0U);
    IntentModel model = learn(questions, all, *labels);
    model.set_sharpness(best_sharpness(questions, *labels, unseen_margins(questions, *labels)));
    return model;
}

Result<IntentAccuracy> cross_validate_intents(std::span<const LabelledQuestion> questions) {
    const auto labels = labels_of(questions);
    if (!labels) return labels.error();
    const auto margins = unseen_margins(questions, *labels);
    IntentAccuracy accuracy;
    accuracy.without_other.label = "all but other";
    for (const IntentLabel& label : *labels) accuracy.labels.push_back({label.name, 0, 0, 0});
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const LabelledQuestion& question = questions[i];
        const std::size_t place = place_of(*labels, question.label);
        const IntentLabel& label = (*labels)[place];
        count(accuracy.labels[place], best_label(*labels, margins[i], true) == label,
              means(label, best_kind(question.read.by_words, true)));
        if (is_of_other(label)) continue;
        count(accuracy.without_other, best_label(*labels, margins[i], false) == label,
              means(label, best_kind(question.read.by_words, false)));
    }
    return accuracy;
}

}  // namespace xinglin
