#pragma once

#include <span>
#include <string>
#include <string_view>

#include "knowledge/knowledge.h"

namespace xinglin {

/// A rule that content is judged by: at `xinglin check`, when a pack is loaded, at the gate of an import.
struct Rule {
    std::string_view id;           ///< kebab-case; the same word everywhere, and its meaning never changes
    Severity severity;             ///< the gravest as which check() reports it; a doubtful case is reported as less
    std::string_view explanation;  ///< one line: what is wrong
    std::string_view mend;         ///< one line: what to do
};

/// Every rule, each once: first what a file is, then fields, knowledge as a whole, plausibility, imports.
std::span<const Rule> rules();

/// The rule of this id, or null.
const Rule* find_rule(std::string_view id);

/// A problem of a registered rule, as grave as the rule says. An id that rules() does not have is an error of ours.
Problem make_problem(std::string_view rule, std::string_view where, std::string message, std::string mend);

}  // namespace xinglin
