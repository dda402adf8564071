#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "annotate/cues.h"
#include "knowledge/knowledge.h"
#include "knowledge/triage_criterion.h"

namespace xinglin {

/// A fact about a person that a text states, and the words that state it.
struct StatedFact {
    PatientFact fact = PatientFact::Age;
    Span span;                          ///< bytes
    std::uint32_t begin_character = 0;  ///< the same in Unicode characters
    std::uint32_t end_character = 0;
    bool is_denied = false;                     ///< 没怀孕, 不是突然
    bool is_impossible = false;                 ///< a number that nobody can have: 体温999
    double low = 0;                             ///< of a number, in the unit of PatientFact: at least so much
    double high = 0;                            ///< and at most so much
    std::string word;                           ///< of a fact that is a word
    std::optional<ConceptIndex> concept_index;  ///< what is taken, what one is allergic to; none: anything
    Subject subject = Subject::Self;            ///< about whom

    friend bool operator==(const StatedFact&, const StatedFact&) = default;
};

/// What a text states about the person who needs help.
struct PatientFacts {
    std::vector<StatedFact> stated;   ///< by begin; of other people too
    Subject subject = Subject::Self;  ///< who needs help
    bool is_about_somebody = false;   ///< false where the text tells of nobody, such as a question about a word

    /// The facts of that kind about the patient that are not denied and possible.
    std::vector<const StatedFact*> of(PatientFact fact) const;
    bool denies(PatientFact fact) const;

    /// The patient's age in days, as far as words and numbers narrow it; nothing when nothing is said.
    struct Range {
        double low = 0;
        double high = 0;
    };
    std::optional<Range> age() const;
    /// "male", "female", or "" when nothing is said or both are.
    std::string_view sex() const;

    friend bool operator==(const PatientFacts&, const PatientFacts&) = default;
};

/// Reads the facts that `text` states, with the words of data/language/patient_words.txt; `mentions` are those of the
/// text (Annotator::annotate()). Any bytes are accepted. O(text + mentions).
PatientFacts read_patient_facts(const Knowledge& knowledge, std::string_view text, std::span<const Mention> mentions);

/// What is wrong with such a file, a sentence a fault.
std::vector<std::string> faults_in_patient_words(std::string_view file);

}  // namespace xinglin
