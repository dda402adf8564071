#pragma once

#include <string>
#include <vector>

#include "search/query_reading.h"
#include "search/ranking.h"
#include "search/searcher.h"

namespace xinglin {

/// Fills in what a reader sees of a candidate: why it is here, the words of the query in its title and the part of its
/// text that fits best. O(its text).
SearchHit explain(const ItemCollection& items, const QueryReading& query, const Candidate& candidate);

}  // namespace xinglin
