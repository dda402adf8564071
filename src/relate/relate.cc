#include "relate/relate.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

#include "base/name_table.h"
#include "relate/classification_title.h"
#include "relate/constraints.h"
#include "relate/danger.h"
#include "relate/panel_search.h"
#include "relate/person.h"
#include "relate/route.h"
#include "relate/treatment.h"
#include "relate/why.h"
#include "relate/withheld.h"
#include "text/fold.h"
#include "text/sentences.h"
#include "text/utf8.h"

// Each panel is filled in the same five steps. Candidates: the gates (typed routes from the page's main concepts, each
// with what lets a record in at its end) are followed through the corpus's concept indexes. Objections: negative
// relations, contraindications, constraints and contradicted texts remove. Score: noisy-or over the reasons, then small
// orderings within what was admitted. Collapse: near-duplicates become one item. Why: built for the items that are
// really shown.

namespace xinglin {
namespace {

constexpr std::size_t kHospitalDoctors = 50;  // admitted doctors whose hospitals are offered
constexpr std::size_t kWholePanel = 1'000'000;
constexpr std::size_t kShortTextBytes = 1200;  // what one person tells of themself; an article speaks of many
constexpr std::size_t kNameCharacters = 80;    // of a page's title, which stands in every reason
constexpr double kHospitalOfDoctor = 0.5;      // how much of a doctor's reason his hospital has

/// A record that a panel shows, and the near-duplicates folded into it.
struct Shown {
    Scored scored;
    std::vector<std::string> also;
};

/// Folds near-duplicates into the best of them.
std::vector<Shown> collapse(const Corpus& corpus, const std::vector<Scored>& sorted) {
    std::vector<Shown> shown;
    StringMap<std::size_t> place_of_key;
    for (const Scored& each : sorted) {
        const AnnotatedRecord& record = corpus.at(each.record);
        if (!record.duplicate_key.empty()) {
            const auto [place, is_new] = place_of_key.try_emplace(record.duplicate_key, shown.size());
            if (!is_new) {
                shown[place->second].also.push_back(record.record.head.id);
                continue;
            }
        }
        shown.push_back({each, {}});
    }
    return shown;
}

/// The items that the options ask for, out of a whole ranked list.
template <typename Ranked>
std::span<Ranked> page_of(std::vector<Ranked>& ranked, const RelateOptions& options) {
    const std::size_t begin = std::min(options.offset, ranked.size());
    return std::span(ranked).subspan(begin, std::min(options.limit, ranked.size() - begin));
}

/// Enough of the panel's first records to fill the page that the options ask for after folding. All makers of a drug
/// belong on its card, so drugs are always looked at whole.
std::vector<Shown> first_shown(const Corpus& corpus, const PanelSearch& search, Panel panel,
                               const RelateOptions& options) {
    const std::size_t wanted = options.offset + options.limit;
    std::size_t looked_at = panel == Panel::Drugs ? search.admitted().size() : wanted + wanted / 2 + 16;
    for (;;) {
        auto shown = collapse(corpus, search.best(looked_at));
        if (shown.size() >= wanted || looked_at >= search.admitted().size()) return shown;
        looked_at *= 2;
    }
}

std::vector<Why> whys_of(const Corpus& corpus, const PageContext& page, const PanelSearch& search, RecordIndex record) {
    std::vector<Why> whys;
    for (const PanelSearch::Reason& reason : search.reasons_of(record)) {
        whys.push_back(reason.via ? why_of_answer(corpus, page, *reason.gate, record, *reason.via)
                                  : why_of(corpus, page, *reason.gate, record, reason.field));
        whys.back().trust = reason.trust;
    }
    return whys;
}

/// A drug's place in the treatment, and whether its label says so too.
void say_use(const Corpus& corpus, const PanelSearch& search, RecordIndex record, Item& item) {
    bool is_treatment = false;
    bool is_on_label = false;
    for (const PanelSearch::Reason& reason : search.reasons_of(record)) {
        if (!reason.gate->treatment) {
            is_on_label = true;
            const auto use = named_on_label(corpus, record, reason.gate->route.from);
            if (use == LabelUse::Adjunct && !is_treatment) item.role = Role::Adjunct;
            continue;
        }
        Role role = corpus.knowledge().at(*reason.gate->treatment).role;
        // What is said of a class is not said of each of its members.
        if (reason.gate->route.steps.size() > 1 && role != Role::Adjunct) role = Role::None;
        const auto better = [](Role one, Role other) {
            return one == Role::None || (other != Role::None && other < one);
        };
        if (!is_treatment || better(item.role, role)) item.role = role;
        is_treatment = true;
        is_on_label = is_on_label || !is_off_label(corpus, record, reason.gate->route.from);
    }
    item.off_label = is_treatment && !is_on_label;
}

std::vector<Item> record_items(const Corpus& corpus, const PageContext& page, Panel panel, const PanelSearch& search,
                               const RelateOptions& options) {
    auto shown = first_shown(corpus, search, panel, options);
    std::vector<Item> items;
    for (Shown& each : page_of(shown, options)) {
        const Record& record = corpus.at(each.scored.record).record;
        Item item{record.head.id,       name_of(record),
                  each.scored.score,    whys_of(corpus, page, search, each.scored.record),
                  std::move(each.also), each.scored.trust};
        if (panel == Panel::Doctors) item.by_department_alone = search.is_by_department_alone(each.scored.record);
        if (panel == Panel::Drugs) {
            say_use(corpus, search, each.scored.record, item);
            item.caution = caution_on(corpus, page, each.scored.record);
        }
        items.push_back(std::move(item));
    }
    return items;
}

/// A hospital, by the departments that it writes of and by the best admitted doctor who works there.
struct HospitalCandidate {
    Scored scored;
    std::optional<RecordIndex> doctor;
};

/// The best admitted doctor of each hospital that has one of the first.
std::unordered_map<std::uint32_t, Scored> best_doctors(const Corpus& corpus, const PageContext& page,
                                                       const PanelSearch& doctors) {
    std::unordered_map<std::uint32_t, Scored> best;
    for (const Scored& doctor : doctors.best(kHospitalDoctors)) {
        const auto hospital = corpus.find(std::get<Doctor>(corpus.at(doctor.record).record.body).hospital_id);
        if (hospital && corpus.at(*hospital).record.head.id != page.record_id)
            best.try_emplace(hospital->value, doctor);
    }
    return best;
}

/// Joins a second reason to what is known: equally trusted ones add up, of others the curated one counts alone.
void add_reason(Scored& known, const Scored& reason) {
    if (known.trust == reason.trust) known.score = noisy_or(known.score, reason.score);
    if (known.trust > reason.trust) known = reason;
}

std::vector<HospitalCandidate> hospital_candidates(const Corpus& corpus, const PageContext& page,
                                                   const PanelSearch& hospitals, const PanelSearch& doctors,
                                                   Admission admission) {
    auto doctor_of = best_doctors(corpus, page, doctors);
    std::vector<HospitalCandidate> candidates;
    for (const Scored& each : hospitals.admitted()) {
        HospitalCandidate candidate{each, {}};
        if (const auto found = doctor_of.extract(each.record.value)) {
            const Scored& doctor = found.mapped();
            add_reason(candidate.scored,
                       {kHospitalOfDoctor * doctor.score, each.record, doctor.trust, each.record_trust});
            candidate.doctor = doctor.record;
        }
        candidates.push_back(candidate);
    }
    for (const auto& [hospital, doctor] : doctor_of) {
        const RecordIndex record{hospital};
        candidates.push_back(
            {{kHospitalOfDoctor * doctor.score, record, doctor.trust, corpus.traits(record).trust}, doctor.record});
    }
    if (admission == Admission::CuratedOnly) {
        std::erase_if(candidates, [](const auto& each) { return each.scored.trust == Trust::Imported; });
    }
    return candidates;
}

std::vector<Item> hospital_items(const Corpus& corpus, const PageContext& page, const PanelSearch& hospitals,
                                 const PanelSearch& doctors, const RelateOptions& options) {
    auto candidates = hospital_candidates(corpus, page, hospitals, doctors, admission_to(Panel::Hospitals, options));
    const auto wanted = std::min(candidates.size(), options.offset + options.limit);
    std::ranges::partial_sort(candidates, candidates.begin() + static_cast<std::ptrdiff_t>(wanted), ranks_before,
                              &HospitalCandidate::scored);
    std::vector<Item> items;
    for (const HospitalCandidate& each : page_of(candidates, options)) {
        const Record& record = corpus.at(each.scored.record).record;
        Item item{record.head.id,
                  name_of(record),
                  each.scored.score,
                  whys_of(corpus, page, hospitals, each.scored.record),
                  {},
                  each.scored.trust};
        if (each.doctor) {
            const Record& doctor = corpus.at(*each.doctor).record;
            Why why = whys_of(corpus, page, doctors, *each.doctor).front();
            why.path.push_back({doctor.head.id, name_of(doctor), "works_at", false, item.id, item.name});
            if (std::ranges::find(why.sources, doctor.head.id) == why.sources.end())
                why.sources.push_back(doctor.head.id);
            item.why.push_back(std::move(why));
            std::ranges::stable_sort(item.why, {}, &Why::trust);
        }
        items.push_back(std::move(item));
    }
    return items;
}

/// A concept on its way into a panel, with every route that leads to it: curated ones first, then by weight.
struct ConceptCandidate {
    ConceptIndex concept_index;
    double score = 0;
    std::vector<Route> routes;
    std::size_t times_named = 0;  ///< of what only imports lead to

