#include "app/cards.h"

#include <algorithm>
#include <array>
#include <functional>
#include <tuple>

#include "app/treatment_groups.h"
#include "catalog/snapshot.h"
#include "records/plain_text.h"
#include "relate/danger.h"
#include "relate/route.h"
#include "text/sentences.h"

namespace xinglin {
namespace {

constexpr std::size_t kExcerptCharacters = 90;
constexpr double kMainShare = 0.4;  // of the heaviest main concept: lighter ones are asides

constexpr std::array kPanelOrder{Panel::Doctors,    Panel::Articles,  Panel::Questions,
                                 Panel::Drugs,      Panel::Tests,     Panel::Procedures,
                                 Panel::Conditions, Panel::Hospitals, Panel::Departments};

void fill(Card& card, const Article& article, const AnnotatedRecord& record) {
    card.text =
        excerpt_of(article.body_is_markdown ? running_text(article.body) : record.derived_text, kExcerptCharacters);
    card.source_line = article.source_line;
}

void fill(Card& card, const Doctor& doctor, const Snapshot& snapshot) {
    card.titles = doctor.titles;
    card.hospital = {snapshot.corpus->find(doctor.hospital_id) ? doctor.hospital_id : "", doctor.hospital_name};
    if (!card.hospital.id.empty()) card.hospital = ref_of(snapshot, doctor.hospital_id);
    card.department = doctor.department;
    card.specialty = doctor.specialty;
}

void fill(Card& card, const Hospital& hospital) {
    card.level = hospital.level;
    card.region = hospital.province == hospital.city ? hospital.city : hospital.province + hospital.city;
    card.text = excerpt_of(hospital.introduction, kExcerptCharacters);
}

void fill(Card& card, const Drug& drug) {
    card.text = excerpt_of(drug.indications, kExcerptCharacters);
    card.classification = drug.classification;
    if (!drug.manufacturer.empty()) card.makers.push_back(drug.manufacturer);
}

void fill(Card& card, const Test& test) {
    card.text = excerpt_of(test.description, kExcerptCharacters);
}

void fill(Card& card, const Question& question, const Answer& answer, const Snapshot& snapshot) {
    if (!question.body.empty()) card.asked = excerpt_of(question.body, kExcerptCharacters);
    card.text = excerpt_of(answer.text, kExcerptCharacters);
    card.answered_by = {"", answer.doctor_name};
    card.answered_by_title = answer.doctor_title;
    card.answered_by_hospital = answer.doctor_hospital;
    const auto found = snapshot.corpus->find(answer.doctor_id);
    if (!found) return;
    const Record& record = snapshot.corpus->at(*found).record;
    const auto& doctor = std::get<Doctor>(record.body);
    card.answered_by = {record.head.id, doctor.name};
    if (!doctor.titles.empty()) card.answered_by_title = doctor.titles.front();
    card.answered_by_hospital = ref_of(snapshot, doctor.hospital_id).name;
}

RelationView relation_view(const Snapshot& snapshot, const Knowledge::Link& link) {
    const Relation& relation = snapshot.knowledge().at(link.relation);
    const Concept& other = snapshot.knowledge().at(link.other);
    const bool is_treatment = relation.predicate == Predicate::TreatedBy && other.id == relation.object;
    return {ref_of(other),
            other.kind,
            is_treatment ? treatment_group_of(other) : TreatmentGroup::None,
            relation.role,
            relation.curative,
            relation.routes,
            relation.setting,
            relation.evidence,
            relation.statement,
            refs_of(snapshot, relation.sources),
            relation.review,
            relation.trust,
            relation.mined_from};
}

/// Whether the path ends in a treatment of which its source says that it can cure.
bool says_curative(const Knowledge& knowledge, const Why& why) {
    const PathStep& last = why.path.back();
    if (last.step != name_of(Predicate::TreatedBy) || last.inverse) return false;
    const auto condition = knowledge.find(last.from_id);
    if (!condition) return false;
    return std::ranges::any_of(knowledge.outgoing(*condition, Predicate::TreatedBy), [&](const Knowledge::Link& link) {
        const Relation& relation = knowledge.at(link.relation);
        return knowledge.at(link.other).id == last.to_id && relation.curative && relation.trust == Trust::Curated;
    });
}

struct GroupKey {
    Predicate predicate;
    bool inverse;
};

constexpr std::array kGroupOrder{
    GroupKey{Predicate::IsA, false},
    GroupKey{Predicate::LocatedIn, false},
    GroupKey{Predicate::CausedBy, false},
    GroupKey{Predicate::HasSymptom, false},
    GroupKey{Predicate::HasSymptom, true},
    GroupKey{Predicate::DiagnosedBy, false},
    GroupKey{Predicate::DiagnosedBy, true},
    GroupKey{Predicate::TreatedBy, false},
    GroupKey{Predicate::NotTreatedBy, false},
    GroupKey{Predicate::TreatedBy, true},
    GroupKey{Predicate::NotTreatedBy, true},
    GroupKey{Predicate::ContraindicatedIn, false},
    GroupKey{Predicate::InteractsWith, false},
    GroupKey{Predicate::HasIngredient, false},
    GroupKey{Predicate::HasIngredient, true},
    GroupKey{Predicate::ManagedIn, false},
    GroupKey{Predicate::ManagedIn, true},
    GroupKey{Predicate::ComplicatedBy, false},
    GroupKey{Predicate::DiffersFrom, false},
    GroupKey{Predicate::OftenConfusedWith, false},
    GroupKey{Predicate::CausedBy, true},
    GroupKey{Predicate::ComplicatedBy, true},
    GroupKey{Predicate::RedFlagOf, false},
    GroupKey{Predicate::RedFlagOf, true},
    GroupKey{Predicate::ContraindicatedIn, true},
    GroupKey{Predicate::LocatedIn, true},
    GroupKey{Predicate::PartOf, false},
    GroupKey{Predicate::PartOf, true},
    GroupKey{Predicate::IsA, true},
};

}  // namespace

Ref ref_of(const Concept& named) {
    return {named.id, named.name};
}

Ref ref_of(const Snapshot& snapshot, std::string_view id) {
    if (const auto record = snapshot.corpus->find(id))
        return {std::string(id), name_of(snapshot.corpus->at(*record).record)};
    if (const auto found = snapshot.knowledge().find(id)) return ref_of(snapshot.knowledge().at(*found));
    if (const Source* source = snapshot.knowledge().find_source(id)) return {source->id, source->title};
    return {std::string(id), std::string(id)};
}

std::vector<Ref> refs_of(const Snapshot& snapshot, const std::vector<std::string>& ids) {
    std::vector<Ref> refs;
    for (const std::string& id : ids) refs.push_back(ref_of(snapshot, id));
    return refs;
}

Card card_of(const Snapshot& snapshot, RecordIndex index) {
    const AnnotatedRecord& record = snapshot.corpus->at(index);
    Card card;
    card.ref = {record.record.head.id, name_of(record.record)};
    card.trust = record.record.head.trust;
    card.fictitious = record.record.head.fictitious;
    if (const auto* article = std::get_if<Article>(&record.record.body)) fill(card, *article, record);
    if (const auto* doctor = std::get_if<Doctor>(&record.record.body)) fill(card, *doctor, snapshot);
    if (const auto* hospital = std::get_if<Hospital>(&record.record.body)) fill(card, *hospital);
    if (const auto* drug = std::get_if<Drug>(&record.record.body)) fill(card, *drug);
    if (const auto* test = std::get_if<Test>(&record.record.body)) fill(card, *test);
    const auto* question = std::get_if<Question>(&record.record.body);
    if (question && !question->answers.empty()) fill(card, *question, question->answers.front(), snapshot);
    return card;
}

std::optional<Card> answer_card_of(const Snapshot& snapshot, RecordIndex index, std::string_view doctor_id) {
    const auto* question = std::get_if<Question>(&snapshot.corpus->at(index).record.body);
    if (!question) return {};
    const auto own = std::ranges::find(question->answers, doctor_id, &Answer::doctor_id);
    if (own == question->answers.end()) return {};
    Card card = card_of(snapshot, index);
    fill(card, *question, *own, snapshot);
    return card;
}

Card card_of(const Snapshot& snapshot, ConceptIndex index) {
    const Concept& named = snapshot.knowledge().at(index);
    for (const RecordIndex page : snapshot.corpus->pages_of(index)) {
        Card card = card_of(snapshot, page);
        card.ref = ref_of(named);
        card.trust = std::max(card.trust, named.trust);
        return card;
    }
    Card card;
    card.ref = ref_of(named);
    card.trust = named.trust;
    if (named.summary) card.text = excerpt_of(named.summary->text, kExcerptCharacters);
    return card;
}

namespace {

/// The maker of a folded near-duplicate, each once.
void add_maker(const AnnotatedRecord& record, Card& card) {
    const auto* drug = std::get_if<Drug>(&record.record.body);
    if (!drug || drug->manufacturer.empty()) return;
    if (std::ranges::find(card.makers, drug->manufacturer) == card.makers.end())
        card.makers.push_back(drug->manufacturer);
}

}  // namespace

Card card_of(const Snapshot& snapshot, const Item& item) {
    const auto as_concept = snapshot.knowledge().find(item.id);
    Card card = as_concept ? card_of(snapshot, *as_concept) : card_of(snapshot, *snapshot.corpus->find(item.id));
    card.score = item.score;
    card.path_trust = item.trust;
    card.by_department_alone = item.by_department_alone;
    card.must_not_miss = item.must_not_miss;
    card.role = item.role;
    card.off_label = item.off_label;
    card.caution = item.caution;
    for (const Why& why : item.why) card.why.push_back(why_view_of(snapshot, why));
    card.curative =
        std::ranges::any_of(item.why, [&](const Why& why) { return says_curative(snapshot.knowledge(), why); });
    for (const std::string& also : item.also)
        if (const auto record = snapshot.corpus->find(also)) add_maker(snapshot.corpus->at(*record), card);
    return card;
}

void add_makers_of_duplicates(const Snapshot& snapshot, RecordIndex record, Card& card) {
    const std::string& key = snapshot.corpus->at(record).duplicate_key;
    for (const RecordIndex other : snapshot.corpus->maybe_duplicates(key))
        if (snapshot.corpus->at(other).duplicate_key == key) add_maker(snapshot.corpus->at(other), card);
}

WhyView why_view_of(const Snapshot& snapshot, const Why& why) {
    return {
        why.path,    refs_of(snapshot, why.sources), why.quote, ref_of(snapshot, why.quote_of), why.reviewed, why.trust,
        why.verbatim};
}

namespace {

/// Items among which what must not be missed is always on the page itself, even where the other cards are cut earlier.
constexpr std::size_t kDangerousLookedAt = 12;

/// Those of a panel that a heading of their own sets apart from the first ones. A common cause stays among the first,
/// dangerous or not: a stroke behind a weak arm.
bool is_set_apart(const Card& card) {
    return card.by_department_alone || (card.must_not_miss && card.score < kMainCause);
}

}  // namespace

std::vector<NamedTreatmentView> named_treatments_of(const Snapshot& snapshot, const Panels& panels) {
    std::vector<NamedTreatmentView> views;
    for (const NamedTreatment& each : panels.without_product) {
        views.push_back({ref_of(snapshot, each.id), ref_of(snapshot, each.subject_id), each.text, each.role,
                         each.routes, each.setting, each.statement, refs_of(snapshot, each.sources)});
    }
    return views;
}

std::vector<PanelView> panels_of(const Snapshot& snapshot, const PageContext& page, std::size_t limit,
                                 PanelSet curated_only) {
    RelateOptions options;
    const bool is_list = limit > 1;  // the first item alone is a way to the panel, and warns of nothing
    options.limit = is_list ? std::max(limit + 1, kDangerousLookedAt) : limit + 1;
    options.curated_only = curated_only;
    const Panels panels = relate(*snapshot.corpus, page, options);
    std::vector<PanelView> views;
    for (const Panel panel : kPanelOrder) {
        const auto& items = panels.of(panel);
        auto named = panel == Panel::Drugs ? named_treatments_of(snapshot, panels) : std::vector<NamedTreatmentView>();
        if (items.empty() && named.empty()) continue;
        PanelView view{panel, {}, items.size() > limit, std::move(named)};
        for (const Item& item : items) {
            if (view.cards.size() < limit || (is_list && item.must_not_miss))
                view.cards.push_back(card_of(snapshot, item));
        }
        std::stable_partition(view.cards.begin(), view.cards.end(), std::not_fn(is_set_apart));
        views.push_back(std::move(view));
    }
    return views;
}

namespace {

/// Whether the sign names a treatment and what comes after it: 打肉毒毒素后吞咽困难.
bool comes_after_treatment(const Snapshot& snapshot, std::string_view sign) {
    constexpr std::string_view kAfter = "后";
    for (const Mention& mention : snapshot.corpus->annotator().annotate(sign)) {
        const ConceptKind kind = snapshot.knowledge().at(mention.concept_index).kind;
        const bool is_treatment =
            kind == ConceptKind::Procedure || kind == ConceptKind::Substance || kind == ConceptKind::Class;
        if (is_treatment && sign.find(kAfter, mention.span.end) != std::string_view::npos) return true;
    }
    return false;
}

/// Gathers care cards, each once: those that come first stay first among equally pressing ones.
class CareCards {
  public:
    explicit CareCards(const Snapshot& snapshot) : snapshot_(snapshot) {}

