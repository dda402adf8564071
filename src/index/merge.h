#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "index/top_k.h"

namespace xinglin {

/// What pick_merge() knows of a segment.
struct SegmentWeight {
    std::uint64_t bytes = 0;
    std::uint32_t documents = 0;
    std::uint32_t deleted = 0;

    /// What would be left of it.
    std::uint64_t live_bytes() const { return documents == 0 ? 0 : bytes - bytes / documents * deleted; }
};

/// Which segments to merge next, by place, rising; none when it is not worth it. Segments belong to a tier by their
/// live bytes, tiers being powers of `width`; `width` of one tier are merged, and a segment alone of which half is
/// deleted. So a document is rewritten about once a tier, and a tier holds fewer than `width` segments when nothing is
/// left to do.
std::vector<std::size_t> pick_merge(std::span<const SegmentWeight> segments, std::size_t width,
                                    std::uint64_t max_bytes);

/// As many segments, the smallest first, as fit into one of `max_bytes`, or one alone to drop its deleted documents;
/// none when neither would change anything.
std::vector<std::size_t> pick_everything(std::span<const SegmentWeight> segments, std::uint64_t max_bytes);

/// Writes the live documents of `sources`, whose live keys are distinct, as one segment, list by list. Checks every
/// byte of the sources before. Throws IndexError when one is damaged or the disk refuses.
void merge_segments(std::span<const LiveSegment> sources, const std::filesystem::path& path);

}  // namespace xinglin