    Trust trust() const { return routes.front().trust; }
};

/// Orders the routes and scores by the best trusted of them.
void weigh(ConceptCandidate& candidate) {
    std::ranges::stable_sort(candidate.routes, [](const Route& a, const Route& b) {
        return a.trust != b.trust ? a.trust < b.trust : a.weight > b.weight;
    });
    for (const Route& route : candidate.routes) {
        if (route.trust == candidate.trust()) candidate.score = noisy_or(candidate.score, route.weight);
    }
}

/// Whether the page of a condition would keep the treatment out that this page is about: what is withheld there is not
/// claimed here. Of a class's use only what the product's label says too.
bool withholds_from(const Corpus& corpus, const PageContext& page, const ConceptCandidate& condition) {
    const Knowledge& knowledge = corpus.knowledge();
    const auto is_treatment = [&](const MainConcept& main) {
        const ConceptKind kind = knowledge.at(main.concept_index).kind;
        return kind == ConceptKind::Substance || kind == ConceptKind::Procedure;
    };
    if (std::ranges::none_of(page.main, is_treatment)) return false;
    const PageContext there = context_of(corpus, condition.concept_index);
    for (const MainConcept& main : page.main) {
        if (is_treatment(main) && objection_to_treatment(knowledge, there, main.concept_index)) return true;
    }
    const auto record = corpus.find(page.record_id);
    if (!record || corpus.traits(*record).kind != RecordKind::Drug) return false;
    if (objection_to(corpus, there, *record) || objection_to_fit(corpus, there, *record)) return true;
    const auto is_of_class = [](const Route& route) { return route.steps.size() > 1; };
    return std::ranges::all_of(condition.routes, is_of_class) &&
           !label_follows_class(corpus, *record, condition.concept_index);
}

/// Whether an imported condition tells readers nothing: a rubric of a classification, or the page's own disease under
/// another name.
bool is_rubric_or_itself(const Knowledge& knowledge, const PageContext& page, ConceptIndex condition) {
    const Concept& named = knowledge.at(condition);
    if (named.trust == Trust::Curated) return false;
    const auto is_same = [&](const MainConcept& main) { return share_code(knowledge.at(main.concept_index), named); };
    return is_classification_title(named.name) || std::ranges::any_of(page.main, is_same);
}

/// How much is said of a condition by others: of what an import lists without order, the better known come first.
std::size_t times_named(const Knowledge& knowledge, ConceptIndex condition) {
    std::size_t times = 0;
    for (const Predicate predicate : {Predicate::CausedBy, Predicate::ComplicatedBy, Predicate::DiffersFrom})
        times += knowledge.incoming(condition, predicate).size();
    return times;
}

/// What the routes of a panel of concepts lead to and nothing objects to, in the panel's order.
std::vector<ConceptCandidate> concept_candidates(const Corpus& corpus, const PageContext& page, Panel panel,
                                                 Admission admission) {
    const Knowledge& knowledge = corpus.knowledge();
    std::vector<ConceptCandidate> candidates;
    std::unordered_map<std::uint32_t, std::size_t> place_of;
    for (const PageSubject& subject : subjects_of(page)) {
        for (Route& route : routes_of(knowledge, panel, subject.concept_index)) {
            if (admission == Admission::CuratedOnly && route.trust == Trust::Imported) continue;
            const auto is_page = [&](const MainConcept& main) { return main.concept_index == route.to; };
            if (std::ranges::any_of(page.main, is_page)) continue;
            route.weight *= subject.share;
            const auto [place, is_new] = place_of.try_emplace(route.to.value, candidates.size());
            if (is_new) candidates.push_back({route.to, 0, {}, 0});
            candidates[place->second].routes.push_back(std::move(route));
        }
    }
    std::erase_if(candidates, [&](const ConceptCandidate& each) {
        if (objection_to(knowledge, page, each.concept_index)) return true;
        return panel == Panel::Conditions &&
               (is_rubric_or_itself(knowledge, page, each.concept_index) || withholds_from(corpus, page, each));
    });
    const bool is_for_people = panel == Panel::Tests || panel == Panel::Procedures;
    for (ConceptCandidate& each : candidates) {
        weigh(each);
        if (is_for_people && !caution_on(knowledge, page, each.concept_index).empty()) each.score *= kWithCare;
        if (each.trust() == Trust::Imported) each.times_named = times_named(knowledge, each.concept_index);
    }
    std::ranges::sort(candidates, [&](const ConceptCandidate& a, const ConceptCandidate& b) {
        if (a.trust() != b.trust()) return a.trust() < b.trust();
        if (a.score != b.score) return a.score > b.score;
        if (a.times_named != b.times_named) return a.times_named > b.times_named;
        return knowledge.at(a.concept_index).id < knowledge.at(b.concept_index).id;
    });
    return candidates;
}

/// Whether curated knowledge warns not to miss the condition behind a symptom.
bool must_not_be_missed(const Knowledge& knowledge, const ConceptCandidate& candidate) {
    return std::ranges::any_of(candidate.routes, [&](const Route& route) {
        return route.trust == Trust::Curated && std::ranges::any_of(route.steps, [&](const RouteStep& step) {
                   return knowledge.at(step.relation).predicate == Predicate::RedFlagOf;
               });
    });
}

std::vector<Item> concept_items(const Corpus& corpus, const PageContext& page, Panel panel,
                                const RelateOptions& options) {
    const Knowledge& knowledge = corpus.knowledge();
    auto candidates = concept_candidates(corpus, page, panel, admission_to(panel, options));
    std::vector<Item> items;
    for (const ConceptCandidate& each : page_of(candidates, options)) {
        const Concept& named = knowledge.at(each.concept_index);
        Item item{named.id, named.name, each.score, {}, {}, each.trust()};
        if (panel == Panel::Tests || panel == Panel::Procedures)
            item.caution = caution_on(knowledge, page, each.concept_index);
        item.must_not_miss = panel == Panel::Conditions && must_not_be_missed(knowledge, each);
        for (const Route& route : each.routes) item.why.push_back(why_of(knowledge, page, route));
        for (const RecordIndex record : corpus.pages_of(each.concept_index)) {
            const std::string& id = corpus.at(record).record.head.id;
            if (id != named.id) item.also.push_back(id);
        }
        items.push_back(std::move(item));
    }
    return items;
}

PanelSearch search_of(const Corpus& corpus, const PageContext& page, Panel panel, const RelateOptions& options) {
    return PanelSearch(corpus, page, panel, *record_kind_of(panel), admission_to(panel, options));
}

RankedItem ranked(const Corpus& corpus, const Scored& scored) {
    return {corpus.at(scored.record).record.head.id, scored.trust, scored.score};
}

std::vector<RankedItem> record_ranking(const Corpus& corpus, const PanelSearch& search) {
    std::vector<RankedItem> ranking;
    for (const Scored& each : search.best(search.admitted().size())) ranking.push_back(ranked(corpus, each));
    return ranking;
}

std::vector<RankedItem> hospital_ranking(const Corpus& corpus, const PageContext& page, const PanelSearch& doctors,
                                         const RelateOptions& options) {
    const PanelSearch hospitals = search_of(corpus, page, Panel::Hospitals, options);
    auto candidates = hospital_candidates(corpus, page, hospitals, doctors, admission_to(Panel::Hospitals, options));
    std::ranges::sort(candidates, ranks_before, &HospitalCandidate::scored);
    std::vector<RankedItem> ranking;
    for (const HospitalCandidate& each : candidates) ranking.push_back(ranked(corpus, each.scored));
    return ranking;
}

std::vector<RankedItem> concept_ranking(const Corpus& corpus, const PageContext& page, Panel panel,
                                        const RelateOptions& options) {
    const Knowledge& knowledge = corpus.knowledge();
    std::vector<RankedItem> ranking;
    for (const ConceptCandidate& each : concept_candidates(corpus, page, panel, admission_to(panel, options))) {
        ranking.push_back({knowledge.at(each.concept_index).id, each.trust(), each.score});
    }
    return ranking;
}

/// Whom the page speaks of, and what they have: read from these texts.
void read_person(const Knowledge& knowledge, std::string_view text, const std::vector<Mention>& mentions,
                 PageContext& page) {
    for (const ConceptIndex each : populations_in(knowledge, text, mentions)) page.populations.push_back(each);
    for (const ConceptIndex each : conditions_in(knowledge, mentions)) page.conditions.push_back(each);
    page.in_danger = page.in_danger || !dangers_named(knowledge, text, mentions, Voice::Message).empty();
}

/// The one curated kind of a disease that pregnancy has of its own, if there is one: 妊娠期高血压疾病 of 高血压.
std::optional<ConceptIndex> form_in_pregnancy(const Knowledge& knowledge, ConceptIndex disease) {
    std::optional<ConceptIndex> only;
    for (const auto& link : knowledge.incoming(disease, Predicate::IsA)) {
        const bool is_of_pregnancy = knowledge.at(link.other).constraints.pregnancy == PregnancyRule::Only;
        if (!is_of_pregnancy || knowledge.at(link.relation).trust == Trust::Imported) continue;
        if (only) return {};
        only = link.other;
    }
    return only;
}

/// What is given for a disease to others is not what a pregnant woman with it needs.
void turn_to_pregnancy(const Knowledge& knowledge, PageContext& page) {
    const auto is_pregnant = [&](ConceptIndex population) {
        return knowledge.at(population).constraints.pregnancy == PregnancyRule::Only;
    };
    if (std::ranges::none_of(page.populations, is_pregnant)) return;
    for (MainConcept& main : page.main) {
        const auto form = form_in_pregnancy(knowledge, main.concept_index);
        const auto is_there = [&](const MainConcept& other) { return other.concept_index == form; };
        if (form && std::ranges::none_of(page.main, is_there)) main.concept_index = *form;
    }
}

/// The curated concept of one of `kinds` that is called so.
std::optional<ConceptIndex> curated_named(const Knowledge& knowledge, std::string_view name,
                                          std::initializer_list<ConceptKind> kinds) {
    for (const ConceptIndex named : knowledge.named(name)) {
        const Concept& found = knowledge.at(named);
        if (found.trust == Trust::Curated && std::ranges::find(kinds, found.kind) != kinds.end()) return named;
    }
    return {};
}

/// 老年人帕金森病 of an import is 帕金森病 of old people: what is curated of the disease counts before it.
void add_curated_core(const Knowledge& knowledge, PageContext& page) {
    for (std::size_t i = 0; i < page.main.size(); ++i) {
        const MainConcept main = page.main[i];
        const Concept& imported = knowledge.at(main.concept_index);
        if (imported.trust == Trust::Curated || imported.kind != ConceptKind::Condition) continue;
        const std::string_view name = imported.name;
        for (std::size_t split = 0; split < name.size(); split += decode_utf8(name, split).length) {
            const auto disease =
                curated_named(knowledge, name.substr(split), {ConceptKind::Condition, ConceptKind::Symptom});
            const auto whom =
                disease ? curated_named(knowledge, name.substr(0, split), {ConceptKind::Population}) : std::nullopt;
            if (!whom) continue;
            page.populations.push_back(*whom);
            const auto is_there = [&](const MainConcept& other) { return other.concept_index == *disease; };
            if (std::ranges::any_of(page.main, is_there)) break;
            page.main.insert(page.main.begin() + static_cast<std::ptrdiff_t>(i), {*disease, main.weight});
            ++i;
            break;
        }
    }
}

std::vector<ConceptIndex> ascending(std::vector<ConceptIndex> concepts) {
    std::ranges::sort(concepts);
    concepts.erase(std::unique(concepts.begin(), concepts.end()), concepts.end());
    return concepts;
}

}  // namespace

constexpr NameTable<Panel> kPanelNames("doctors", "articles", "questions", "drugs", "tests", "procedures", "conditions",
                                       "hospitals", "departments");

std::string_view name_of(Panel panel) {
    return kPanelNames.name_of(panel);
}

std::optional<Panel> panel_named(std::string_view name) {
    return kPanelNames.named(name);
}

Result<PanelSet> panel_set_from(std::string_view text) {
    PanelSet panels;
    if (text == "none") return panels;
    if (text == "all") {
        for (int i = 0; i < kPanelCount; ++i) panels.add(static_cast<Panel>(i));
        return panels;
    }
    for (std::size_t begin = 0, end = 0; end < text.size() || begin == 0; begin = end + 1) {
        end = std::min(text.size(), text.find(',', begin));
        const std::string_view word = text.substr(begin, end - begin);
        const auto panel = panel_named(word);
        if (!panel) {
            return Error{ErrorCode::InvalidInput,
                         "This is not a panel; give panels with commas between them (doctors articles questions drugs "
                         "tests procedures conditions hospitals departments), \"none\" or \"all\".",
                         std::string(word)};
        }
        panels.add(*panel);
    }
    return panels;
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
    PageContext page{item.record.head.id,
                     excerpt_of(name_of(item.record), kNameCharacters),
                     item.main,
                     {},
                     {},
                     item.concepts,
                     item.aspects,
                     {},
                     false};
    if (!std::holds_alternative<Drug>(item.record.body)) page.duplicate_key = item.duplicate_key;
    if (page.main.empty() && item.concept_index) page.main.push_back({*item.concept_index, 1});
    add_curated_core(corpus.knowledge(), page);
    // A question tells of one person; its answers, and articles, speak of many.
    const auto* question = std::get_if<Question>(&item.record.body);
    const std::size_t told = question ? question->body.size() : 0;
    std::vector<Mention> title;
    std::vector<Mention> body;
    for (const FieldMention& found : item.mentions) {
        if (found.field == Field::Title) title.push_back(found.mention);
        if (found.field == Field::Body && found.mention.span.end <= told) body.push_back(found.mention);
    }
    read_person(corpus.knowledge(), item.text_of(Field::Title), title, page);
    if (item.record.kind() != RecordKind::Question) page.in_danger = false;  // a title that only speaks of them
    if (question) read_person(corpus.knowledge(), question->body, body, page);
    return page;
}

PageContext context_of(const Corpus& corpus, ConceptIndex concept_index) {
    const Concept& named = corpus.knowledge().at(concept_index);
    return {named.id, named.name, {{concept_index, 1}}, {}, {}, {concept_index}, {}, {}, false};
}

PageContext context_of(const Corpus& corpus, std::string_view title, std::string_view text) {
    Annotation read = annotate_document(corpus.annotator(), title, text);
    PageContext page{"",
                     excerpt_of(title, kNameCharacters),
                     std::move(read.main),
                     {},
                     {},
                     {},
                     std::move(read.aspects),
                     duplicate_key_of(title, text),
                     false};
    read_person(corpus.knowledge(), title, read.title, page);
    if (text.size() <= kShortTextBytes) read_person(corpus.knowledge(), text, read.text, page);
    add_curated_core(corpus.knowledge(), page);
    turn_to_pregnancy(corpus.knowledge(), page);
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
    std::optional<PanelSearch> doctors;  // of use to two panels
    const auto wants = [&](Panel panel) { return !options.only || *options.only == panel; };
    if (wants(Panel::Doctors) || wants(Panel::Hospitals))
        doctors.emplace(search_of(corpus, page, Panel::Doctors, options));
    for (int i = 0; i < kPanelCount; ++i) {
        const auto panel = static_cast<Panel>(i);
        if (!wants(panel)) continue;
        const auto kind = record_kind_of(panel);
        if (!kind) {
            panels.of(panel) = concept_items(corpus, page, panel, options);
        } else if (panel == Panel::Doctors) {
            panels.of(panel) = record_items(corpus, page, panel, *doctors, options);
        } else if (panel == Panel::Hospitals) {
            panels.of(panel) = hospital_items(corpus, page, search_of(corpus, page, panel, options), *doctors, options);
        } else {
            panels.of(panel) = record_items(corpus, page, panel, search_of(corpus, page, panel, options), options);
        }
    }
    if (wants(Panel::Drugs)) {
        const auto is_adjunct = [](const Item& item) { return item.role == Role::Adjunct; };
        const auto& drugs = panels.of(Panel::Drugs);
        const bool adjuncts_alone = !drugs.empty() && std::ranges::all_of(drugs, is_adjunct);
        panels.without_product = without_product(corpus, page, adjuncts_alone);
    }
    if (options.withheld_limit > 0) panels.withheld = withheld_from(corpus, page, options);
    return panels;
}

std::array<std::vector<RankedItem>, kPanelCount> rankings_of(const Corpus& corpus, const PageContext& page,
                                                             const RelateOptions& options) {
    std::array<std::vector<RankedItem>, kPanelCount> rankings;
    const auto wants = [&](Panel panel) { return !options.only || *options.only == panel; };
    std::optional<PanelSearch> doctors;  // of use to two panels
    if (wants(Panel::Doctors) || wants(Panel::Hospitals))
        doctors.emplace(search_of(corpus, page, Panel::Doctors, options));
    for (int i = 0; i < kPanelCount; ++i) {
        const auto panel = static_cast<Panel>(i);
        if (!wants(panel)) continue;
        auto& ranking = rankings[static_cast<std::size_t>(i)];
        if (!record_kind_of(panel)) {
            ranking = concept_ranking(corpus, page, panel, options);
        } else if (panel == Panel::Doctors) {
            ranking = record_ranking(corpus, *doctors);
        } else if (panel == Panel::Hospitals) {
            ranking = hospital_ranking(corpus, page, *doctors, options);
        } else {
            ranking = record_ranking(corpus, search_of(corpus, page, panel, options));
        }
    }
    return rankings;
}

std::vector<Withheld> not_reviewed(const Corpus& corpus, const PageContext& page, Panel panel) {
    RelateOptions anything;
    anything.curated_only = PanelSet();
    anything.only = panel;
    anything.limit = kWholePanel;
    std::vector<Withheld> withheld;
    Panels found = relate(corpus, page, anything);
    for (Item& item : found.of(panel)) {
        if (item.trust == Trust::Curated) continue;
        withheld.push_back({item.id, item.name, panel, std::move(item.also), "not-reviewed",
                            not_reviewed_reason(corpus, page, item.why.front())});
    }
    return withheld;
}

}  // namespace xinglin
