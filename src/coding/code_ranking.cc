#include "coding/code_ranking.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <unordered_map>

#include "base/check.h"
#include "base/strings.h"
#include "coding/coding_data.h"

// Two looks: a linear score of every match's features, then, at the best of them, the mean of a few small networks,
// which also see how a match stands among the others. Both were learned on coded phrases; the words that the features
// rest on were not.

namespace xinglin {
namespace {

constexpr float kLeak = 0.01F;  // of a unit that is off
constexpr std::size_t kCategoryCode = 3;
constexpr std::size_t kFirstOnes = 5;  // that codes above and below are looked for among

using Covered = std::bitset<kMaxPhraseTokens>;

double weight_of(const Covered& tokens, std::span<const float> token_weights) {
    double sum = 0;
    for (std::size_t i = 0; i < token_weights.size(); ++i)
        if (tokens[i]) sum += static_cast<double>(token_weights[i]);
    return sum;
}

/// The weight of the phrase, never 0.
double whole_of(std::span<const float> token_weights) {
    double whole = 0;
    for (const float weight : token_weights) whole += static_cast<double>(weight);
    return whole > 0 ? whole : 1;
}

/// Says how each of the first choices stands among them.
class StandingReader {
  public:
    StandingReader(const CodeMatcher& matcher, std::span<CodeChoice> choices, std::span<const float> token_weights)
        : matcher_(matcher), choices_(choices), token_weights_(token_weights), whole_(whole_of(token_weights)) {
        for (const CodeChoice& each : choices_) {
            const double mass = std::exp(each.first_score - choices_.front().first_score);
            all_ += mass;
            category_mass_[category_of(each)] += mass;
            chapter_mass_[code_of(each)[0]] += mass;
        }
    }

    void read() {
        Covered before;
        std::unordered_map<std::string_view, bool> seen;
        for (std::size_t i = 0; i < choices_.size(); ++i) {
            CodeChoice& choice = choices_[i];
            const Covered& own = choice.match->covered;
            const Covered& best = choices_.front().match->covered;
            std::copy(choice.match->features.begin(), choice.match->features.end(), choice.inputs.begin());
            set(choice, CodeStanding::Behind, (choice.first_score - choices_.front().first_score) / 5);
            set(choice, CodeStanding::Place, 1 / static_cast<double>(i + 1));
            set(choice, CodeStanding::Fresh, weight_of(own & ~before, token_weights_) / whole_);
            set(choice, CodeStanding::BestHas, weight_of(best & ~own, token_weights_) / whole_);
            set(choice, CodeStanding::BestLacks, weight_of(own & ~best, token_weights_) / whole_);
            set(choice, CodeStanding::CategoryMass, category_mass_[category_of(choice)] / all_);
            set(choice, CodeStanding::ChapterMass, chapter_mass_[code_of(choice)[0]] / all_);
            set(choice, CodeStanding::CategoryBefore, seen.contains(category_of(choice)) ? 1 : 0);
            set(choice, CodeStanding::AboveOne, is_beside(i, true) ? 1 : 0);
            set(choice, CodeStanding::BelowOne, is_beside(i, false) ? 1 : 0);
            set(choice, CodeStanding::PhraseLength, std::log1p(static_cast<double>(token_weights_.size())));
            before |= own;
            seen.emplace(category_of(choice), true);
        }
    }

  private:
    static void set(CodeChoice& choice, CodeStanding standing, double value) {
        choice.inputs[kCodeFeatures + static_cast<std::size_t>(standing)] = static_cast<float>(value);
    }
    std::string_view code_of(const CodeChoice& choice) const { return matcher_.entries()[choice.entry].codes.front(); }
    std::string_view category_of(const CodeChoice& choice) const { return code_of(choice).substr(0, kCategoryCode); }

    /// Whether one of the first ones' codes continues the choice's, or the other way round.
    bool is_beside(std::size_t place, bool above) const {
        for (std::size_t i = 0; i < std::min(kFirstOnes, choices_.size()); ++i) {
            if (i == place) continue;
            const std::string_view own = code_of(choices_[place]);
            const std::string_view other = code_of(choices_[i]);
            if (above ? other.starts_with(own) : own.starts_with(other)) return true;
        }
        return false;
    }

