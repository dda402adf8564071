#include "relate/relate.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

#include "relate/constraints.h"
#include "relate/route.h"
#include "relate/why.h"
#include "relate/withheld.h"
#include "text/fold.h"

// Each panel is filled in the same five steps. Candidates: the gates (typed routes from the page's main concepts, each
// with what lets a record in at its end) are followed through the corpus's concept indexes. Objections: negative
// relations, contraindications, constraints and contradicted texts remove. Score: noisy-or over the reasons, then small
// orderings within what was admitted. Collapse: near-duplicates become one item. Why: built for the items that are
// really shown.

namespace xinglin {
namespace {

constexpr double kMainConceptShare = 0.4;     // of the heaviest one's weight: lighter ones are asides
constexpr double kImportedFactor = 0.9;       // unreviewed imports come after curated records of equal reason
constexpr double kSimilarityShare = 0.2;      // of an article's score that text similarity may decide
constexpr double kRepeatedAspect = 0.85;      // an article on a side of the subject that is already shown
constexpr std::size_t kDiversified = 60;      // articles that diversity may reorder
constexpr std::size_t kHospitalDoctors = 50;  // admitted doctors whose hospitals are offered

/// What a gate let in.
struct Reason {
    const Gate* gate = nullptr;
    Field field = Field::Title;
    double weight = 0;
};

struct Candidate {
    RecordIndex record;
    double score = 0;
    std::vector<Reason> reasons;
};

struct WeighedConcept {
    ConceptIndex concept_index;
    double share = 1;  ///< of the heaviest main concept's weight
};

std::vector<WeighedConcept> subjects_of(const PageContext& page) {
    std::vector<WeighedConcept> subjects;
    for (const MainConcept& main : page.main) {
        const double share = main.weight / page.main.front().weight;
        if (share >= kMainConceptShare) subjects.push_back({main.concept_index, share});
    }
    return subjects;
}

double noisy_or(double score, double weight) {
    return 1 - (1 - score) * (1 - weight);
}

/// Candidates of one panel, gathered gate by gate.
class Gathering {
  public:
    Gathering(const Corpus& corpus, const PageContext& page, RecordKind kind)
        : corpus_(corpus), page_(page), kind_(kind) {}

    void pass(const Gate& gate, double share) {
        switch (gate.entry) {
            case Gate::Entry::Mentions:
                for (const Corpus::Posting& posting : corpus_.mentioning(kind_, gate.route.to)) {
                    if (!gate.fields.contain(posting.field) || (posting.at_cut && !gate.accepts_cut)) continue;
                    admit(gate, posting.record, posting.field, share);
                }
                return;
            case Gate::Entry::About:
                for (const Corpus::About& about : corpus_.about(kind_, gate.route.to)) {
                    admit(gate, about.record, Field::Title, share * std::min(1.0, about.weight));
                }
                return;
        }
    }

    std::vector<Candidate> finish() {
        std::erase_if(candidates_, [](const Candidate& candidate) {
            const auto in_department = [](const Reason& reason) {
                return reason.gate->fields.contain(Field::Department);
            };
            const bool has_department = std::ranges::any_of(candidate.reasons, in_department);
            const auto stands = [&](const Reason& reason) { return has_department || !reason.gate->needs_department; };
            return std::ranges::none_of(candidate.reasons, stands);
        });
        for (Candidate& candidate : candidates_) finish(candidate);
        return std::move(candidates_);
    }

  private:
    void admit(const Gate& gate, RecordIndex record, Field field, double factor) {
        const AnnotatedRecord& item = corpus_.at(record);
        if (item.record.head.id == page_.record_id) return;
        if (gate.curated_only && item.record.head.trust != Trust::Curated) return;
        const auto [place, is_new] = place_of_.try_emplace(record.value, candidates_.size());
        if (is_new) candidates_.push_back({record, 0, {}});
        candidates_[place->second].reasons.push_back({&gate, field, gate.route.weight * factor});
    }

