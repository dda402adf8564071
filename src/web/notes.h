#pragma once

#include <vector>

#include "app/views.h"
#include "html/html.h"

namespace xinglin {

/// What the page says of its own text, above it: what contradicts the knowledge, what it leaves out, what is known
/// besides. Nothing without notes.
void write_notes(Html& html, const std::vector<ReaderNote>& notes);

}  // namespace xinglin
