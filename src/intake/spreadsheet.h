#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace xinglin {

/// Whether a file begins as a ZIP archive, which workbooks of Excel (.xlsx) and LibreOffice (.ods) are.
bool begins_zip(std::string_view bytes);

/// One sheet of a workbook, .xlsx or .ods, as a table of RFC 4180: the first sheet that is shown and holds something,
/// or the one named `sheet`. Dates become YYYY-MM-DD, numbers keep the zeros that their format puts in front, cells
/// that are merged downwards say the same in each row; formulas are what they last gave. InvalidInput for a damaged
/// file, one that is protected by a password, another archive, and a sheet that is not there; TooLarge when what is
/// unpacked has more than 512 MiB or a row more than 16,384 cells.
Result<std::string> read_spreadsheet(const std::filesystem::path& file, std::string_view sheet = {});

}  // namespace xinglin
