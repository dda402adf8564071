#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/store.h"

namespace xinglin {

/// What one table holds: equal tables have equal sums on every database, whatever the order of their rows.
struct TableSum {
    std::string table;
    std::uint64_t rows = 0;
    std::uint64_t hash = 0;

    friend bool operator==(const TableSum&, const TableSum&) = default;
};

/// A whole store at one revision, table by table.
struct StoreSum {
    Revision revision = 0;
    std::vector<TableSum> tables;  ///< by name

    std::uint64_t rows() const;
    friend bool operator==(const StoreSum&, const StoreSum&) = default;
};

/// The sums of the store at `location`, as one consistent state, and the database's own check of its pages. Throws
/// DatabaseError. O(all).
StoreSum sum_of_store(const std::string& location);

/// Copies the store at `from`, as it is at one moment, to `to`, which must be empty: an SQLite path or a database
/// address. Holds up neither readers nor writers of `from`. What was written is read again and compared; Unavailable
/// when it is not what was read, Conflict when `to` is not empty. Throws DatabaseError. A copy from file to file takes
/// pages, any other one rows; memory is bounded.
Result<StoreSum> copy_store(const std::string& from, const std::string& to);

/// Makes the store at `to` say what the one at `from` says, as one write with a revision and a change feed of its own,
/// so that whoever follows `to` sees a change like any other. Entities that are equal are left alone. Imports under way
/// at `to` are discarded. Throws DatabaseError.
WriteReport replace_store(const std::string& from, const std::string& to);

}  // namespace xinglin
