#include "relate/constraints.h"

#include <algorithm>
#include <span>

#include "base/strings.h"
#include "relate/treatment.h"
#include "text/sentences.h"

namespace xinglin {
namespace {

/// A concept or one of the classes that it belongs to, and how far it is known to.
struct Member {
    ConceptIndex concept_index;
    Trust trust = Trust::Curated;
};

/// `item` and every class that it belongs to.
std::vector<Member> with_classes(const Knowledge& knowledge, ConceptIndex item) {
    std::vector<Member> all{{item}};
    for (const auto& ancestor : knowledge.ancestors(item)) {
        const auto is_imported = [&](RelationIndex step) { return knowledge.at(step).trust == Trust::Imported; };
        const bool imported = std::ranges::any_of(ancestor.path, is_imported);
        all.push_back({ancestor.concept_index, imported ? Trust::Imported : Trust::Curated});
    }
    return all;
}

std::vector<ConceptIndex> main_concepts_of(const PageContext& page) {
    std::vector<ConceptIndex> subjects;
    for (const MainConcept& main : page.main) subjects.push_back(main.concept_index);
    return subjects;
}

/// What the page is about, and what those whom it speaks of have besides.
std::vector<ConceptIndex> conditions_of(const PageContext& page) {
    std::vector<ConceptIndex> conditions = main_concepts_of(page);
    for (const ConceptIndex each : page.conditions) {
        if (std::ranges::find(conditions, each) == conditions.end()) conditions.push_back(each);
    }
    return conditions;
}

/// The population and those that it is a curated kind of: who nurses is of childbearing age too.
std::vector<ConceptIndex> with_kinds(const Knowledge& knowledge, ConceptIndex population) {
    std::vector<ConceptIndex> kinds;
    for (const Member& each : with_classes(knowledge, population)) {
        if (each.trust == Trust::Curated) kinds.push_back(each.concept_index);
    }
    return kinds;
}

/// Everything that a page says of its people: who they are and what they have, with the kinds of each.
std::vector<ConceptIndex> people_of(const Knowledge& knowledge, const PageContext& page) {
    std::vector<ConceptIndex> all;
    for (const auto& each : {page.populations, conditions_of(page)}) {
        for (const ConceptIndex one : each) {
            const auto kinds = with_kinds(knowledge, one);
            all.insert(all.end(), kinds.begin(), kinds.end());
        }
    }
    return all;
}

const Relation* find_relation(const Knowledge& knowledge, ConceptIndex subject, Predicate predicate,
                              ConceptIndex object) {
    for (const auto& link : knowledge.outgoing(subject, predicate)) {
        if (link.other == object) return &knowledge.at(link.relation);
    }
    return nullptr;
}

std::string said_by(const Knowledge& knowledge, const Relation& relation) {
    const Source* source = knowledge.find_source(relation.sources.front());
    return source ? "（" + source->title + "）" : std::string{};
}

/// Whether curated knowledge says that `treatment`, or a class that it belongs to, treats a subject of the page.
bool is_curated_treatment(const Knowledge& knowledge, const PageContext& page, const std::vector<Member>& treatment) {
    return std::ranges::any_of(treatment, [&](const Member& each) {
        return each.trust == Trust::Curated && std::ranges::any_of(main_concepts_of(page), [&](ConceptIndex subject) {
                   const Relation* yes = find_relation(knowledge, subject, Predicate::TreatedBy, each.concept_index);
                   return yes && yes->trust == Trust::Curated;
               });
    });
}

std::string names_of(const Knowledge& knowledge, std::span<const ConceptIndex> concepts) {
    constexpr std::size_t kNamed = 3;
    std::vector<std::string> names;
    for (const ConceptIndex each : concepts.first(std::min(kNamed, concepts.size()))) {
        names.push_back(knowledge.at(each).name);
    }
    return join(names, "、") + (concepts.size() > kNamed ? "等" : "");
}

/// A doctor of the right department who says that they do something else.
std::optional<Objection> objection_to_field(const Corpus& corpus, const PageContext& page, RecordIndex doctor) {
    const DoctorField field(corpus, page);
    const auto foreign = field.foreign_words(doctor);
    if (foreign.empty()) return {};
    return Objection{"other-field", "自述擅长的是" + names_of(corpus.knowledge(), foreign) +
                                        "，不属于本页主题所在的科室（" + names_of(corpus.knowledge(), field.of_page()) +
                                        "）。"};
}

std::optional<Objection> objection_to_people(const Knowledge& knowledge, const PageContext& page,
                                             const Constraints& item) {
    const auto why = conflict(constraints_of(knowledge, page), item);
    if (!why) return {};
    return Objection{"constraint", "与本页所谈的人群不符：" + *why + "。"};
}

/// Whether everybody of `one` is of `other` too, as far as their ages say: 12岁以下儿童 are 儿童.
bool is_among(const Constraints& one, const Constraints& other) {
    if (other.sex || other.pregnancy || (!other.min_age_years && !other.max_age_years)) return false;
    const bool is_old_enough = !other.min_age_years || one.min_age_years.value_or(0) >= *other.min_age_years;
    const bool is_young_enough =
        !other.max_age_years || (one.max_age_years && *one.max_age_years <= *other.max_age_years);
    return is_old_enough && is_young_enough;
}

/// The relation that says to use the treatment, or a class that it belongs to, only with care in somebody of `people`.
const Relation* find_caution(const Knowledge& knowledge, std::span<const ConceptIndex> people, ConceptIndex treatment) {
    for (const Member& each : with_classes(knowledge, treatment)) {
        if (each.trust == Trust::Imported) continue;
        for (const auto& link : knowledge.outgoing(each.concept_index, Predicate::ContraindicatedIn)) {
            const Relation& relation = knowledge.at(link.relation);
            const bool is_caution = relation.role == Role::Occasional && relation.trust == Trust::Curated;
            if (is_caution && std::ranges::find(people, link.other) != people.end()) return &relation;
        }
    }
    return nullptr;
}

const Relation* find_caution(const Corpus& corpus, std::span<const ConceptIndex> people, RecordIndex drug) {
    for (const MainConcept& substance : corpus.at(drug).main) {
        if (const Relation* found = find_caution(corpus.knowledge(), people, substance.concept_index)) return found;
    }
    return nullptr;
}

std::string caution_text(const Knowledge& knowledge, const Relation& caution) {
    const Concept& whom = knowledge.at(*knowledge.find(caution.object));
    const bool is_population = whom.kind == ConceptKind::Population;
    if (!caution.statement.empty()) return whom.name + "：" + caution.statement;
    return whom.name + (is_population ? "慎用。" : "者慎用。");
}

/// The sentence of the label that names somebody, "" when it is not found again.
std::string label_sentence(const Corpus& corpus, RecordIndex record, ConceptIndex whom) {
    const auto& drug = std::get<Drug>(corpus.at(record).record.body);
    for (const std::string* text : {&drug.contraindications, &drug.cautions}) {
        const auto sentences = sentences_of(*text);
        for (const Mention& mention : corpus.annotator().annotate(*text)) {
            // 重度肾功能不全 stands as 严重肝肾功能不全 there.
            if (mention.negated || !corpus.knowledge().is_kind_of(whom, mention.concept_index)) continue;
            return excerpt_of(slice(*text, sentence_at(sentences, mention.span.begin).span), 60);
        }
    }
    return {};
}

std::string forbidden_by_label(const Corpus& corpus, RecordIndex record, ConceptIndex whom) {
    const std::string sentence = label_sentence(corpus, record, whom);
    if (!sentence.empty()) return "说明书写明：“" + sentence + "”";
    const Concept& named = corpus.knowledge().at(whom);
    return "说明书写明" + named.name + (named.kind == ConceptKind::Population ? "禁用。" : "患者禁用。");
}

/// Somebody whose drug reaches another: a mother, or who is to be one.
bool is_mother(const Constraints& whom) {
    return whom.sex == Sex::Female && !whom.max_age_years;
}

/// What the product's own label says of one of the page's populations. For a child unborn or at the breast a warning
/// removes as well, and so does silence; unless curated knowledge says with what care the drug may be given.
std::optional<Objection> objection_of_label(const Corpus& corpus, ConceptIndex population, RecordIndex record) {
    const Knowledge& knowledge = corpus.knowledge();
    const AnnotatedRecord& item = corpus.at(record);
    const Constraints& whom = knowledge.at(population).constraints;
    const auto kinds = with_kinds(knowledge, population);
    const auto speaks_of = [&](ConceptIndex named) {
        return std::ranges::find(kinds, named) != kinds.end() || is_among(whom, knowledge.at(named).constraints);
    };
    const auto forbidden = std::ranges::find_if(item.forbidden, speaks_of);
    if (forbidden != item.forbidden.end())
        return Objection{"contraindicated", forbidden_by_label(corpus, record, *forbidden)};
    if (!is_mother(whom) || find_caution(corpus, kinds, record)) return {};
    const auto warned = std::ranges::find_if(item.warned, speaks_of);
    if (warned != item.warned.end())
        return Objection{"caution", "说明书提示" + knowledge.at(*warned).name + "慎用，能否使用由医生决定。"};
    if (std::ranges::none_of(item.spoken_of, speaks_of))
        return Objection{"caution", "说明书没有写明" + knowledge.at(population).name + "能否使用，由医生决定。"};
    return {};
}

/// What the product's own label forbids to the page's people.
std::optional<Objection> objection_of_label(const Corpus& corpus, const PageContext& page, RecordIndex record) {
    const Knowledge& knowledge = corpus.knowledge();
    const AnnotatedRecord& item = corpus.at(record);
    for (const ConceptIndex population : page.populations) {
        if (auto objection = objection_of_label(corpus, population, record)) return objection;
    }
    const Constraints page_people = constraints_of(knowledge, page);
    for (const ConceptIndex named : item.forbidden) {
        const Concept& whom = knowledge.at(named);
        // A disease of small children is one of children under twelve, of whom the label speaks.
        if (whom.kind == ConceptKind::Population && is_among(page_people, whom.constraints))
            return Objection{"contraindicated", forbidden_by_label(corpus, record, named)};
    }
    for (const MainConcept& subject : page.main) {
        if (!speaks_of_special_people(knowledge, page)) break;
        const bool is_treatment = fit_of(corpus, record, subject.concept_index).fit != DrugFit::NoRelation;
        if (is_treatment && is_off_label(corpus, record, subject.concept_index))
            return Objection{"caution", "说明书未列此用途，本页所谈的人群能否使用由医生决定。"};
    }
    for (const ConceptIndex condition : conditions_of(page)) {
        const auto speaks_of = [&](ConceptIndex named) { return knowledge.is_kind_of(condition, named); };
        const auto forbidden = std::ranges::find_if(item.forbidden, speaks_of);
        if (forbidden == item.forbidden.end()) continue;
        // What curated knowledge gives for it, a label does not take away: it may mean one form of it (偏瘫型偏头痛).
        if (fit_of(corpus, record, condition).fit == DrugFit::NoRelation)
            return Objection{"contraindicated", forbidden_by_label(corpus, record, *forbidden)};
    }
    return {};
}

}  // namespace

/// A treatment against which the knowledge speaks: not for this condition, or forbidden to these people. An objection
/// that nobody has reviewed removes too, because a wrongly missing item does less harm than a wrongly shown one; but
/// it does not overrule curated knowledge that says the opposite of the same condition.
std::optional<Objection> objection_to_treatment(const Knowledge& knowledge, const PageContext& page,
                                                ConceptIndex treatment) {
    const auto members = with_classes(knowledge, treatment);
    const bool is_known_to_treat = is_curated_treatment(knowledge, page, members);
    const auto name = [&](const Member& member) { return knowledge.at(member.concept_index).name; };
    for (const Member& each : members) {
        for (const ConceptIndex subject : conditions_of(page)) {
            for (const Member& broader : with_classes(knowledge, subject)) {
                const auto stands = [&](const Relation* no) {
                    return no &&
                           (!is_known_to_treat || std::max({no->trust, each.trust, broader.trust}) == Trust::Curated);
                };
                const ConceptIndex one = broader.concept_index;
                const Relation* no = find_relation(knowledge, one, Predicate::NotTreatedBy, each.concept_index);
                if (stands(no)) {
                    return Objection{"negative-relation",
                                     name(broader) + "不用" + name(each) + "治疗" + said_by(knowledge, *no) + "。"};
                }
                no = find_relation(knowledge, each.concept_index, Predicate::ContraindicatedIn, one);
                if (stands(no) && no->role != Role::Occasional) {
                    return Objection{"contraindicated",
                                     name(each) + "禁用于" + name(broader) + said_by(knowledge, *no) + "。"};
                }
            }
        }
        for (const ConceptIndex population : page.populations) {
            for (const ConceptIndex kind : with_kinds(knowledge, population)) {
                const Relation* no = find_relation(knowledge, each.concept_index, Predicate::ContraindicatedIn, kind);
                if (no && no->role != Role::Occasional) {
                    return Objection{"contraindicated",
                                     name(each) + "禁用于" + knowledge.at(kind).name + said_by(knowledge, *no) + "。"};
                }
            }
        }
    }
    return {};
}

std::string caution_on(const Knowledge& knowledge, const PageContext& page, ConceptIndex item) {
    const auto people = people_of(knowledge, page);
    const Relation* caution = people.empty() ? nullptr : find_caution(knowledge, people, item);
    return caution ? caution_text(knowledge, *caution) : std::string();
}

std::string caution_on(const Corpus& corpus, const PageContext& page, RecordIndex drug) {
    const Knowledge& knowledge = corpus.knowledge();
    const auto people = people_of(knowledge, page);
    if (const Relation* caution = find_caution(corpus, people, drug)) return caution_text(knowledge, *caution);
    const auto& warned = corpus.at(drug).warned;
    const auto is_named = [&](ConceptIndex one) { return std::ranges::find(warned, one) != warned.end(); };
    const auto whom = std::ranges::find_if(people, is_named);
    if (whom == people.end()) return {};
    const std::string sentence = label_sentence(corpus, drug, *whom);
    return sentence.empty() ? "说明书提示" + knowledge.at(*whom).name + "慎用。" : "说明书：" + sentence;
}

Constraints constraints_of(const Knowledge& knowledge, const PageContext& page) {
    Constraints all;
    for (const MainConcept& main : page.main) all = both(all, knowledge.at(main.concept_index).constraints);
    for (const ConceptIndex population : page.populations) all = both(all, knowledge.at(population).constraints);
    // Who has 前列腺增生 is a man, whatever the page is about; ages and pregnancies of a disease bind nobody else's.
    for (const ConceptIndex condition : page.conditions) {
        Constraints sex;
        sex.sex = knowledge.at(condition).constraints.sex;
        all = both(all, sex);
    }
    return all;
}

std::optional<Objection> objection_to(const Corpus& corpus, const PageContext& page, RecordIndex record) {
    const Knowledge& knowledge = corpus.knowledge();
    const AnnotatedRecord& item = corpus.at(record);
    if (has_error(item.findings)) {
        const auto worst = std::ranges::find(item.findings, Severity::Error, &Finding::severity);
        return Objection{"contradicts-knowledge", worst->message};
    }
    if (item.record.kind() == RecordKind::Drug) {
        for (const MainConcept& substance : item.main) {
            if (auto objection = objection_to_treatment(knowledge, page, substance.concept_index)) return objection;
        }
        if (auto objection = objection_of_label(corpus, page, record)) return objection;
    }
    if (item.record.kind() == RecordKind::Doctor) {
        if (auto objection = objection_to_field(corpus, page, record)) return objection;
    }
    return objection_to_people(knowledge, page, item.constraints);
}

std::optional<Objection> objection_to_expertise(const Corpus& corpus, const PageContext& page, RecordIndex doctor) {
    const auto others = DoctorField(corpus, page).other_expertise(doctor);
    if (others.empty()) return {};
    return Objection{"other-expertise", "自述擅长的是" + names_of(corpus.knowledge(), others) +
                                            "，没有提到本页主题，不只凭所在科室列出。"};
}

Objections::Objections(const Corpus& corpus, const PageContext& page)
    : corpus_(corpus),
      page_(page),
      constraints_(constraints_of(corpus.knowledge(), page)),
      people_(people_of(corpus.knowledge(), page)),
      special_people_(speaks_of_special_people(corpus.knowledge(), page)),
      field_(corpus, page) {
    if (const auto self = corpus.find(page.record_id)) itself_.push_back(*self);
    for (const RecordIndex record : corpus.maybe_duplicates(page.duplicate_key)) {
        if (corpus.at(record).duplicate_key == page.duplicate_key) itself_.push_back(record);
    }
}

bool Objections::remove(RecordIndex record) const {
    const Corpus::Traits& traits = corpus_.traits(record);
    if (traits.contradicts || std::ranges::find(itself_, record) != itself_.end()) return true;
    if (traits.constrained && !constraints_.empty() && conflict(constraints_, corpus_.at(record).constraints))
        return true;
    if (traits.kind == RecordKind::Doctor) return !field_.foreign_words(record).empty();
    if (traits.kind != RecordKind::Drug) return false;
    const auto is_removed = [&](const MainConcept& substance) { return removes(substance.concept_index); };
    if ((traits.warns || special_people_) && objection_of_label(corpus_, page_, record)) return true;
    return std::ranges::any_of(corpus_.at(record).main, is_removed);
}

bool Objections::asks_for_care(RecordIndex drug) const {
    if (people_.empty()) return false;
    const auto& warned = corpus_.at(drug).warned;
    const auto is_warned = [&](ConceptIndex one) { return std::ranges::find(warned, one) != warned.end(); };
    return (corpus_.traits(drug).warns && std::ranges::any_of(people_, is_warned)) ||
           find_caution(corpus_, people_, drug) != nullptr;
}

bool Objections::removes(ConceptIndex substance) const {
    const auto [known, is_new] = substances_.try_emplace(substance.value, false);
    if (is_new) known->second = objection_to_treatment(corpus_.knowledge(), page_, substance).has_value();
    return known->second;
}

std::optional<Objection> objection_to(const Knowledge& knowledge, const PageContext& page, ConceptIndex item) {
    const Concept& named = knowledge.at(item);
    if (named.kind == ConceptKind::Procedure || named.kind == ConceptKind::Test) {
        if (auto objection = objection_to_treatment(knowledge, page, item)) return objection;
    }
    return objection_to_people(knowledge, page, named.constraints);
}

}  // namespace xinglin
