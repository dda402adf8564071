#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "index/document.h"
#include "index/snapshot.h"

namespace xinglin {

/// Whether a feature alone makes a document a hit, or only moves what others made one.
enum class Part { Admits, Orders };

struct QueryFeature {
    Feature feature = 0;
    std::uint16_t weight = 1;  ///< a document's score is the sum of weight times impact over the query's features
    Part part = Part::Admits;
};

/// At most this many features, so that a score fits 32 bits; the heaviest are kept, then the smaller feature.
inline constexpr std::size_t kMaxQueryFeatures = 256;

struct IndexQuery {
    std::vector<QueryFeature> features;  ///< a feature twice counts with the sum of its weights, and admits if one does
    std::vector<std::vector<Feature>> filters;  ///< a hit has, of each of these sets, at least one label
};

struct Hit {
    std::uint32_t score = 0;
    DocumentKey key = 0;

    friend bool operator==(const Hit&, const Hit&) = default;
};

/// Higher score first, then the smaller key: total.
inline bool ranks_before(const Hit& a, const Hit& b) {
    return a.score != b.score ? a.score > b.score : a.key < b.key;
}

/// The `count` first hits in order, exactly those of top_k_by_scoring_all(): the same however the documents are spread
/// over segments. Lists are read in windows of documents; a window's lists that together cannot reach the last place
/// (by their blocks' largest impacts) are only looked up for documents that others brought: MaxScore (Turtle and Flood
/// 1995) with block maxima (Ding and Suel 2011), window by window as in Lucene's MaxScoreBulkScorer.
std::vector<Hit> top_k(const IndexSnapshot& snapshot, const IndexQuery& query, std::size_t count);

/// The same by scoring every document that a list names: slow and obvious, for tests and as the baseline.
std::vector<Hit> top_k_by_scoring_all(const IndexSnapshot& snapshot, const IndexQuery& query, std::size_t count);

}  // namespace xinglin
