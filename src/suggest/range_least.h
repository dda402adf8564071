#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace xinglin {

class ArchiveReader;
class ArchiveWriter;

/// Numbers in a row that can be asked for the least one between two places. Immutable; threads may share one.
class RangeLeast {
  public:
    RangeLeast() = default;
    explicit RangeLeast(std::vector<std::uint32_t> values);

    /// For a file that the same build of the program reads back (base/archive.h).
    void save(ArchiveWriter& archive) const;
    static RangeLeast load(ArchiveReader& archive);

    std::size_t size() const { return values_.size(); }
    std::uint32_t operator[](std::size_t place) const { return values_[place]; }

    /// A place of the least value in [begin, end), which is not empty and lies inside. O(log size).
    std::size_t least(std::size_t begin, std::size_t end) const;

    std::size_t memory_bytes() const;

  private:
    const std::vector<std::uint32_t>& row(std::size_t level) const { return level == 0 ? values_ : minima_[level - 1]; }

    std::vector<std::uint32_t> values_;
    std::vector<std::vector<std::uint32_t>> minima_;  // minima_[l][i]: the least of 32 neighbours in the row below
};

/// The values of some ranges in ascending order, each found when it is asked for: the ten least of a million cost about
/// as much as the ten least of a thousand. A value that several ranges hold comes several times.
class LeastFirst {
  public:
    /// `values` must outlive it.
    explicit LeastFirst(const RangeLeast& values) : values_(values) {}

    /// Adds [begin, end), which may be empty.
    void add(std::size_t begin, std::size_t end);

    /// The next value, or nothing when there are no more. O(log size).
    std::optional<std::uint32_t> next();

  private:
    struct Part {
        std::uint32_t value;
        std::size_t place;
        std::size_t begin;
        std::size_t end;
    };

    static bool is_worse(const Part& left, const Part& right) { return left.value > right.value; }

    const RangeLeast& values_;
    std::vector<Part> heap_;
};

}  // namespace xinglin
