#include "intent/intent_model.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <numeric>
#include <optional>
#include <type_traits>
#include <utility>

#include "annotate/word_lines.h"
#include "base/strings.h"
#include "intent/data.h"

namespace xinglin {
namespace {

static_assert(std::endian::native == std::endian::little, "files are little-endian");

constexpr std::string_view kMagic = "XLINTENT1\n";
constexpr std::uint32_t kMostLabels = 64;

StringMap<std::vector<IntentKind>> read_labels() {
    StringMap<std::vector<IntentKind>> labels;
    for (const IntentKind kind : all_of<IntentKind>) labels[std::string(name_of(kind))] = {kind};
    for (const WordLine& line : word_lines(intent_data("intent_labels.txt"))) {
        std::vector<IntentKind> kinds;
        for (const std::string& word : line.words) {
            if (const auto kind = intent_kind_named(word)) kinds.push_back(*kind);
        }
        if (!line.fields.empty()) labels.emplace(line.fields[0], std::move(kinds));
    }
    return labels;
}

class Writer {
  public:
    template <typename Number>
    void put(Number number) {
        static_assert(std::is_arithmetic_v<Number>);
        char bytes[sizeof number];
        std::memcpy(bytes, &number, sizeof number);
        out_.append(bytes, sizeof number);
    }
    void put_text(std::string_view text) {
        put(static_cast<std::uint32_t>(text.size()));
        out_ += text;
    }
    std::string& out() { return out_; }

  private:
    std::string out_{kMagic};
};

/// Every read of what is not there answers nothing; whoever reads asks is_good() in the end.
class Cursor {
  public:
    explicit Cursor(std::string_view bytes) : bytes_(bytes) {}

    template <typename Number>
    Number get() {
        Number number{};
        if (bytes_.size() < sizeof number) {
            good_ = false;
            return number;
        }
        std::memcpy(&number, bytes_.data(), sizeof number);
        bytes_.remove_prefix(sizeof number);
        return number;
    }
    std::string_view get_text() {
        const auto size = get<std::uint32_t>();
        if (size > bytes_.size()) good_ = false;
        if (!good_) return {};
        const std::string_view text = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return text;
    }
    std::size_t left() const { return bytes_.size(); }
    bool is_good() const { return good_; }

  private:
    std::string_view bytes_;
    bool good_ = true;
};

Error damaged() {
    return {ErrorCode::InvalidInput,
            "This is no model of questions that this program can read. Learn it again with `xinglin train intent`.",
            "intent.model"};
}

std::optional<IntentLabel> read_label(Cursor& cursor) {
    IntentLabel label{std::string(cursor.get_text()), {}};
    const auto count = cursor.get<std::uint32_t>();
    if (count == 0 || count > count_of<IntentKind>) return std::nullopt;
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto kind = intent_kind_named(cursor.get_text());
        if (!kind) return std::nullopt;
        label.kinds.push_back(*kind);
    }
    return label;
}

float finite(float number) {
    return std::isfinite(number) ? number : 0.0F;
}

}  // namespace

const std::vector<IntentKind>* kinds_of_label(std::string_view label) {
    static const StringMap<std::vector<IntentKind>> labels = read_labels();
    const auto at = labels.find(label);
    return at == labels.end() || at->second.empty() ? nullptr : &at->second;
}

IntentModel::IntentModel(std::vector<IntentLabel> labels, std::vector<float> biases, std::vector<Feature> features,
                         float sharpness)
    : labels_(std::move(labels)), biases_(std::move(biases)), features_(std::move(features)), sharpness_(sharpness) {
    places_.reserve(features_.size());
    for (std::uint32_t place = 0; place < features_.size(); ++place) places_.emplace(features_[place].hash, place);
}

std::vector<double> IntentModel::margins_of(const IntentFeatures& question) const {
    std::vector<double> margins(labels_.size());
    double square = 0;
    for (const std::uint64_t hash : question.features) {
        const auto place = places_.find(hash);
        if (place == places_.end()) continue;
        const Feature& feature = features_[place->second];
        square += static_cast<double>(feature.rarity) * feature.rarity;
        for (std::size_t i = 0; i < margins.size(); ++i) margins[i] += feature.rarity * feature.weights[i];
    }
    const double length = square > 0 ? std::sqrt(square) : 1;
    for (std::size_t i = 0; i < margins.size(); ++i) margins[i] = margins[i] / length + biases_[i];
    return margins;
}

