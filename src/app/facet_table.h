#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/views.h"
#include "base/strings.h"

namespace xinglin {

struct Listed;
struct Snapshot;

/// The doctors or hospitals of a list by what readers choose them by: for each row of the list and each facet, its
/// values. Immutable when built; some twenty bytes a row.
class FacetTable {
  public:
    using Chosen = std::array<std::string, kPeopleFacetCount>;
    using Counts = std::array<std::vector<BrowseView::Value>, kPeopleFacetCount>;

    /// A value as addresses name it and as readers see it.
    struct Key {
        std::string key;
        std::string name;
    };
    using Row = std::array<std::vector<Key>, kPeopleFacetCount>;

    void add(const Row& row);

    /// The rows that have all chosen values, ascending; every row when nothing is chosen. O(rows).
    std::vector<std::uint32_t> rows_with(const Chosen& chosen) const;

    /// For each facet its values among the rows that have what is chosen in the other facets: most frequent first, then
    /// by key, at most `limit`. O(rows * facets).
    Counts counts(const Chosen& chosen, std::size_t limit) const;

    /// The name of a value; the key itself when no row has it.
    std::string name_of_value(PeopleFacet facet, const std::string& key) const;

  private:
    struct Column {
        std::vector<std::uint32_t> begins{0};
        std::vector<std::uint32_t> values;
        std::vector<Key> keys;
        StringMap<std::uint32_t> by_key;

        bool has(std::size_t row, std::uint32_t value) const;
    };

    /// The number of each chosen value: `kAny` where none is chosen, a number that no row has for an unknown one.
    std::array<std::uint32_t, kPeopleFacetCount> numbers_of(const Chosen& chosen) const;
    bool fits(std::size_t row, const std::array<std::uint32_t, kPeopleFacetCount>& numbers) const;

    std::size_t rows_ = 0;
    std::array<Column, kPeopleFacetCount> columns_;
};

/// The table of the list of doctors or of hospitals.
FacetTable facet_table_of(const Snapshot& snapshot, const std::vector<Listed>& listed);

}  // namespace xinglin
