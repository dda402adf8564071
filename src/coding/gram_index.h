#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace xinglin {

class ArchiveReader;
class ArchiveWriter;

/// A feature of a text: a token, or a pair of neighbours.
using Gram = std::uint64_t;

/// Which of many short texts share most weight with a query. In memory, exact. Immutable after finish().
class GramIndex {
  public:
    struct Weighted {
        Gram gram = 0;
        float weight = 0;
    };

    /// Texts are numbered from 0 in the order of adding. `grams` in any order, each may repeat; `size` is what the
    /// weight that is shared is compared with, more than 0.
    void add(std::span<const Gram> grams, float size);
    void finish();

    /// Space for queries of one thread, used again from query to query.
    class Scratch {
        friend class GramIndex;
        std::vector<float> shared_;
        std::vector<std::uint32_t> touched_;
        std::vector<std::pair<float, std::uint32_t>> order_;
    };

    /// Texts that share weight with `query` (each gram once), the `limit` best of each of two orders: by shared /
    /// sqrt(size), which asks for likeness, and by shared / size, which asks for texts that the query holds. Equal
    /// ones by number. The second's stand after the first's, and again where they are in both.
    std::vector<std::uint32_t> best(std::span<const Weighted> query, std::size_t limit, Scratch& scratch) const;

    /// For a file that the same build of the program reads back (base/archive.h).
    void save(ArchiveWriter& archive) const;
    static GramIndex load(ArchiveReader& archive);

    std::size_t memory_bytes() const;

    /// What `best` compares, for a text whose weight shared with the query is known.
    static float likeness(float shared, float size);
    static float containment(float shared, float size);

  private:
    std::vector<std::pair<Gram, std::uint32_t>> added_;
    std::unordered_map<Gram, std::pair<std::uint32_t, std::uint32_t>> ranges_;
    std::vector<std::uint32_t> texts_;
    std::vector<float> sizes_;
};

}  // namespace xinglin