std::vector<double> IntentModel::label_probabilities(const IntentFeatures& question) const {
    std::vector<double> margins = margins_of(question);
    const double highest = *std::max_element(margins.begin(), margins.end());
    for (double& each : margins) each = std::exp(sharpness_ * (each - highest));
    const double sum = std::accumulate(margins.begin(), margins.end(), 0.0);
    for (double& each : margins) each /= sum;
    return margins;
}

IntentNumbers IntentModel::probabilities_of(const IntentFeatures& question) const {
    const std::vector<double> by_label = label_probabilities(question);
    IntentNumbers probabilities{};
    for (std::size_t i = 0; i < labels_.size(); ++i) {
        double among = 0;
        for (const IntentKind kind : labels_[i].kinds) among += question.by_words[static_cast<std::size_t>(kind)];
        for (const IntentKind kind : labels_[i].kinds) {
            const auto place = static_cast<std::size_t>(kind);
            const double share =
                among > 0 ? question.by_words[place] / among : 1.0 / static_cast<double>(labels_[i].kinds.size());
            probabilities[place] += by_label[i] * share;
        }
    }
    return probabilities;
}

std::string IntentModel::bytes() const {
    Writer writer;
    writer.put(static_cast<std::uint32_t>(labels_.size()));
    writer.put(static_cast<std::uint32_t>(features_.size()));
    writer.put(sharpness_);
    for (std::size_t i = 0; i < labels_.size(); ++i) {
        writer.put_text(labels_[i].name);
        writer.put(static_cast<std::uint32_t>(labels_[i].kinds.size()));
        for (const IntentKind kind : labels_[i].kinds) writer.put_text(name_of(kind));
        writer.put(biases_[i]);
    }
    for (const Feature& feature : features_) {
        writer.put(feature.hash);
        writer.put(feature.rarity);
        for (const float weight : feature.weights) writer.put(weight);
    }
    writer.put(static_cast<std::uint64_t>(fnv1a(writer.out())));
    return std::move(writer.out());
}

Result<IntentModel> IntentModel::load(std::string_view bytes) {
    if (!bytes.starts_with(kMagic) || bytes.size() < kMagic.size() + sizeof(std::uint64_t)) return damaged();
    const std::string_view checked = bytes.substr(0, bytes.size() - sizeof(std::uint64_t));
    if (Cursor(bytes.substr(checked.size())).get<std::uint64_t>() != fnv1a(checked)) return damaged();
    Cursor cursor(checked.substr(kMagic.size()));
    const auto label_count = cursor.get<std::uint32_t>();
    const auto feature_count = cursor.get<std::uint32_t>();
    const auto sharpness = cursor.get<float>();
    if (label_count < 2 || label_count > kMostLabels || !std::isfinite(sharpness)) return damaged();
    std::vector<IntentLabel> labels;
    std::vector<float> biases;
    for (std::uint32_t i = 0; i < label_count; ++i) {
        auto label = read_label(cursor);
        if (!label) return damaged();
        labels.push_back(std::move(*label));
        biases.push_back(finite(cursor.get<float>()));
    }
    const std::size_t feature_bytes = sizeof(std::uint64_t) + sizeof(float) * (1 + std::size_t{label_count});
    if (!cursor.is_good() || cursor.left() != feature_count * feature_bytes) return damaged();
    std::vector<Feature> features(feature_count);
    for (Feature& feature : features) {
        feature.hash = cursor.get<std::uint64_t>();
        feature.rarity = finite(cursor.get<float>());
        feature.weights.resize(label_count);
        for (float& weight : feature.weights) weight = finite(cursor.get<float>());
    }
    return IntentModel(std::move(labels), std::move(biases), std::move(features), sharpness);
}

}  // namespace xinglin
