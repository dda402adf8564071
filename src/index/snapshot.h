#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "index/document.h"
#include "index/segment.h"

namespace xinglin {

/// A segment as one moment sees it: without the documents deleted since it was written.
struct LiveSegment {
    std::shared_ptr<const Segment> segment;
    std::shared_ptr<const std::vector<std::uint64_t>> deleted;  ///< a bit a document; nullptr: none

    bool is_deleted(LocalDocument document) const {
        return deleted && ((*deleted)[document / 64] >> (document % 64) & 1) != 0;
    }
};

/// Everything that a query reads, as it was at one moment. Immutable; a key is live in at most one segment.
struct IndexSnapshot {
    std::vector<LiveSegment> segments;
    std::uint64_t mark = 0;  ///< what the last commit was told, see Index::commit()

    /// Documents that are not deleted. O(segments), and a bit for each document of those with deletions.
    std::uint64_t document_count() const;

    /// Documents with the feature, those included that were deleted but not yet merged away: an upper bound, exact
    /// after Index::merge_all(). Reads no list, only their lengths: O(segments).
    std::uint64_t document_frequency(Feature feature) const;

    /// Documents with the label, deleted ones included as above. O(segments).
    std::uint64_t label_frequency(Feature label) const;

    /// Whether a live document of this key has the label; false for keys that are not there. O(segments * log
    /// documents).
    bool has_label(DocumentKey key, Feature label) const;

    /// For each of `labels` how many of `keys` have it: the counts of a facet over given hits. A key that is not there
    /// has none. O(keys * segments * log documents + keys * labels * log documents).
    std::vector<std::uint64_t> label_counts(std::span<const DocumentKey> keys, std::span<const Feature> labels) const;
};

}  // namespace xinglin
