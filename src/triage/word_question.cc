#include "triage/word_question.h"

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

bool asks_about_a_word(const Patient& patient) {
    return !tells_of_somebody(patient) && asks_in_general(patient.text());
}

}  // namespace xinglin
