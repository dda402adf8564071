#pragma once

#include <optional>
#include <string>

#include "knowledge/concept.h"
#include "knowledge/relation.h"

namespace xinglin {

/// Whether the predicate goes from the one kind to the other, as the table of docs/PACK.md has it.
bool kinds_fit(ConceptKind subject, Predicate predicate, ConceptKind object);

/// How to mend a relation whose kinds do not fit: which kinds the predicate joins.
std::string kinds_mend(Predicate predicate);

/// Kinds so close that one name for both means one thing: equal ones, condition and symptom, substance and class.
bool are_compatible(ConceptKind one, ConceptKind other);

/// Why nobody can have to do with two things at once.
enum class PeopleConflict { Sex, Age, Pregnancy };

/// Whether the two concern nobody in common: one only men and the other only women, ages without overlap, one only in
/// pregnancy and the other never. The first that holds, in the order of PeopleConflict.
std::optional<PeopleConflict> people_conflict(const Constraints& one, const Constraints& other);

/// Whether a relation between the two cannot hold because of whom they concern. A relation that keeps apart or warns
/// (contraindicated_in, not_treated_by, often_confused_with, interacts_with) always can, for that is what it says. What
/// follows may come at a later age than its cause, never at an earlier one; what happens in pregnancy may harm a child
/// of either sex.
std::optional<PeopleConflict> people_conflict(const Constraints& subject, Predicate predicate,
                                              const Constraints& object);

}  // namespace xinglin
