#include "relate/why.h"

#include <algorithm>

#include "text/sentences.h"

namespace xinglin {
namespace {

/// Joins subject and object of a relation in a sentence.
std::string_view phrase_of(Predicate predicate) {
    switch (predicate) {
        case Predicate::IsA:
            return "属于";
        case Predicate::PartOf:
            return "隶属于";
        case Predicate::LocatedIn:
            return "发生在";
        case Predicate::CausedBy:
            return "的原因包括";
        case Predicate::HasSymptom:
            return "的表现包括";
        case Predicate::DiagnosedBy:
            return "的检查包括";
        case Predicate::TreatedBy:
            return "的治疗包括";
        case Predicate::ManagedIn:
            return "的就诊科室包括";
        case Predicate::HasIngredient:
            return "含有";
        case Predicate::ComplicatedBy:
            return "可能并发";
        case Predicate::DiffersFrom:
            return "需要鉴别的疾病包括";
        case Predicate::OftenConfusedWith:
            return "容易与之混淆的是";
        case Predicate::NotTreatedBy:
            return "不用以下方法治疗：";
        case Predicate::ContraindicatedIn:
            return "禁用于";
        case Predicate::InteractsWith:
            return "有相互作用的是";
        case Predicate::RedFlagOf:
            return "是下列情况的警示信号：";
    }
    return "";
}

void add_once(std::vector<std::string>& ids, const std::string& id) {
    if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
}

/// The path, sources and quote of a route; the quote is the last relation's, which is nearest to the item.
Why start_of(const Knowledge& knowledge, const PageContext& page, const Route& route) {
    Why why;
    ConceptIndex at = route.from;
    why.path.push_back({page.record_id, page.name, "about", false, knowledge.at(at).id, knowledge.at(at).name});
    why.reviewed = !route.steps.empty();
    why.trust = route.trust;
    for (const RouteStep& step : route.steps) {
        const Relation& relation = knowledge.at(step.relation);
        const ConceptIndex next = *knowledge.find(step.inverse ? relation.subject : relation.object);
        why.path.push_back({knowledge.at(at).id, knowledge.at(at).name, std::string(name_of(relation.predicate)),
                            step.inverse, knowledge.at(next).id, knowledge.at(next).name, relation.trust});
        for (const std::string& source : relation.sources) add_once(why.sources, source);
        const bool is_quoted = relation.statement.empty() && relation.mined_from;
        // A drug is there for what it treats, not for its class.
        if (!why.quote.empty() && relation.predicate == Predicate::IsA) {
            why.reviewed = why.reviewed && relation.review.has_value();
            at = next;
            continue;
        }
        why.quote = is_quoted ? excerpt_of(relation.mined_from->quote, 160) : sentence_of(knowledge, relation);
        why.quote_of = is_quoted ? relation.mined_from->record : relation.sources.front();
        why.verbatim = is_quoted;
        why.reviewed = why.reviewed && relation.review.has_value();
        at = next;
    }
    return why;
}

/// The sentence of the record in which `field` names the concept; the field's first sentence when none does (a drug's
/// name that names its ingredient).
std::string_view sentence_in(const AnnotatedRecord& record, Field field, ConceptIndex named) {
    const std::string_view text = record.text_of(field);
    const auto sentences = sentences_of(text);
    for (const FieldMention& found : record.mentions) {
        if (found.field != field || found.mention.concept_index != named || found.mention.negated) continue;
        const Sentence sentence = sentence_at(sentences, found.mention.span.begin);
        if (sentence.span.end > sentence.span.begin) return slice(text, sentence.span);
    }
    return sentences.empty() ? text : slice(text, sentences.front().span);
}

bool mentions(const AnnotatedRecord& record, Field field, ConceptIndex named) {
    return std::ranges::any_of(record.mentions, [&](const FieldMention& found) {
        return found.field == field && found.mention.concept_index == named && !found.mention.negated;
    });
}

/// The field that shows best that a record is about a concept, or contains it.
Field telling_field(const AnnotatedRecord& record, ConceptIndex named) {
    const bool is_drug = record.record.kind() == RecordKind::Drug;
    const Field first = is_drug ? Field::Ingredients : Field::Title;
    const Field second = is_drug ? Field::Title : Field::Body;
    return mentions(record, first, named) ? first : second;
}

}  // namespace

std::string sentence_of(const Knowledge& knowledge, const Relation& relation) {
    if (!relation.statement.empty()) return relation.statement;
    const auto name = [&](const std::string& id) {
        const auto found = knowledge.find(id);
        return found ? knowledge.at(*found).name : id;
    };
    std::string sentence = name(relation.subject);
    const bool warns_not_to_miss = relation.predicate == Predicate::RedFlagOf &&
                                   relation.subject.starts_with("condition/") &&
                                   relation.object.starts_with("symptom/");
    sentence += warns_not_to_miss ? "是下列症状背后不能漏诊的病：" : phrase_of(relation.predicate);
    sentence += name(relation.object);
    if (const Source* source = knowledge.find_source(relation.sources.front())) {
        sentence += "（" + source->title + "）";
    }
    return sentence + "。";
}

Why why_of(const Knowledge& knowledge, const PageContext& page, const Route& route) {
    CHECK(!route.steps.empty());
    return start_of(knowledge, page, route);
}

Why why_of_answer(const Corpus& corpus, const PageContext& page, const Gate& gate, RecordIndex doctor,
                  RecordIndex question) {
    const Concept& end = corpus.knowledge().at(gate.route.to);
    const Record& asked = corpus.at(question).record;
    const Record& answering = corpus.at(doctor).record;
    Why why = start_of(corpus.knowledge(), page, gate.route);
    why.path.push_back({end.id, end.name, "about", true, asked.head.id, name_of(asked)});
    why.path.push_back({asked.head.id, name_of(asked), "answered_by", false, answering.head.id, name_of(answering)});
    add_once(why.sources, asked.head.id);
    const auto& answers = std::get<Question>(asked.body).answers;
    const auto own = std::ranges::find(answers, answering.head.id, &Answer::doctor_id);
    if (own != answers.end()) why.quote = excerpt_of(own->text, 160);
    why.quote_of = asked.head.id;
    why.verbatim = true;
    return why;
}

Why why_of(const Corpus& corpus, const PageContext& page, const Gate& gate, RecordIndex record, Field field) {
    const Knowledge& knowledge = corpus.knowledge();
    const AnnotatedRecord& item = corpus.at(record);
    const Concept& end = knowledge.at(gate.route.to);
    if (gate.entry == Gate::Entry::About) field = telling_field(item, gate.route.to);

    Why why = start_of(knowledge, page, gate.route);
    why.path.push_back(
        {end.id, end.name, std::string(name_of(field)), true, item.record.head.id, name_of(item.record)});
    add_once(why.sources, item.record.head.id);
    // A relation says why a department or a drug belongs here; a doctor's or author's own words say it themselves.
    const bool relation_says_it =
        !gate.route.steps.empty() && (field == Field::Department || item.record.kind() == RecordKind::Drug);
    if (!relation_says_it) {
        // A title only names its subject; a sentence of the text says something about it.
        const bool text_says_more = field == Field::Title && mentions(item, Field::Body, gate.route.to);
        const Field quoted = text_says_more ? Field::Body : field;
        why.quote = excerpt_of(sentence_in(item, quoted, gate.route.to), 160);
        why.quote_of = item.record.head.id;
        why.verbatim = true;
    }
    return why;
}

}  // namespace xinglin