    void add_dangers(std::string_view text, std::span<const Mention> mentions, Voice voice) {
        const Knowledge& knowledge = snapshot_.knowledge();
        for (const NamedDanger& danger : find_dangers(knowledge, text, mentions, voice)) add(danger);
    }

    /// The same for a text about `main`: what the cards of that speak of already needs no other card.
    void add_other_dangers(std::string_view text, std::span<const Mention> mentions, Voice voice,
                           const std::vector<MainConcept>& main) {
        const Knowledge& knowledge = snapshot_.knowledge();
        for (const NamedDanger& danger : find_dangers(knowledge, text, mentions, voice)) {
            const auto is_told = [&](ConceptIndex sign) { return has_sign(main, sign, danger.card->level); };
            if (!std::ranges::all_of(danger.signs, is_told)) add(danger);
        }
    }

    void add_about(const std::vector<MainConcept>& main) {
        for (const MainConcept& each : main) {
            if (each.weight < kMainShare * main.front().weight) continue;
            for (const auto& [card, of] : cards_about(snapshot_.knowledge(), each.concept_index))
                add(*card, of, of == each.concept_index ? std::nullopt : std::optional(each.concept_index));
        }
    }

    std::vector<CareCard> take() {
        std::ranges::stable_sort(cards_, &CareCard::comes_before);
        return std::move(cards_);
    }

