#pragma once

#include <span>
#include <string>

#include "triage/patient.h"
#include "triage/rule_set.h"

namespace xinglin {

struct CareDecision {
    CareLevel level = CareLevel::Routine;
    std::string reason;            ///< one sentence for readers
    bool is_about_nobody = false;  ///< the text asks about something, and nobody is ill
};

/// The level of care for a patient: the highest of what fired (most pressing first); where nothing did, by what is
/// known, failing to the safer side. What plays something down lowers nothing.
CareDecision care_level_of(const Patient& patient, std::span<const FiredRule> fired);

}  // namespace xinglin
