#pragma once

#include <optional>
#include <vector>

#include "corpus/corpus.h"
#include "knowledge/knowledge.h"
#include "relate/relate.h"

namespace xinglin {

/// A relation read forwards or backwards.
struct RouteStep {
    RelationIndex relation;
    bool inverse = false;
};

/// A typed path between two concepts, the heart of the admission rule: nothing enters a panel without one. A route of
/// no steps is the concept itself.
struct Route {
    ConceptIndex from;
    ConceptIndex to;
    std::vector<RouteStep> steps;
    double weight = 1;             ///< in (0, 1]: how much of a reason it is
    Trust trust = Trust::Curated;  ///< Imported: one of its relations is
};

/// A route and what, at its end, lets a record in.
struct Gate {
    enum class Entry {
        Mentions,  ///< one of `fields` mentions the end
        About,     ///< the record is mainly about the end (for a drug: contains it)
        Answers,   ///< a doctor who answered a question that is mainly about the end
    };

    Route route;
    Entry entry = Entry::Mentions;
    Fields fields;
    bool curated_only = false;                              ///< an imported record's text is not enough of a reason
    bool accepts_cut = true;                                ///< a name at the place where the text was cut counts
    bool needs_department = false;                          ///< only together with a gate on Field::Department
    std::optional<RelationIndex> treatment = std::nullopt;  ///< of a drug: the relation that says how it is used
};

/// What a main cause of a symptom weighs; nothing else that stands behind the symptom reaches it.
inline constexpr double kMainCause = 0.9;

/// What lets records of a panel onto a page about `subject`. Empty for panels of concepts.
std::vector<Gate> gates_of(const Knowledge& knowledge, Panel panel, ConceptIndex subject);

/// The concepts that belong in a panel of concepts (tests, procedures, conditions, departments) on a page about
/// `subject`.
std::vector<Route> routes_of(const Knowledge& knowledge, Panel panel, ConceptIndex subject);

}  // namespace xinglin
