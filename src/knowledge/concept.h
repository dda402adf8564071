#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/enumeration.h"
#include "knowledge/trust.h"

namespace xinglin {

/// What kind of thing a text can mean. The kind is the part of a concept id before its slash.
enum class ConceptKind {
    Condition,
    Symptom,
    Test,
    Procedure,
    Substance,
    Class,
    Site,
    Department,
    Population,
    Cause,  ///< What brings a disease about and is none itself: a germ, gene, mechanism, injury, deficiency, exposure.
};

inline constexpr std::size_t kConceptKindCount = count_of<ConceptKind>;

/// The object of caused_by where a source says that the cause is not known.
inline constexpr std::string_view kUnknownCause = "cause/unknown";

std::string_view name_of(ConceptKind kind);                            ///< "condition", "symptom", ...
std::optional<ConceptKind> concept_kind_named(std::string_view name);  ///< The reverse of name_of.

/// How far an alias may be trusted in running text.
enum class AliasUse {
    Alone,         ///< The text alone means this concept.
    NeedsContext,  ///< Counts only beside a sure mention of the same or a directly related concept (HFS, 抽搐).
    SearchOnly,    ///< Typed into a search box, never read into running text.
};

std::string_view name_of(AliasUse use);
std::optional<AliasUse> alias_use_named(std::string_view name);

struct Alias {
    std::string text;
    AliasUse use = AliasUse::Alone;

    friend bool operator==(const Alias&, const Alias&) = default;
};

struct Code {
    std::string system;  ///< "ICD-10", "ATC", "NHC-DEPT", "HPO", "NHSA-DRUG"
    std::string code;

    friend bool operator==(const Code&, const Code&) = default;
};

enum class Sex { Female, Male };
std::string_view name_of(Sex sex);
std::optional<Sex> sex_named(std::string_view name);

enum class PregnancyRule { Only, Never };  ///< The concept exists only in pregnancy, or never.
std::string_view name_of(PregnancyRule rule);
std::optional<PregnancyRule> pregnancy_rule_named(std::string_view name);

/// Whom a concept can concern; nothing said means anybody.
struct Constraints {
    std::optional<Sex> sex;
    std::optional<int> min_age_years;
    std::optional<int> max_age_years;
    std::optional<PregnancyRule> pregnancy;

    bool empty() const { return !sex && !min_age_years && !max_age_years && !pregnancy; }
    friend bool operator==(const Constraints&, const Constraints&) = default;
};

/// A text for readers and the ids of the sources that it rests on.
struct SourcedText {
    std::string text;
    std::vector<std::string> sources;

    friend bool operator==(const SourcedText&, const SourcedText&) = default;
};

/// Something that text can mean: a disease, a symptom, a drug's ingredient, a department.
struct Concept {
    std::string id;  ///< kind/slug
    ConceptKind kind = ConceptKind::Condition;
    std::string name;
    std::string english;
    std::vector<Alias> aliases;
    std::vector<Code> codes;
    Constraints constraints;
    std::optional<SourcedText> summary;
    Trust trust = Trust::Curated;  ///< its origin's; not part of its text form

    friend bool operator==(const Concept&, const Concept&) = default;
};

}  // namespace xinglin
