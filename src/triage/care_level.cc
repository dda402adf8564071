#include "triage/care_level.h"

#include <algorithm>

namespace xinglin {
namespace {

bool has_complaint(const Patient& patient) {
    return std::ranges::any_of(patient.signs(), [&](const MeantSign& sign) {
        const ConceptKind kind = patient.knowledge().at(sign.mention.concept_index).kind;
        return patient.is_patients(sign.mention.subject) &&
               (kind == ConceptKind::Symptom || (kind == ConceptKind::Condition && !sign.mention.suspected));
    });
}

/// Whether it is said of somebody's body, not asked about as a word.
bool tells_of_somebody(const Patient& patient) {
    const PatientFacts& facts = patient.facts();
    const auto is_state = [&](const StatedFact& each) {
        return each.fact != PatientFact::Sex && each.fact != PatientFact::Takes && each.fact != PatientFact::Allergic;
    };
    return facts.subject != Subject::Self || patient.text().find("我") != std::string_view::npos ||
           std::ranges::any_of(facts.stated, is_state);
}

}  // namespace

CareDecision care_level_of(const Patient& patient, std::span<const FiredRule> fired) {
    CareDecision decision;
    decision.is_about_nobody = fired.empty() && !tells_of_somebody(patient);
    if (!fired.empty()) {
        const FiredRule& first = fired.front();
        decision.level = first.level();
        decision.reason = first.rule != nullptr ? first.rule->name : first.card->action;
        return decision;
    }
    if (decision.is_about_nobody && !has_complaint(patient)) {
        decision.level = CareLevel::Selfcare;
        decision.reason = "没有说到谁不舒服，这里只回答所问的内容。";
    } else if (decision.is_about_nobody) {
        decision.level = CareLevel::Selfcare;
        decision.reason = "这是在问知识，没有说到正在发生的不适；如果真有不适，请写下来。";
    } else {
        decision.reason = "没有发现需要马上就医的信号；不适持续、加重或反复，请预约门诊。";
    }
    return decision;
}

}  // namespace xinglin
