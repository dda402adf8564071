#pragma once

#include <memory>

#include "base/result.h"
#include "intake/adapter.h"

namespace xinglin {

/// Tables of doctors, articles, questions or tests: each row becomes what the line of a dump with the same fields
/// becomes (make_record_lines_adapter()), lists in one cell parted as listed() does. InvalidInput when the profile
/// lacks a column that the kind needs.
Result<std::unique_ptr<Adapter>> make_record_rows_adapter(const ImportProfile& profile);

}  // namespace xinglin
