#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "app/views.h"
#include "knowledge/knowledge.h"
#include "relate/relate.h"

namespace xinglin {

struct Snapshot;

/// The name of a record, concept or source; the id itself when it is none of ours.
Ref ref_of(const Snapshot& snapshot, std::string_view id);
Ref ref_of(const Concept& named);
std::vector<Ref> refs_of(const Snapshot& snapshot, const std::vector<std::string>& ids);

/// A record or concept as lists show it, without why.
Card card_of(const Snapshot& snapshot, RecordIndex record);
Card card_of(const Snapshot& snapshot, ConceptIndex concept_index);

/// The card of a question with what this doctor answered, whoever answered first; nothing where they did not.
std::optional<Card> answer_card_of(const Snapshot& snapshot, RecordIndex question, std::string_view doctor_id);

/// A panel's item: its card with its whys, and the makers of what was folded into it.
Card card_of(const Snapshot& snapshot, const Item& item);

/// Adds the makers of the record's near-duplicates, which one card stands for.
void add_makers_of_duplicates(const Snapshot& snapshot, RecordIndex record, Card& card);

WhyView why_view_of(const Snapshot& snapshot, const Why& why);

/// What the drugs panel names as text.
std::vector<NamedTreatmentView> named_treatments_of(const Snapshot& snapshot, const Panels& panels);

/// The panels of a page in page order, `limit` cards each, empty ones left out.
std::vector<PanelView> panels_of(const Snapshot& snapshot, const PageContext& page, std::size_t limit,
                                 PanelSet curated_only);

/// The care cards of what the page is mainly about and of what that is a kind of. Each once, most pressing first.
std::vector<CareCard> care_cards_of(const Snapshot& snapshot, const std::vector<MainConcept>& main);

/// As care_cards_of(what the record is mainly about), and the cards of the dangers that its text names
/// (relate/danger.h): these first among equally pressing ones.
std::vector<CareCard> care_cards_of(const Snapshot& snapshot, const AnnotatedRecord& record);

/// The same for a query, whose subject may be none: an empty list when it has none and names no danger.
std::vector<CareCard> care_cards_of_query(const Snapshot& snapshot, std::string_view query,
                                          std::optional<ConceptIndex> subject);

std::vector<Ref> main_refs(const Snapshot& snapshot, const std::vector<MainConcept>& main);

/// A department and those it is part of, from the top; empty when `department` is none.
std::vector<Ref> department_path(const Snapshot& snapshot, ConceptIndex department);

/// The path of the department that treats the page's subject first, as far as curated knowledge knows one; empty when
/// none is known.
std::vector<Ref> breadcrumb_of(const Snapshot& snapshot, const std::vector<MainConcept>& main);

/// All relations of a concept for its page, in page order, both directions; in each group curated ones first.
std::vector<RelationGroup> relation_groups_of(const Snapshot& snapshot, ConceptIndex index);

}  // namespace xinglin
