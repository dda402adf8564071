#include "triage/patient.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/strings.h"
#include "relate/person.h"

namespace xinglin {
namespace {

void add_once(std::vector<ConceptIndex>& concepts, ConceptIndex concept_index) {
    if (std::ranges::find(concepts, concept_index) == concepts.end()) concepts.push_back(concept_index);
}

Error unreadable(const Reply& reply) {
    return {ErrorCode::InvalidInput, "这个回答看不懂：" + reply.key + " = " + reply.value, "replies"};
}

}  // namespace

Patient::Patient(const Annotator& annotator, std::string_view text)
    : knowledge_(&annotator.knowledge()), text_(text), mentions_(annotator.annotate(text_)) {
    signs_ = signs_meant(*knowledge_, text_, mentions_, Voice::Message);
    facts_ = read_patient_facts(*knowledge_, text_, mentions_);
    drop_past_measurements();
    index_signs();
}

/// A fever that somebody had last year is none.
void Patient::drop_past_measurements() {
    std::vector<Span> spans;
    for (const StatedFact& each : facts_.stated) spans.push_back(each.span);
    const std::vector<SpanMeaning> meanings = meanings_of(text_, spans, Voice::Message);
    std::vector<StatedFact> kept;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        StatedFact& each = facts_.stated[i];
        const bool is_measured = kind_of(each.fact) == PatientFactKind::Number && each.fact != PatientFact::Age &&
                                 each.fact != PatientFact::Since;
        if (!is_measured || meanings[i].is_so_now) kept.push_back(std::move(each));
    }
    facts_.stated = std::move(kept);
}

void Patient::index_signs() {
    signs_by_concept_.clear();
    for (std::uint32_t i = 0; i < signs_.size(); ++i) {
        const Mention& mention = signs_[i].mention;
        // A condition that is only feared is no sign; a symptom that seems to be there is one.
        const bool is_feared =
            mention.suspected && knowledge_->at(mention.concept_index).kind == ConceptKind::Condition;
        if (!is_patients(mention.subject) || is_feared) continue;
        signs_by_concept_[mention.concept_index.value].push_back(i);
        for (const auto& above : knowledge_->ancestors(mention.concept_index))
            signs_by_concept_[above.concept_index.value].push_back(i);
    }
    for (const ConceptIndex population : populations_in(*knowledge_, text_, mentions_)) {
        if (!signs_by_concept_.contains(population.value)) affirmed_.push_back(population);
    }
}

Result<Done> Patient::apply(std::span<const Reply> replies) {
    for (const Reply& reply : replies)
        if (auto applied = apply(reply); !applied) return applied;
    return Done{};
}

Result<Done> Patient::apply(const Reply& reply) {
    if (const auto fact = patient_fact_named(reply.key)) return correct(*fact, reply.value);
    if (reply.value != "yes" && reply.value != "no" && reply.value != "unknown") return unreadable(reply);
    if (const auto named = knowledge_->find(reply.key)) {
        if (reply.value == "yes") add_once(affirmed_, *named);
        if (reply.value == "no") {
            add_once(ruled_out_, *named);
            std::erase(affirmed_, *named);
        }
    } else if (!parse_triage_criterion(reply.key)) {
        return unreadable(reply);
    }
    replies_.push_back(reply);
    return Done{};
}

Result<Done> Patient::correct(PatientFact fact, const std::string& value) {
    std::erase_if(facts_.stated, [fact](const StatedFact& each) { return each.fact == fact; });
    StatedFact stated;
    stated.fact = fact;
    stated.subject = facts_.subject;
    stated.is_denied = value == "no";
    const std::string name(name_of(fact));
    if (value == "unknown") return Done{};
    switch (kind_of(fact)) {
        case PatientFactKind::Number: {
            if (value == "no") break;
            const auto read = parse_triage_criterion(name + (value == "yes" ? " >= 0" : " = " + value));
            if (!read) return unreadable({name, value});
            stated.low = stated.high = read->number;
            if (fact == PatientFact::Pregnancy && value == "yes") stated.high = 42;
            break;
        }
        case PatientFactKind::Word: {
            const auto read = parse_triage_criterion(name + " = " + value);
            if (!read && value != "no") return unreadable({name, value});
            if (read) stated.word = read->word;
            break;
        }
        case PatientFactKind::Concept:
            if (value != "no" && value != "yes") stated.concept_index = knowledge_->find(value);
            if (value != "no" && value != "yes" && !stated.concept_index) return unreadable({name, value});
            break;
        case PatientFactKind::Plain:
            if (value != "no" && value != "yes") return unreadable({name, value});
            break;
    }
    if (fact == PatientFact::Subject) {
        for (const Subject each : all_of<Subject>)
            if (xinglin::name_of(each) == value) facts_.subject = each;
    }
    facts_.stated.push_back(std::move(stated));
    return Done{};
}

std::string_view Patient::reply_to(std::string_view criterion) const {
    const auto found = std::ranges::find(replies_, criterion, &Reply::key);
    return found == replies_.end() ? std::string_view() : std::string_view(found->value);
}

std::span<const std::uint32_t> Patient::signs_of(ConceptIndex what) const {
    if (std::ranges::find(ruled_out_, what) != ruled_out_.end()) return {};
    const auto found = signs_by_concept_.find(what.value);
    return found == signs_by_concept_.end() ? std::span<const std::uint32_t>() : found->second;
}

bool Patient::denies(ConceptIndex what) const {
    if (std::ranges::find(ruled_out_, what) != ruled_out_.end()) return true;
    if (!signs_of(what).empty()) return false;
    return std::ranges::any_of(mentions_, [&](const Mention& mention) {
        return mention.negated && knowledge_->is_kind_of(mention.concept_index, what);
    });
}

bool Patient::is_affirmed(ConceptIndex what) const {
    return std::ranges::any_of(affirmed_, [&](ConceptIndex each) { return knowledge_->is_kind_of(each, what); });
}

Truth Patient::has_or_had(ConceptIndex what, std::vector<Span>& evidence) const {
    if (std::ranges::find(ruled_out_, what) != ruled_out_.end()) return Truth::False;
    if (is_affirmed(what)) return Truth::True;
    Truth truth = Truth::Unknown;
    for (const Mention& mention : mentions_) {
        if (!is_patients(mention.subject) || !knowledge_->is_kind_of(mention.concept_index, what)) continue;
        if (mention.negated && truth == Truth::Unknown) truth = Truth::False;
        if (mention.negated || mention.suspected) continue;
        evidence.push_back(mention.span);
        truth = Truth::True;
    }
    return truth;
}

std::vector<ConceptIndex> Patient::concepts() const {
    std::vector<ConceptIndex> concepts;
    for (const MeantSign& sign : signs_)
        if (is_patients(sign.mention.subject)) add_once(concepts, sign.mention.concept_index);
    for (const ConceptIndex each : affirmed_) add_once(concepts, each);
    std::erase_if(concepts, [&](ConceptIndex each) { return std::ranges::find(ruled_out_, each) != ruled_out_.end(); });
    return concepts;
}

std::vector<ConceptIndex> Patient::denied() const {
    std::vector<ConceptIndex> concepts;
    for (const Mention& mention : mentions_)
        if (mention.negated && signs_of(mention.concept_index).empty()) add_once(concepts, mention.concept_index);
    for (const ConceptIndex each : ruled_out_) add_once(concepts, each);
    return concepts;
}

}  // namespace xinglin
