// How well clinical phrases are coded, how fast, and how the weights of data/medicine/code_ranking.txt are learned.
//
// Data (not part of the project): a table code,name of ICD-10 and JSON lines {text, normalized: [names]}. A phrase's
// gold is a set of names; a name counts as found when an answer has it, compared folded. hit@k: any of the gold names
// among the first k answers; found@k: the share of all gold names that are. Names that the table does not have count as
// missed. Weights are learned on four fifths and measured on the fifth left out, five times; the list of clinical words
// is not learned. Baselines in the same run: the longest name that stands in the phrase, and BM25 of character pairs.
//
//   code_bench TABLE.csv.gz PHRASES.jsonl.gz [--train [--networks N] [--folds N] [--out FILE]] [--errors N [--misses]]
//   [--limit N]
//
// --train prints the figures of the five folds (or of the first N) and writes the weights learned of all to FILE, for
// data/medicine/code_ranking.txt; --errors shows phrases whose first
// answer is wrong, with --misses those of which no gold name is found.

#include <time.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <map>
#include <random>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "coding/code_ranking.h"
#include "coding/coder.h"
#include "intake/input.h"
#include "knowledge/knowledge.h"
#include "knowledge/reconcile.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

std::vector<std::string> lines_of(const std::string& file) {
    auto input = Input::open(file, TextEncoding::Utf8);
    if (!input) {
        std::fprintf(stderr, "%s: %s\n", file.c_str(), input.error().message.c_str());
        std::exit(2);
    }
    std::string all;
    for (std::string_view block = (*input)->next(); !block.empty(); block = (*input)->next()) all += block;
    std::vector<std::string> lines;
    for (const std::string_view line : split(all, '\n'))
        if (!trimmed(line).empty()) lines.emplace_back(trimmed(line));
    return lines;
}

/// How names are compared: folded, without quotes.
std::string key_of(std::string_view name) {
    std::string key;
    for (const char c : fold(trimmed(name)))
        if (c != '"' && c != ' ') key += c;
    return key;
}

KnowledgeData table_of(const std::string& file) {
    KnowledgeData data;
    for (const std::string& line : lines_of(file)) {
        const std::size_t comma = line.find(',');
        if (comma == std::string::npos) continue;
        std::string name = line.substr(comma + 1);
        if (name.starts_with('"')) {
            name = name.substr(1, name.find('"', 1) - 1);
        } else {
            name = name.substr(0, name.find(','));
        }
        Concept known;
        known.id = "condition/c" + std::to_string(data.concepts.size() + 1000000);
        known.name = std::string(trimmed(name));
        known.codes = {{"ICD-10", line.substr(0, comma)}};
        known.trust = Trust::Imported;
        if (!known.name.empty()) data.concepts.push_back(std::move(known));
    }
    return reconcile(std::move(data));
}

struct Case {
    std::string text;
    std::vector<std::string> gold;  ///< keys
};

std::vector<Case> cases_of(const std::string& file, std::size_t limit) {
    std::vector<Case> cases;
    for (const std::string& line : lines_of(file)) {
        if (cases.size() == limit) break;
        const auto value = boost::json::parse(line);
        Case each;
        each.text = value.at("text").as_string();
        for (const auto& name : value.at("normalized").as_array())
            each.gold.push_back(key_of(std::string_view(name.as_string())));
        std::sort(each.gold.begin(), each.gold.end());
        each.gold.erase(std::unique(each.gold.begin(), each.gold.end()), each.gold.end());
        cases.push_back(std::move(each));
    }
    return cases;
}

