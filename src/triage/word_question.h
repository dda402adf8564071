#pragma once

#include "triage/patient.h"

namespace xinglin {

/// Whether the text asks about something in general (data/language/knowledge_questions.txt) and tells of nobody, so
/// that a disease that it names is only asked about.
bool asks_about_a_word(const Patient& patient);

}  // namespace xinglin
