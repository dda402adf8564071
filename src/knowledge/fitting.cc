#include "knowledge/fitting.h"

#include <string_view>

namespace xinglin {
namespace {

using Kinds = unsigned;  ///< a set of ConceptKind, one bit each

constexpr Kinds bit(ConceptKind kind) {
    return 1U << static_cast<unsigned>(kind);
}

constexpr bool holds(Kinds kinds, ConceptKind kind) {
    return (kinds & bit(kind)) != 0;
}

constexpr Kinds kCondition = bit(ConceptKind::Condition);
constexpr Kinds kIll = kCondition | bit(ConceptKind::Symptom);
constexpr Kinds kDrug = bit(ConceptKind::Substance) | bit(ConceptKind::Class);
constexpr Kinds kTreatment = kDrug | bit(ConceptKind::Procedure);
constexpr Kinds kSite = bit(ConceptKind::Site);
constexpr Kinds kDepartment = bit(ConceptKind::Department);
constexpr Kinds kPopulation = bit(ConceptKind::Population);
constexpr Kinds kCause = bit(ConceptKind::Cause);
constexpr Kinds kAny = (1U << kConceptKindCount) - 1;
static_assert(kConceptKindCount < 8 * sizeof(Kinds), "a bit for each kind");

/// Up to this age a disease may come from the mother's pregnancy.
constexpr int kChildYears = 17;

struct AllowedKinds {
    Kinds subjects = 0;
    Kinds objects = 0;
};

/// The table of docs/PACK.md; is_a and part_of ask for equal kinds besides.
AllowedKinds allowed_kinds(Predicate predicate) {
    switch (predicate) {
        case Predicate::IsA:
            return {kAny, kAny};
        case Predicate::PartOf:
            return {kSite | kDepartment, kSite | kDepartment};
        case Predicate::LocatedIn:
            return {kIll, kSite};
        case Predicate::CausedBy:
            return {kIll, kIll | kTreatment | kPopulation | kCause};
        case Predicate::HasSymptom:
            return {kCondition, kIll};
        case Predicate::DiagnosedBy:
            return {kIll, bit(ConceptKind::Test)};
        case Predicate::TreatedBy:
        case Predicate::NotTreatedBy:
            return {kIll, kTreatment};
        case Predicate::ManagedIn:
            return {kIll | bit(ConceptKind::Procedure), kDepartment};
        case Predicate::HasIngredient:
            return {kDrug, bit(ConceptKind::Substance)};
        case Predicate::ComplicatedBy:
            return {kCondition | bit(ConceptKind::Procedure), kIll};
        case Predicate::DiffersFrom:
        case Predicate::RedFlagOf:
            return {kIll, kIll};
        case Predicate::OftenConfusedWith:
            return {kAny, kAny};
        case Predicate::ContraindicatedIn:
            return {kTreatment | bit(ConceptKind::Test), kIll | kPopulation};
        case Predicate::InteractsWith:
            return {kDrug, kDrug};
    }
    return {};
}

std::string words_of(Kinds kinds) {
    if (kinds == kAny) return "any kind";
    std::string words;
    for (unsigned i = 0; i < kConceptKindCount; ++i) {
        if (!holds(kinds, static_cast<ConceptKind>(i))) continue;
        if (!words.empty()) words += ", ";
        words += name_of(static_cast<ConceptKind>(i));
    }
    return words;
}

/// Whether everybody in `old` is too old for `young`.
bool is_older(const Constraints& old, const Constraints& young) {
    return old.min_age_years && young.max_age_years && *old.min_age_years > *young.max_age_years;
}

bool is_pregnant_man(const Constraints& one, const Constraints& other) {
    return one.pregnancy == PregnancyRule::Only && other.sex == Sex::Male;
}

std::optional<PeopleConflict> conflict_but_age(const Constraints& one, const Constraints& other) {
    if (one.sex && other.sex && *one.sex != *other.sex) return PeopleConflict::Sex;
    if (is_pregnant_man(one, other) || is_pregnant_man(other, one)) return PeopleConflict::Pregnancy;
    if (one.pregnancy && other.pregnancy && *one.pregnancy != *other.pregnancy) return PeopleConflict::Pregnancy;
    return std::nullopt;
}

/// `effect` comes of `cause`, at once or years later.
std::optional<PeopleConflict> conflict_in_time(const Constraints& cause, const Constraints& effect) {
    const bool is_child = effect.max_age_years && *effect.max_age_years <= kChildYears;
    if (is_child && cause.pregnancy == PregnancyRule::Only) return std::nullopt;
    if (const auto conflict = conflict_but_age(cause, effect)) return conflict;
    return is_older(cause, effect) ? std::optional(PeopleConflict::Age) : std::nullopt;
}

}  // namespace

bool kinds_fit(ConceptKind subject, Predicate predicate, ConceptKind object) {
    const AllowedKinds allowed = allowed_kinds(predicate);
    if (!holds(allowed.subjects, subject) || !holds(allowed.objects, object)) return false;
    if (predicate == Predicate::PartOf) return subject == object;
    if (predicate != Predicate::IsA) return true;
    return subject == object || (subject == ConceptKind::Substance && object == ConceptKind::Class);
}

std::string kinds_mend(Predicate predicate) {
    if (predicate == Predicate::IsA) return "is_a joins two concepts of one kind, or a substance and its class.";
    if (predicate == Predicate::PartOf) return "part_of joins two sites or two departments.";
    const AllowedKinds allowed = allowed_kinds(predicate);
    return std::string(name_of(predicate)) + " goes from " + words_of(allowed.subjects) + " to " +
           words_of(allowed.objects) + "; turn it round or use another predicate.";
}

bool are_compatible(ConceptKind one, ConceptKind other) {
    const Kinds kinds = bit(one) | bit(other);
    return one == other || kinds == kIll || kinds == kDrug;
}

std::optional<PeopleConflict> people_conflict(const Constraints& one, const Constraints& other) {
    const auto conflict = conflict_but_age(one, other);
    if (conflict == PeopleConflict::Sex) return conflict;
    if (is_older(one, other) || is_older(other, one)) return PeopleConflict::Age;
    return conflict;
}

std::optional<PeopleConflict> people_conflict(const Constraints& subject, Predicate predicate,
                                              const Constraints& object) {
    switch (predicate) {
        case Predicate::IsA:
        case Predicate::PartOf:
        case Predicate::LocatedIn:
        case Predicate::HasSymptom:
        case Predicate::DiagnosedBy:
        case Predicate::TreatedBy:
        case Predicate::ManagedIn:
        case Predicate::DiffersFrom:
        case Predicate::RedFlagOf:
            return people_conflict(subject, object);
        case Predicate::CausedBy:
            return conflict_in_time(object, subject);
        case Predicate::ComplicatedBy:
            return conflict_in_time(subject, object);
        case Predicate::HasIngredient:
        case Predicate::OftenConfusedWith:
        case Predicate::NotTreatedBy:
        case Predicate::ContraindicatedIn:
        case Predicate::InteractsWith:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace xinglin