    /// One reason per gate and direction of thought: naming a disease in two fields is not two reasons.
    void finish(Candidate& candidate) {
        auto& reasons = candidate.reasons;
        std::ranges::stable_sort(reasons, std::greater{}, &Reason::weight);
        std::unordered_set<std::uint32_t> ends;
        std::erase_if(reasons, [&](const Reason& reason) { return !ends.insert(reason.gate->route.to.value).second; });
        for (const Reason& reason : reasons) candidate.score = noisy_or(candidate.score, reason.weight);
        if (corpus_.at(candidate.record).record.head.trust == Trust::Imported) candidate.score *= kImportedFactor;
    }

    const Corpus& corpus_;
    const PageContext& page_;
    RecordKind kind_;
    std::vector<Candidate> candidates_;
    std::unordered_map<std::uint32_t, std::size_t> place_of_;
};

/// Share of the concepts of both that both have.
double similarity(const std::vector<ConceptIndex>& a, const std::vector<ConceptIndex>& b) {
    std::vector<ConceptIndex> shared;
    std::ranges::set_intersection(a, b, std::back_inserter(shared));
    const std::size_t all = a.size() + b.size() - shared.size();
    return all == 0 ? 0 : static_cast<double>(shared.size()) / static_cast<double>(all);
}

bool shares_aspect(const std::vector<Aspect>& a, const std::vector<Aspect>& b) {
    return std::ranges::any_of(a, [&](Aspect aspect) { return std::ranges::find(b, aspect) != b.end(); });
}

void order_by_similarity(const Corpus& corpus, const PageContext& page, Panel panel,
                         std::vector<Candidate>& candidates) {
    for (Candidate& candidate : candidates) {
        const AnnotatedRecord& item = corpus.at(candidate.record);
        double alike = similarity(page.concepts, item.concepts);
        if (panel == Panel::Questions && shares_aspect(page.aspects, item.aspects)) alike = std::min(1.0, alike + 0.5);
        candidate.score *= 1 - kSimilarityShare + kSimilarityShare * alike;
    }
}

/// The order of every list: higher score first, then the smaller id (records are numbered by id).
bool ranks_before(const Candidate& a, const Candidate& b) {
    return a.score != b.score ? a.score > b.score : a.record < b.record;
}

/// Moves articles on a side of the subject that is already shown behind those on another; greedy, first ones only.
void diversify(const Corpus& corpus, std::vector<Candidate>& sorted) {
    const std::size_t count = std::min(sorted.size(), kDiversified);
    std::vector<Aspect> shown;
    for (std::size_t place = 0; place < count; ++place) {
        const auto score = [&](const Candidate& candidate) {
            return shares_aspect(shown, corpus.at(candidate.record).aspects) ? candidate.score * kRepeatedAspect
                                                                             : candidate.score;
        };
        const auto begin = sorted.begin() + static_cast<std::ptrdiff_t>(place);
        const auto end = sorted.begin() + static_cast<std::ptrdiff_t>(count);
        const auto best =
            std::max_element(begin, end, [&](const auto& a, const auto& b) { return score(a) < score(b); });
        best->score = score(*best);
        std::rotate(begin, best, best + 1);
        const auto& aspects = corpus.at(begin->record).aspects;
        shown.insert(shown.end(), aspects.begin(), aspects.end());
    }
}

struct RankedItem {
    Candidate candidate;
    std::vector<std::string> also;
};

/// Folds near-duplicates into the best of them.
std::vector<RankedItem> collapse(const Corpus& corpus, std::vector<Candidate> sorted) {
    std::vector<RankedItem> items;
    StringMap<std::size_t> place_of_key;
    for (Candidate& candidate : sorted) {
        const AnnotatedRecord& record = corpus.at(candidate.record);
        const std::string& key = record.duplicate_key;
        if (!key.empty()) {
            const auto [place, is_new] = place_of_key.try_emplace(key, items.size());
            if (!is_new) {
                items[place->second].also.push_back(record.record.head.id);
                continue;
            }
        }
        items.push_back({std::move(candidate), {}});
    }
    return items;
}

/// The items that the options ask for, out of a whole ranked list.
template <typename Ranked>
std::span<Ranked> page_of(std::vector<Ranked>& ranked, const RelateOptions& options) {
    const std::size_t begin = std::min(options.offset, ranked.size());
    return std::span(ranked).subspan(begin, std::min(options.limit, ranked.size() - begin));
}

/// The gates of a panel for every main concept of a page, with each concept's share of the page. Gates do not move.
class PanelGates {
  public:
    PanelGates(const Knowledge& knowledge, Panel panel, const PageContext& page) {
        for (const WeighedConcept& subject : subjects_of(page)) {
            gates_.emplace_back(subject.share, gates_of(knowledge, panel, subject.concept_index));
        }
    }

