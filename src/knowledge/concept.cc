#include "knowledge/concept.h"

#include "base/name_table.h"

namespace xinglin {
namespace {

constexpr NameTable<ConceptKind> kConceptKinds("condition", "symptom", "test", "procedure", "substance", "class",
                                               "site", "department", "population", "cause");
constexpr NameTable<AliasUse> kAliasUses("alone", "needs_context", "search_only");
constexpr NameTable<Sex> kSexes("female", "male");
constexpr NameTable<PregnancyRule> kPregnancyRules("only", "never");

}  // namespace

std::string_view name_of(ConceptKind kind) {
    return kConceptKinds.name_of(kind);
}

std::optional<ConceptKind> concept_kind_named(std::string_view name) {
    return kConceptKinds.named(name);
}

std::string_view name_of(AliasUse use) {
    return kAliasUses.name_of(use);
}

std::optional<AliasUse> alias_use_named(std::string_view name) {
    return kAliasUses.named(name);
}

std::string_view name_of(Sex sex) {
    return kSexes.name_of(sex);
}

std::optional<Sex> sex_named(std::string_view name) {
    return kSexes.named(name);
}

std::string_view name_of(PregnancyRule rule) {
    return kPregnancyRules.name_of(rule);
}

std::optional<PregnancyRule> pregnancy_rule_named(std::string_view name) {
    return kPregnancyRules.named(name);
}

}  // namespace xinglin
