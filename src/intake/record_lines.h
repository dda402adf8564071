#pragma once

#include <memory>

#include "intake/adapter.h"

namespace xinglin {

/// JSON lines of articles, questions, doctors, drugs and tests, told apart by their fields as in a dump of an old
/// portal (docs/PACK.md). A hospital that a doctor names becomes a record. Two lines about one thing that say different
/// things are two records, whose ids come from all that they say.
std::unique_ptr<Adapter> make_record_lines_adapter(const ImportProfile& profile);

}  // namespace xinglin
