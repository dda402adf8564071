#pragma once

#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "app/views.h"
#include "html/html.h"
#include "web/citations.h"
#include "web/words.h"

namespace xinglin {

// Relations as a reader reads them: what matters most as sentences, the rest by name with its sentences folded. What
// nobody has reviewed stands behind all that, marked.

/// Relations of one importance: "少见的原因".
struct Tier {
    std::string_view label;  ///< before their names; may be empty
    std::vector<RelationView> relations;
    std::size_t full = 0;  ///< so many stand as sentences, the others by name
};

/// The relations of one predicate in one direction; none when the groups have none.
std::vector<RelationView> relations_in(const std::vector<RelationGroup>& groups, Predicate predicate,
                                       StepDirection direction = StepDirection::Forward);

/// Those in one of the roles, in their order.
std::vector<RelationView> in_roles(const std::vector<RelationView>& relations, std::initializer_list<Role> roles);

/// Those with a concept of one of the kinds, in their order.
std::vector<RelationView> of_kinds(const std::vector<RelationView>& relations,
                                   std::initializer_list<ConceptKind> kinds);

/// Nothing when the tiers hold no relation.
void write_tiers(Html& html, const std::vector<Tier>& tiers, Citations& citations);

/// Their names as one line, at most as many as a reader reads, and how many there are.
void write_names(Html& html, std::string_view label, const std::vector<RelationView>& relations);

}  // namespace xinglin
