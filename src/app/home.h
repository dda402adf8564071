#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "app/listing.h"
#include "app/views.h"
#include "knowledge/knowledge.h"

namespace xinglin {

/// The regions of data/medicine/body_regions.txt, each with the curated symptoms whose names tell of it, those first
/// that knowledge says most about. Regions without any are left out. O(symptoms * words).
std::vector<BodyRegion> body_regions_of(const Knowledge& knowledge);

/// The conditions that the portal has most texts about, curated ones first.
std::vector<Card> conditions_told_most(const Snapshot& snapshot);

/// Articles that a clinician has reviewed, last reviewed first.
std::vector<Card> last_reviewed(const Snapshot& snapshot, std::size_t limit);

/// Ids of the list that are nearly `id`: of the same kind, at most two letters of the slug added, left out or changed,
/// or one the beginning of the other. At most `limit`. O(list * slug), for slugs of at most 64 letters; longer ones
/// have none.
std::vector<std::string> similar_ids(const std::vector<Listed>& listed, std::string_view id, std::size_t limit);

}  // namespace xinglin