    std::vector<Candidate> gather(const Corpus& corpus, const PageContext& page, RecordKind kind) const {
        Gathering gathering(corpus, page, kind);
        for (const auto& [share, gates] : gates_) {
            for (const Gate& gate : gates) gathering.pass(gate, share);
        }
        return gathering.finish();
    }

  private:
    std::vector<std::pair<double, std::vector<Gate>>> gates_;
};

bool is_copy_of_page(const Corpus& corpus, const PageContext& page, RecordIndex record) {
    const AnnotatedRecord& item = corpus.at(record);
    const bool is_text = item.record.kind() == RecordKind::Article || item.record.kind() == RecordKind::Question;
    return is_text && !page.duplicate_key.empty() && page.duplicate_key == item.duplicate_key;
}

std::vector<Candidate> admitted(const Corpus& corpus, const PageContext& page, Panel panel, const PanelGates& gates) {
    auto candidates = gates.gather(corpus, page, *record_kind_of(panel));
    std::erase_if(candidates, [&](const Candidate& each) {
        return objection_to(corpus, page, each.record).has_value() || is_copy_of_page(corpus, page, each.record);
    });
    if (panel == Panel::Articles || panel == Panel::Questions) order_by_similarity(corpus, page, panel, candidates);
    std::ranges::sort(candidates, ranks_before);
    if (panel == Panel::Articles) diversify(corpus, candidates);
    return candidates;
}

Item shown_item(const Corpus& corpus, const PageContext& page, const Candidate& candidate) {
    const Record& record = corpus.at(candidate.record).record;
    Item item{record.head.id, name_of(record), candidate.score, {}, {}};
    for (const Reason& reason : candidate.reasons) {
        item.why.push_back(why_of(corpus, page, *reason.gate, candidate.record, reason.field));
    }
    return item;
}

std::vector<Item> record_items(const Corpus& corpus, const PageContext& page, Panel panel,
                               const RelateOptions& options) {
    const PanelGates gates(corpus.knowledge(), panel, page);
    auto ranked = collapse(corpus, admitted(corpus, page, panel, gates));
    std::vector<Item> items;
    for (RankedItem& each : page_of(ranked, options)) {
        items.push_back(shown_item(corpus, page, each.candidate));
        items.back().also = std::move(each.also);
    }
    return items;
}

/// Hospitals that write of a fitting department themselves, and those where admitted doctors work.
std::vector<Item> hospital_items(const Corpus& corpus, const PageContext& page, const RelateOptions& options) {
    RelateOptions all;
    all.limit = corpus.of_kind(RecordKind::Hospital).size();
    auto items = record_items(corpus, page, Panel::Hospitals, all);
    StringMap<std::size_t> place_of;
    for (std::size_t i = 0; i < items.size(); ++i) place_of.emplace(items[i].id, i);
    all.limit = kHospitalDoctors;
    for (const Item& doctor : record_items(corpus, page, Panel::Doctors, all)) {
        const auto& record = corpus.at(*corpus.find(doctor.id)).record;
        const auto hospital = corpus.find(std::get<Doctor>(record.body).hospital_id);
        if (!hospital || corpus.at(*hospital).record.head.id == page.record_id) continue;
        const Record& place = corpus.at(*hospital).record;
        const auto [found, is_new] = place_of.try_emplace(place.head.id, items.size());
        if (is_new) items.push_back({place.head.id, name_of(place), 0, {}, {}});
        Item& item = items[found->second];
        if (!is_new && item.why.front().path.back().step == "works_at") continue;
        item.score = noisy_or(item.score, 0.5 * doctor.score);
        Why why = doctor.why.front();
        why.path.push_back({doctor.id, doctor.name, "works_at", false, item.id, item.name});
        if (std::ranges::find(why.sources, doctor.id) == why.sources.end()) why.sources.push_back(doctor.id);
        item.why.push_back(std::move(why));
    }
    std::ranges::sort(
        items, [](const Item& a, const Item& b) { return a.score != b.score ? a.score > b.score : a.id < b.id; });
    const auto shown = page_of(items, options);
    return {std::make_move_iterator(shown.begin()), std::make_move_iterator(shown.end())};
}

/// A concept on its way into a panel, with every route that leads to it, best first.
struct ConceptCandidate {
    ConceptIndex concept_index;
    double score = 0;
    std::vector<Route> routes;
};

std::vector<ConceptCandidate> concept_candidates(const Knowledge& knowledge, const PageContext& page, Panel panel) {
    std::vector<ConceptCandidate> candidates;
    for (const WeighedConcept& subject : subjects_of(page)) {
        for (Route& route : routes_of(knowledge, panel, subject.concept_index)) {
            const auto is_page = [&](const MainConcept& main) { return main.concept_index == route.to; };
            if (std::ranges::any_of(page.main, is_page) || objection_to(knowledge, page, route.to)) continue;
            route.weight *= subject.share;
            auto found = std::ranges::find(candidates, route.to, &ConceptCandidate::concept_index);
            if (found == candidates.end()) found = candidates.insert(found, {route.to, 0, {}});
            found->score = noisy_or(found->score, route.weight);
            found->routes.push_back(std::move(route));
        }
    }
    for (ConceptCandidate& each : candidates) std::ranges::stable_sort(each.routes, std::greater{}, &Route::weight);
    std::ranges::sort(candidates, [&](const ConceptCandidate& a, const ConceptCandidate& b) {
        return a.score != b.score ? a.score > b.score
                                  : knowledge.at(a.concept_index).id < knowledge.at(b.concept_index).id;
    });
    return candidates;
}

std::vector<Item> concept_items(const Corpus& corpus, const PageContext& page, Panel panel,
                                const RelateOptions& options) {
    const Knowledge& knowledge = corpus.knowledge();
    auto candidates = concept_candidates(knowledge, page, panel);
    std::vector<Item> items;
    for (const ConceptCandidate& each : page_of(candidates, options)) {
        const Concept& named = knowledge.at(each.concept_index);
        Item item{named.id, named.name, each.score, {}, {}};
        for (const Route& route : each.routes) item.why.push_back(why_of(knowledge, page, route));
        for (const RecordIndex record : corpus.pages_of(each.concept_index)) {
            const std::string& id = corpus.at(record).record.head.id;
            if (id != named.id) item.also.push_back(id);
        }
        items.push_back(std::move(item));
    }
    return items;
}

std::vector<ConceptIndex> populations_in(const Knowledge& knowledge, const std::vector<Mention>& title) {
    std::vector<ConceptIndex> populations;
    for (const Mention& mention : title) {
        if (!mention.negated && knowledge.at(mention.concept_index).kind == ConceptKind::Population) {
            populations.push_back(mention.concept_index);
        }
    }
    return populations;
}

std::vector<ConceptIndex> ascending(std::vector<ConceptIndex> concepts) {
    std::ranges::sort(concepts);
    const auto repeated = std::ranges::unique(concepts);
    concepts.erase(repeated.begin(), repeated.end());
    return concepts;
}

}  // namespace

std::string_view name_of(Panel panel) {
    switch (panel) {
        case Panel::Doctors:
            return "doctors";
        case Panel::Articles:
            return "articles";
        case Panel::Questions:
            return "questions";
        case Panel::Drugs:
            return "drugs";
        case Panel::Tests:
            return "tests";
        case Panel::Procedures:
            return "procedures";
        case Panel::Conditions:
            return "conditions";
        case Panel::Hospitals:
            return "hospitals";
        case Panel::Departments:
            return "departments";
    }
    return "";
}

std::optional<Panel> panel_named(std::string_view name) {
    for (int i = 0; i < kPanelCount; ++i) {
        if (name_of(static_cast<Panel>(i)) == name) return static_cast<Panel>(i);
    }
    return {};
}

std::optional<RecordKind> record_kind_of(Panel panel) {
    switch (panel) {
        case Panel::Doctors:
            return RecordKind::Doctor;
        case Panel::Articles:
            return RecordKind::Article;
        case Panel::Questions:
            return RecordKind::Question;
        case Panel::Drugs:
            return RecordKind::Drug;
        case Panel::Hospitals:
            return RecordKind::Hospital;
        case Panel::Tests:
        case Panel::Procedures:
        case Panel::Conditions:
        case Panel::Departments:
            return {};
    }
    return {};
}

PageContext context_of(const Corpus& corpus, RecordIndex record) {
    const AnnotatedRecord& item = corpus.at(record);
    PageContext page{item.record.head.id, name_of(item.record), item.main, {}, item.concepts, item.aspects, {}};
    if (!std::holds_alternative<Drug>(item.record.body)) page.duplicate_key = item.duplicate_key;
    if (page.main.empty() && item.concept_index) page.main.push_back({*item.concept_index, 1});
    std::vector<Mention> title;
    for (const FieldMention& found : item.mentions) {
        if (found.field == Field::Title) title.push_back(found.mention);
    }
    page.populations = populations_in(corpus.knowledge(), title);
    return page;
}

PageContext context_of(const Corpus& corpus, ConceptIndex concept_index) {
    const Concept& named = corpus.knowledge().at(concept_index);
    return {named.id, named.name, {{concept_index, 1}}, {}, {concept_index}, {}, {}};
}

PageContext context_of(const Corpus& corpus, std::string_view title, std::string_view text) {
    Annotation read = annotate_document(corpus.annotator(), title, text);
    PageContext page{
        "", std::string(title),      std::move(read.main),         populations_in(corpus.knowledge(), read.title),
        {}, std::move(read.aspects), duplicate_key_of(title, text)};
    for (const auto* mentions : {&read.title, &read.text}) {
        for (const Mention& mention : *mentions) {
            if (!mention.negated) page.concepts.push_back(mention.concept_index);
        }
    }
    page.concepts = ascending(std::move(page.concepts));
    return page;
}

Panels relate(const Corpus& corpus, const PageContext& page, const RelateOptions& options) {
    Panels panels;
    for (int i = 0; i < kPanelCount; ++i) {
        const auto panel = static_cast<Panel>(i);
        if (options.only && *options.only != panel) continue;
        if (panel == Panel::Hospitals) {
            panels.of(panel) = hospital_items(corpus, page, options);
        } else if (record_kind_of(panel)) {
            panels.of(panel) = record_items(corpus, page, panel, options);
        } else {
            panels.of(panel) = concept_items(corpus, page, panel, options);
        }
    }
    if (options.withheld_limit > 0) panels.withheld = withheld_from(corpus, page, options);
    return panels;
}

std::vector<std::string> admitted_ids(const Corpus& corpus, const PageContext& page, Panel panel) {
    std::vector<std::string> ids;
    if (!record_kind_of(panel)) {
        for (const ConceptCandidate& each : concept_candidates(corpus.knowledge(), page, panel)) {
            ids.push_back(corpus.knowledge().at(each.concept_index).id);
            for (const RecordIndex record : corpus.pages_of(each.concept_index))
                ids.push_back(corpus.at(record).record.head.id);
        }
        return ids;
    }
    const PanelGates gates(corpus.knowledge(), panel, page);
    for (const Candidate& each : admitted(corpus, page, panel, gates))
        ids.push_back(corpus.at(each.record).record.head.id);
    return ids;
}

}  // namespace xinglin
