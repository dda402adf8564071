#include "triage/care_level.h"

#include "triage/word_question.h"

namespace xinglin {

CareDecision care_level_of(const Patient& patient, std::span<const FiredRule> fired) {
    CareDecision decision;
    decision.is_about_nobody = fired.empty() && is_about_nobody(patient);
    if (!fired.empty()) {
        const FiredRule& first = fired.front();
        decision.level = first.level();
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
