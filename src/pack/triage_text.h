#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/triage_rule.h"
#include "pack/field_text.h"

namespace xinglin {

/// A rule of triage and where its id stands in the file.
struct PlacedTriageRule {
    TriageRule rule;
    Place place;
};

struct TriageFileReading {
    std::vector<PlacedTriageRule> rules;  ///< in the order of the file, without those that cannot be read
    std::vector<PlacedProblem> problems;
};

/// Reads a file of rules, as docs/TRIAGE.md describes: [words], [ask] and any number of [[rule]]. The classes of words
/// are put in their places. Conditions are not judged here (knowledge/check.cc). O(text) but for the words put in,
/// which are bounded.
TriageFileReading read_triage_rules(std::string_view text);

/// The rules as such a file; read_triage_rules() reads the same rules from it.
std::string write_triage_rules(std::span<const TriageRule> rules);

}  // namespace xinglin
