#pragma once

#include <cstdint>
#include <vector>

namespace xinglin {

/// What a document may have: a word, a pair of characters, a concept, a facet's value. Opaque here; the caller makes
/// it, usually as a hash of a name.
using Feature = std::uint64_t;

/// Names a document to the caller; unique in an index. Hits of equal score come by the smaller key.
using DocumentKey = std::uint64_t;

/// How much a feature says about its document, 1 to 255.
struct Impact {
    Feature feature = 0;
    std::uint8_t impact = 1;
};

/// What the index keeps of a document.
struct IndexDocument {
    DocumentKey key = 0;
    std::vector<Impact> impacts{};  ///< in any order; of a feature named twice the larger impact counts
    std::vector<Feature> labels{};  ///< what filters ask for: a type, a department, a region; says nothing about rank
};

}  // namespace xinglin
