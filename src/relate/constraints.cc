#include "relate/constraints.h"

#include <algorithm>
#include <span>

#include "base/strings.h"
#include "relate/treatment.h"

namespace xinglin {
namespace {

std::string_view name_in_chinese(Sex sex) {
    switch (sex) {
        case Sex::Female:
            return "女性";
        case Sex::Male:
            return "男性";
    }
    return "";
}

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
    if (foreign.empty()) {
        const auto others = field.other_expertise(doctor);
        if (others.empty()) return {};
        return Objection{"other-expertise", "自述擅长的是" + names_of(corpus.knowledge(), others) +
                                                "，没有提到本页主题；同科里有更对口的医生，或直接按科室就诊。"};
    }
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

/// What the product's own label forbids, or, for a child unborn or at the breast, warns of.
std::optional<Objection> objection_of_label(const Corpus& corpus, const PageContext& page, RecordIndex record) {
    const Knowledge& knowledge = corpus.knowledge();
    const AnnotatedRecord& item = corpus.at(record);
    for (const ConceptIndex population : page.populations) {
        const Constraints& whom = knowledge.at(population).constraints;
        const auto speaks_of = [&](ConceptIndex named) {
            return named == population || is_among(whom, knowledge.at(named).constraints);
        };
        const std::string& name = knowledge.at(population).name;
        if (std::ranges::any_of(item.forbidden, speaks_of))
            return Objection{"contraindicated", "说明书写明" + name + "禁用。"};
        // Old people are warned of everywhere; a mother's drug reaches somebody else.
        if (whom.sex == Sex::Female && std::ranges::any_of(item.warned, speaks_of))
            return Objection{"caution", "说明书提示" + name + "慎用，能否使用由医生决定。"};
    }
    const Constraints page_people = constraints_of(knowledge, page);
    for (const ConceptIndex named : item.forbidden) {
        const Concept& whom = knowledge.at(named);
        // A disease of small children is one of children under twelve, of whom the label speaks.
        if (whom.kind == ConceptKind::Population && is_among(page_people, whom.constraints))
            return Objection{"contraindicated", "说明书写明" + whom.name + "禁用。"};
    }
    for (const MainConcept& subject : page.main) {
        if (!speaks_of_special_people(knowledge, page)) break;
        const bool is_treatment = fit_of(corpus, record, subject.concept_index).fit != DrugFit::NoRelation;
        if (is_treatment && is_off_label(corpus, record, subject.concept_index))
            return Objection{"caution", "说明书未列此用途，本页所谈的人群能否使用由医生决定。"};
    }
    for (const ConceptIndex condition : conditions_of(page)) {
        const auto speaks_of = [&](ConceptIndex named) { return knowledge.is_kind_of(condition, named); };
        if (!std::ranges::any_of(item.forbidden, speaks_of)) continue;
        // What curated knowledge gives for it, a label does not take away: it may mean one form of it (偏瘫型偏头痛).
        if (fit_of(corpus, record, condition).fit == DrugFit::NoRelation)
            return Objection{"contraindicated", "说明书写明" + knowledge.at(condition).name + "患者禁用。"};
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
                if (stands(no)) {
                    return Objection{"contraindicated",
                                     name(each) + "禁用于" + name(broader) + said_by(knowledge, *no) + "。"};
                }
            }
        }
        for (const ConceptIndex population : page.populations) {
            const Relation* no = find_relation(knowledge, each.concept_index, Predicate::ContraindicatedIn, population);
            if (no) {
                return Objection{"contraindicated", name(each) + "禁用于" + knowledge.at(population).name +
                                                        said_by(knowledge, *no) + "。"};
            }
        }
    }
    return {};
}

Constraints both(Constraints one, const Constraints& other) {
    if (!one.sex) one.sex = other.sex;
    if (!one.pregnancy) one.pregnancy = other.pregnancy;
    if (other.min_age_years) one.min_age_years = std::max(one.min_age_years.value_or(0), *other.min_age_years);
    if (other.max_age_years) one.max_age_years = std::min(one.max_age_years.value_or(200), *other.max_age_years);
    return one;
}

std::optional<std::string> conflict(const Constraints& one, const Constraints& other) {
    if (one.sex && other.sex && *one.sex != *other.sex) {
        return "一方限" + std::string(name_in_chinese(*one.sex)) + "，一方限" +
               std::string(name_in_chinese(*other.sex));
    }
    const auto above = [](const Constraints& old, const Constraints& young) {
        return old.min_age_years && young.max_age_years && *old.min_age_years > *young.max_age_years;
    };
    if (above(one, other) || above(other, one)) {
        const Constraints& old = above(one, other) ? one : other;
        const Constraints& young = above(one, other) ? other : one;
        return "一方限" + std::to_string(*old.min_age_years) + "岁及以上，一方限" +
               std::to_string(*young.max_age_years) + "岁及以下";
    }
    if (one.pregnancy && other.pregnancy && *one.pregnancy != *other.pregnancy)
        return "一方只涉及妊娠期，一方不涉及妊娠期";
    const auto pregnant_man = [](const Constraints& a, const Constraints& b) {
        return a.pregnancy == PregnancyRule::Only && b.sex == Sex::Male;
    };
    if (pregnant_man(one, other) || pregnant_man(other, one)) return "一方只涉及妊娠期，一方限男性";
    return {};
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

Objections::Objections(const Corpus& corpus, const PageContext& page)
    : corpus_(corpus),
      page_(page),
      constraints_(constraints_of(corpus.knowledge(), page)),
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

bool Objections::removes(ConceptIndex substance) const {
    const auto [known, is_new] = substances_.try_emplace(substance.value, false);
    if (is_new) known->second = objection_to_treatment(corpus_.knowledge(), page_, substance).has_value();
    return known->second;
}

std::optional<Objection> objection_to(const Knowledge& knowledge, const PageContext& page, ConceptIndex item) {
    const Concept& named = knowledge.at(item);
    if (named.kind == ConceptKind::Procedure) {
        if (auto objection = objection_to_treatment(knowledge, page, item)) return objection;
    }
    return objection_to_people(knowledge, page, named.constraints);
}

}  // namespace xinglin