/// Shares of phrases and gold names found among the first k.
class Score {
  public:
    void add(const std::vector<std::string>& answers, const std::vector<std::string>& gold) {
        ++cases_;
        gold_ += gold.size();
        std::size_t first = answers.size();
        for (const std::string& name : gold) {
            const auto at = static_cast<std::size_t>(std::find(answers.begin(), answers.end(), name) - answers.begin());
            if (at == answers.size()) continue;
            first = std::min(first, at);
            for (std::size_t i = 0; i < std::size(kDepths); ++i) found_[i] += at < kDepths[i];
        }
        for (std::size_t i = 0; i < std::size(kDepths); ++i) hits_[i] += first < answers.size() && first < kDepths[i];
    }
    void print(const char* name) const {
        std::printf("%-28s", name);
        for (std::size_t i = 0; i < std::size(kDepths); ++i)
            std::printf("  hit@%zu %.4f", kDepths[i], static_cast<double>(hits_[i]) / static_cast<double>(cases_));
        for (std::size_t i = 0; i < std::size(kDepths); ++i)
            std::printf("  found@%zu %.4f", kDepths[i], static_cast<double>(found_[i]) / static_cast<double>(gold_));
        std::printf("  n %zu\n", cases_);
        std::fflush(stdout);
    }

  private:
    static constexpr std::size_t kDepths[] = {1, 3, 5, 10};
    std::size_t cases_ = 0, gold_ = 0;
    std::size_t hits_[4] = {}, found_[4] = {};
};

/// Of each phrase the matches and which of them are gold.
struct Example {
    std::vector<CodeMatch> matches;
    std::vector<std::uint32_t> entries;  ///< of each match
    std::vector<std::uint8_t> is_gold;
    std::vector<float> token_weights;
};

/// Listwise logistic model: a gold name's best match against the best matches of all that are not gold. Adam.
class Trainer {
  public:
    Trainer(const std::vector<Example>& examples, std::vector<std::size_t> train)
        : examples_(examples), train_(std::move(train)) {}

    CodeWeights learn(std::size_t epochs) {
        std::array<double, kCodeFeatures> weights{}, first{}, second{};
        weights[static_cast<std::size_t>(CodeFeature::BothCovered)] = 5;
        std::mt19937 random(1);
        double step = 0;
        for (std::size_t epoch = 0; epoch < epochs; ++epoch) {
            for (std::size_t i = train_.size(); i > 1; --i) std::swap(train_[i - 1], train_[random() % i]);
            constexpr std::size_t kBatch = 32;
            const double rate = 0.08 * (1 - 0.95 * static_cast<double>(epoch) / static_cast<double>(epochs));
            for (std::size_t at = 0; at < train_.size(); at += kBatch) {
                std::array<double, kCodeFeatures> gradient{};
                for (std::size_t i = at; i < std::min(at + kBatch, train_.size()); ++i)
                    add_gradient(examples_[train_[i]], weights, gradient);
                ++step;
                for (std::size_t f = 0; f < kCodeFeatures; ++f) {
                    const double g = gradient[f] / kBatch + kDecay * weights[f];
                    first[f] = 0.9 * first[f] + 0.1 * g;
                    second[f] = 0.999 * second[f] + 0.001 * g * g;
                    const double m = first[f] / (1 - std::pow(0.9, step));
                    const double v = second[f] / (1 - std::pow(0.999, step));
                    weights[f] -= rate * m / (std::sqrt(v) + 1e-8);
                }
            }
        }
        CodeWeights out;
        for (std::size_t f = 0; f < kCodeFeatures; ++f) out.of_feature[f] = static_cast<float>(weights[f]);
        return out;
    }

  private:
    static constexpr double kDecay = 1e-4;

