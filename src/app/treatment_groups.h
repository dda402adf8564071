#pragma once

#include "app/views.h"
#include "knowledge/concept.h"

namespace xinglin {

/// What a reader takes the treatment for: by its kind, and of a procedure by the words in its name
/// (data/medicine/treatment_groups.txt). Thread-safe, O(name * words).
TreatmentGroup treatment_group_of(const Concept& treatment);

}  // namespace xinglin
