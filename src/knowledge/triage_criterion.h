#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace xinglin {

/// What is asked about a patient; docs/TRIAGE.md says how each is written.
enum class PatientFact {
    Age,            ///< days
    Pregnancy,      ///< weeks; without a number: pregnant
    Postpartum,     ///< days since childbirth
    Temperature,    ///< ℃
    Systolic,       ///< mmHg
    Diastolic,      ///< mmHg
    Glucose,        ///< mmol/L
    HeartRate,      ///< a minute
    Oxygen,         ///< %
    BreathingRate,  ///< a minute
    Since,          ///< hours
    Sex,
    Onset,
    Course,
    Severity,
    Trigger,
    Subject,
    Breastfeeding,
    Immunosuppressed,
    Takes,
    History,
    Allergic,
};

std::string_view name_of(PatientFact fact);                            ///< "age", "heart_rate", ...
std::optional<PatientFact> patient_fact_named(std::string_view name);  ///< The reverse of name_of.

/// Whether the fact is a number (with the unit named beside it), a word of a closed list, a concept, or simply so.
enum class PatientFactKind { Number, Word, Concept, Plain };
PatientFactKind kind_of(PatientFact fact);

enum class Comparison { Less, AtMost, Greater, AtLeast, Equal };
bool holds(double value, Comparison comparison, double limit);

/// One thing that a condition of a rule asks for, read.
struct TriageCriterion {
    enum class Kind { Concept, Words, Fact };
    Kind kind = Kind::Fact;

    std::string concept_id;  ///< of a concept, or of what is taken, known, one is allergic to; "" for anything

    // How the concept must be meant.
    bool is_sudden = false;
    bool is_severe = false;
    bool is_worse = false;
    bool is_new = false;
    bool is_long = false;

    // Words.
    std::string slots;  ///< alternatives joined by |, slots parted by blanks
    std::uint32_t gap = 8;

    // A fact.
    PatientFact fact = PatientFact::Age;
    std::optional<Comparison> comparison;  ///< none: that it is so
    double number = 0;                     ///< in the unit of the fact
    std::string word;

    friend bool operator==(const TriageCriterion&, const TriageCriterion&) = default;
};

/// Reads a criterion as docs/TRIAGE.md describes. InvalidInput with what is wrong in the message. Classes of words
/// (@name) are none of its business: whoever reads a file puts their words in their place. O(text).
Result<TriageCriterion> parse_triage_criterion(std::string_view text);

}  // namespace xinglin
