#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "annotate/cues.h"
#include "knowledge/concept.h"
#include "knowledge/triage_criterion.h"
#include "text/automaton.h"

namespace xinglin {

/// What a word does where facts about a patient are stated; data/language/patient_words.txt says what each means.
enum class PatientWordKind {
    Say,
    Before,
    Unit,
    Time,
    Lead,
    Tail,
    Link,
    Kin,
    Spouse,
    Denies,
    Hides,
    Person,  ///< names a person (data/language/cues.txt)
};

/// What a word that leads to, or follows, a stretch of time makes of it.
enum class TimeUse { Age, Pregnancy, Postpartum, Taking, Each, Later, Limit };

/// One thing that a word says.
struct PatientWord {
    PatientWordKind kind = PatientWordKind::Hides;
    PatientFact fact = PatientFact::Age;
    double low = 0;
    double high = 0;  ///< of a unit or a time: the factor
    std::string word;
    std::string concept_id;
    TimeUse use = TimeUse::Age;
    Sex sex = Sex::Female;
    Subject subject = Subject::Self;
    bool is_again = false;  ///< of a person: 她
    bool at_start = false;  ///< of a person: only where a clause begins

    friend bool operator==(const PatientWord&, const PatientWord&) = default;
};

/// The words of data/language/patient_words.txt and the persons of cues.txt in a text. Immutable, built once.
class PatientWords {
  public:
    struct Match {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        std::uint32_t form = 0;
    };

    static const PatientWords& get();

    /// All matches, by end, longest first. O(text).
    std::vector<Match> find(std::string_view text) const;

    std::span<const PatientWord> said_by(const Match& match) const { return said_[match.form]; }

  private:
    explicit PatientWords(std::string_view file);

    Automaton automaton_;
    std::vector<std::vector<PatientWord>> said_;  // by form
};

}  // namespace xinglin
