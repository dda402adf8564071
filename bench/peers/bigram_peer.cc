// src/index alone for bench/search_peers.py: see engine.h. The same terms and the same formula as Lucene's CJKAnalyzer
// and BM25Similarity, so that the index and its top_k() are compared and nothing else: what a term says of a document
// is its BM25 part in 255 steps, rarity is the query's weight. One segment.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include "base/strings.h"
#include "bigrams.h"
#include "engine.h"
#include "index/index.h"
#include "index/top_k.h"

namespace xinglin::peers {
namespace {

constexpr double kSaturation = 1.2;
constexpr double kLengthShare = 0.75;

std::map<Feature, double> counted(const std::vector<std::string>& terms) {
    std::map<Feature, double> counts;
    for (const std::string& term : terms) ++counts[fnv1a(term)];
    return counts;
}

double mean_length(const std::string& documents) {
    double terms = 0;
    double count = 0;
    for_each_document(documents, [&](std::string_view text) {
        // A sample says it well enough.
        if (++count > 10'000) return;
        terms += static_cast<double>(bigrams_of(text).size());
    });
    return terms / std::min(count, 10'000.0);
}

void build(const Arguments& arguments) {
    std::filesystem::remove_all(arguments.index);
    const auto index = Index::open(arguments.index);
    const double mean = mean_length(arguments.documents);
    DocumentKey key = 0;
    for_each_document(arguments.documents, [&](std::string_view text) {
        const std::vector<std::string> terms = bigrams_of(text);
        const double length = static_cast<double>(terms.size()) / mean;
        IndexDocument document{.key = key++};
        for (const auto& [feature, count] : counted(terms)) {
            const double part = count / (count + kSaturation * (1 - kLengthShare + kLengthShare * length));
            document.impacts.push_back({feature, static_cast<std::uint8_t>(std::max(1L, std::lround(255 * part)))});
        }
        index->put(std::move(document));
    });
    index->commit(key);
    index->merge_all();
}

void search(const Arguments& arguments) {
    const auto snapshot = Index::read(arguments.index);
    double documents = 0;
    for (const LiveSegment& live : snapshot->segments) documents += live.segment->document_count();
    const auto rarity = [&](Feature feature) {
        double having = 0;
        for (const LiveSegment& live : snapshot->segments) {
            if (const auto list = live.segment->postings(feature)) having += static_cast<double>(list->size());
        }
        return std::log(1 + (documents - having + 0.5) / (having + 0.5));
    };
    answer_passes(lines_of(arguments.documents), [&](const std::string& text) {
        IndexQuery query;
        for (const auto& [feature, count] : counted(bigrams_of(text))) {
            const double weight = 256 * count * rarity(feature);
            query.features.push_back({feature, static_cast<std::uint16_t>(std::clamp(weight, 1.0, 65535.0))});
        }
        std::vector<std::uint64_t> found;
        for (const Hit& hit : top_k(*snapshot, query, arguments.hits)) found.push_back(hit.key);
        return found;
    });
}

}  // namespace
}  // namespace xinglin::peers

int main(int argc, char** argv) {
    const auto arguments = xinglin::peers::arguments_of(argc, argv);
    if (arguments.index.empty()) return 2;
    arguments.builds ? xinglin::peers::build(arguments) : xinglin::peers::search(arguments);
    return 0;
}