    static void add_gradient(const Example& example, const std::array<double, kCodeFeatures>& weights,
                             std::array<double, kCodeFeatures>& gradient) {
        struct Best {
            std::size_t match;
            double score;
        };
        static std::unordered_map<std::uint32_t, Best> best;
        best.clear();
        for (std::size_t i = 0; i < example.matches.size(); ++i) {
            double score = 0;
            for (std::size_t f = 0; f < kCodeFeatures; ++f)
                score += weights[f] * static_cast<double>(example.matches[i].features[f]);
            const auto [it, added] = best.try_emplace(example.entries[i], Best{i, score});
            if (!added && score > it->second.score) it->second = {i, score};
        }
        std::vector<Best> gold, rest;
        double highest = -1e9;
        for (const auto& [entry, each] : best) {
            (example.is_gold[each.match] ? gold : rest).push_back(each);
            highest = std::max(highest, each.score);
        }
        if (gold.empty() || rest.empty()) return;
        double others = 0;
        for (const Best& each : rest) others += std::exp(each.score - highest);
        const double share = 1 / std::sqrt(static_cast<double>(gold.size()));
        double pull = 0;  // of each other, per exp(score)
        for (const Best& each : gold) {
            const double own = std::exp(each.score - highest);
            const double chance = own / (own + others);
            add(example.matches[each.match], -share * (1 - chance), gradient);
            pull += share / (own + others);
        }
        for (const Best& each : rest) add(example.matches[each.match], pull * std::exp(each.score - highest), gradient);
    }

    static void add(const CodeMatch& match, double factor, std::array<double, kCodeFeatures>& gradient) {
        for (std::size_t f = 0; f < kCodeFeatures; ++f) gradient[f] += factor * static_cast<double>(match.features[f]);
    }

    const std::vector<Example>& examples_;
    std::vector<std::size_t> train_;
};

/// The longest names that stand in the phrase as they are, longest first.
class LongestName {
  public:
    explicit LongestName(const std::vector<std::string>& names) : names_(names.begin(), names.end()) {}

    std::vector<std::string> code(const std::string& text, std::size_t limit) const {
        const std::string folded = key_of(text);
        std::set<std::pair<std::size_t, std::string>> found;
        for (std::size_t begin = 0; begin < folded.size(); ++begin) {
            for (std::size_t length = 3; length <= 90 && begin + length <= folded.size(); ++length) {
                std::string part = folded.substr(begin, length);
                if (names_.contains(part)) found.emplace(part.size(), std::move(part));
            }
        }
        std::vector<std::string> answers;
        for (auto it = found.rbegin(); it != found.rend() && answers.size() < limit; ++it)
            answers.push_back(it->second);
        return answers;
    }

  private:
    std::unordered_set<std::string> names_;
};

/// BM25 (k1 1.2, b 0.75) over characters' pairs.
class PairBm25 {
  public:
    explicit PairBm25(const std::vector<std::string>& names) : names_(names) {
        for (std::uint32_t i = 0; i < names.size(); ++i) {
            const auto grams = grams_of(names[i]);
            lengths_.push_back(static_cast<double>(grams.size()));
            mean_ += lengths_.back();
            for (const auto& gram : std::set<std::u32string>(grams.begin(), grams.end())) postings_[gram].push_back(i);
        }
        mean_ /= static_cast<double>(names.size());
    }

    std::vector<std::string> code(const std::string& text, std::size_t limit) const {
        std::vector<double> scores(names_.size(), 0);
        const auto grams = grams_of(key_of(text));
        for (const auto& gram : std::set<std::u32string>(grams.begin(), grams.end())) {
            const auto found = postings_.find(gram);
            if (found == postings_.end()) continue;
            const double df = static_cast<double>(found->second.size());
            const double idf = std::log(1 + (static_cast<double>(names_.size()) - df + 0.5) / (df + 0.5));
            for (const std::uint32_t i : found->second)
                scores[i] += idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * lengths_[i] / mean_));
        }
        std::vector<std::uint32_t> order(names_.size());
        for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
        std::partial_sort(
            order.begin(), order.begin() + static_cast<std::ptrdiff_t>(limit), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
        std::vector<std::string> answers;
        for (std::size_t i = 0; i < limit && scores[order[i]] > 0; ++i) answers.push_back(names_[order[i]]);
        return answers;
    }

  private:
    static std::vector<std::u32string> grams_of(const std::string& text) {
        std::u32string characters;
        for (std::size_t at = 0; at < text.size();) {
            const Decoded decoded = decode_utf8(text, at);
            at += decoded.length;
            characters += decoded.code_point;
        }
        std::vector<std::u32string> grams;
        for (std::size_t i = 0; i + 1 < characters.size(); ++i) grams.push_back(characters.substr(i, 2));
        if (characters.size() == 1) grams.push_back(characters);
        return grams;
    }

    const std::vector<std::string>& names_;
    std::vector<double> lengths_;
    double mean_ = 0;
    std::map<std::u32string, std::vector<std::uint32_t>> postings_;
};

