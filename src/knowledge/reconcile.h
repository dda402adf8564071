#pragma once

#include "knowledge/knowledge.h"

namespace xinglin {

/// Joins imported knowledge with the curated, so that one thing is one concept and what is curated stands. Curated
/// concepts and relations come out first, in their order and unchanged; what is imported follows, sorted by id and by
/// subject, predicate, object. The outcome does not depend on the order of what was imported.
///
/// Concepts. An imported concept whose name is the name or an alias used alone of a curated concept of a compatible
/// kind (are_compatible()) is that concept. A name that curated knowledge has otherwise (for a concept of another kind,
/// or as an alias that needs context, which says that the name alone is not clear) is not taken from an import: the
/// imported concept is left out with its relations, an imported alias of that text by itself. Imported concepts of one
/// name and compatible kinds are one: condition before symptom, then the smallest id; it has the aliases, codes and
/// first english name, constraints and summary of all. Names are compared folded.
///
/// Relations. Both ends are re-pointed. Left out are imported relations of a concept to itself, with an end that is not
/// there, with kinds that do not fit the predicate any more, equal to a curated one, and those that curated knowledge
/// contradicts:
/// - treated_by against not_treated_by or contraindicated_in, also when these are said of something above either end;
///   and the other way round not_treated_by, contraindicated_in against treated_by of the same two;
/// - any that joins what is often_confused_with each other (differs_from says the same and stays), and
///   often_confused_with against any that joins;
/// - caused_by, complicated_by and has_symptom against the same the other way round; caused_by against complicated_by
/// of
///   the same two and the reverse; caused_by, complicated_by and differs_from against is_a, and the reverse: nothing is
///   the cause or consequence of its own kind, or told apart from it;
/// - a circle of is_a or part_of;
/// - ends that concern nobody in common (people_conflict()).
/// Equal ones are merged: the one that says most stands, with the sources of all. A symmetric relation equals its
/// reverse. Care cards follow their concept and go with it.
///
/// O(n log n).
KnowledgeData reconcile(KnowledgeData data);

}  // namespace xinglin
