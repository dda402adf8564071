#include <algorithm>
#include <array>

#include "mine/harvest.h"
#include "mine/mining_words.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr std::string_view kRule = "doctor-specialty";

const Vocabulary& modifiers() {
    static const Vocabulary& words = mining_words("doctor_words.modifiers");
    return words;
}

const Vocabulary& tails() {
    static const Vocabulary& words = mining_words("doctor_words.tails");
    return words;
}

const Vocabulary& governors() {
    static const Vocabulary& words = mining_words("doctor_words.governors");
    return words;
}

/// Speaks of study, posts or honours, or says what the doctor does not treat.
const Vocabulary& other_matters() {
    static const Vocabulary& words = mining_words("doctor_words.other_matters");
    return words;
}

/// The department concept, when its own name is all that the doctor's department says.
std::optional<ConceptIndex> department_of(const Knowledge& knowledge, std::string_view written) {
    std::optional<ConceptIndex> only;
    for (const ConceptIndex index : knowledge.named(written)) {
        if (knowledge.at(index).kind != ConceptKind::Department) continue;
        if (only) return std::nullopt;
        only = index;
    }
    return only;
}

/// Whether `part` is `whole` or a part of it. What internal medicine manages (胃病) need not be neurology's.
bool is_within(const Knowledge& knowledge, ConceptIndex part, ConceptIndex whole) {
    const auto links = knowledge.outgoing(part, Predicate::PartOf);
    return part == whole ||
           std::any_of(links.begin(), links.end(), [&](const Knowledge::Link& link) { return link.other == whole; });
}

/// Whether all that is known of the concept is managed elsewhere: 胃病 in the words of a neurologist whom nobody
/// answers for.
bool belongs_elsewhere(const Knowledge& knowledge, ConceptIndex managed, ConceptIndex department) {
    const auto known = knowledge.outgoing(managed, Predicate::ManagedIn);
    return !known.empty() && std::none_of(known.begin(), known.end(), [&](const Knowledge::Link& link) {
        return is_within(knowledge, link.other, department);
    });
}

/// 面肌痉挛、三叉神经痛的显微血管减压术: what the procedure is done for is treated as well.
bool is_for_procedure(std::string_view text, const std::vector<Mention>& mentions, std::size_t place,
                      const Knowledge& knowledge) {
    if (place + 1 >= mentions.size()) return false;
    const Mention& next = mentions[place + 1];
    const std::uint32_t end = mentions[place].span.end;
    return knowledge.at(next.concept_index).kind == ConceptKind::Procedure && next.span.begin >= end &&
           text.substr(end, next.span.begin - end) == "的";
}

}  // namespace

void mine_doctor(const Doctor& doctor, Harvest& harvest) {
    const Knowledge& knowledge = harvest.knowledge();
    const std::array<std::string_view, 2> texts = {doctor.department, doctor.specialty};
    const auto mentions = harvest.annotator().annotate_together(texts);
    const auto department = department_of(knowledge, doctor.department);
    const MinedField field{"specialty", doctor.specialty, mentions[1], harvest.is_imported()};
    const EdgeWords words{modifiers(), tails(), governors()};
    const Span all{0, static_cast<std::uint32_t>(doctor.specialty.size())};
    for (const ReadSentence& sentence : read_sentences(knowledge, field, all)) {
        for (const NameInSentence& name : sentence.names) {
            const bool is_managed = name.kind == ConceptKind::Condition || name.kind == ConceptKind::Symptom ||
                                    name.kind == ConceptKind::Procedure;
            if (!is_managed) continue;
            const Claim claim{kRule, Predicate::ManagedIn, name.mention->concept_index, department};
            const auto place = static_cast<std::size_t>(name.mention - mentions[1].data());
            auto reason = objection_to(sentence, name, Negations::Respect);
            const NameEdge right = right_edge(name.after, words);
            if (!reason && right == NameEdge::Cut) reason = DeclineReason::Cut;
            if (!reason && sentence.holds(other_matters())) reason = DeclineReason::OtherSubject;
            const bool ends_clean =
                right == NameEdge::Clean || is_for_procedure(doctor.specialty, mentions[1], place, knowledge);
            const bool is_procedure_of_list = place > 0 && name.kind == ConceptKind::Procedure &&
                                              is_for_procedure(doctor.specialty, mentions[1], place - 1, knowledge);
            const bool begins_clean = is_procedure_of_list || left_edge(name.before, words) == NameEdge::Clean;
            if (!reason && (!ends_clean || !begins_clean)) reason = DeclineReason::Qualified;
            if (!reason && !department) reason = DeclineReason::NoSubject;
            const bool is_elsewhere = department && harvest.is_imported() &&
                                      belongs_elsewhere(knowledge, name.mention->concept_index, *department);
            if (!reason && is_elsewhere) reason = DeclineReason::OtherDepartment;
            if (reason) {
                harvest.decline(*reason, claim, field, sentence, name);
            } else {
                harvest.accept(claim, field, sentence, name);
            }
        }
    }
}

}  // namespace xinglin
