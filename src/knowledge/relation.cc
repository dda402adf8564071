#include "knowledge/relation.h"

#include "base/name_table.h"

namespace xinglin {
namespace {

constexpr NameTable<Predicate> kPredicates("is_a", "part_of", "located_in", "caused_by", "has_symptom", "diagnosed_by",
                                           "treated_by", "managed_in", "has_ingredient", "complicated_by",
                                           "differs_from", "often_confused_with", "not_treated_by",
                                           "contraindicated_in", "interacts_with", "red_flag_of");

constexpr NameTable<Role> kRoles("", "main", "contributing", "rare", "core", "common", "occasional", "supporting",
                                 "exclusion", "first_line", "alternative", "adjunct", "first", "also");
constexpr NameTable<Evidence> kEvidences("", "expert", "low", "moderate", "high");
constexpr NameTable<SourceKind> kSourceKinds("guideline", "label", "textbook", "review", "expert", "mined", "portal");
constexpr NameTable<SourceStatus> kSourceStatuses("in_force", "superseded", "withdrawn");
constexpr NameTable<CareLevel> kCareLevels("emergency", "urgent", "routine", "selfcare");
constexpr NameTable<SignMatch> kSignMatches("any", "all");
constexpr NameTable<SignUse> kSignUses("beside", "alone", "sudden");

}  // namespace

std::string_view name_of(Predicate predicate) {
    return kPredicates.name_of(predicate);
}

std::optional<Predicate> predicate_named(std::string_view name) {
    return kPredicates.named(name);
}

bool is_symmetric(Predicate predicate) {
    return predicate == Predicate::DiffersFrom || predicate == Predicate::OftenConfusedWith ||
           predicate == Predicate::InteractsWith;
}

bool is_negative(Predicate predicate) {
    return predicate == Predicate::OftenConfusedWith || predicate == Predicate::NotTreatedBy;
}

std::string_view name_of(Role role) {
    return kRoles.name_of(role);
}

std::optional<Role> role_named(std::string_view name) {
    return kRoles.named(name);
}

bool role_fits(Role role, Predicate predicate) {
    switch (role) {
        case Role::None:
            return true;
        case Role::Main:
        case Role::Contributing:
        case Role::Rare:
            return predicate == Predicate::CausedBy;
        case Role::Core:
            return predicate == Predicate::HasSymptom || predicate == Predicate::DiagnosedBy;
        case Role::Common:
            return predicate == Predicate::HasSymptom;
        case Role::Occasional:
            return predicate == Predicate::HasSymptom || predicate == Predicate::ContraindicatedIn;
        case Role::Supporting:
        case Role::Exclusion:
            return predicate == Predicate::DiagnosedBy;
        case Role::FirstLine:
        case Role::Alternative:
        case Role::Adjunct:
            return predicate == Predicate::TreatedBy;
        case Role::First:
        case Role::Also:
            return predicate == Predicate::ManagedIn;
    }
    return false;
}

std::string_view name_of(Evidence evidence) {
    return kEvidences.name_of(evidence);
}

std::optional<Evidence> evidence_named(std::string_view name) {
    return kEvidences.named(name);
}

std::string key_of(const Relation& relation) {
    return relation.subject + " " + std::string(name_of(relation.predicate)) + " " + relation.object;
}

std::string_view name_of(SourceKind kind) {
    return kSourceKinds.name_of(kind);
}

std::optional<SourceKind> source_kind_named(std::string_view name) {
    return kSourceKinds.named(name);
}

std::string_view name_of(SourceStatus status) {
    return kSourceStatuses.name_of(status);
}

std::optional<SourceStatus> source_status_named(std::string_view name) {
    return kSourceStatuses.named(name);
}

std::string_view name_of(CareLevel level) {
    return kCareLevels.name_of(level);
}

std::optional<CareLevel> care_level_named(std::string_view name) {
    return kCareLevels.named(name);
}

std::string_view name_of(SignMatch match) {
    return kSignMatches.name_of(match);
}

std::optional<SignMatch> sign_match_named(std::string_view name) {
    return kSignMatches.named(name);
}

std::string_view name_of(SignUse use) {
    return kSignUses.name_of(use);
}

std::optional<SignUse> sign_use_named(std::string_view name) {
    return kSignUses.named(name);
}

}  // namespace xinglin
