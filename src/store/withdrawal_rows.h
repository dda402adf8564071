#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "database/database.h"
#include "store/store.h"

namespace xinglin {

/// By source. Throws DatabaseError when a row is damaged.
std::vector<Withdrawal> read_withdrawals(Database& database);
std::optional<Withdrawal> read_withdrawal(Database& database, std::string_view source);

/// Inserts or replaces.
void write_withdrawal(Database& database, const Withdrawal& withdrawal);
void erase_withdrawal(Database& database, std::string_view source);

}  // namespace xinglin
