#include "relate/route.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace xinglin {
namespace {

// Weights say how strong a reason is, on one scale for a panel: 1 would be certain. A page's item scores by
// noisy-or over its reasons, so a second reason always helps and never exceeds 1.
constexpr double kOwnWords = 0.85;             // the doctor names the condition
constexpr double kOwnAnswer = 0.8;             // a doctor who answered a question about the subject
constexpr double kOwnWordsForClass = 0.5;      // ... or the kind of diseases that it belongs to, per step up
constexpr double kOwnWordsForTreatment = 0.5;  // ... or its treatment, in a department that treats it
constexpr double kClassDecay = 0.7;
constexpr std::size_t kClassSteps = 3;
constexpr std::size_t kBroadClass = 60;    // kinds of disease with more members say nothing about expertise
constexpr double kNarrowerUse = 0.5;       // a drug whose label names a kind of the disease
constexpr double kImportedRelation = 0.5;  // of each relation that nobody has reviewed

double weight_of_role(const Relation& relation) {
    switch (relation.role) {
        case Role::Main:
        case Role::Core:
        case Role::FirstLine:
        case Role::First:
            return 0.9;
        case Role::Common:
        case Role::Contributing:
        case Role::None:
            return relation.curative ? 0.9 : 0.7;
        case Role::Supporting:
        case Role::Alternative:
        case Role::Also:
            return relation.curative ? 0.9 : 0.6;
        case Role::Occasional:
        case Role::Exclusion:
        case Role::Adjunct:
            return 0.45;
        case Role::Rare:
            return 0.3;
    }
    return 0.3;
}

double weight_of(const Relation& relation) {
    return relation.trust == Trust::Imported ? kImportedRelation * weight_of_role(relation) : weight_of_role(relation);
}

Route self(ConceptIndex subject, double weight = 1) {
    return {subject, subject, {}, weight};
}

enum class Reading { Forwards, Backwards };

/// One step by `predicate` to concepts of `kind`.
std::vector<Route> step(const Knowledge& knowledge, ConceptIndex from, Predicate predicate, ConceptKind kind,
                        Reading reading = Reading::Forwards, double factor = 1) {
    std::vector<Route> routes;
    const bool inverse = reading == Reading::Backwards;
    for (const auto& link : inverse ? knowledge.incoming(from, predicate) : knowledge.outgoing(from, predicate)) {
        if (knowledge.at(link.other).kind != kind) continue;
        // A symmetric relation is listed from both ends; its step points the way it was written.
        const bool written_inverse =
            is_symmetric(predicate) ? knowledge.at(link.relation).subject != knowledge.at(from).id : inverse;
        const Relation& relation = knowledge.at(link.relation);
        routes.push_back(
            {from, link.other, {{link.relation, written_inverse}}, factor * weight_of(relation), relation.trust});
    }
    return routes;
}

void add(std::vector<Route>& routes, std::vector<Route> more) {
    routes.insert(routes.end(), more.begin(), more.end());
}

Route climbed(const Knowledge& knowledge, ConceptIndex from, const Knowledge::Ancestor& ancestor, double weight) {
    Route route{from, ancestor.concept_index, {}, weight};
    for (const RelationIndex relation : ancestor.path) {
        route.steps.push_back({relation, false});
        if (knowledge.at(relation).trust == Trust::Curated) continue;
        route.trust = Trust::Imported;
        route.weight *= kImportedRelation;
    }
    return route;
}

Route joined(const Route& first, const Route& second) {
    Route route = first;
    route.to = second.to;
    route.weight *= second.weight;
    route.trust = std::max(first.trust, second.trust);
    route.steps.insert(route.steps.end(), second.steps.begin(), second.steps.end());
    return route;
}

/// The departments of the nearest kind of disease that says something, over relations of `weakest` trust or better.
std::vector<Route> departments_of_kinds(const Knowledge& knowledge, ConceptIndex subject, Trust weakest) {
    std::vector<Route> routes;
    for (const auto& ancestor : knowledge.ancestors(subject)) {
        for (const Route& last :
             step(knowledge, ancestor.concept_index, Predicate::ManagedIn, ConceptKind::Department)) {
            Route route = joined(climbed(knowledge, subject, ancestor, kClassDecay), last);
            if (route.trust <= weakest) routes.push_back(std::move(route));
        }
        if (!routes.empty()) break;
    }
    return routes;
}

/// Where a condition is treated: what is said of it, otherwise of the nearest kind of disease that says something.
/// What imports say of it is added to that, but does not keep the knowledge of its kind away.
std::vector<Route> departments_of(const Knowledge& knowledge, ConceptIndex subject) {
    const auto said = step(knowledge, subject, Predicate::ManagedIn, ConceptKind::Department);
    std::vector<Route> routes;
    if (said.empty() || said.front().trust == Trust::Imported)
        routes = departments_of_kinds(knowledge, subject, Trust::Curated);
    add(routes, said);
    return routes.empty() ? departments_of_kinds(knowledge, subject, Trust::Imported) : routes;
}

/// A department and the ones that are part of it.
std::vector<Route> with_parts(const Knowledge& knowledge, ConceptIndex department) {
    std::vector<Route> routes{self(department, 0.8)};
    add(routes, step(knowledge, department, Predicate::PartOf, ConceptKind::Department, Reading::Backwards));
    return routes;
}

/// Substances that treat the subject: named themselves, or through a class that they belong to.
std::vector<Route> substances_for(const Knowledge& knowledge, ConceptIndex subject) {
    auto routes = step(knowledge, subject, Predicate::TreatedBy, ConceptKind::Substance);
    for (const Route& to_class : step(knowledge, subject, Predicate::TreatedBy, ConceptKind::Class)) {
        for (const Route& last :
             step(knowledge, to_class.to, Predicate::IsA, ConceptKind::Substance, Reading::Backwards)) {
            routes.push_back(joined(to_class, last));
        }
    }
    return routes;
}

bool is_clinical(ConceptKind kind) {
    return kind == ConceptKind::Condition || kind == ConceptKind::Symptom;
}

/// Whether a kind of disease is so broad that a doctor who names it need not know its members. Members that an import
/// adds do not make a curated kind broad.
bool is_broad(const Knowledge& knowledge, ConceptIndex top, Trust weakest) {
    std::vector<ConceptIndex> found{top};
    std::unordered_set<std::uint32_t> seen{top.value};
    for (std::size_t next = 0; next < found.size() && found.size() <= kBroadClass + 1; ++next) {
        for (const auto& link : knowledge.incoming(found[next], Predicate::IsA)) {
            const bool counts = knowledge.at(link.relation).trust <= weakest;
            if (counts && seen.insert(link.other.value).second) found.push_back(link.other);
        }
    }
    return found.size() - 1 > kBroadClass;
}

std::vector<Gate> doctor_gates(const Knowledge& knowledge, ConceptIndex subject) {
    const ConceptKind kind = knowledge.at(subject).kind;
    const Fields own_words(Field::Specialty, Field::Biography);
    std::vector<Gate> gates;
    if (kind == ConceptKind::Department) {
        for (Route& route : with_parts(knowledge, subject)) {
            gates.push_back({.route = std::move(route), .fields = Fields(Field::Department)});
        }
        return gates;
    }
    if (!is_clinical(kind) && kind != ConceptKind::Procedure) return gates;
    gates.push_back({.route = self(subject, kOwnWords), .fields = own_words});
    gates.push_back({.route = self(subject, kOwnAnswer), .entry = Gate::Entry::Answers, .fields = Fields()});
    for (const auto& ancestor : knowledge.ancestors(subject)) {
        if (ancestor.path.size() > kClassSteps) continue;
        // Who treats 高血压 does not say that he treats that of pregnancy.
        if (knowledge.at(subject).constraints.pregnancy && !knowledge.at(ancestor.concept_index).constraints.pregnancy)
            continue;
        const double weight = kOwnWordsForClass * std::pow(kClassDecay, static_cast<double>(ancestor.path.size() - 1));
        Route route = climbed(knowledge, subject, ancestor, weight);
        if (is_broad(knowledge, route.to, route.trust)) continue;
        gates.push_back({.route = std::move(route), .fields = own_words});
    }
    for (const ConceptKind treatment : {ConceptKind::Procedure, ConceptKind::Substance}) {
        for (Route& route :
             step(knowledge, subject, Predicate::TreatedBy, treatment, Reading::Forwards, kOwnWordsForTreatment)) {
            // 康复训练 or 心理支持 is added to dozens of diseases and tells no doctor of one from another.
            if (knowledge.at(route.steps.front().relation).role == Role::Adjunct) continue;
            gates.push_back({.route = std::move(route), .fields = own_words, .needs_department = true});
        }
    }
    for (Route& route : departments_of(knowledge, subject)) {
        route.weight *= 0.5;
        gates.push_back({.route = std::move(route), .fields = Fields(Field::Department)});
    }
    return gates;
}

std::vector<Gate> hospital_gates(const Knowledge& knowledge, ConceptIndex subject) {
    auto routes = knowledge.at(subject).kind == ConceptKind::Department ? with_parts(knowledge, subject)
                                                                        : departments_of(knowledge, subject);
    std::vector<Gate> gates;
    for (Route& route : routes) gates.push_back({.route = std::move(route), .fields = Fields(Field::Department)});
    return gates;
}

std::vector<Gate> text_gates(const Knowledge& knowledge, ConceptIndex subject) {
    std::vector<Gate> gates;
    gates.push_back({.route = self(subject), .entry = Gate::Entry::About, .fields = Fields()});
    if (knowledge.at(subject).kind != ConceptKind::Department) return gates;
    for (Route& route : step(knowledge, subject, Predicate::ManagedIn, ConceptKind::Condition, Reading::Backwards)) {
        gates.push_back({.route = std::move(route), .entry = Gate::Entry::About, .fields = Fields()});
    }
    return gates;
}

std::vector<Gate> drug_gates(const Knowledge& knowledge, ConceptIndex subject) {
    const ConceptKind kind = knowledge.at(subject).kind;
    std::vector<Route> routes;
    std::vector<Gate> gates;
    if (kind == ConceptKind::Substance) routes.push_back(self(subject));
    if (kind == ConceptKind::Class) {
        routes = step(knowledge, subject, Predicate::IsA, ConceptKind::Substance, Reading::Backwards);
    }
    if (is_clinical(kind)) {
        routes = substances_for(knowledge, subject);
    }
    // Many drugs ease a headache; only for a disease does a label say what the drug is for.
    if (kind == ConceptKind::Condition) {
        gates.push_back({.route = self(subject, 0.5),
                         .fields = Fields(Field::Indications),
                         .curated_only = true,
                         .accepts_cut = false});
    }
    // A label that names a kind of the disease (慢性稳定型心绞痛) says so itself; of a broad one it says too little.
    if (kind == ConceptKind::Condition && !is_broad(knowledge, subject, Trust::Curated)) {
        for (Route& route :
             step(knowledge, subject, Predicate::IsA, ConceptKind::Condition, Reading::Backwards, kNarrowerUse)) {
            if (route.trust == Trust::Imported) continue;
            gates.push_back({.route = std::move(route),
                             .fields = Fields(Field::Indications),
                             .curated_only = true,
                             .accepts_cut = false});
        }
    }
    for (Route& route : routes) {
        const bool is_use = is_clinical(kind) && !route.steps.empty();
        const auto treatment = is_use ? std::optional(route.steps.front().relation) : std::nullopt;
        gates.push_back(
            {.route = std::move(route), .entry = Gate::Entry::About, .fields = Fields(), .treatment = treatment});
    }
    return gates;
}

std::vector<Route> test_routes(const Knowledge& knowledge, ConceptIndex subject) {
    return step(knowledge, subject, Predicate::DiagnosedBy, ConceptKind::Test);
}

std::vector<Route> procedure_routes(const Knowledge& knowledge, ConceptIndex subject) {
    if (knowledge.at(subject).kind == ConceptKind::Department) {
        return step(knowledge, subject, Predicate::ManagedIn, ConceptKind::Procedure, Reading::Backwards);
    }
    return step(knowledge, subject, Predicate::TreatedBy, ConceptKind::Procedure);
}

/// The conditions behind a symptom: the more common one always before the less common one, whatever else is said of the
/// two. Weights stand in bands that noisy-or does not leave: a main cause (kMainCause and more), what must not be
/// missed (0.7 and more), a contributing cause, a rare one, and last what merely lists the symptom among others.
std::vector<Route> routes_behind(const Knowledge& knowledge, ConceptIndex symptom) {
    constexpr auto kCondition = ConceptKind::Condition;
    constexpr double kLesserCause = 0.7;
    constexpr double kListedSymptom = 0.2;
    auto routes = step(knowledge, symptom, Predicate::CausedBy, kCondition);
    for (Route& route : routes)
        if (knowledge.at(route.steps.front().relation).role != Role::Main) route.weight *= kLesserCause;
    auto dangerous = step(knowledge, symptom, Predicate::RedFlagOf, kCondition, Reading::Backwards);
    for (Route& route : step(knowledge, symptom, Predicate::RedFlagOf, kCondition)) {
        if (std::ranges::find(dangerous, route.to, &Route::to) == dangerous.end()) dangerous.push_back(route);
    }
    add(routes, std::move(dangerous));
    add(routes, step(knowledge, symptom, Predicate::HasSymptom, kCondition, Reading::Backwards, kListedSymptom));
    return routes;
}

std::vector<Route> condition_routes(const Knowledge& knowledge, ConceptIndex subject) {
    constexpr auto kCondition = ConceptKind::Condition;
    std::vector<Route> routes;
    switch (knowledge.at(subject).kind) {
        case ConceptKind::Condition:
            add(routes, step(knowledge, subject, Predicate::DiffersFrom, kCondition));
            add(routes, step(knowledge, subject, Predicate::ComplicatedBy, kCondition, Reading::Forwards, 0.8));
            add(routes, step(knowledge, subject, Predicate::CausedBy, kCondition, Reading::Forwards, 0.9));
            add(routes, step(knowledge, subject, Predicate::IsA, kCondition, Reading::Forwards, 0.5));
            add(routes, step(knowledge, subject, Predicate::IsA, kCondition, Reading::Backwards, 0.8));
            break;
        case ConceptKind::Symptom:
            return routes_behind(knowledge, subject);
        case ConceptKind::Test:
            return step(knowledge, subject, Predicate::DiagnosedBy, kCondition, Reading::Backwards);
        case ConceptKind::Procedure:
        case ConceptKind::Class:
            return step(knowledge, subject, Predicate::TreatedBy, kCondition, Reading::Backwards);
        case ConceptKind::Substance:
            add(routes, step(knowledge, subject, Predicate::TreatedBy, kCondition, Reading::Backwards));
            for (const auto& ancestor : knowledge.ancestors(subject)) {
                for (const Route& last :
                     step(knowledge, ancestor.concept_index, Predicate::TreatedBy, kCondition, Reading::Backwards)) {
                    routes.push_back(joined(climbed(knowledge, subject, ancestor, kClassDecay), last));
                }
            }
            break;
        case ConceptKind::Department:
            return step(knowledge, subject, Predicate::ManagedIn, kCondition, Reading::Backwards);
        case ConceptKind::Site:
            return step(knowledge, subject, Predicate::LocatedIn, kCondition, Reading::Backwards);
        case ConceptKind::Cause:
            return step(knowledge, subject, Predicate::CausedBy, kCondition, Reading::Backwards);
        case ConceptKind::Population:
            break;
    }
    return routes;
}

}  // namespace

std::vector<Gate> gates_of(const Knowledge& knowledge, Panel panel, ConceptIndex subject) {
    switch (panel) {
        case Panel::Doctors:
            return doctor_gates(knowledge, subject);
        case Panel::Hospitals:
            return hospital_gates(knowledge, subject);
        case Panel::Articles:
        case Panel::Questions:
            return text_gates(knowledge, subject);
        case Panel::Drugs:
            return drug_gates(knowledge, subject);
        case Panel::Tests:
        case Panel::Procedures:
        case Panel::Conditions:
        case Panel::Departments:
            return {};
    }
    return {};
}

std::vector<Route> routes_of(const Knowledge& knowledge, Panel panel, ConceptIndex subject) {
    switch (panel) {
        case Panel::Tests:
            return test_routes(knowledge, subject);
        case Panel::Procedures:
            return procedure_routes(knowledge, subject);
        case Panel::Conditions:
            return condition_routes(knowledge, subject);
        case Panel::Departments:
            return departments_of(knowledge, subject);
        case Panel::Doctors:
        case Panel::Hospitals:
        case Panel::Articles:
        case Panel::Questions:
        case Panel::Drugs:
            return {};
    }
    return {};
}

}  // namespace xinglin
