#include "coding/gram_index.h"

#include <algorithm>
#include <cmath>

#include "base/archive.h"

namespace xinglin {

void GramIndex::add(std::span<const Gram> grams, float size) {
    const auto number = static_cast<std::uint32_t>(sizes_.size());
    for (const Gram gram : grams) added_.emplace_back(gram, number);
    sizes_.push_back(size);
}

void GramIndex::finish() {
    std::sort(added_.begin(), added_.end());
    added_.erase(std::unique(added_.begin(), added_.end()), added_.end());
    texts_.reserve(added_.size());
    for (std::size_t begin = 0; begin < added_.size();) {
        std::size_t end = begin;
        while (end < added_.size() && added_[end].first == added_[begin].first) texts_.push_back(added_[end++].second);
        ranges_[added_[begin].first] = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
        begin = end;
    }
    added_ = {};
}

float GramIndex::likeness(float shared, float size) {
    return shared / std::sqrt(size + 0.2F);
}

float GramIndex::containment(float shared, float size) {
    return shared / (size + 0.5F);
}

std::vector<std::uint32_t> GramIndex::best(std::span<const Weighted> query, std::size_t limit, Scratch& scratch) const {
    std::vector<float>& shared = scratch.shared_;
    std::vector<std::uint32_t>& touched = scratch.touched_;
    shared.resize(sizes_.size(), 0);
    for (const Weighted& wanted : query) {
        const auto range = ranges_.find(wanted.gram);
        if (range == ranges_.end() || wanted.weight <= 0) continue;
        for (std::uint32_t i = range->second.first; i < range->second.second; ++i) {
            float& sum = shared[texts_[i]];
            if (sum == 0) touched.push_back(texts_[i]);
            sum += wanted.weight;
        }
    }
    std::vector<std::uint32_t> found;
    const auto take = [&](auto measure) {
        auto& order = scratch.order_;
        order.clear();
        for (const std::uint32_t text : touched) order.emplace_back(measure(shared[text], sizes_[text]), text);
        const auto end = order.begin() + static_cast<std::ptrdiff_t>(std::min(limit, order.size()));
        std::partial_sort(order.begin(), end, order.end(), [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
        for (auto at = order.begin(); at != end; ++at) found.push_back(at->second);
    };
    take(likeness);
    take(containment);
    for (const std::uint32_t text : touched) shared[text] = 0;
    touched.clear();
    return found;
}

std::size_t GramIndex::memory_bytes() const {
    return texts_.size() * sizeof(texts_[0]) + sizes_.size() * sizeof(sizes_[0]) + ranges_.size() * 40;
}

void GramIndex::save(ArchiveWriter& archive) const {
    std::vector<Gram> grams;
    for (const auto& [gram, range] : ranges_) grams.push_back(gram);
    std::ranges::sort(grams);
    std::vector<std::uint32_t> ends;
    for (const Gram gram : grams) ends.push_back(ranges_.at(gram).second);
    archive.raw(grams);
    archive.raw(ends);
    archive.raw(texts_);
    archive.raw(sizes_);
}

GramIndex GramIndex::load(ArchiveReader& archive) {
    GramIndex loaded;
    std::vector<Gram> grams;
    std::vector<std::uint32_t> ends;
    archive.raw(grams);
    archive.raw(ends);
    archive.raw(loaded.texts_);
    archive.raw(loaded.sizes_);
    if (grams.size() != ends.size()) archive.fail();
    if (!archive.ok()) return {};
    // finish() lays the lists one behind the other, in the order of the grams.
    loaded.ranges_.reserve(grams.size());
    std::uint32_t begin = 0;
    for (std::size_t i = 0; i < grams.size(); ++i) {
        loaded.ranges_.emplace(grams[i], std::pair(begin, ends[i]));
        begin = ends[i];
    }
    return loaded;
}

}  // namespace xinglin
