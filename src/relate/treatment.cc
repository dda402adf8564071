#include "relate/treatment.h"

#include <algorithm>

#include "relate/constraints.h"
#include "relate/why.h"
#include "text/sentences.h"

namespace xinglin {
namespace {

bool is_drug(ConceptKind kind) {
    return kind == ConceptKind::Substance || kind == ConceptKind::Class;
}

/// The curated relations that say with which drugs the subject is treated.
std::vector<Knowledge::Link> drug_treatments(const Knowledge& knowledge, ConceptIndex subject) {
    std::vector<Knowledge::Link> links;
    for (const auto& link : knowledge.outgoing(subject, Predicate::TreatedBy)) {
        const bool is_curated = knowledge.at(link.relation).trust == Trust::Curated;
        if (is_curated && is_drug(knowledge.at(link.other).kind)) links.push_back(link);
    }
    return links;
}

bool has_ingredient(const Knowledge& knowledge, ConceptIndex whole, ConceptIndex part) {
    return std::ranges::any_of(knowledge.outgoing(whole, Predicate::HasIngredient),
                               [&](const Knowledge::Link& link) { return link.other == part; });
}

/// Whether a drug with this substance is one with `named`, a substance or class.
bool is_of(const Knowledge& knowledge, ConceptIndex substance, ConceptIndex named) {
    return knowledge.is_kind_of(substance, named) || has_ingredient(knowledge, substance, named) ||
           has_ingredient(knowledge, named, substance);
}

/// Products with a substance, or with one of the members of a class, each once.
std::vector<RecordIndex> products_of(const Corpus& corpus, ConceptIndex named) {
    const Knowledge& knowledge = corpus.knowledge();
    std::vector<ConceptIndex> substances{named};
    for (const ConceptIndex member : knowledge.descendants(named)) substances.push_back(member);
    for (const auto& link : knowledge.incoming(named, Predicate::HasIngredient)) substances.push_back(link.other);
    std::vector<RecordIndex> products;
    for (const ConceptIndex each : substances) {
        for (const Corpus::About& about : corpus.about(RecordKind::Drug, each)) products.push_back(about.record);
    }
    std::ranges::sort(products);
    products.erase(std::unique(products.begin(), products.end()), products.end());
    return products;
}

bool has_product(const Corpus& corpus, ConceptIndex subject, const Knowledge::Link& treatment) {
    const bool is_class = corpus.knowledge().at(treatment.other).kind == ConceptKind::Class;
    return std::ranges::any_of(products_of(corpus, treatment.other), [&](RecordIndex product) {
        if (is_class && !label_follows_class(corpus, product, subject)) return false;
        return agrees(corpus.traits(product).routes, corpus.knowledge().at(treatment.relation));
    });
}

/// Whether the text of a label has the name or a sure alias of the concept, read or not.
bool has_name_in(const Concept& named, std::string_view text) {
    const auto is_there = [&](std::string_view name) { return text.find(name) != std::string_view::npos; };
    return is_there(named.name) || std::ranges::any_of(named.aliases, [&](const Alias& alias) {
               return alias.use == AliasUse::Alone && is_there(alias.text);
           });
}

NamedTreatment named_treatment(const Corpus& corpus, ConceptIndex subject, const Knowledge::Link& link) {
    const Knowledge& knowledge = corpus.knowledge();
    const Relation& relation = knowledge.at(link.relation);
    const Concept& named = knowledge.at(link.other);
    NamedTreatment made{named.id,
                        named.name,
                        knowledge.at(subject).id,
                        relation.role,
                        relation.routes,
                        relation.setting,
                        relation.sources,
                        sentence_of(knowledge, relation),
                        {}};
    made.is_drug = is_drug(named.kind);
    made.has_other_product = made.is_drug && !products_of(corpus, link.other).empty();
    made.text = text_of(made);
    return made;
}

bool comes_first(Role role) {
    return role == Role::FirstLine || role == Role::None;
}

}  // namespace

bool agrees(Administrations product, const Relation& treatment) {
    if (!treatment.routes.empty()) return !(product & treatment.routes).empty();
    return product.empty() || !(product & kSystemic).empty();
}

std::optional<LabelUse> named_on_label(const Corpus& corpus, RecordIndex drug, ConceptIndex subject) {
    const Knowledge& knowledge = corpus.knowledge();
    std::optional<LabelUse> strongest;
    for (const FieldMention& found : corpus.at(drug).mentions) {
        if (found.field != Field::Indications || found.mention.negated) continue;
        const ConceptIndex named = found.mention.concept_index;
        if (!knowledge.is_kind_of(subject, named) && !knowledge.is_kind_of(named, subject)) continue;
        strongest = std::min(strongest.value_or(found.use), found.use);
    }
    return strongest;
}

bool is_off_label(const Corpus& corpus, RecordIndex drug, ConceptIndex subject) {
    const std::string_view indications = corpus.at(drug).text_of(Field::Indications);
    // What was cut may go on with the use, and what is not there says nothing.
    if (indications.empty() || is_cut(indications)) return false;
    const auto use = named_on_label(corpus, drug, subject);
    if (use && *use != LabelUse::NotUsed) return false;
    return use || !has_name_in(corpus.knowledge().at(subject), indications);
}

bool label_follows_class(const Corpus& corpus, RecordIndex drug, ConceptIndex subject) {
    return !corpus.at(drug).text_of(Field::Indications).empty() && !is_off_label(corpus, drug, subject);
}

FoundFit fit_of(const Corpus& corpus, RecordIndex drug, ConceptIndex subject) {
    const Knowledge& knowledge = corpus.knowledge();
    FoundFit found;
    for (const auto& link : drug_treatments(knowledge, subject)) {
        const Relation& treatment = knowledge.at(link.relation);
        for (const MainConcept& substance : corpus.at(drug).main) {
            if (!is_of(knowledge, substance.concept_index, link.other)) continue;
            const bool is_class = knowledge.at(link.other).kind == ConceptKind::Class;
            if (is_class && !label_follows_class(corpus, drug, subject)) continue;
            if (!agrees(corpus.traits(drug).routes, treatment)) {
                if (found.fit == DrugFit::NoRelation) found = {DrugFit::OtherRoute, &treatment};
                continue;
            }
            if (substance.weight >= 1 || lets_compound_in(corpus, drug, subject)) return {DrugFit::Fits, &treatment};
            found = {DrugFit::Compound, &treatment};
        }
    }
    return found;
}

bool lets_compound_in(const Corpus& corpus, RecordIndex drug, ConceptIndex subject) {
    const auto use = named_on_label(corpus, drug, subject);
    return use && *use <= LabelUse::Adjunct;
}

bool has_foreign_route(const Corpus& corpus, RecordIndex drug, ConceptIndex subject) {
    const FoundFit found = fit_of(corpus, drug, subject);
    if (found.fit != DrugFit::NoRelation) return found.fit == DrugFit::OtherRoute;
    Administrations used;
    for (const auto& link : drug_treatments(corpus.knowledge(), subject)) {
        const Administrations routes = corpus.knowledge().at(link.relation).routes;
        if (routes.empty()) return false;
        used = used | routes;
    }
    return !used.empty() && (used & corpus.traits(drug).routes).empty();
}

bool speaks_of_special_people(const Knowledge& knowledge, const PageContext& page) {
    if (page.main.empty()) return false;
    const Constraints& subject = knowledge.at(page.main.front().concept_index).constraints;
    return std::ranges::any_of(page.populations, [&](ConceptIndex population) {
        const Constraints& whom = knowledge.at(population).constraints;
        // A disease of pregnancy is treated in the pregnant.
        const bool is_mother =
            whom.sex == Sex::Female && !whom.max_age_years && subject.pregnancy != PregnancyRule::Only;
        const bool is_child = whom.max_age_years && !whom.sex && !subject.max_age_years;
        return is_mother || is_child;
    });
}

std::vector<PageSubject> drug_subjects_of(const Knowledge& knowledge, const PageContext& page) {
    const auto subjects = subjects_of(page);
    const auto kind = [&](const PageSubject& subject) { return knowledge.at(subject.concept_index).kind; };
    const bool has_condition =
        std::ranges::any_of(subjects, [&](const PageSubject& each) { return kind(each) == ConceptKind::Condition; });
    std::vector<PageSubject> kept;
    for (const PageSubject& each : subjects) {
        if ((has_condition || page.in_danger) && kind(each) == ConceptKind::Symptom) continue;
        const auto is_its_kind = [&](const PageSubject& heavier) {
            return heavier.concept_index != each.concept_index &&
                   knowledge.is_kind_of(heavier.concept_index, each.concept_index);
        };
        if (std::ranges::none_of(kept, is_its_kind)) kept.push_back(each);
    }
    return kept;
}

std::vector<NamedTreatment> without_product(const Corpus& corpus, const PageContext& page, bool adjuncts_alone) {
    const Knowledge& knowledge = corpus.knowledge();
    const bool is_special = speaks_of_special_people(knowledge, page);
    std::vector<NamedTreatment> first;
    std::vector<NamedTreatment> others;
    std::vector<NamedTreatment> procedures;
    const auto add = [&](std::vector<NamedTreatment>& list, ConceptIndex subject, const Knowledge::Link& link) {
        const auto same = [&](const NamedTreatment& each) { return each.id == knowledge.at(link.other).id; };
        if (std::ranges::any_of(list, same)) return;
        const std::string caution = caution_on(knowledge, page, link.other);
        if (is_special && caution.empty()) return;
        list.push_back(named_treatment(corpus, subject, link));
        if (!caution.empty()) list.back().text += "。" + caution;
    };
    for (const PageSubject& subject : drug_subjects_of(knowledge, page)) {
        for (const auto& link : knowledge.outgoing(subject.concept_index, Predicate::TreatedBy)) {
            const Relation& relation = knowledge.at(link.relation);
            if (relation.trust == Trust::Imported || relation.role == Role::Adjunct) continue;
            if (objection_to_treatment(knowledge, page, link.other)) continue;
            if (!is_drug(knowledge.at(link.other).kind)) {
                if (comes_first(relation.role)) add(procedures, subject.concept_index, link);
            } else if (!has_product(corpus, subject.concept_index, link)) {
                add(comes_first(relation.role) ? first : others, subject.concept_index, link);
            }
        }
    }
    if (!first.empty() || is_special || !adjuncts_alone) return first;
    return others.empty() ? procedures : others;
}

std::optional<Objection> objection_to_fit(const Corpus& corpus, const PageContext& page, RecordIndex drug) {
    const Knowledge& knowledge = corpus.knowledge();
    const auto source_of = [&](const Relation& relation) {
        const Source* source = knowledge.find_source(relation.sources.front());
        return source ? "（" + source->title + "）" : std::string();
    };
    for (const PageSubject& subject : drug_subjects_of(knowledge, page)) {
        const FoundFit found = fit_of(corpus, drug, subject.concept_index);
        if (found.fit == DrugFit::NoRelation || found.fit == DrugFit::Fits) continue;
        const std::string& disease = knowledge.at(subject.concept_index).name;
        const std::string& named = knowledge.at(*knowledge.find(found.treatment->object)).name;
        const Administrations routes = corpus.traits(drug).routes;
        if (found.fit == DrugFit::OtherRoute) {
            const std::string asked = found.treatment->routes.empty() ? "全身用药" : words_for(found.treatment->routes);
            const std::string has = routes.empty() ? "剂型不明" : "是" + words_for(routes) + "的剂型";
            return Objection{"route", named + "用于" + disease + "时为" + asked + source_of(*found.treatment) +
                                          "，本品" + has + "，给药途径不符。"};
        }
        return Objection{"compound", "本品是复方，含" + named + "，但说明书所列适应证中没有" + disease + "。"};
    }
    return {};
}

std::vector<Withheld> unfit(const Corpus& corpus, const PageContext& page) {
    const Knowledge& knowledge = corpus.knowledge();
    std::vector<RecordIndex> candidates;
    for (const PageSubject& subject : drug_subjects_of(knowledge, page)) {
        for (const auto& link : drug_treatments(knowledge, subject.concept_index)) {
            const auto products = products_of(corpus, link.other);
            candidates.insert(candidates.end(), products.begin(), products.end());
        }
    }
    std::ranges::sort(candidates);
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    std::vector<Withheld> withheld;
    for (const RecordIndex drug : candidates) {
        const auto objection = objection_to_fit(corpus, page, drug);
        if (!objection) continue;
        const AnnotatedRecord& record = corpus.at(drug);
        withheld.push_back(
            {record.record.head.id, name_of(record.record), Panel::Drugs, {}, objection->rule, objection->reason});
    }
    return withheld;
}

std::string words_for(Administrations routes) {
    std::vector<std::string> words;
    for (const Administration route : routes.listed()) words.emplace_back(chinese_name_of(route));
    return join(words, "、");
}

std::string text_of(const NamedTreatment& treatment) {
    std::string text = comes_first(treatment.role) ? "首选" : "可选";
    text += " " + treatment.name;
    if (!treatment.is_drug) return text + "（不是药物）";
    std::vector<std::string> how;
    if (!treatment.routes.empty()) how.push_back(words_for(treatment.routes));
    if (treatment.setting == CareSetting::Hospital) how.emplace_back("在医院内使用");
    if (!how.empty()) text += "（" + join(how, "，") + "）";
    if (treatment.id.starts_with("class/")) return text + "：具体用哪一种由医生决定";
    return text + (treatment.has_other_product ? "：本站没有收录这种给药途径的产品" : "：本站没有收录产品");
}

}  // namespace xinglin
