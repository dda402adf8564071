#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge.h"
#include "knowledge/triage_criterion.h"

namespace xinglin {

/// How a reader is asked for a criterion, by data/language/triage_questions.txt; "" when there is no way to ask.
std::string question_about(const Knowledge& knowledge, std::string_view written, const TriageCriterion& read);

/// A number of a fact for readers, with its unit: "3个月", "38℃".
std::string number_in_words(PatientFact fact, double number);

/// A fact or a value of one as readers call it: 年龄, 突然; the word itself when there is none.
std::string_view label_of(std::string_view word);

/// What is wrong with such a file, a sentence a fault.
std::vector<std::string> faults_in_triage_questions(std::string_view file);

}  // namespace xinglin
