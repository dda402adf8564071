#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/relation.h"

namespace xinglin {

/// A condition of a rule of triage as its author wrote it: one thing that is asked for, or a combination of conditions.
/// docs/TRIAGE.md has the words; parse_triage_criterion() reads a criterion.
struct TriageCondition {
    enum class Kind {
        Criterion,  ///< `criterion`
        All,        ///< every one of `parts`
        Any,        ///< at least one of them
        None,       ///< none of them
        AtLeast,    ///< at least `count` of them
    };
    Kind kind = Kind::Criterion;
    std::string criterion;
    std::size_t count = 0;
    std::vector<TriageCondition> parts;

    friend bool operator==(const TriageCondition&, const TriageCondition&) = default;
};

/// How to ask a reader for what a criterion asks for.
struct TriageAsk {
    std::string criterion;
    std::string question;

    friend bool operator==(const TriageAsk&, const TriageAsk&) = default;
};

/// A rule of triage: when its conditions hold for a patient, care of this level is needed. `all`, `any` and `none` hold
/// together; an empty list asks for nothing.
struct TriageRule {
    std::string id;  ///< triage/slug
    std::string name;
    CareLevel level = CareLevel::Emergency;
    std::string advice;
    std::string department;  ///< id of a department, or ""
    std::vector<std::string> sources;
    std::string reviewer;
    int version = 1;
    std::vector<TriageCondition> all;
    std::vector<TriageCondition> any;
    std::vector<TriageCondition> none;
    std::vector<TriageAsk> asks;     ///< of criteria of this rule
    std::vector<std::string> fires;  ///< texts that must fire it
    std::vector<std::string> quiet;  ///< texts that must not

    friend bool operator==(const TriageRule&, const TriageRule&) = default;
};

/// The most conditions within conditions.
inline constexpr std::size_t kMaxTriageDepth = 4;

/// All criteria of a rule, in the order in which they stand there.
std::vector<std::string_view> criteria_of(const TriageRule& rule);

}  // namespace xinglin
