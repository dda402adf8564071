#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "knowledge/constraints.h"
#include "relate/doctor_field.h"
#include "relate/relate.h"

namespace xinglin {

/// Whom the page is about: the constraints of its main concepts and of the populations in its title, taken together.
Constraints constraints_of(const Knowledge& knowledge, const PageContext& page);

/// What removes an item from a panel although a path leads to it.
struct Objection {
    std::string rule;  ///< "negative-relation", "contraindicated", "caution", "constraint", "contradicts-knowledge",
                       ///< "other-field", "other-expertise"
    std::string reason;
};

/// What readers should heed where the page's people may be given this only with care (`contraindicated_in` with the
/// role `occasional`, or a drug's own label): a sentence, or "". What removes it is an objection instead.
std::string caution_on(const Knowledge& knowledge, const PageContext& page, ConceptIndex item);
std::string caution_on(const Corpus& corpus, const PageContext& page, RecordIndex drug);

/// The objection to a treatment or test (substance, class, procedure, test) on this page: what knowledge says against
/// it for what the page is about, or for whom it speaks of and what they have.
std::optional<Objection> objection_to_treatment(const Knowledge& knowledge, const PageContext& page,
                                                ConceptIndex treatment);

/// The objection to showing this record on this page, or nothing.
std::optional<Objection> objection_to(const Corpus& corpus, const PageContext& page, RecordIndex record);

/// The objection to a doctor whom only the department would let in (DoctorField::other_expertise), or nothing.
std::optional<Objection> objection_to_expertise(const Corpus& corpus, const PageContext& page, RecordIndex doctor);

/// The same question for many records of one page: whether each has no place on it, for an objection or because it is
/// the page itself or a copy of it. Remembers what it found for each substance. For one thread.
class Objections {
  public:
    /// Both must outlive it.
    Objections(const Corpus& corpus, const PageContext& page);

    bool remove(RecordIndex record) const;

    /// Whether a drug is to be given to the page's people only with care: it stands behind those that are not.
    bool asks_for_care(RecordIndex drug) const;

    /// Whether the own words of a doctor whom only the department lets in speak of other things of that department.
    bool does_other_things(RecordIndex doctor) const { return !field_.other_expertise(doctor).empty(); }

  private:
    bool removes(ConceptIndex substance) const;

    const Corpus& corpus_;
    const PageContext& page_;
    Constraints constraints_;
    std::vector<ConceptIndex> people_;
    bool special_people_;
    std::vector<RecordIndex> itself_;  // the page's record and its copies
    mutable std::unordered_map<std::uint32_t, bool> substances_;
    DoctorField field_;
};

/// The same for a concept (a procedure, a test, a condition).
std::optional<Objection> objection_to(const Knowledge& knowledge, const PageContext& page, ConceptIndex item);

}  // namespace xinglin
