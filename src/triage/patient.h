#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "annotate/annotator.h"
#include "annotate/patient_facts.h"
#include "base/result.h"
#include "knowledge/knowledge.h"
#include "knowledge/triage_criterion.h"
#include "relate/danger.h"

namespace xinglin {

/// An answer that a reader gave: to a question (its criterion), or to correct what was understood (a fact's name or a
/// concept's id).
struct Reply {
    std::string key;
    std::string value;  ///< "yes", "no", "unknown"; of a fact its value: "2 months", "female", "39.5"

    friend bool operator==(const Reply&, const Reply&) = default;
};

/// Whether something is so: said to be, denied or said otherwise, or not said.
enum class Truth { False, Unknown, True };

/// Everything that is known about the person who needs help: what a description says, and what was answered.
class Patient {
  public:
    /// Reads `text`. The annotator must be that of `knowledge`.
    Patient(const Annotator& annotator, std::string_view text);

    /// InvalidInput for a reply that cannot be read. A fact's new value takes the place of what the text says.
    Result<Done> apply(std::span<const Reply> replies);

    const Knowledge& knowledge() const { return *knowledge_; }
    std::string_view text() const { return text_; }
    std::span<const Mention> mentions() const { return mentions_; }
    std::span<const MeantSign> signs() const { return signs_; }
    const PatientFacts& facts() const { return facts_; }

    /// Whether this very criterion was answered, and how: "yes", "no", "unknown"; "" when it was not.
    std::string_view reply_to(std::string_view criterion) const;

    /// Signs of this concept or of what is below it, by place; the patient's alone.
    std::span<const std::uint32_t> signs_of(ConceptIndex what) const;
    /// Whether the text denies the concept, and nowhere affirms it.
    bool denies(ConceptIndex what) const;
    /// Whether the text names the concept or a kind of it as something that the patient has or had.
    Truth has_or_had(ConceptIndex what, std::vector<Span>& evidence) const;
    /// Whether the concept was answered with yes.
    bool is_affirmed(ConceptIndex what) const;

    bool is_patients(Subject subject) const { return subject == facts_.subject || subject == Subject::Self; }

    /// The concepts of the patient's signs, each once, in the order of the text.
    std::vector<ConceptIndex> concepts() const;
    /// What the text denies and nowhere affirms, each once, in its order.
    std::vector<ConceptIndex> denied() const;

  private:
    Result<Done> apply(const Reply& reply);
    Result<Done> correct(PatientFact fact, const std::string& value);
    void drop_past_measurements();
    void index_signs();

    const Knowledge* knowledge_;
    std::string text_;
    std::vector<Mention> mentions_;
    std::vector<MeantSign> signs_;
    PatientFacts facts_;
    std::vector<Reply> replies_;
    std::vector<ConceptIndex> affirmed_;
    std::vector<ConceptIndex> ruled_out_;
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> signs_by_concept_;
};

}  // namespace xinglin
