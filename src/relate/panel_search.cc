#include "relate/panel_search.h"

#include <algorithm>
#include <functional>

#include "base/budget.h"
#include "corpus/hospital_field.h"
#include "relate/constraints.h"
#include "relate/treatment.h"

namespace xinglin {
namespace {

constexpr double kSubjectShare = 0.4;       // of the heaviest concept's weight: lighter ones are asides
constexpr double kImportedFactor = 0.9;     // unreviewed imports come after curated records of equal reason
constexpr double kOtherExpertise = 0.7;     // a doctor by the department alone, whose own words name other diseases
constexpr double kByDepartmentAlone = 0.4;  // ... so that those whose own words speak of the subject come first
constexpr double kSimilarityShare = 0.2;    // of an article's score that text similarity may decide
constexpr double kSameAspect = 0.5;         // how much alike asking about the same side makes two questions
constexpr double kRepeatedAspect = 0.85;    // an article on a side of the subject that is already shown
constexpr std::size_t kDiversified = 60;    // articles that diversity may reorder
constexpr std::size_t kPrefetchAhead = 8;
constexpr std::size_t kMergedGates = 16;  // more gates are sorted together, which costs less than merging each

bool is_of_texts(Panel panel) {
    return panel == Panel::Articles || panel == Panel::Questions;
}

/// Whether the disease at the gate's end is the first that the label's indications name.
bool is_first_use(const Corpus& corpus, RecordIndex drug, const Gate& gate) {
    for (const FieldMention& found : corpus.at(drug).mentions) {
        const ConceptIndex named = found.mention.concept_index;
        const bool is_disease = corpus.knowledge().at(named).kind == ConceptKind::Condition;
        if (found.field == Field::Indications && is_disease && !found.mention.negated) return named == gate.route.to;
    }
    return false;
}

/// Moves articles on a side of the subject that is already shown behind those on another: greedy over the first ones.
void diversify(const Corpus& corpus, std::span<Scored> sorted) {
    const std::span<Scored> first = sorted.first(std::min(sorted.size(), kDiversified));
    std::uint32_t shown = 0;
    for (std::size_t place = 0; place < first.size(); ++place) {
        const auto diverse = [&](const Scored& each) {
            return (corpus.traits(each.record).aspects & shown)
                       ? Scored{each.score * kRepeatedAspect, each.record, each.trust, each.record_trust}
                       : each;
        };
        const auto rest = first.subspan(place);
        const auto best = std::ranges::min_element(rest, ranks_before, diverse);
        *best = diverse(*best);
        std::rotate(rest.begin(), best, best + 1);
        shown |= corpus.traits(rest.front().record).aspects;
    }
}

}  // namespace

std::vector<PageSubject> subjects_of(const PageContext& page) {
    std::vector<PageSubject> subjects;
    for (const MainConcept& main : page.main) {
        const double share = main.weight / page.main.front().weight;
        if (share >= kSubjectShare) subjects.push_back({main.concept_index, share});
    }
    return subjects;
}

PanelSearch::PanelSearch(const Corpus& corpus, const PageContext& page, Panel panel, RecordKind kind,
                         Admission admission)
    : corpus_(corpus), page_(page), panel_(panel), kind_(kind) {
    const auto subjects = panel == Panel::Drugs ? drug_subjects_of(corpus.knowledge(), page) : subjects_of(page);
    const Constraints people = constraints_of(corpus.knowledge(), page);
    for (const PageSubject& subject : subjects) {
        for (Gate& gate : gates_of(corpus.knowledge(), panel, subject.concept_index)) {
            if (admission == Admission::CuratedOnly && gate.route.trust == Trust::Imported) continue;
            if (panel == Panel::Hospitals && conflict(people, corpus.knowledge().at(gate.route.to).constraints))
                continue;
            gates_.push_back({subject.share, std::move(gate)});
        }
    }
    follow_gates();
    score_candidates();
    if (is_of_texts(panel)) order_by_similarity();
}

void PanelSearch::follow_gates() {
    // Each gate's postings come by record, so merging them one after the other keeps hits_ sorted. A department of
    // thousands of diseases has thousands of gates.
    const auto by_record = [](const Hit& a, const Hit& b) { return a.record < b.record; };
    const bool merges = gates_.size() <= kMergedGates;
    for (std::size_t i = 0; i < gates_.size(); ++i) {
        const auto middle = static_cast<std::ptrdiff_t>(hits_.size());
        follow(static_cast<std::uint32_t>(i));
        if (merges) std::inplace_merge(hits_.begin(), hits_.begin() + middle, hits_.end(), by_record);
    }
    if (!merges) std::stable_sort(hits_.begin(), hits_.end(), by_record);
}

/// Of a drug: whether its label names the end as what it treats, and is not overruled by the route of the use.
bool PanelSearch::names_use(const Gate& gate, const Corpus::Posting& posting) const {
    if (panel_ != Panel::Drugs) return true;
    if (posting.use > LabelUse::Adjunct || has_foreign_route(corpus_, posting.record, gate.route.from)) return false;
    // Of a disease that only an import knows, what the label names first counts; nobody has reviewed the rest.
    if (corpus_.knowledge().at(gate.route.to).trust == Trust::Imported && !is_first_use(corpus_, posting.record, gate))
        return false;
    // One of a long list is no reason by itself: the label of 泼尼松 names leukaemia, which it only helps to treat.
    return !corpus_.traits(posting.record).has_many_uses ||
           fit_of(corpus_, posting.record, gate.route.from).fit == DrugFit::Fits;
}

/// Of a drug: whether it is given as the use asks for, and is no compound that its label means for something else.
bool PanelSearch::fits_use(const Gate& gate, const Corpus::About& about) const {
    if (!gate.treatment) return true;
    if (!agrees(corpus_.traits(about.record).routes, corpus_.knowledge().at(*gate.treatment))) return false;
    // What is said of a class holds for a member only where its label does not end elsewhere.
    if (gate.route.steps.size() > 1 && !label_follows_class(corpus_, about.record, gate.route.from)) return false;
    return about.weight >= 1 || lets_compound_in(corpus_, about.record, gate.route.from);
}

void PanelSearch::follow(std::uint32_t gate_number) {
    const Gate& gate = gates_[gate_number].gate;
    const double weight = gates_[gate_number].share * gate.route.weight;
    const auto is_trusted = [&](RecordIndex record) {
        return !gate.curated_only || corpus_.traits(record).trust == Trust::Curated;
    };
    switch (gate.entry) {
        case Gate::Entry::Mentions:
            for (const Corpus::Posting& posting : corpus_.mentioning(kind_, gate.route.to)) {
                const bool reads_it = gate.fields.contain(posting.field) && (gate.accepts_cut || !posting.at_cut);
                if (reads_it && is_trusted(posting.record) && names_use(gate, posting)) {
                    hits_.push_back({posting.record, gate_number, posting.field, weight, {}});
                }
            }
            return;
        case Gate::Entry::About:
            for (const Corpus::About& about : corpus_.about(kind_, gate.route.to)) {
                if (is_trusted(about.record) && fits_use(gate, about)) {
                    hits_.push_back(
                        {about.record, gate_number, Field::Title, weight * std::min(1.0, about.weight), {}});
                }
            }
            return;
        case Gate::Entry::Answers:
            follow_answers(gate_number, weight);
            return;
    }
}

/// The doctors who answered questions about the gate's end, each by the first such question. What was imported and not
/// reviewed speaks for doctors of an import alone.
void PanelSearch::follow_answers(std::uint32_t gate_number, double weight) {
    const auto first = static_cast<std::ptrdiff_t>(hits_.size());
    for (const Corpus::About& about : corpus_.about(RecordKind::Question, gates_[gate_number].gate.route.to)) {
        if (about.weight < kSubjectShare) continue;
        for (const Answer& answer : std::get<Question>(corpus_.at(about.record).record.body).answers) {
            const auto doctor = corpus_.find(answer.doctor_id);
            if (!doctor || corpus_.traits(about.record).trust > corpus_.traits(*doctor).trust) continue;
            hits_.push_back({*doctor, gate_number, Field::Body, weight * std::min(1.0, about.weight), about.record});
        }
    }
    const auto begin = hits_.begin() + first;
    std::stable_sort(begin, hits_.end(), [](const Hit& a, const Hit& b) {
        return a.record != b.record ? a.record < b.record : a.weight > b.weight;
    });
    const auto same = [](const Hit& a, const Hit& b) { return a.record == b.record; };
    hits_.erase(std::unique(begin, hits_.end(), same), hits_.end());
}

void PanelSearch::score_candidates() {
    const Objections objections(corpus_, page_);
    const HospitalField fields(corpus_.knowledge());
    for (auto begin = hits_.begin(); begin != hits_.end();) {
        check_budget();
        const auto end = std::find_if(begin, hits_.end(), [&](const Hit& hit) { return hit.record != begin->record; });
        const Trust own = corpus_.traits(begin->record).trust;
        const std::span<const Hit> hits(begin, end);
        begin = end;
        const auto score_by = [&](Trust weakest) {
            return serves(hits, weakest, fields) && !is_for_others(hits, weakest, objections) ? score_of(hits, weakest)
                                                                                              : 0;
        };
        const RecordIndex record = hits.front().record;
        Scored scored{score_by(Trust::Curated), record, Trust::Curated, own};
        if (scored.score == 0) scored = {score_by(Trust::Imported), record, Trust::Imported, own};
        if (scored.score == 0 || objections.remove(record)) continue;
        if (panel_ == Panel::Drugs && objections.asks_for_care(scored.record)) scored.score *= kWithCare;
        admitted_.push_back(scored);
    }
}

/// Of a hospital of one field: whether the page is about a department, or a department of that field treats it.
bool PanelSearch::serves(std::span<const Hit> hits, Trust weakest, const HospitalField& fields) const {
    const std::uint8_t field = corpus_.traits(hits.front().record).hospital_field;
    if (panel_ != Panel::Hospitals || field == 0) return true;
    return std::ranges::any_of(hits, [&](const Hit& hit) {
        const Route& route = gates_[hit.gate].gate.route;
        const bool is_asked = corpus_.knowledge().at(route.from).kind == ConceptKind::Department;
        return trust_of(hit) <= weakest && (is_asked || fields.holds(field, route.to));
    });
}

/// Of a doctor whom only the department lets in: whether their own words speak of other things that it does.
bool PanelSearch::is_for_others(std::span<const Hit> hits, Trust weakest, const Objections& objections) const {
    return panel_ == Panel::Doctors && is_by_department_alone(hits, weakest) &&
           objections.does_other_things(hits.front().record);
}

/// Noisy-or over the concepts that let the record in, each by its strongest hit; 0 when all of them need the
/// department.
double PanelSearch::score_of(std::span<const Hit> hits, Trust weakest) const {
    const auto gate_of = [&](const Hit& hit) -> const Gate& { return gates_[hit.gate].gate; };
    const auto counts = [&](const Hit& hit) { return trust_of(hit) <= weakest; };
    const auto in_department = [&](const Hit& hit) {
        return counts(hit) && gate_of(hit).fields.contain(Field::Department);
    };
    const auto is_no_reason = [&](const Hit& hit) { return !counts(hit) || gate_of(hit).needs_department; };
    if (std::ranges::all_of(hits, is_no_reason) && std::ranges::none_of(hits, in_department)) return 0;
    double score = 0;
    for (const Hit& hit : hits) {
        if (!counts(hit)) continue;
        const auto is_stronger = [&](const Hit& other) {
            const bool same_end = counts(other) && gate_of(other).route.to == gate_of(hit).route.to;
            return same_end && (other.weight > hit.weight || (other.weight == hit.weight && &other < &hit));
        };
        if (std::ranges::none_of(hits, is_stronger)) score = noisy_or(score, hit.weight);
    }
    if (panel_ == Panel::Drugs) score = limited_to_adjunct(score, hits);
    const Corpus::Traits& traits = corpus_.traits(hits.front().record);
    const auto through_disease = [&](const Hit& hit) {
        return corpus_.knowledge().at(gate_of(hit).route.from).kind != ConceptKind::Department;
    };
    const bool by_department_alone = std::ranges::all_of(
        hits, [&](const Hit& hit) { return !counts(hit) || (in_department(hit) && through_disease(hit)); });
    if (panel_ == Panel::Doctors && by_department_alone) score *= kByDepartmentAlone;
    if (traits.specialised && by_department_alone) score *= kOtherExpertise;
    return traits.trust == Trust::Imported ? score * kImportedFactor : score;
}

/// A label's word does not lift what the knowledge calls an adjunct above the drugs that it is added to.
double PanelSearch::limited_to_adjunct(double score, std::span<const Hit> hits) const {
    double adjunct = 0;
    for (const Hit& hit : hits) {
        const auto treatment = gates_[hit.gate].gate.treatment;
        if (!treatment) continue;
        if (corpus_.knowledge().at(*treatment).role != Role::Adjunct) return score;
        adjunct = std::max(adjunct, hit.weight);
    }
    return adjunct > 0 ? std::min(score, adjunct) : score;
}

/// Text similarity only orders what a path has admitted: the share of concepts that page and text have in common.
void PanelSearch::order_by_similarity() {
    std::vector<bool> on_page(corpus_.knowledge().concepts().size());
    for (const ConceptIndex each : page_.concepts) on_page[each.value] = true;
    std::uint32_t asked = 0;
    for (const Aspect aspect : page_.aspects) asked |= aspect_bit(aspect);
    for (std::size_t i = 0; i < admitted_.size(); ++i) {
        if (i + kPrefetchAhead < admitted_.size()) {
            __builtin_prefetch(corpus_.concepts_of(admitted_[i + kPrefetchAhead].record).data());
        }
        const auto concepts = corpus_.concepts_of(admitted_[i].record);
        std::size_t shared = 0;
        for (const ConceptIndex each : concepts) shared += on_page[each.value] ? 1U : 0U;
        const std::size_t all = concepts.size() + page_.concepts.size() - shared;
        double alike = all == 0 ? 0 : static_cast<double>(shared) / static_cast<double>(all);
        const bool same_aspect = (corpus_.traits(admitted_[i].record).aspects & asked) != 0;
        if (panel_ == Panel::Questions && same_aspect) alike = std::min(1.0, alike + kSameAspect);
        admitted_[i].score *= 1 - kSimilarityShare + kSimilarityShare * alike;
    }
}

std::vector<Scored> PanelSearch::best(std::size_t count) const {
    std::vector<Scored> sorted = admitted_;
    // Diversity looks at the first ones together, so a shorter answer is cut from a longer one.
    const std::size_t looked_at = std::min(sorted.size(), std::max(count, kDiversified));
    const auto end = sorted.begin() + static_cast<std::ptrdiff_t>(looked_at);
    std::ranges::partial_sort(sorted, end, ranks_before);
    sorted.resize(looked_at);
    if (panel_ == Panel::Articles) diversify(corpus_, sorted);
    sorted.resize(std::min(count, sorted.size()));
    return sorted;
}

std::vector<PanelSearch::Reason> PanelSearch::reasons_of(RecordIndex record) const {
    const auto begin = std::ranges::lower_bound(hits_, record, {}, &Hit::record);
    const auto end = std::find_if(begin, hits_.end(), [&](const Hit& hit) { return hit.record != record; });
    const bool in_curated_department = std::any_of(begin, end, [&](const Hit& hit) {
        return trust_of(hit) == Trust::Curated && gates_[hit.gate].gate.fields.contain(Field::Department);
    });
    // admitted_ is by record, as hits_ are. What only imports let in has no curated reason that would do by itself.
    const auto admitted = std::ranges::lower_bound(admitted_, record, {}, &Scored::record);
    const bool is_found = admitted != admitted_.end() && admitted->record == record;
    const Trust least = is_found ? admitted->trust : Trust::Curated;
    std::vector<Reason> reasons;
    for (auto hit = begin; hit != end; ++hit) {
        const Gate& gate = gates_[hit->gate].gate;
        const bool lacks_department = gate.needs_department && !in_curated_department;
        const Trust trust = lacks_department ? Trust::Imported : gate.route.trust;
        reasons.push_back({&gate, hit->field, hit->weight, std::max(trust, least), hit->via});
    }
    std::ranges::stable_sort(reasons, [](const Reason& a, const Reason& b) {
        return a.trust != b.trust ? a.trust < b.trust : a.weight > b.weight;
    });
    std::vector<Reason> distinct;
    for (const Reason& reason : reasons) {
        const auto same_end = [&](const Reason& other) {
            return other.gate->route.to == reason.gate->route.to && other.gate->entry == reason.gate->entry;
        };
        if (std::ranges::none_of(distinct, same_end)) distinct.push_back(reason);
    }
    return distinct;
}

bool PanelSearch::is_by_department_alone(RecordIndex record) const {
    const auto begin = std::ranges::lower_bound(hits_, record, {}, &Hit::record);
    const auto end = std::find_if(begin, hits_.end(), [&](const Hit& hit) { return hit.record != record; });
    return is_by_department_alone(std::span<const Hit>(begin, end), Trust::Imported);
}

bool PanelSearch::is_by_department_alone(std::span<const Hit> hits, Trust weakest) const {
    return std::ranges::all_of(hits, [&](const Hit& hit) {
        if (trust_of(hit) > weakest) return true;
        const Gate& gate = gates_[hit.gate].gate;
        const bool through_disease = corpus_.knowledge().at(gate.route.from).kind != ConceptKind::Department;
        return through_disease && gate.fields.contain(Field::Department);
    });
}

}  // namespace xinglin
