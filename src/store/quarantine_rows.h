#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "database/database.h"
#include "store/store.h"

namespace xinglin {

/// The tables that keep lines which could not be used: of what is imported, and of imports under way.
enum class QuarantineTable { Imported, Staged };

/// The lines as the store keeps them: the origin's, UTF-8, and of the text at most 4 KiB.
std::vector<QuarantinedLine> kept_lines(std::string_view origin, const std::vector<QuarantinedLine>& lines);

/// Adds lines from kept_lines() at `position` and behind it.
void add_lines(Database& database, QuarantineTable table, const std::vector<QuarantinedLine>& lines,
               std::int64_t position);

}  // namespace xinglin
