#pragma once

#include <vector>

#include "knowledge/knowledge.h"

namespace xinglin {

/// What relations say together that hardly goes together: ends that concern nobody in common or lie far apart in the
/// body, directions that contradict each other, negative relations against positive ones of a kind below, one list
/// under many unrelated things. An error only where it cannot be right. `where` is a relation's key_of(). Relations
/// whose ends or kinds are wrong are passed over; check() reports them. O(n log n) for knowledge whose is_a is shallow.
std::vector<Problem> inconsistencies(const KnowledgeData& data);

/// Whether two relations of one pair say the same of it: sources, role, evidence, statement, review, mined text.
bool say_the_same(const Relation& one, const Relation& other);

}  // namespace xinglin
