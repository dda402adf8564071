// Fits and measures the ranking of search on graded titles: nDCG@10 (gain 2^grade - 1, log2 discount, the ideal over
// the query's graded titles; queries without a positive grade are left out) of all titles pooled as articles without a
// body, and the share of right pairs on query-title pairs. Both by five-fold cross-validation over queries: each query
// is judged by weights that were fitted without it. What is fitted: the weights of the second stage, by LambdaRank
// (Burges 2010) on a linear model.
//
//   ranking_bench GRADED.jsonl.gz [PAIRS.jsonl.gz|-] [PACK=packs/neurology-zh] [ROUNDS=60]
//
// ROUNDS of fitting; 0 only measures the weights as built.
// GRADED: lines {"query", "documents": [{"title", "grade"}]}. PAIRS: lines {"query", "title", "relevance"}.

#include <zlib.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "pack/pack.h"
#include "search/item_collection.h"
#include "search/query_reading.h"
#include "search/ranking.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr std::size_t kFolds = 5;
constexpr std::size_t kDepth = 10;

std::vector<boost::json::object> read_lines(const std::string& path) {
    std::vector<boost::json::object> lines;
    gzFile file = gzopen(path.c_str(), "rb");
    if (file == nullptr) return lines;
    std::string line;
    char buffer[1 << 16];
    while (gzgets(file, buffer, sizeof(buffer)) != nullptr) {
        line += buffer;
        if (line.empty() || line.back() != '\n') continue;
        lines.push_back(boost::json::parse(line).as_object());
        line.clear();
    }
    gzclose(file);
    return lines;
}

std::string text_at(const boost::json::object& object, const char* key) {
    return std::string(object.at(key).as_string());
}

struct GradedQuery {
    std::string text;
    std::map<std::string, int> grades;  // by title
};

std::vector<GradedQuery> read_graded(const std::string& path) {
    std::vector<GradedQuery> queries;
    for (const boost::json::object& line : read_lines(path)) {
        GradedQuery made{text_at(line, "query"), {}};
        for (const auto& each : line.at("documents").as_array())
            made.grades[text_at(each.as_object(), "title")] =
                static_cast<int>(each.as_object().at("grade").to_number<int>());
        queries.push_back(std::move(made));
    }
    return queries;
}

std::vector<GradedQuery> read_pairs(const std::string& path) {
    std::map<std::string, GradedQuery> by_query;
    for (const boost::json::object& line : read_lines(path)) {
        GradedQuery& query = by_query[text_at(line, "query")];
        query.text = text_at(line, "query");
        query.grades[text_at(line, "title")] = line.at("relevance").to_number<int>();
    }
    std::vector<GradedQuery> queries;
    for (auto& [text, query] : by_query) queries.push_back(std::move(query));
    return queries;
}

/// The pooled titles as articles beside the knowledge of a pack.
class Pool {
  public:
    Pool(const KnowledgeData& knowledge, const std::vector<GradedQuery>& queries) {
        const auto annotator = std::make_shared<const Annotator>(std::make_shared<const Knowledge>(knowledge));
        std::vector<std::shared_ptr<const AnnotatedRecord>> records;
        for (const GradedQuery& query : queries) {
            for (const auto& [title, grade] : query.grades) {
                if (!id_by_title_.try_emplace(title, "article/t" + std::to_string(id_by_title_.size())).second)
                    continue;
                Record record;
                record.head.id = id_by_title_[title];
                record.head.origin = "pool";
                Article article;
                article.title = title;
                article.body_is_markdown = false;
                record.body = std::move(article);
                records.push_back(
                    std::make_shared<const AnnotatedRecord>(annotate_record(*annotator, std::move(record))));
            }
        }
        corpus_ = std::make_shared<const Corpus>(annotator, std::move(records));
        items_ = std::make_unique<const ItemCollection>(corpus_);
        for (ItemCollection::Slot slot = 0; slot < items_->size(); ++slot)
            slot_by_id_.emplace(std::string(items_->id_of(slot)), slot);
    }

    const ItemCollection& items() const { return *items_; }
    std::size_t size() const { return id_by_title_.size(); }
    QueryReading read(const std::string& text) const {
        return read_query(*corpus_, items_->index(), understand_query(*corpus_, everyday_.get(), to_simplified(text)));
    }
    ItemCollection::Slot slot(const std::string& title) const { return slot_by_id_.at(id_by_title_.at(title)); }
    std::map<ItemCollection::Slot, int> grades(const GradedQuery& query) const {
        std::map<ItemCollection::Slot, int> grades;
        for (const auto& [title, grade] : query.grades) grades[slot(title)] = grade;
        return grades;
    }