  private:
    /// Whether a card of `main`, as pressing as `level` or more, has the concept or what it is a kind of as a sign.
    bool has_sign(const std::vector<MainConcept>& main, ConceptIndex named, CareLevel level) const {
        const Knowledge& knowledge = snapshot_.knowledge();
        const auto is_sign = [&](const Sign& sign) {
            const auto found = knowledge.find(sign.concept_id);
            return found && knowledge.is_kind_of(named, *found);
        };
        return std::ranges::any_of(main, [&](const MainConcept& each) {
            return std::ranges::any_of(cards_about(knowledge, each.concept_index), [&](const CardAbout& about) {
                return about.card->level <= level && std::ranges::any_of(about.card->signs, is_sign);
            });
        });
    }

    void add(const NamedDanger& danger) {
        add(*danger.card, *snapshot_.knowledge().find(danger.card->of), {});
        const auto card = std::ranges::find(
            cards_, danger.card->id, [](const CareCard& each) -> const std::string& { return each.red_flag.id; });
        if (!card->named.empty()) return;
        for (const ConceptIndex sign : danger.signs) card->named.push_back(ref_of(snapshot_.knowledge().at(sign)));
    }

    void add(const RedFlag& red_flag, ConceptIndex of, std::optional<ConceptIndex> kind) {
        const bool is_there =
            std::ranges::any_of(cards_, [&](const CareCard& card) { return card.red_flag.id == red_flag.id; });
        if (is_there) return;
        CareCard card{red_flag, ref_of(snapshot_.knowledge().at(of)), {}, refs_of(snapshot_, red_flag.sources)};
        if (kind) card.kind = ref_of(snapshot_.knowledge().at(*kind));
        card.after_treatment = std::ranges::all_of(
            red_flag.signs, [&](const Sign& sign) { return comes_after_treatment(snapshot_, sign.text); });
        cards_.push_back(std::move(card));
    }

