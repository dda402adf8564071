#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "triage/patient.h"
#include "triage/rule_set.h"

namespace xinglin {

/// A department to go to.
struct RankedDepartment {
    ConceptIndex department;
    double score = 0;                  ///< 0 to 1, for order alone
    std::vector<ConceptIndex> why;     ///< concepts of the description that lead there, the strongest first
    const TriageRule* rule = nullptr;  ///< the rule that names it, if one does

    friend bool operator==(const RankedDepartment&, const RankedDepartment&) = default;
};

/// The departments of the knowledge's tree for what a patient has, best first, at most `limit`: by what fired, by the
/// concepts and their managed_in (curated ones count more), by the words of data/medicine/department_words.txt. Sex,
/// age and pregnancy are hard constraints: children go to paediatrics, what cannot wait to the emergency department.
std::vector<RankedDepartment> departments_for(const Patient& patient, std::span<const FiredRule> fired, CareLevel level,
                                              std::size_t limit);

/// What is wrong with such a file, a sentence a fault; departments that `knowledge` does not have are faults.
std::vector<std::string> faults_in_department_words(const Knowledge& knowledge, std::string_view file);

}  // namespace xinglin
