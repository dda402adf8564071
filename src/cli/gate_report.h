#pragma once

#include <boost/json.hpp>
#include <string>

#include "ingest/file_import.h"

namespace xinglin {

/// The report of an import's quality gate, for programs: docs/IMPORT.md has the fields.
boost::json::object gate_report_json(const GateReport& report);

/// The same as one HTML page without anything beside it, in Chinese, for a screen of any width.
std::string gate_report_page(const GateReport& report);

}  // namespace xinglin
