#include "index/snapshot.h"

#include <algorithm>
#include <bit>
#include <optional>

namespace xinglin {
namespace {

bool contains(const Segment::Labelled& labelled, LocalDocument document) {
    if (!labelled.bits.empty()) return (labelled.bits[document / 64] >> (document % 64) & 1) != 0;
    return std::ranges::binary_search(labelled.list, document);
}

/// The document of the key, unless it is deleted.
std::optional<LocalDocument> find_live(const LiveSegment& live, DocumentKey key) {
    const auto document = live.segment->find(key);
    if (!document || live.is_deleted(*document)) return {};
    return document;
}

std::uint64_t deleted_documents(const LiveSegment& live) {
    std::uint64_t count = 0;
    if (!live.deleted) return count;
    for (const std::uint64_t word : *live.deleted) count += static_cast<std::uint64_t>(std::popcount(word));
    return count;
}

}  // namespace

std::uint64_t IndexSnapshot::document_count() const {
    std::uint64_t count = 0;
    for (const LiveSegment& live : segments) count += live.segment->document_count() - deleted_documents(live);
    return count;
}

std::uint64_t IndexSnapshot::document_frequency(Feature feature) const {
    std::uint64_t count = 0;
    for (const LiveSegment& live : segments) {
        if (const auto list = live.segment->postings(feature)) count += list->size();
    }
    return count;
}

std::uint64_t IndexSnapshot::label_frequency(Feature label) const {
    std::uint64_t count = 0;
    for (const LiveSegment& live : segments) count += live.segment->label_frequency(label);
    return count;
}

bool IndexSnapshot::has_label(DocumentKey key, Feature label) const {
    return label_counts({&key, 1}, {&label, 1}).front() > 0;
}

std::vector<std::uint64_t> IndexSnapshot::label_counts(std::span<const DocumentKey> keys,
                                                       std::span<const Feature> labels) const {
    std::vector<std::uint64_t> counts(labels.size(), 0);
    for (const LiveSegment& live : segments) {
        std::vector<Segment::Labelled> labelled;
        for (const Feature label : labels) labelled.push_back(live.segment->labelled(label));
        for (const DocumentKey key : keys) {
            const auto document = find_live(live, key);
            if (!document) continue;
            for (std::size_t i = 0; i < labels.size(); ++i) counts[i] += contains(labelled[i], *document) ? 1 : 0;
        }
    }
    return counts;
}

}  // namespace xinglin
