#include "web/words.h"

#include <array>
#include <vector>

#include "base/strings.h"

namespace xinglin {
namespace {

constexpr MessageTable<ListKind> kListKinds({"list.articles", "list.doctors", "list.hospitals", "list.drugs",
                                             "list.tests", "list.questions", "list.conditions", "list.symptoms",
                                             "list.procedures"});

constexpr MessageTable<ItemType> kItemTypeWords({"type.condition", "type.symptom", "type.article", "type.question",
                                                 "type.doctor", "type.hospital", "type.drug", "type.test",
                                                 "type.procedure", "type.department"});

constexpr MessageTable<FacetKind> kFacetKindWords({"facet.type", "facet.department", "facet.region", "facet.level",
                                                   "facet.title"});

constexpr MessageTable<Panel> kPanels({"panel.doctors", "panel.articles", "panel.questions", "panel.drugs",
                                       "panel.tests", "panel.procedures", "panel.conditions", "panel.hospitals",
                                       "panel.departments"});

constexpr MessageTable<ConceptKind> kConceptKinds({"concept.condition", "concept.symptom", "concept.test",
                                                   "concept.procedure", "concept.substance", "concept.class",
                                                   "concept.site", "concept.department", "concept.population",
                                                   "concept.cause"});

// None says nothing: who asks for it is answered before.
constexpr MessageTable<Role> kRoles({"role.main", "role.main", "role.contributing", "role.rare", "role.core",
                                     "role.common", "role.occasional", "role.supporting", "role.exclusion",
                                     "role.first_line", "role.alternative", "role.adjunct", "role.first", "role.also"});

// Ungraded says nothing.
constexpr MessageTable<Evidence> kEvidence({"evidence.low", "evidence.expert", "evidence.low", "evidence.moderate",
                                            "evidence.high"});

constexpr MessageTable<SourceKind> kSourceKinds({"source_kind.guideline", "source_kind.label", "source_kind.textbook",
                                                 "source_kind.review", "source_kind.expert", "source_kind.mined",
                                                 "source_kind.portal"});

constexpr MessageTable<SourceKind> kSourceSentences({"source_is.guideline", "source_is.label", "source_is.textbook",
                                                     "source_is.review", "source_is.expert", "source_is.mined",
                                                     "source_is.portal"});

constexpr MessageTable<SourceStatus> kSourceStatuses({"source_status.in_force", "source_status.superseded",
                                                      "source_status.withdrawn"});

constexpr MessageTable<CareLevel> kCareLevels({"care.emergency", "care.urgent", "care.routine", "care.selfcare"});
constexpr MessageTable<CareLevel> kShortCareLevels({"care_short.emergency", "care_short.urgent", "care_short.routine",
                                                    "care_short.selfcare"});

constexpr MessageTable<DrugClassification> kDrugClassifications({"classification.unknown",
                                                                 "classification.prescription", "classification.otc_a",
                                                                 "classification.otc_b"});

/// What a predicate is called between two names, in both directions.
struct StepWords {
    MessageId<> forward;
    MessageId<> inverse;
};

StepWords step_words(Predicate predicate) {
    switch (predicate) {
        case Predicate::IsA:
            return {"step.is_a", "step.is_a_inverse"};
        case Predicate::PartOf:
            return {"step.part_of", "step.part_of_inverse"};
        case Predicate::LocatedIn:
            return {"step.located_in", "step.located_in_inverse"};
        case Predicate::CausedBy:
            return {"step.caused_by", "step.caused_by_inverse"};
        case Predicate::HasSymptom:
            return {"step.has_symptom", "step.has_symptom_inverse"};
        case Predicate::DiagnosedBy:
            return {"step.diagnosed_by", "step.diagnosed_by_inverse"};
        case Predicate::TreatedBy:
            return {"step.treated_by", "step.treated_by_inverse"};
        case Predicate::ManagedIn:
            return {"step.managed_in", "step.managed_in_inverse"};
        case Predicate::HasIngredient:
            return {"step.has_ingredient", "step.has_ingredient_inverse"};
        case Predicate::ComplicatedBy:
            return {"step.complicated_by", "step.complicated_by_inverse"};
        case Predicate::DiffersFrom:
            return {"step.differs_from", "step.differs_from"};
        case Predicate::OftenConfusedWith:
            return {"step.often_confused_with", "step.often_confused_with"};
        case Predicate::NotTreatedBy:
            return {"step.not_treated_by", "step.not_treated_by_inverse"};
        case Predicate::ContraindicatedIn:
            return {"step.contraindicated_in", "step.contraindicated_in_inverse"};
        case Predicate::InteractsWith:
            return {"step.interacts_with", "step.interacts_with"};
        case Predicate::RedFlagOf:
            return {"step.red_flag_of", "step.red_flag_of_inverse"};
    }
    return {"step.related", "step.related"};
}

/// The fields of records that paths go through.
struct FieldWords {
    std::string_view field;
    StepWords words;
};

constexpr std::array<FieldWords, 12> kFieldWords = {
    {{"about", {"field_step.about", "field_step.about_inverse"}},
     {"works_at", {"field_step.works_at", "field_step.works_at_inverse"}},
     {"answered_by", {"field_step.answered_by", "field_step.answered_by_inverse"}},
     {"title", {"field_step.title", "field_step.title_inverse"}},
     {"body", {"field_step.body", "field_step.body_inverse"}},
     {"department", {"field_step.department", "field_step.department_inverse"}},
     {"specialty", {"field_step.specialty", "field_step.specialty_inverse"}},
     {"biography", {"field_step.biography", "field_step.biography_inverse"}},
     {"ingredients", {"field_step.ingredients", "field_step.ingredients_inverse"}},
     {"indications", {"field_step.indications", "field_step.indications_inverse"}},
     {"contraindications", {"field_step.contraindications", "field_step.contraindications_inverse"}},
     {"description", {"field_step.description", "field_step.description_inverse"}}}};

MessageId<> towards(StepWords words, StepDirection direction) {
    return direction == StepDirection::Forward ? words.forward : words.inverse;
}

MessageId<> treatment_towards(std::string_view to_id) {
    if (to_id.starts_with("substance/") || to_id.starts_with("class/")) return "step.treated_by_drug";
    if (to_id.starts_with("procedure/")) return "step.treated_by_procedure";
    return "step.treated_by";
}

/// The headings that differ from kind to kind are decided by heading_for().
StepWords group_words(Predicate predicate) {
    switch (predicate) {
        case Predicate::IsA:
            return {"group.is_a", "group.is_a_inverse"};
        case Predicate::PartOf:
            return {"group.part_of", "group.part_of_inverse"};
        case Predicate::LocatedIn:
            return {"group.located_in", "group.located_in_inverse"};
        case Predicate::CausedBy:
            return {"group.caused_by", "group.caused_by_inverse"};
        case Predicate::HasSymptom:
            return {"group.has_symptom", "group.has_symptom_inverse"};
        case Predicate::DiagnosedBy:
            return {"group.diagnosed_by", "group.diagnosed_by_inverse"};
        case Predicate::TreatedBy:
            return {"group.treated_by", "group.treated_by_inverse"};
        case Predicate::ManagedIn:
            return {"group.managed_in", "group.managed_in_inverse"};
        case Predicate::HasIngredient:
            return {"group.has_ingredient", "group.has_ingredient_inverse"};
        case Predicate::ComplicatedBy:
            return {"group.complicated_by", "group.complicated_by_inverse"};
        case Predicate::DiffersFrom:
            return {"group.differs_from", "group.differs_from"};
        case Predicate::OftenConfusedWith:
            return {"group.often_confused_with", "group.often_confused_with"};
        case Predicate::NotTreatedBy:
            return {"group.not_treated_by", "group.not_treated_by_inverse"};
        case Predicate::ContraindicatedIn:
            return {"group.contraindicated_in", "group.contraindicated_in_inverse"};
        case Predicate::InteractsWith:
            return {"group.interacts_with", "group.interacts_with"};
        case Predicate::RedFlagOf:
            return {"group.red_flag_of", "group.red_flag_of_inverse"};
    }
    return {"step.related", "step.related"};
}

}  // namespace

std::string_view words_for(ListKind kind, const Messages& say) {
    return say(kListKinds[kind]);
}
std::string_view words_for(ItemType type, const Messages& say) {
    return say(kItemTypeWords[type]);
}
std::string_view words_for(FacetKind kind, const Messages& say) {
    return say(kFacetKindWords[kind]);
}
std::string_view words_for(Panel panel, const Messages& say) {
    return say(kPanels[panel]);
}
std::string_view words_for(ConceptKind kind, const Messages& say) {
    return say(kConceptKinds[kind]);
}
std::string_view words_for(Evidence evidence, const Messages& say) {
    return evidence == Evidence::Ungraded ? std::string_view() : say(kEvidence[evidence]);
}
std::string_view words_for(SourceKind kind, const Messages& say) {
    return say(kSourceKinds[kind]);
}
std::string_view words_for(SourceStatus status, const Messages& say) {
    return say(kSourceStatuses[status]);
}
std::string_view words_for(CareLevel level, const Messages& say) {
    return say(kCareLevels[level]);
}
std::string_view short_words_for(CareLevel level, const Messages& say) {
    return say(kShortCareLevels[level]);
}
std::string_view words_for(DrugClassification classification, const Messages& say) {
    return say(kDrugClassifications[classification]);
}

std::string_view words_for(SignMatch match, const Messages& say) {
    switch (match) {
        case SignMatch::Any:
            return say("care.any");
        case SignMatch::All:
            return say("care.all");
    }
    return "";
}

std::string_view words_for(Role role, Predicate predicate, const Messages& say) {
    if (role == Role::None) return "";
    if (role == Role::Core && predicate == Predicate::HasSymptom) return say("role.core_symptom");
    if (role == Role::Core && predicate == Predicate::DiagnosedBy) return say("role.core_test");
    if (role == Role::Occasional && predicate == Predicate::ContraindicatedIn) return say("role.with_care");
    if (role == Role::Supporting) return say("role.supporting_test");
    return say(kRoles[role]);
}

std::string_view warning_for(DrugClassification classification, const Messages& say) {
    switch (classification) {
        case DrugClassification::Unknown:
            return say("warning.unknown");
        case DrugClassification::Prescription:
            return say("warning.prescription");
        case DrugClassification::OtcA:
        case DrugClassification::OtcB:
            return say("warning.otc");
    }
    return "";
}

std::string_view words_for_step(std::string_view step, StepDirection direction, std::string_view to_id,
                                const Messages& say) {
    if (const auto predicate = predicate_named(step)) {
        if (*predicate == Predicate::TreatedBy && direction == StepDirection::Forward) {
            return say(treatment_towards(to_id));
        }
        if (*predicate == Predicate::RedFlagOf && direction == StepDirection::Inverse &&
            to_id.starts_with("condition/")) {
            return say("step.must_not_miss");
        }
        return say(towards(step_words(*predicate), direction));
    }
    for (const FieldWords& known : kFieldWords) {
        if (known.field == step) return say(towards(known.words, direction));
    }
    return say("step.related");
}

SentenceWords sentence_words(Predicate predicate) {
    switch (predicate) {
        case Predicate::IsA:
            return {"属于", "。"};
        case Predicate::PartOf:
            return {"是", "的一部分。"};
        case Predicate::LocatedIn:
            return {"发生的部位是", "。"};
        case Predicate::CausedBy:
            return {"的原因或诱因有", "。"};
        case Predicate::HasSymptom:
            return {"可以有这些表现：", "。"};
        case Predicate::DiagnosedBy:
            return {"的检查有", "。"};
        case Predicate::TreatedBy:
            return {"的治疗有", "。"};
        case Predicate::ManagedIn:
            return {"看", "。"};
        case Predicate::HasIngredient:
            return {"含有", "。"};
        case Predicate::ComplicatedBy:
            return {"可能引起这些并发症：", "。"};
        case Predicate::DiffersFrom:
            return {"要与", "区别开。"};
        case Predicate::OftenConfusedWith:
            return {"与", "不是一回事。"};
        case Predicate::NotTreatedBy:
            return {"不用", "治疗。"};
        case Predicate::ContraindicatedIn:
            return {"不能用于", "。"};
        case Predicate::InteractsWith:
            return {"与", "一起用时要当心。"};
        case Predicate::RedFlagOf:
            return {"是", "的危险信号。"};
    }
    return {"与", "有关。"};
}

std::string_view what_it_is(SourceKind kind, const Messages& say) {
    return say(kSourceSentences[kind]);
}

std::string_view words_for_field(std::string_view field, const Messages& say) {
    struct FieldName {
        std::string_view field;
        MessageId<> name;
    };
    static constexpr FieldName kNames[] = {{"title", "field.title"},
                                           {"body", "field.body"},
                                           {"department", "field.department"},
                                           {"specialty", "field.specialty"},
                                           {"biography", "field.biography"},
                                           {"ingredients", "field.ingredients"},
                                           {"indications", "field.indications"},
                                           {"contraindications", "field.contraindications"},
                                           {"description", "field.description"},
                                           {"summary", "field.summary"}};
    for (const FieldName& known : kNames) {
        if (known.field == field) return say(known.name);
    }
    return say("field.other");
}

std::string_view heading_for(Predicate predicate, StepDirection direction, ConceptKind of, const Messages& say) {
    if (of == ConceptKind::Department && predicate == Predicate::ManagedIn) return say("group.department_manages");
    if (of == ConceptKind::Department && predicate == Predicate::PartOf) {
        return direction == StepDirection::Forward ? say("group.department_above") : say("group.departments_below");
    }
    if (of == ConceptKind::Symptom && predicate == Predicate::CausedBy && direction == StepDirection::Forward) {
        return say("group.possible_causes");
    }
    if (of == ConceptKind::Symptom && predicate == Predicate::RedFlagOf && direction == StepDirection::Inverse) {
        return say("group.not_to_miss");
    }
    if (of == ConceptKind::Condition && predicate == Predicate::RedFlagOf && direction == StepDirection::Forward) {
        return say("group.not_to_miss_behind");
    }
    return say(towards(group_words(predicate), direction));
}

std::string shown_name(std::string_view name) {
    std::string shown(name);
    for (const std::string_view mark : {"（虚构）", "（虚构地址）"}) {
        for (std::size_t at = shown.find(mark); at != std::string::npos; at = shown.find(mark)) {
            shown.erase(at, mark.size());
        }
    }
    return shown;
}

std::string_view words_for(PeopleFacet facet, const Messages& say) {
    static constexpr MessageTable<PeopleFacet> kFacets(
        {"facet.department", "facet.condition", "facet.region", "facet.level", "facet.title"});
    return say(kFacets[facet]);
}

std::string_view words_for(Aspect aspect, const Messages& say) {
    static constexpr MessageTable<Aspect> kAspects(
        {"aspect.overview", "aspect.cause", "aspect.symptoms", "aspect.severity", "aspect.tests", "aspect.treatment",
         "aspect.drugs", "aspect.surgery", "aspect.diet", "aspect.daily", "aspect.prevention", "aspect.department",
         "aspect.expert", "aspect.cost"});
    return say(kAspects[aspect]);
}

std::string words_for(const Constraints& constraints, const Messages& say) {
    std::vector<std::string> parts;
    if (constraints.sex) parts.emplace_back(*constraints.sex == Sex::Female ? say("only.women") : say("only.men"));
    if (constraints.min_age_years) parts.push_back(say("only.from_age", *constraints.min_age_years));
    if (constraints.max_age_years) parts.push_back(say("only.to_age", *constraints.max_age_years));
    if (constraints.pregnancy) {
        parts.emplace_back(*constraints.pregnancy == PregnancyRule::Only ? say("only.pregnancy")
                                                                         : say("only.no_pregnancy"));
    }
    return join(parts, say("only.and"));
}

}  // namespace xinglin