/// Learns the networks of the second look on the first kSecondLook choices of each phrase, by Adam: half of the loss is
/// listwise for each gold name, half asks for any of them at the top.
class NetworkTrainer {
  public:
    NetworkTrainer(const CodeMatcher& matcher, const std::vector<Example>& examples, std::vector<std::size_t> train,
                   CodeWeights& weights)
        : train_(std::move(train)), weights_(weights) {
        for (const std::size_t i : train_) {
            std::vector<Choice> made;
            auto choices = choices_of(matcher, examples[i].matches, examples[i].token_weights, weights);
            if (choices.size() > kSecondLook) choices.resize(kSecondLook);
            for (const CodeChoice& choice : choices)
                made.push_back(
                    {choice.inputs,
                     examples[i].is_gold[static_cast<std::size_t>(choice.match - examples[i].matches.data())] != 0});
            lists_.push_back(std::move(made));
        }
        make_comparable();
    }

    void learn(std::size_t networks, std::size_t epochs) {
        for (std::size_t i = 0; i < networks; ++i)
            weights_.networks.push_back(learn_one(static_cast<std::uint32_t>(i + 7), epochs));
    }

  private:
    using Units = CodeNetwork::Units;
    struct Choice {
        std::array<float, kCodeInputs> inputs;
        bool is_gold;
    };
    static constexpr float kDecay = 1e-3F;
    static constexpr float kDirectDecay = 1e-5F;
    static constexpr double kRate = 0.003;

    void make_comparable() {
        std::array<double, kCodeInputs> sum{}, squares{};
        double count = 0;
        for (const auto& list : lists_)
            for (const Choice& choice : list) {
                ++count;
                for (std::size_t i = 0; i < kCodeInputs; ++i) {
                    sum[i] += static_cast<double>(choice.inputs[i]);
                    squares[i] += static_cast<double>(choice.inputs[i]) * static_cast<double>(choice.inputs[i]);
                }
            }
        for (std::size_t i = 0; i < kCodeInputs; ++i) {
            const double mean = sum[i] / count;
            weights_.mean[i] = static_cast<float>(mean);
            weights_.scale[i] = static_cast<float>(1 / std::sqrt(std::max(1e-4, squares[i] / count - mean * mean)));
        }
        for (auto& list : lists_)
            for (Choice& choice : list) normalise(choice.inputs, weights_);
    }

    CodeNetwork first_network(std::mt19937& random) const {
        std::normal_distribution<float> normal(0, 1);
        CodeNetwork network;
        for (std::size_t i = 0; i < kCodeFeatures; ++i) network.direct[i] = weights_.of_feature[i] / weights_.scale[i];
        for (Units& row : network.hidden)
            for (float& value : row) value = normal(random) / std::sqrt(static_cast<float>(kCodeInputs));
        for (float& value : network.out)
            value = 0.1F * normal(random) / std::sqrt(static_cast<float>(CodeNetwork::kUnits));
        return network;
    }

    /// The numbers of a network, one after the other.
    static std::span<float> flat(CodeNetwork& network) {
        static_assert(sizeof(CodeNetwork) % sizeof(float) == 0);
        return {reinterpret_cast<float*>(&network), sizeof(CodeNetwork) / sizeof(float)};
    }

