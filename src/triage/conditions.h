#pragma once

#include <cstddef>
#include <vector>

#include "triage/patient.h"

namespace xinglin {

/// A condition that a description is compatible with.
struct CompatibleCondition {
    ConceptIndex condition;
    double score = 0;  ///< for order alone; no probability
    std::vector<ConceptIndex> speaks_for;
    std::vector<ConceptIndex> speaks_against;
    bool must_not_miss = false;
};

/// The conditions that what the patient has may come from (has_symptom, caused_by, and what the text names itself), by
/// how much of it they explain, common ones first; those that a source warns not to miss are marked and kept. What sex,
/// age or pregnancy rule out is not there. At most `limit`. Cost grows with the relations of the patient's signs.
std::vector<CompatibleCondition> compatible_conditions(const Patient& patient, std::size_t limit);

}  // namespace xinglin
