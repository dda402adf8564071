#include "triage/care_level.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/strings.h"
#include "text/automaton.h"
#include "text/data_lines.h"
#include "triage/data.h"

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
    const auto is_state = [](const StatedFact& each) {
        const bool is_number = kind_of(each.fact) == PatientFactKind::Number;
        // 几小时 asks, 三小时 tells.
        return each.fact == PatientFact::Breastfeeding || each.fact == PatientFact::Course ||
               (is_number && (each.fact != PatientFact::Since || each.low == each.high));
    };
    return facts.subject != Subject::Self || patient.text().find("我") != std::string_view::npos ||
           std::ranges::any_of(facts.stated, is_state);
}

/// Whether the text asks about something in general, by the words of data/language/knowledge_questions.txt.
bool asks_in_general(std::string_view text) {
    static const Automaton words = [] {
        std::vector<std::string> forms;
        for (const DataLine& line : data_lines(triage_data("knowledge_questions.txt")))
            for (const std::string_view word : split(line.text, ' ')) forms.emplace_back(word);
        return Automaton::build(forms);
    }();
    return !words.find_all(text).empty();
}

}  // namespace

CareDecision care_level_of(const Patient& patient, std::span<const FiredRule> fired) {
    CareDecision decision;
    decision.is_about_nobody =
        fired.empty() && !tells_of_somebody(patient) && (!has_complaint(patient) || asks_in_general(patient.text()));
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
