#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "base/enumeration.h"
#include "knowledge/relation.h"
#include "records/record.h"

namespace xinglin {

/// A rule that reads relations from a text.
struct MiningRule {
    std::string_view id;           ///< stable: "drug-label-indication"
    Predicate predicate;           ///< of the relations that it reads
    std::string_view explanation;  ///< what it reads and what it passes over
};

/// Every rule, in the order in which docs/MINING.md lists them.
const std::vector<MiningRule>& mining_rules();

/// Why a rule did not read a relation from a name that stands where it reads.
enum class DeclineReason {
    Negated,          ///< 无, 否认, 排除
    Suspected,        ///< 疑似, 可能是
    Asked,            ///< in a question
    Conditional,      ///< in a condition (如果出现…应立即就医)
    SomebodyElse,     ///< about somebody else than the reader or patient (母亲)
    Cut,              ///< at or behind the place where the text was cut, or the cut may hide what takes it back
    TakenBack,        ///< the same sentence takes it back (但…无效, 除外, 不用于)
    Caution,          ///< 慎用, 不宜: less than forbidden
    Prevention,       ///< prevents, which is not treats
    Assessment,       ///< a diagnosis, a measurement or a follow-up where a treatment or diagnosis was looked for
    Qualified,        ///< the text says it of something narrower or other than the name (严重…, …引起的…)
    OtherSubject,     ///< the sentence speaks of another disease or drug
    NoPattern,        ///< nothing says how the name belongs to the subject
    Combination,      ///< the product's ingredients are several or not all known, or not read for sure
    NoSubject,        ///< the record's own concept (test, department) is not known
    Implausible,      ///< implausible_relation() speaks against it, or one is a kind of the other by name
    OtherDepartment,  ///< what is known of it is managed elsewhere, and nobody answers for the doctor's record
    DirtyText,        ///< the sentence has markup or control characters
};

inline constexpr int kDeclineReasonCount = static_cast<int>(count_of<DeclineReason>);
std::string_view name_of(DeclineReason reason);  ///< "negated", "other-subject", ...

/// A relation that a rule looked at and did not read. `evidence` is as it would have been.
struct DeclinedRelation {
    DeclineReason reason = DeclineReason::NoPattern;
    Predicate predicate = Predicate::TreatedBy;
    std::string subject;  ///< "" when it is not known
    std::string object;
    TextEvidence evidence;

    friend bool operator==(const DeclinedRelation&, const DeclinedRelation&) = default;
};

/// Everything that the rules made of one record, in the order of the rules and of the text.
struct MinedText {
    std::vector<Relation> relations;  ///< a triple may be there several times, from several places
    std::vector<DeclinedRelation> declined;
};

/// What one record's own text says, as typed relations: a drug label's indications, contraindications and interactions,
/// a test's description, a doctor's own words, the sections of an article that is mainly about one condition or
/// symptom. Each relation has `mined_from` (record, field, character range, what stands there, the rule; the range
/// holds the name of the concept at the relation's other end), trust Imported, and rests on the record's sources, or on
/// `own_source` when it names none. Its kinds fit its predicate. What is negated, excluded (除外), only to be used with
/// care (慎用), suspected, about somebody else, or stands at a cut is declined. A label's sentence is read as a whole:
/// no relation is made from a part that the rest of the sentence takes back. Of a field, the first 10,000 names are
/// read. O(text); any number of threads.
MinedText mine(const Annotator& annotator, const Record& record, std::string_view own_source);

}  // namespace xinglin
