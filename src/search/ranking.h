#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "base/enumeration.h"
#include "search/item_collection.h"
#include "search/query_reading.h"

namespace xinglin {

/// What the second stage of ranking looks at in a candidate, each about 0 to 1; docs/SEARCH.md says how they are made.
enum class RankFeature {
    Index,        ///< the index score, against that of a title of middling length that has every unit
    Characters,   ///< weight of the query's characters that stand in the title
    Subject,      ///< the same of the characters of what the query is about, without 怎么办 and the like
    Pairs,        ///< weight of its pairs and words that stand in the title
    TitleShare,   ///< share of the title's characters that stand in the query
    PartShare,    ///< the same of the part of the title (…_…) that shares most
    Heaviest,     ///< the rarest pair of the query stands in the title
    Subsequence,  ///< longest common subsequence of title and query, of the query
    Substring,    ///< longest common substring, of the query
    Digits,       ///< share of the query's numbers that the title lacks
    SameAspect,   ///< both ask for the same side of the subject (cause, treatment)
    OtherAspect,  ///< they ask for different sides
    Named,        ///< share of the query's concepts that it speaks of
    Aside,        ///< a text mainly about something else whose title has little of what the query is about
    IsNamed,      ///< it is what the query names
    Intent,       ///< it is of the kind that the query asks for
    Curated,      ///< it was not taken over from a collection that nobody has reviewed
};

inline constexpr std::size_t kRankFeatureCount = count_of<RankFeature>;
std::string_view name_of(RankFeature feature);

using RankFeatures = std::array<double, kRankFeatureCount>;

/// The weight of each, fitted by bench/ranking_bench.
const RankFeatures& rank_weights();

double weighted(const RankFeatures& features, const RankFeatures& weights);

/// An item that the index brought.
struct Candidate {
    ItemCollection::Slot slot = 0;
    double index_score = 0;
    RankFeatures features{};  ///< only of the first kRerankedCandidates
    double score = 0;         ///< what hits are ordered by
};

/// So many first hits of the index are looked at again; the others keep its order behind them.
inline constexpr std::size_t kRerankedCandidates = 50;

/// The features of one item, whether the index brought it or not.
RankFeatures rank_features(const ItemCollection& items, const QueryReading& query, const Candidate& candidate);

/// The `count` best items for the query, best first: a total order (score, then index score, then slot; records of
/// unreviewed imports behind the curated).
std::vector<Candidate> rank(const ItemCollection& items, const QueryReading& query,
                            std::vector<std::vector<Feature>> filters, std::size_t count,
                            const RankFeatures& weights = rank_weights());

}  // namespace xinglin
