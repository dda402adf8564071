#include "knowledge/triage_rule.h"

namespace xinglin {
namespace {

void add_criteria(const std::vector<TriageCondition>& conditions, std::vector<std::string_view>& criteria) {
    for (const TriageCondition& condition : conditions) {
        if (condition.kind == TriageCondition::Kind::Criterion) criteria.push_back(condition.criterion);
        add_criteria(condition.parts, criteria);
    }
}

}  // namespace

std::vector<std::string_view> criteria_of(const TriageRule& rule) {
    std::vector<std::string_view> criteria;
    add_criteria(rule.all, criteria);
    add_criteria(rule.any, criteria);
    add_criteria(rule.none, criteria);
    return criteria;
}

}  // namespace xinglin
