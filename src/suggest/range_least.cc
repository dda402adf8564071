#include "suggest/range_least.h"

#include <algorithm>
#include <utility>

#include "base/archive.h"

namespace xinglin {
namespace {

constexpr std::size_t kNeighbours = 32;

}  // namespace

RangeLeast::RangeLeast(std::vector<std::uint32_t> values) : values_(std::move(values)) {
    while (row(minima_.size()).size() > kNeighbours) {
        const std::vector<std::uint32_t>& below = row(minima_.size());
        std::vector<std::uint32_t> above;
        above.reserve(below.size() / kNeighbours + 1);
        for (std::size_t begin = 0; begin < below.size(); begin += kNeighbours) {
            const auto first = below.begin() + static_cast<std::ptrdiff_t>(begin);
            const auto last = below.begin() + static_cast<std::ptrdiff_t>(std::min(begin + kNeighbours, below.size()));
            above.push_back(*std::min_element(first, last));
        }
        minima_.push_back(std::move(above));
    }
}

std::size_t RangeLeast::least(std::size_t begin, std::size_t end) const {
    std::size_t best = begin;
    std::size_t best_level = 0;
    std::uint32_t best_value = values_[begin];
    const auto scan = [&](std::size_t level, std::size_t from, std::size_t to) {
        const std::vector<std::uint32_t>& values = row(level);
        for (std::size_t at = from; at < to; ++at) {
            if (values[at] >= best_value) continue;
            best_value = values[at];
            best = at;
            best_level = level;
        }
    };
    for (std::size_t level = 0;; ++level) {
        const std::size_t first_whole = (begin + kNeighbours - 1) / kNeighbours;
        const std::size_t last_whole = end / kNeighbours;
        if (first_whole >= last_whole || level == minima_.size()) {
            scan(level, begin, end);
            break;
        }
        scan(level, begin, first_whole * kNeighbours);
        scan(level, last_whole * kNeighbours, end);
        begin = first_whole;
        end = last_whole;
    }
    for (; best_level > 0; --best_level) {
        const std::vector<std::uint32_t>& below = row(best_level - 1);
        best *= kNeighbours;
        while (below[best] != best_value) ++best;
    }
    return best;
}

std::size_t RangeLeast::memory_bytes() const {
    std::size_t bytes = values_.capacity() * sizeof(std::uint32_t);
    for (const std::vector<std::uint32_t>& each : minima_) bytes += each.capacity() * sizeof(std::uint32_t);
    return bytes;
}

void LeastFirst::add(std::size_t begin, std::size_t end) {
    if (begin >= end) return;
    const std::size_t place = values_.least(begin, end);
    heap_.push_back({values_[place], place, begin, end});
    std::push_heap(heap_.begin(), heap_.end(), is_worse);
}

std::optional<std::uint32_t> LeastFirst::next() {
    if (heap_.empty()) return {};
    std::pop_heap(heap_.begin(), heap_.end(), is_worse);
    const Part best = heap_.back();
    heap_.pop_back();
    add(best.begin, best.place);
    add(best.place + 1, best.end);
    return best.value;
}

void RangeLeast::save(ArchiveWriter& archive) const {
    archive.raw(values_);
}

RangeLeast RangeLeast::load(ArchiveReader& archive) {
    std::vector<std::uint32_t> values;
    archive.raw(values);
    return RangeLeast(std::move(values));
}

}  // namespace xinglin
