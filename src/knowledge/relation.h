#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/enumeration.h"
#include "knowledge/administration.h"
#include "knowledge/trust.h"

namespace xinglin {

/// How two concepts belong together; docs/PACK.md has the table of subject and object kinds.
enum class Predicate {
    IsA,
    PartOf,
    LocatedIn,
    CausedBy,
    HasSymptom,
    DiagnosedBy,
    TreatedBy,
    ManagedIn,
    HasIngredient,
    ComplicatedBy,
    DiffersFrom,
    OftenConfusedWith,
    NotTreatedBy,
    ContraindicatedIn,
    InteractsWith,
    RedFlagOf,
};

inline constexpr int kPredicateCount = static_cast<int>(count_of<Predicate>);

std::string_view name_of(Predicate predicate);                    ///< "is_a", "treated_by", ...
std::optional<Predicate> predicate_named(std::string_view name);  ///< The reverse of name_of.
bool is_symmetric(Predicate predicate);                           ///< Read in both directions.
bool is_negative(Predicate predicate);                            ///< Keeps things apart instead of joining them.

/// How central the object is; which roles a predicate knows stands in docs/PACK.md.
enum class Role {
    None,
    Main,
    Contributing,
    Rare,
    Core,
    Common,
    Occasional,
    Supporting,
    Exclusion,
    FirstLine,
    Alternative,
    Adjunct,
    First,
    Also,
};

std::string_view name_of(Role role);  ///< "first_line", ...; "" for None.
std::optional<Role> role_named(std::string_view name);
bool role_fits(Role role, Predicate predicate);  ///< None fits all.

enum class Evidence { Ungraded, Expert, Low, Moderate, High };
std::string_view name_of(Evidence evidence);  ///< "high", ...; "" for Ungraded.
std::optional<Evidence> evidence_named(std::string_view name);

/// Who looked a thing over, when and how.
struct Review {
    std::string by;
    Date on;
    std::string how;

    friend bool operator==(const Review&, const Review&) = default;
};

/// Where a relation read from a text stands: the record and its field (as docs/PACK.md names it; an article's Markdown
/// body as plain_text() has it), the character range in that field, what stands there, the rule that read it.
struct TextEvidence {
    std::string record;
    std::string field;
    std::uint32_t begin_character = 0;
    std::uint32_t end_character = 0;
    std::string quote;
    std::string rule;

    friend bool operator==(const TextEvidence&, const TextEvidence&) = default;
};

/// Subject, predicate, object, and why we say so. Two relations with the same triple are the same relation.
struct Relation {
    std::string subject;
    Predicate predicate = Predicate::IsA;
    std::string object;
    std::vector<std::string> sources;  ///< source ids, never empty
    Role role = Role::None;
    bool curative = false;                        ///< treated_by only: the source says that it can cure.
    Administrations routes;                       ///< treated_by a drug only: how it is given for this; empty: not said
    CareSetting setting = CareSetting::Anywhere;  ///< treated_by a drug only
    Evidence evidence = Evidence::Ungraded;
    std::string statement;  ///< What the source says, one sentence in our own words; may be empty.
    std::optional<Review> review;
    std::optional<TextEvidence> mined_from;
    Trust trust = Trust::Curated;  ///< its origin's; not part of its text form

    friend bool operator==(const Relation&, const Relation&) = default;
};

/// "subject predicate object": names a relation in the store and in reports.
std::string key_of(const Relation& relation);

enum class SourceKind { Guideline, Label, Textbook, Review, Expert, Mined, Portal };
std::string_view name_of(SourceKind kind);
std::optional<SourceKind> source_kind_named(std::string_view name);

enum class SourceStatus { InForce, Superseded, Withdrawn };
std::string_view name_of(SourceStatus status);
std::optional<SourceStatus> source_status_named(std::string_view name);

/// Something that really was published and that relations and texts rest on.
struct Source {
    std::string id;  ///< source/slug
    std::string title;
    std::string publisher;
    int year = 0;
    SourceKind kind = SourceKind::Guideline;
    std::string licence;
    SourceStatus status = SourceStatus::InForce;
    std::string edition;
    std::string url;
    std::string doi;

    friend bool operator==(const Source&, const Source&) = default;
};

/// How soon a person with these signs needs care.
enum class CareLevel { Emergency, Urgent, Routine, Selfcare };
std::string_view name_of(CareLevel level);
std::optional<CareLevel> care_level_named(std::string_view name);

enum class SignMatch { Any, All };
std::string_view name_of(SignMatch match);
std::optional<SignMatch> sign_match_named(std::string_view name);

/// When a text that names a sign calls for the sign's card.
enum class SignUse {
    Beside,  ///< where it also names what the card is of
    Alone,   ///< always
    Sudden,  ///< as Beside, and alone where the text says that it came suddenly
};
std::string_view name_of(SignUse use);
std::optional<SignUse> sign_use_named(std::string_view name);

/// A sign as readers see it, and the concept that it is, when there is one ("" otherwise).
struct Sign {
    std::string text;
    std::string concept_id;
    SignUse use = SignUse::Beside;

    friend bool operator==(const Sign&, const Sign&) = default;
};

/// A care card: these signs (any or all of them) of this condition or symptom need care at this level.
struct RedFlag {
    std::string id;  ///< red_flag/slug
    std::string of;  ///< condition or symptom id
    CareLevel level = CareLevel::Emergency;
    SignMatch match = SignMatch::Any;
    std::vector<Sign> signs;
    std::string action;
    std::vector<std::string> sources;

    friend bool operator==(const RedFlag&, const RedFlag&) = default;
};

}  // namespace xinglin
