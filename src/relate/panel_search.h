#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "relate/relate.h"
#include "relate/route.h"

namespace xinglin {

class HospitalField;
class Objections;

/// A record and how good a reason it has to be in a panel.
struct Scored {
    double score = 0;
    RecordIndex record;
    Trust trust = Trust::Curated;         ///< Imported: no reason holds without imported relations
    Trust record_trust = Trust::Curated;  ///< the record's own
};

/// The order of every list of records: curated records first, among equally trusted ones what curated relations lead
/// to, then the higher score, then the smaller id (records are numbered by id). Total.
inline bool ranks_before(const Scored& a, const Scored& b) {
    if (a.record_trust != b.record_trust) return a.record_trust < b.record_trust;
    if (a.trust != b.trust) return a.trust < b.trust;
    return a.score != b.score ? a.score > b.score : a.record < b.record;
}

/// Which relations let records in.
enum class Admission { AnyRelation, CuratedOnly };

/// What the options say of a panel.
inline Admission admission_to(Panel panel, const RelateOptions& options) {
    return options.curated_only.contains(panel) ? Admission::CuratedOnly : Admission::AnyRelation;
}

/// The records that one panel of one page admits, with their scores and reasons. Candidates are the postings at the
/// ends of the panel's gates, merged by record; nothing of a record is read but a few dense columns of the corpus, so
/// that the cost is some tens of nanoseconds a candidate and thousands of candidates fit into a page's budget. Refers
/// to the corpus and page given, which must outlive it.
class PanelSearch {
  public:
    /// What let a record in.
    struct Reason {
        const Gate* gate = nullptr;
        Field field = Field::Title;
        double weight = 0;
        Trust trust = Trust::Curated;                   ///< Imported: does not hold without imported relations
        std::optional<RecordIndex> via = std::nullopt;  ///< the question that the record's doctor answered
    };

    PanelSearch(const Corpus& corpus, const PageContext& page, Panel panel, RecordKind kind, Admission admission);

    /// What is admitted, in no order.
    const std::vector<Scored>& admitted() const& { return admitted_; }

    /// The `count` first of the panel in its order, or all when there are fewer. A shorter answer is a prefix of a
    /// longer one. O(admitted + count log count).
    std::vector<Scored> best(std::size_t count) const;

    /// Why an admitted record is: curated reasons first, of these the strongest; one for each concept that let it in.
    std::vector<Reason> reasons_of(RecordIndex record) const;

    /// Whether only what the record's department is named after let it in, on a page about something that it treats.
    bool is_by_department_alone(RecordIndex record) const;

  private:
    struct WeighedGate {
        double share;  ///< of the page's heaviest concept
        Gate gate;
    };
    struct Hit {
        RecordIndex record;
        std::uint32_t gate;
        Field field;
        double weight;
        std::optional<RecordIndex> via = std::nullopt;
    };

    void follow_gates();
    void follow(std::uint32_t gate_number);
    void follow_answers(std::uint32_t gate_number, double weight);
    bool names_use(const Gate& gate, const Corpus::Posting& posting) const;
    bool fits_use(const Gate& gate, const Corpus::About& about) const;
    double limited_to_adjunct(double score, std::span<const Hit> hits) const;
    void score_candidates();
    bool is_by_department_alone(std::span<const Hit> hits, Trust weakest) const;
    bool serves(std::span<const Hit> hits, Trust weakest, const HospitalField& fields) const;
    bool is_for_others(std::span<const Hit> hits, Trust weakest, const Objections& objections) const;
    /// How good a reason the hits are that rest on relations of `weakest` trust or better; 0 when they are none.
    double score_of(std::span<const Hit> hits, Trust weakest) const;
    Trust trust_of(const Hit& hit) const { return gates_[hit.gate].gate.route.trust; }
    void order_by_similarity();

    const Corpus& corpus_;
    const PageContext& page_;
    Panel panel_;
    RecordKind kind_;
    std::vector<WeighedGate> gates_;
    std::vector<Hit> hits_;  // by record
    std::vector<Scored> admitted_;
};

/// The page's concepts that admit: those with a fair share of its heaviest one's weight, and that share.
struct PageSubject {
    ConceptIndex concept_index;
    double share = 1;
};
std::vector<PageSubject> subjects_of(const PageContext& page);

/// What is to be given to the page's people only with care comes behind what is not.
inline constexpr double kWithCare = 0.5;

/// The chance that at least one of two independent reasons holds.
inline double noisy_or(double score, double weight) {
    return 1 - (1 - score) * (1 - weight);
}

}  // namespace xinglin