    const CodeMatcher& matcher_;
    std::span<CodeChoice> choices_;
    std::span<const float> token_weights_;
    double whole_;
    double all_ = 0;
    std::unordered_map<std::string_view, double> category_mass_;
    std::unordered_map<char, double> chapter_mass_;
};

/// Reads the numbers of one line behind its word.
std::vector<float> numbers_of(std::string_view line) {
    std::vector<float> numbers;
    for (const std::string_view field : split(line, ' ')) {
        float number = 0;
        const auto read = std::from_chars(field.data(), field.data() + field.size(), number);
        CHECK(read.ec == std::errc());
        numbers.push_back(number);
    }
    return numbers;
}

template <typename Array>
void fill(Array& array, const std::vector<float>& numbers) {
    CHECK(numbers.size() == array.size());
    std::copy(numbers.begin(), numbers.end(), array.begin());
}

void write(std::string& text, std::string_view word, std::span<const float> numbers) {
    text += word;
    char buffer[32];
    for (const float number : numbers) {
        std::snprintf(buffer, sizeof(buffer), " %.4g", static_cast<double>(number));
        text += buffer;
    }
    text += '\n';
}

/// What each choice is worth after the second look; those behind it follow the last of these.
std::vector<double> scores_of(std::span<CodeChoice> choices, const CodeWeights& weights) {
    std::vector<double> scores;
    for (const CodeChoice& choice : choices) scores.push_back(choice.first_score);
    if (weights.networks.empty()) return scores;
    const std::size_t looked_at = std::min(choices.size(), kSecondLook);
    double least = 0;
    for (std::size_t i = 0; i < looked_at; ++i) {
        normalise(choices[i].inputs, weights);
        double sum = 0;
        CodeNetwork::Units units{};
        for (const CodeNetwork& network : weights.networks)
            sum += static_cast<double>(network.score(choices[i].inputs, units));
        scores[i] = sum / static_cast<double>(weights.networks.size());
        least = i == 0 ? scores[i] : std::min(least, scores[i]);
    }
    for (std::size_t i = looked_at; i < choices.size(); ++i)
        scores[i] = least + choices[i].first_score - choices[looked_at - 1].first_score;
    return scores;
}

/// 下消化道出血 for 消化道出血; 尺骨骨折伴桡骨骨折 for 桡骨骨折.
bool adds_qualifier(const CodeMatch& match) {
    return match.features[static_cast<std::size_t>(CodeFeature::AddedContrast)] > 0 ||
           match.features[static_cast<std::size_t>(CodeFeature::AddedSplit)] > 0;
}

/// Puts a name that adds a qualifier or a second thing behind one that adds none, accounts for as much of the phrase
/// and is likely, too.
void put_added_qualifiers_behind(std::span<const CodeChoice> choices, std::span<double> scores) {
    constexpr double kLikely = 5;  // behind by less than this
    constexpr double kStep = 0.05;
    const std::size_t looked_at = std::min(choices.size(), kSecondLook);
    const std::vector<double> before(scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(looked_at));
    for (std::size_t i = 0; i < looked_at; ++i) {
        const CodeMatch& adding = *choices[i].match;
        if (!adds_qualifier(adding)) continue;
        double least = before[i];
        for (std::size_t j = 0; j < looked_at; ++j) {
            const CodeMatch& plain = *choices[j].match;
            const bool stands_for_it = !adds_qualifier(plain) && (adding.covered & ~plain.covered).none() &&
                                       plain.features[static_cast<std::size_t>(CodeFeature::Conflicts)] == 0 &&
                                       plain.features[static_cast<std::size_t>(CodeFeature::NameCovered)] >=
                                           adding.features[static_cast<std::size_t>(CodeFeature::NameLiteral)] &&
                                       before[j] > before[i] - kLikely;
            if (stands_for_it) least = std::min(least, before[j] - kStep);
        }
        scores[i] = least;
    }
}

}  // namespace

float CodeNetwork::score(std::span<const float, kCodeInputs> inputs, Units& activations) const {
    float sum = 0;
    activations = bias;
    for (std::size_t i = 0; i < kCodeInputs; ++i) {
        sum += direct[i] * inputs[i];
        for (std::size_t unit = 0; unit < kUnits; ++unit) activations[unit] += inputs[i] * hidden[i][unit];
    }
    for (std::size_t unit = 0; unit < kUnits; ++unit) {
        if (activations[unit] < 0) activations[unit] *= kLeak;
        sum += out[unit] * activations[unit];
    }
    return sum;
}

double score_of(const CodeFeatures& features, const CodeWeights& weights) {
    double score = 0;
    for (std::size_t i = 0; i < kCodeFeatures; ++i)
        score += static_cast<double>(features[i]) * static_cast<double>(weights.of_feature[i]);
    return score;
}

void normalise(std::array<float, kCodeInputs>& inputs, const CodeWeights& weights) {
    constexpr float kFarthest = 6;  // Beyond what was learned on, nothing is known.
    for (std::size_t i = 0; i < kCodeInputs; ++i)
        inputs[i] = std::clamp((inputs[i] - weights.mean[i]) * weights.scale[i], -kFarthest, kFarthest);
}

std::vector<CodeChoice> choices_of(const CodeMatcher& matcher, std::span<const CodeMatch> matches,
                                   std::span<const float> token_weights, const CodeWeights& weights) {
    std::unordered_map<std::uint32_t, CodeChoice> best;
    for (const CodeMatch& match : matches) {
        const double score = score_of(match.features, weights);
        CodeChoice& choice = best[matcher.entry_of(match.name)];
        if (!choice.match || score > choice.first_score) {
            choice.entry = matcher.entry_of(match.name);
            choice.match = &match;
            choice.first_score = score;
        }
    }
    std::vector<CodeChoice> choices;
    for (const auto& [entry, choice] : best) choices.push_back(choice);
    std::sort(choices.begin(), choices.end(), [](const CodeChoice& a, const CodeChoice& b) {
        return a.first_score != b.first_score ? a.first_score > b.first_score : a.entry < b.entry;
    });
    const std::size_t looked_at = std::min(choices.size(), kSecondLook);
    if (looked_at > 0) StandingReader(matcher, std::span(choices).first(looked_at), token_weights).read();
    return choices;
}

std::vector<RankedCode> rank_codes(const CodeMatcher& matcher, std::span<const CodeMatch> matches,
                                   std::span<const float> token_weights, const CodeWeights& weights,
                                   std::size_t limit) {
    struct Waiting {
        std::uint32_t entry;
        const CodeMatch* match;
        double score;
    };
    std::vector<CodeChoice> choices = choices_of(matcher, matches, token_weights, weights);
    std::vector<double> scores = scores_of(choices, weights);
    put_added_qualifiers_behind(choices, scores);
    std::vector<Waiting> waiting;
    for (std::size_t i = 0; i < choices.size(); ++i) waiting.push_back({choices[i].entry, choices[i].match, scores[i]});
    const auto is_better = [](const Waiting& a, const Waiting& b) {
        return a.score != b.score ? a.score > b.score : a.entry < b.entry;
    };
    std::sort(waiting.begin(), waiting.end(), is_better);
    const double whole = whole_of(token_weights);
    Covered accounted;
    std::vector<RankedCode> ranked;
    while (ranked.size() < limit && !waiting.empty()) {
        std::size_t chosen = 0;
        double highest = 0;
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            // Sorted by score, and no gain exceeds 1: what is this much behind cannot be chosen.
            const double reach = waiting[i].score + static_cast<double>(weights.new_part);
            if (i > 0 && reach <= highest) break;
            const double gain = weight_of(waiting[i].match->covered & ~accounted, token_weights) / whole;
            const double value = waiting[i].score + static_cast<double>(weights.new_part) * gain;
            if (i == 0 || value > highest) {
                highest = value;
                chosen = i;
            }
        }
        accounted |= waiting[chosen].match->covered;
        const bool is_inside = waiting[chosen].match->features[static_cast<std::size_t>(CodeFeature::NameInside)] > 0;
        ranked.push_back({waiting[chosen].entry, highest, is_inside});
        waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(chosen));
    }
    return ranked;
}

