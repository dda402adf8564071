#pragma once

#include <unordered_map>
#include <vector>

#include "relate/relate.h"

namespace xinglin {

/// Tells doctors who say that they do something else: a department's list is no reason to show one who writes 擅长胃病
/// beside an article on facial spasm. The field of a concept is the departments that manage it (or the nearest kind of
/// it that something is said of), with the departments that those are part of, short of the roots of the tree (内科).
/// Only curated knowledge counts, so that an import neither withholds a doctor nor keeps one. Remembers what it found;
/// for one thread.
class DoctorField {
  public:
    /// Both must outlive it.
    DoctorField(const Corpus& corpus, const PageContext& page);

    /// What a doctor's own words name, when all of it belongs to fields that the page's subjects do not share; empty
    /// when the words name nothing of a known field, or one thing that fits. O(mentions of the record).
    std::vector<ConceptIndex> foreign_words(RecordIndex doctor) const;

    /// What particular things (conditions, symptoms, procedures) the own words of a doctor name whom only the
    /// department lets in, when none of them is next to a subject: the same or a kind of it, a kind that it belongs to,
    /// its main cause, a treatment of it that is no mere addition. Empty when one is, when the
    /// words name nothing particular, or say that the doctor sees what commonly comes (常见病).
    std::vector<ConceptIndex> other_expertise(RecordIndex doctor) const;

    /// The departments of the page's subjects, for a sentence about them; ascending.
    const std::vector<ConceptIndex>& of_page() const { return page_; }

  private:
    const std::vector<ConceptIndex>& field_of(ConceptIndex named) const;
    bool fits(ConceptIndex named) const;
    bool is_next_to_subject(ConceptIndex named) const;

    const Corpus& corpus_;
    std::vector<ConceptIndex> subjects_;
    std::vector<ConceptIndex> page_;
    mutable std::unordered_map<std::uint32_t, std::vector<ConceptIndex>> fields_;
};

}  // namespace xinglin
