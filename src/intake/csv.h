#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "intake/rows.h"

namespace xinglin {

/// Reads a table (RFC 4180 with any separator): fields may be quoted, and then hold separators, line ends and doubled
/// quotes; line ends are LF or CR LF; empty lines are passed over. A quote that is not the first character of a field
/// stands for itself. The header is the first of the first six rows that has the profile's columns, so that a title
/// above it is passed over. After a quote that is never closed reading goes on at the next line. `file` is for errors.
/// InvalidInput when there is no header or not the columns that the profile names.
Result<std::unique_ptr<RowReader>> open_table(std::unique_ptr<Input> input, const ImportProfile& profile,
                                              const std::string& file);

}  // namespace xinglin