    CodeNetwork learn_one(std::uint32_t seed, std::size_t epochs) {
        std::mt19937 random(seed);
        CodeNetwork network = first_network(random);
        CodeNetwork gradient, first, second;
        std::vector<std::size_t> order(lists_.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        double step = 0;
        constexpr std::size_t kBatch = 32;
        for (std::size_t epoch = 0; epoch < epochs; ++epoch) {
            for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
            const double rate = kRate * (1 - 0.95 * static_cast<double>(epoch) / static_cast<double>(epochs));
            for (std::size_t at = 0; at < order.size(); at += kBatch) {
                gradient = {};
                for (std::size_t i = at; i < std::min(at + kBatch, order.size()); ++i)
                    add_gradient(lists_[order[i]], network, gradient);
                ++step;
                const auto g = flat(gradient), w = flat(network), m = flat(first), v = flat(second);
                const auto first_share = static_cast<float>(1 - std::pow(0.9, step));
                const auto second_share = static_cast<float>(1 - std::pow(0.999, step));
                for (std::size_t i = 0; i < w.size(); ++i) {
                    const float pull = g[i] / kBatch + (i < kCodeInputs ? kDirectDecay : kDecay) * w[i];
                    m[i] = 0.9F * m[i] + 0.1F * pull;
                    v[i] = 0.999F * v[i] + 0.001F * pull * pull;
                    w[i] -= static_cast<float>(rate) * (m[i] / first_share) / (std::sqrt(v[i] / second_share) + 1e-8F);
                }
            }
        }
        return network;
    }

    static void add_gradient(const std::vector<Choice>& list, const CodeNetwork& network, CodeNetwork& gradient) {
        std::vector<Units> units(list.size());
        std::vector<double> own(list.size());
        double highest = -1e9, gold = 0, rest = 0;
        std::size_t golds = 0;
        for (std::size_t i = 0; i < list.size(); ++i) {
            own[i] = static_cast<double>(network.score(list[i].inputs, units[i]));
            highest = std::max(highest, own[i]);
        }
        for (std::size_t i = 0; i < list.size(); ++i) {
            own[i] = std::exp(own[i] - highest);
            (list[i].is_gold ? gold : rest) += own[i];
            golds += list[i].is_gold;
        }
        if (golds == 0 || golds == list.size()) return;
        const double share = 0.5 / std::sqrt(static_cast<double>(golds));
        double pull = 0.5 / (gold + rest);
        for (std::size_t i = 0; i < list.size(); ++i)
            if (list[i].is_gold) pull += share / (own[i] + rest);
        for (std::size_t i = 0; i < list.size(); ++i) {
            const double slope = list[i].is_gold ? -share * (1 - own[i] / (own[i] + rest)) +
                                                       0.5 * (own[i] / (gold + rest) - own[i] / gold)
                                                 : pull * own[i];
            if (std::abs(slope) < 1e-4) continue;
            const auto g = static_cast<float>(slope);
            Units back{};
            for (std::size_t unit = 0; unit < CodeNetwork::kUnits; ++unit) {
                gradient.out[unit] += g * units[i][unit];
                back[unit] = g * network.out[unit] * (units[i][unit] > 0 ? 1 : 0.01F);
                gradient.bias[unit] += back[unit];
            }
            for (std::size_t input = 0; input < kCodeInputs; ++input) {
                gradient.direct[input] += g * list[i].inputs[input];
                for (std::size_t unit = 0; unit < CodeNetwork::kUnits; ++unit)
                    gradient.hidden[input][unit] += back[unit] * list[i].inputs[input];
            }
        }
    }

    std::vector<std::size_t> train_;
    CodeWeights& weights_;
    std::vector<std::vector<Choice>> lists_;
};

constexpr std::size_t kFolds = 5;
constexpr std::size_t kNetworks = 3;
constexpr std::size_t kNetworkEpochs = 12;
constexpr std::size_t kAnswers = 10;
constexpr std::size_t kEpochs = 20;

constexpr float kNewPart = 2;

/// So that logistic(score + shift) of first answers is on average how often they are right.
float shift_of(const std::vector<std::pair<double, bool>>& firsts) {
    double low = -30, high = 30;
    for (int step = 0; step < 60; ++step) {
        const double shift = (low + high) / 2;
        double balance = 0;
        for (const auto& [score, is_hit] : firsts) balance += 1 / (1 + std::exp(-(score + shift))) - (is_hit ? 1 : 0);
        (balance > 0 ? high : low) = shift;
    }
    return static_cast<float>((low + high) / 2);
}

int run(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr,
                     "usage: code_bench TABLE PHRASES [--train] [--networks N] [--folds N] [--out FILE] [--errors N] "
                     "[--misses] [--limit N]\n");
        return 2;
    }
    bool train = false, misses = false;
    std::string out = "code_ranking.txt";
    std::size_t networks = kNetworks, folds = kFolds;
    std::size_t errors = 0, limit = 100000;
    for (int i = 3; i < argc; ++i) {
        if (!std::strcmp(argv[i], "--train")) train = true;
        if (!std::strcmp(argv[i], "--misses")) misses = true;
        if (!std::strcmp(argv[i], "--errors") && i + 1 < argc) errors = std::stoul(argv[++i]);
        if (!std::strcmp(argv[i], "--networks") && i + 1 < argc) networks = std::stoul(argv[++i]);
        if (!std::strcmp(argv[i], "--folds") && i + 1 < argc)
            folds = std::min<std::size_t>(kFolds, std::stoul(argv[++i]));
        if (!std::strcmp(argv[i], "--out") && i + 1 < argc) out = argv[++i];
        if (!std::strcmp(argv[i], "--limit") && i + 1 < argc) limit = std::stoul(argv[++i]);
    }
    const Knowledge knowledge(table_of(argv[1]));
    const std::vector<Case> cases = cases_of(argv[2], limit);
    double begin = cpu_seconds();
    const CodeMatcher matcher(knowledge, "ICD-10");
    std::printf("%zu names with codes, built in %.2f s, %.1f MB\n", matcher.entries().size(), cpu_seconds() - begin,
                static_cast<double>(matcher.memory_bytes()) / 1e6);
    std::vector<std::string> names;
    for (const auto& entry : matcher.entries()) names.push_back(key_of(entry.name));

    if (train) {
        std::vector<Example> examples;
        std::size_t gold = 0, reachable = 0, any = 0, matches = 0;
        begin = cpu_seconds();
        for (const Case& each : cases) {
            Example example;
            example.matches = matcher.match(each.text);
            example.token_weights = matcher.token_weights(each.text);
            std::set<std::string> seen;
            for (const CodeMatch& match : example.matches) {
                const std::uint32_t entry = matcher.entry_of(match.name);
                example.entries.push_back(entry);
                const bool is_gold = std::binary_search(each.gold.begin(), each.gold.end(), names[entry]);
                example.is_gold.push_back(is_gold);
                if (is_gold) seen.insert(names[entry]);
            }
            gold += each.gold.size();
            reachable += seen.size();
            any += !seen.empty();
            matches += example.matches.size();
            examples.push_back(std::move(example));
        }
        const double count = static_cast<double>(cases.size());
        std::printf("candidates: any gold %.4f, all gold %.4f, %.0f a phrase, %.0f us a phrase\n",
                    static_cast<double>(any) / count, static_cast<double>(reachable) / static_cast<double>(gold),
                    static_cast<double>(matches) / count, (cpu_seconds() - begin) / count * 1e6);
        constexpr float kNewParts[] = {0, 1, kNewPart, 3, 4};
        Score scores[std::size(kNewParts)];
        std::size_t shown = 0;
        for (std::size_t fold = 0; fold < folds; ++fold) {
            std::vector<std::size_t> training;
            for (std::size_t i = 0; i < cases.size(); ++i)
                if (i % kFolds != fold) training.push_back(i);
            CodeWeights weights = Trainer(examples, training).learn(kEpochs);
            if (networks > 0) NetworkTrainer(matcher, examples, training, weights).learn(networks, kNetworkEpochs);
            for (std::size_t i = fold; i < cases.size(); i += kFolds) {
                for (std::size_t choice = 0; choice < std::size(kNewParts); ++choice) {
                    weights.new_part = kNewParts[choice];
                    std::vector<std::string> answers;
                    for (const RankedCode& code :
                         rank_codes(matcher, examples[i].matches, examples[i].token_weights, weights, kAnswers))
                        answers.push_back(names[code.entry]);
                    scores[choice].add(answers, cases[i].gold);
                    const bool is_hit =
                        !answers.empty() && std::binary_search(cases[i].gold.begin(), cases[i].gold.end(), answers[0]);
                    const bool is_found = std::any_of(answers.begin(), answers.end(), [&](const std::string& answer) {
                        return std::binary_search(cases[i].gold.begin(), cases[i].gold.end(), answer);
                    });
                    if (kNewParts[choice] == kNewPart && !(misses ? is_found : is_hit) && shown < errors) {
                        ++shown;
                        std::printf(
                            "%s\n   gold %s\n   got %s\n", cases[i].text.c_str(), join(cases[i].gold, " | ").c_str(),
                            join({answers.begin(), answers.begin() + static_cast<std::ptrdiff_t>(
                                                                         std::min<std::size_t>(5, answers.size()))},
                                 " | ")
                                .c_str());
                    }
                }
            }
        }
        for (std::size_t choice = 0; folds > 0 && choice < std::size(kNewParts); ++choice)
            scores[choice].print(("5-fold, new part " + std::to_string(static_cast<int>(kNewParts[choice]))).c_str());
        std::vector<std::size_t> everything(cases.size());
        for (std::size_t i = 0; i < cases.size(); ++i) everything[i] = i;
        CodeWeights weights = Trainer(examples, everything).learn(kEpochs);
        if (networks > 0) NetworkTrainer(matcher, examples, everything, weights).learn(networks, kNetworkEpochs);
        weights.new_part = kNewPart;
        std::vector<std::pair<double, bool>> firsts;
        for (std::size_t i = 0; i < cases.size(); ++i) {
            const auto first = rank_codes(matcher, examples[i].matches, examples[i].token_weights, weights, 1);
            if (first.empty()) continue;
            firsts.emplace_back(first[0].score,
                                std::binary_search(cases[i].gold.begin(), cases[i].gold.end(), names[first[0].entry]));
        }
        weights.shift = shift_of(firsts);
        std::FILE* file = std::fopen(out.c_str(), "w");
        if (!file) {
            std::fprintf(stderr, "%s: cannot be written\n", out.c_str());
            return 2;
        }
        std::fputs("# How code_ranking.cc weighs; written by `code_bench --train`, not by hand.\n", file);
        std::fputs(text_of(weights).c_str(), file);
        std::fclose(file);
        return 0;
    }

    Score coded, longest_score, bm25_score;
    const Coder coder(knowledge, "ICD-10");
    const LongestName longest(names);
    const PairBm25 bm25(names);
    std::vector<double> micros;
    for (const Case& each : cases) {
        const double start = cpu_seconds();
        const auto codes = coder.code(each.text, kAnswers);
        micros.push_back((cpu_seconds() - start) * 1e6);
        std::vector<std::string> answers;
        for (const CodeCandidate& code : codes) answers.push_back(key_of(code.name));
        coded.add(answers, each.gold);
        longest_score.add(longest.code(each.text, kAnswers), each.gold);
        bm25_score.add(bm25.code(each.text, kAnswers), each.gold);
    }
    std::sort(micros.begin(), micros.end());
    if (!micros.empty())
        std::printf("one phrase: p50 %.0f us, p99 %.0f us\n", micros[micros.size() / 2],
                    micros[micros.size() * 99 / 100]);
    coded.print("Coder (weights in source)");
    longest_score.print("longest name inside");
    bm25_score.print("BM25 of pairs");
    return 0;
}

}  // namespace
}  // namespace xinglin

int main(int argc, char** argv) {
    return xinglin::run(argc, argv);
}
