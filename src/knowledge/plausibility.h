#pragma once

#include <optional>
#include <string_view>

#include "knowledge/concept.h"
#include "knowledge/knowledge.h"
#include "knowledge/relation.h"

namespace xinglin {

/// What speaks against `text` as the name of a concept of this kind: a question ("question-as-name"), a sentence
/// ("sentence-as-name"), a text that was cut ("cut-name"), markup, enumerators or wrongly decoded bytes
/// ("text-debris"), nothing that names anything ("not-a-name"), for a department what is none ("unknown-department").
/// The problem's `where` is empty. Nothing when the name may stand; that does not make it right. O(n).
std::optional<Problem> implausible_name(std::string_view text, ConceptKind kind);

/// Whom a condition, symptom, test or drug of this name can concern, as far as the name's own words say it: 宫颈 women,
/// 前列腺 men, 妊娠 only in pregnancy, 新生儿 under one year. Words inside other words do not count (前列腺素,
/// 小儿麻痹), nor do words that take each other back. O(n).
Constraints constraints_of_name(std::string_view name);

/// What speaks against "subject predicate object": the two cannot concern one person ("sex-conflict", "age-conflict",
/// "pregnancy-conflict"; a mother's and her newborn's illness may go together), or both are local to parts of the body
/// that have nothing to do with each other ("site-conflict": 宫颈糜烂 as a complication of 面瘫). A concept's own
/// constraints count before what its name says. What spreads through the body (tumours, infections, syndromes) is local
/// to no part. Negative relations are never implausible. The problem's `where` is empty. O(names).
std::optional<Problem> implausible_relation(const Concept& subject, Predicate predicate, const Concept& object);

}  // namespace xinglin
