#include "triage/care_level.h"

#include <algorithm>
#include <string_view>

#include "triage/word_question.h"

namespace xinglin {

namespace {

/// What nobody should wait out at home, however small it is called.
bool is_more_than_mild(const Patient& patient) {
    const auto says = [&](PatientFact fact, std::string_view word) {
        const auto stated = patient.facts().of(fact);
        return std::ranges::any_of(stated, [&](const StatedFact* each) { return each->word == word; });
    };
    return says(PatientFact::Severity, "severe") || says(PatientFact::Course, "worse");
}

}  // namespace

CareDecision care_level_of(const Patient& patient, std::span<const FiredRule> fired) {
    CareDecision decision;
    decision.is_about_nobody = fired.empty() && asks_about_a_word(patient);
    if (!fired.empty()) {
        const FiredRule& first = fired.front();
        decision.level = first.level();
        if (decision.level == CareLevel::Selfcare && is_more_than_mild(patient)) decision.level = CareLevel::Routine;
        decision.reason = first.rule != nullptr ? first.rule->name : first.card->action;
        return decision;
    }
    if (decision.is_about_nobody) {
        decision.level = CareLevel::Selfcare;
        decision.reason = "这是在问知识，没有说到正在发生的不适；如果真有不适，请写下来。";
    } else {
        decision.reason = "没有发现需要马上就医的信号；不适持续、加重或反复，请预约门诊。";
    }
    return decision;
}

}  // namespace xinglin