  private:
    std::map<std::string, std::string> id_by_title_;
    std::map<std::string, ItemCollection::Slot> slot_by_id_;
    std::shared_ptr<const Corpus> corpus_;
    std::unique_ptr<const ItemCollection> items_;
    std::shared_ptr<const GeneralModel> everyday_ = GeneralModel::system();
};

std::vector<std::vector<Feature>> only_articles() {
    return {{facet_label(FacetKind::Type, name_of(ItemType::Article))}};
}

struct Example {
    std::vector<RankFeatures> features;
    std::vector<int> grades;
    std::vector<int> ideal;  // All grades of the query, largest first.
};

double gain(int grade) {
    return std::exp2(grade) - 1;
}
double discount(std::size_t place) {
    return 1 / std::log2(static_cast<double>(place) + 2);
}

double ideal_dcg(const Example& example) {
    double sum = 0;
    for (std::size_t i = 0; i < std::min(example.ideal.size(), kDepth); ++i)
        sum += gain(example.ideal[i]) * discount(i);
    return sum;
}

std::vector<std::size_t> order_of(const Example& example, const RankFeatures& weights) {
    std::vector<double> scores;
    for (const RankFeatures& each : example.features) scores.push_back(weighted(each, weights));
    std::vector<std::size_t> order(scores.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    return order;
}

double ndcg(const Example& example, const RankFeatures& weights) {
    const auto order = order_of(example, weights);
    double sum = 0;
    for (std::size_t i = 0; i < std::min(order.size(), kDepth); ++i)
        sum += gain(example.grades[order[i]]) * discount(i);
    return sum / ideal_dcg(example);
}

RankFeatures fit(const std::vector<const Example*>& examples, RankFeatures weights, std::size_t rounds) {
    for (std::size_t round = 0; round < rounds; ++round) {
        RankFeatures gradient{};
        for (const Example* example : examples) {
            const auto order = order_of(*example, weights);
            const double ideal = ideal_dcg(*example);
            for (std::size_t i = 0; i < order.size(); ++i) {
                for (std::size_t j = 0; j < order.size(); ++j) {
                    const int higher = example->grades[order[i]];
                    const int lower = example->grades[order[j]];
                    if (higher <= lower) continue;
                    const double at_i = i < kDepth ? discount(i) : 0;
                    const double at_j = j < kDepth ? discount(j) : 0;
                    const double swap = std::abs((gain(higher) - gain(lower)) * (at_i - at_j)) / ideal;
                    if (swap == 0) continue;
                    constexpr double kSteepness = 8;
                    const RankFeatures& a = example->features[order[i]];
                    const RankFeatures& b = example->features[order[j]];
                    const double ahead = weighted(a, weights) - weighted(b, weights);
                    const double pull = swap / (1 + std::exp(kSteepness * ahead));
                    for (std::size_t f = 0; f < kRankFeatureCount; ++f) gradient[f] += pull * (a[f] - b[f]);
                }
            }
        }
        const double step = 4.0 / (1 + 0.02 * static_cast<double>(round)) / static_cast<double>(examples.size());
        for (std::size_t f = 0; f < kRankFeatureCount; ++f) weights[f] += step * gradient[f];
    }
    return weights;
}

void print(const char* what, const RankFeatures& weights) {
    std::printf("%s", what);
    for (std::size_t f = 0; f < kRankFeatureCount; ++f)
        std::printf(" %s %.3f", std::string(name_of(static_cast<RankFeature>(f))).c_str(), weights[f]);
    std::printf("\n");
}

double mean_ndcg(const std::vector<Example>& examples, const RankFeatures& weights) {
    double sum = 0;
    for (const Example& each : examples) sum += ndcg(each, weights);
    return sum / static_cast<double>(examples.size());
}

std::vector<const Example*> without_fold(const std::vector<Example>& examples, std::size_t fold) {
    std::vector<const Example*> kept;
    for (std::size_t i = 0; i < examples.size(); ++i)
        if (i % kFolds != fold) kept.push_back(&examples[i]);
    return kept;
}

void measure_graded(const KnowledgeData& knowledge, const std::vector<GradedQuery>& queries, std::size_t rounds) {
    const Pool pool(knowledge, queries);
    std::vector<Example> examples;
    std::size_t missed = 0;
    std::size_t positives = 0;
    double microseconds = 0;
    for (const GradedQuery& query : queries) {
        Example example;
        const auto grades = pool.grades(query);
        for (const auto& [slot, grade] : grades) example.ideal.push_back(grade);
        std::sort(example.ideal.rbegin(), example.ideal.rend());
        if (example.ideal.front() <= 0) continue;
        const auto start = std::chrono::steady_clock::now();
        const auto candidates = rank(pool.items(), pool.read(query.text), only_articles(), kRerankedCandidates);
        microseconds += std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
        std::size_t found = 0;
        for (const Candidate& each : candidates) {
            example.features.push_back(each.features);
            const auto grade = grades.find(each.slot);
            example.grades.push_back(grade == grades.end() ? 0 : grade->second);
            if (example.grades.back() > 0) ++found;
        }
        for (const int grade : example.ideal) positives += grade > 0 ? 1 : 0;
        for (const int grade : example.ideal) missed += grade > 0 ? 1 : 0;
        missed -= found;
        examples.push_back(std::move(example));
    }
    std::printf("%zu titles, %zu queries; %.0f us a query; %zu of %zu positive titles not among the first %zu\n",
                pool.size(), examples.size(), microseconds / static_cast<double>(examples.size()), missed, positives,
                kRerankedCandidates);
    RankFeatures index_only{};
    index_only[0] = 1;
    std::printf("nDCG@10, index alone       %.4f\n", mean_ndcg(examples, index_only));
    std::printf("nDCG@10, weights as built  %.4f\n", mean_ndcg(examples, rank_weights()));
    if (rounds == 0) return;
    double held_out = 0;
    for (std::size_t fold = 0; fold < kFolds; ++fold) {
        const RankFeatures weights = fit(without_fold(examples, fold), rank_weights(), rounds);
        for (std::size_t i = fold; i < examples.size(); i += kFolds) held_out += ndcg(examples[i], weights);
    }
    std::printf("nDCG@10, cross-validated   %.4f\n", held_out / static_cast<double>(examples.size()));
    const RankFeatures weights = fit(without_fold(examples, kFolds), rank_weights(), rounds);
    std::printf("nDCG@10, fitted on all     %.4f\n", mean_ndcg(examples, weights));
    print("weights:", weights);
}

void measure_pairs(const KnowledgeData& knowledge, const std::vector<GradedQuery>& queries) {
    const Pool pool(knowledge, queries);
    double right = 0;
    double right_by_index = 0;
    std::size_t pairs = 0;
    for (const GradedQuery& query : queries) {
        if (query.grades.size() < 2) continue;
        const QueryReading reading = pool.read(query.text);
        std::map<ItemCollection::Slot, double> index_scores;
        for (const Candidate& each : rank(pool.items(), reading, only_articles(), kMaxHits))
            index_scores[each.slot] = each.index_score;
        std::vector<std::tuple<int, double, double>> judged;
        for (const auto& [slot, grade] : pool.grades(query)) {
            Candidate candidate{slot, index_scores.contains(slot) ? index_scores[slot] : 0, {}, 0};
            judged.emplace_back(grade, candidate.index_score,
                                weighted(rank_features(pool.items(), reading, candidate), rank_weights()));
        }
        for (const auto& a : judged) {
            for (const auto& b : judged) {
                if (std::get<0>(a) <= std::get<0>(b)) continue;
                ++pairs;
                const auto won = [](double x, double y) { return x > y ? 1.0 : x == y ? 0.5 : 0.0; };
                right_by_index += won(std::get<1>(a), std::get<1>(b));
                right += won(std::get<2>(a), std::get<2>(b));
            }
        }
    }
    std::printf("pairs of one query with different relevance: %zu; in the right order: index %.4f, ranking %.4f\n",
                pairs, right_by_index / static_cast<double>(pairs), right / static_cast<double>(pairs));
}

int run(const std::string& graded, const std::string& pairs, const std::string& pack_folder, std::size_t rounds) {
    const PackReading reading = read_pack(pack_folder);
    if (!reading.pack) {
        std::fprintf(stderr, "%s is not a pack without errors\n", pack_folder.c_str());
        return 1;
    }
    measure_graded(reading.pack->knowledge, read_graded(graded), rounds);
    if (!pairs.empty() && pairs != "-") measure_pairs(reading.pack->knowledge, read_pairs(pairs));
    return 0;
}

}  // namespace
}  // namespace xinglin

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "ranking_bench GRADED.jsonl.gz [PAIRS.jsonl.gz|-] [PACK=packs/neurology-zh]\n");
        return 2;
    }
    return xinglin::run(argv[1], argc > 2 ? argv[2] : "-", argc > 3 ? argv[3] : "packs/neurology-zh",
                        argc > 4 ? std::stoul(argv[4]) : 60);
}
