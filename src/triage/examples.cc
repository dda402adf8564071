#include "triage/examples.h"

#include <algorithm>
#include <string>

#include "knowledge/rules.h"
#include "triage/patient.h"
#include "triage/rule_set.h"

namespace xinglin {

std::vector<Problem> broken_examples(const Annotator& annotator, const std::shared_ptr<const Knowledge>& knowledge) {
    std::vector<Problem> problems;
    const RuleSet rules(knowledge);
    const auto fires = [&](const TriageRule& rule, const std::string& text) {
        const std::vector<FiredRule> fired = rules.fired(Patient(annotator, text));
        return std::ranges::any_of(fired, [&](const FiredRule& each) { return each.rule == &rule; });
    };
    const auto report = [&](const TriageRule& rule, const std::string& text, const char* what) {
        problems.push_back(make_problem("broken-example", rule.id, rule.id + what + "\"" + text + "\".",
                                        "Correct the rule's conditions, or the example."));
    };
    for (const TriageRule& rule : knowledge->triage_rules()) {
        for (const std::string& text : rule.fires)
            if (!fires(rule, text)) report(rule, text, " does not fire for ");
        for (const std::string& text : rule.quiet)
            if (fires(rule, text)) report(rule, text, " fires for ");
    }
    return problems;
}

}  // namespace xinglin