    const Snapshot& snapshot_;
    std::vector<CareCard> cards_;
};

std::vector<Mention> mentions_in(const AnnotatedRecord& record, Field field) {
    std::vector<Mention> mentions;
    for (const FieldMention& each : record.mentions)
        if (each.field == field) mentions.push_back(each.mention);
    return mentions;
}

}  // namespace

std::vector<CareCard> care_cards_of(const Snapshot& snapshot, const std::vector<MainConcept>& main) {
    CareCards cards(snapshot);
    cards.add_about(main);
    return cards.take();
}

std::vector<CareCard> care_cards_of(const Snapshot& snapshot, const AnnotatedRecord& record) {
    CareCards cards(snapshot);
    const std::string_view body = record.text_of(Field::Body);
    cards.add_dangers(record.text_of(Field::Title), mentions_in(record, Field::Title), Voice::Message);
    if (record.record.kind() == RecordKind::Question) {
        cards.add_dangers(body, mentions_in(record, Field::Body), Voice::Message);
    } else {
        cards.add_other_dangers(body, mentions_in(record, Field::Body), Voice::Article, record.main);
    }
    cards.add_about(record.main);
    return cards.take();
}

std::vector<CareCard> care_cards_of_query(const Snapshot& snapshot, std::string_view query,
                                          std::optional<ConceptIndex> subject) {
    CareCards cards(snapshot);
    cards.add_dangers(query, snapshot.corpus->annotator().annotate(query), Voice::Message);
    if (subject) cards.add_about({{*subject, 1}});
    return cards.take();
}

std::vector<Ref> main_refs(const Snapshot& snapshot, const std::vector<MainConcept>& main) {
    std::vector<Ref> refs;
    for (const MainConcept& each : main) refs.push_back(ref_of(snapshot.knowledge().at(each.concept_index)));
    return refs;
}

std::vector<Ref> department_path(const Snapshot& snapshot, ConceptIndex department) {
    const Knowledge& knowledge = snapshot.knowledge();
    std::vector<Ref> path{ref_of(knowledge.at(department))};
    auto parents = knowledge.outgoing(department, Predicate::PartOf);
    // A store may hold what no pack may say, such as departments in a circle.
    while (!parents.empty() && path.size() <= kMaxDepth) {
        path.insert(path.begin(), ref_of(knowledge.at(parents.front().other)));
        parents = knowledge.outgoing(parents.front().other, Predicate::PartOf);
    }
    return path;
}

std::vector<Ref> breadcrumb_of(const Snapshot& snapshot, const std::vector<MainConcept>& main) {
    const Knowledge& knowledge = snapshot.knowledge();
    if (main.empty()) return {};
    const auto routes = routes_of(knowledge, Panel::Departments, main.front().concept_index);
    if (routes.empty()) return {};
    return department_path(snapshot, std::ranges::min_element(routes, {}, &Route::trust)->to);
}

std::vector<RelationGroup> relation_groups_of(const Snapshot& snapshot, ConceptIndex index) {
    const Knowledge& knowledge = snapshot.knowledge();
    std::vector<RelationGroup> groups;
    for (const auto& [predicate, inverse] : kGroupOrder) {
        const auto links = inverse ? knowledge.incoming(index, predicate) : knowledge.outgoing(index, predicate);
        if (links.empty()) continue;
        RelationGroup group{predicate, inverse, {}};
        for (const auto& link : links) {
            // What rests on nothing is a guard between two names, which tells a reader nothing.
            if (!knowledge.at(link.relation).sources.empty()) group.relations.push_back(relation_view(snapshot, link));
        }
        std::ranges::stable_sort(group.relations, {}, [](const RelationView& each) {
            return std::tuple(each.trust, each.role == Role::None, each.role, -static_cast<int>(each.evidence));
        });
        if (!group.relations.empty()) groups.push_back(std::move(group));
    }
    return groups;
}

}  // namespace xinglin