CodeWeights code_weights_from(std::string_view text) {
    CodeWeights weights;
    std::size_t unit = 0;
    for (const std::string_view line : split(text, '\n')) {
        if (line.empty() || line[0] == '#') continue;
        const std::size_t blank = line.find(' ');
        CHECK(blank != std::string_view::npos);
        const std::string_view word = line.substr(0, blank);
        const std::vector<float> numbers = numbers_of(line.substr(blank + 1));
        if (word == "first") {
            fill(weights.of_feature, numbers);
        } else if (word == "mean") {
            fill(weights.mean, numbers);
        } else if (word == "scale") {
            fill(weights.scale, numbers);
        } else if (word == "network") {
            fill(weights.networks.emplace_back().direct, numbers);
            unit = 0;
        } else if (word == "unit") {
            CHECK(!weights.networks.empty() && unit < CodeNetwork::kUnits && numbers.size() == kCodeInputs + 2);
            CodeNetwork& network = weights.networks.back();
            network.out[unit] = numbers[0];
            network.bias[unit] = numbers[1];
            for (std::size_t i = 0; i < kCodeInputs; ++i) network.hidden[i][unit] = numbers[i + 2];
            ++unit;
        } else {
            CHECK(word == "ranks" && numbers.size() == 2);
            weights.new_part = numbers[0];
            weights.shift = numbers[1];
        }
    }
    return weights;
}

std::string text_of(const CodeWeights& weights) {
    std::string text;
    write(text, "ranks", std::array{weights.new_part, weights.shift});
    write(text, "first", weights.of_feature);
    write(text, "mean", weights.mean);
    write(text, "scale", weights.scale);
    for (const CodeNetwork& network : weights.networks) {
        write(text, "network", network.direct);
        for (std::size_t unit = 0; unit < CodeNetwork::kUnits; ++unit) {
            std::vector<float> row{network.out[unit], network.bias[unit]};
            for (const CodeNetwork::Units& input : network.hidden) row.push_back(input[unit]);
            write(text, "unit", row);
        }
    }
    return text;
}

const CodeWeights& learned_code_weights() {
    static const CodeWeights kWeights = code_weights_from(coding_data("code_ranking.txt"));
    return kWeights;
}

}  // namespace xinglin
