#include "mine/harvest.h"

#include <algorithm>

#include "knowledge/fitting.h"
#include "knowledge/plausibility.h"
#include "knowledge/text_check.h"

namespace xinglin {
namespace {

/// A longer sentence is quoted in part: a label may be a page without a full stop.
constexpr std::uint32_t kLongestQuote = 300;  // characters
constexpr std::uint32_t kQuoteAround = 120;   // characters on each side of the name

bool is_comma(char32_t code_point) {
    return std::u32string_view(U"，,；;：:").find(code_point) != std::u32string_view::npos;
}

/// The part of the sentence around the name, from comma to comma, that is short enough to be quoted.
Span quoted_part(std::string_view text, Span sentence, Span name) {
    constexpr std::uint32_t kMostBytes =
        4 * kLongestQuote;  // a longer sentence is not counted again for each name in it
    const bool may_be_short = sentence.end - sentence.begin <= kMostBytes;
    if (may_be_short && count_characters(slice(text, sentence)) <= kLongestQuote) return sentence;
    Span part = name;
    std::uint32_t at = name.begin;
    for (std::uint32_t count = 0; at > sentence.begin && count < kQuoteAround; ++count) {
        const Decoded before = decode_utf8_before(text, at);
        if (is_comma(before.code_point)) part.begin = at;
        at -= before.length;
    }
    if (at == sentence.begin) part.begin = at;
    at = name.end;
    for (std::uint32_t count = 0; at < sentence.end && count < kQuoteAround; ++count) {
        const Decoded after = decode_utf8(text, at);
        if (is_comma(after.code_point)) part.end = at;
        at += after.length;
    }
    if (at == sentence.end) part.end = at;
    return part;
}

/// 辐射性白内障 and 白内障: by its name the one is a kind of the other, neither its cause, complication nor
/// differential.
bool are_kin_by_name(const Concept& one, Predicate predicate, const Concept& other) {
    const bool sets_apart = predicate == Predicate::DiffersFrom || predicate == Predicate::ComplicatedBy ||
                            predicate == Predicate::CausedBy;
    const bool are_ill = one.kind == ConceptKind::Condition && other.kind == ConceptKind::Condition;
    return sets_apart && are_ill && (one.name.ends_with(other.name) || other.name.ends_with(one.name));
}

}  // namespace

Harvest::Harvest(const Annotator& annotator, const Record& record, std::string_view own_source)
    : annotator_(annotator), record_(record), sources_(record.head.sources) {
    if (sources_.empty()) sources_.emplace_back(own_source);
}

std::string Harvest::id_of(const std::optional<ConceptIndex>& index) const {
    return index ? knowledge().at(*index).id : std::string();
}

TextEvidence Harvest::evidence(const Claim& claim, const MinedField& field, const ReadSentence& sentence,
                               const NameInSentence& name) const {
    const Span part = quoted_part(field.text, sentence.sentence.span, name.mention->span);
    const Mention& mention = *name.mention;
    const auto characters = [&](std::uint32_t from, std::uint32_t to) {
        return static_cast<std::uint32_t>(count_characters(slice(field.text, {from, to})));
    };
    const std::uint32_t begin = mention.begin_character - characters(part.begin, mention.span.begin);
    const std::uint32_t end = mention.begin_character + characters(mention.span.begin, part.end);
    return {record_.head.id,        std::string(field.name), begin, end, std::string(slice(field.text, part)),
            std::string(claim.rule)};
}

void Harvest::accept(const Claim& claim, const MinedField& field, const ReadSentence& sentence,
                     const NameInSentence& name) {
    if (!claim.subject || !claim.object || *claim.subject == *claim.object) return;
    const Concept& subject = knowledge().at(*claim.subject);
    const Concept& object = knowledge().at(*claim.object);
    if (!kinds_fit(subject.kind, claim.predicate, object.kind)) return;
    if (implausible_relation(subject, claim.predicate, object) || are_kin_by_name(subject, claim.predicate, object)) {
        decline(DeclineReason::Implausible, claim, field, sentence, name);
        return;
    }
    Relation relation;
    relation.subject = subject.id;
    relation.predicate = claim.predicate;
    relation.object = object.id;
    relation.sources = sources_;
    relation.role = claim.role;
    relation.mined_from = evidence(claim, field, sentence, name);
    relation.trust = Trust::Imported;
    if (!check_text(relation.mined_from->quote, "quote").empty()) {
        decline(DeclineReason::DirtyText, claim, field, sentence, name);
        return;
    }
    mined_.relations.push_back(std::move(relation));
}

void Harvest::decline(DeclineReason reason, const Claim& claim, const MinedField& field, const ReadSentence& sentence,
                      const NameInSentence& name) {
    mined_.declined.push_back(
        {reason, claim.predicate, id_of(claim.subject), id_of(claim.object), evidence(claim, field, sentence, name)});
}

std::optional<DeclineReason> objection_to(const ReadSentence& sentence, const NameInSentence& name, Negations denials) {
    const Mention& mention = *name.mention;
    if (mention.negated && denials == Negations::Respect) return DeclineReason::Negated;
    if (mention.suspected && denials == Negations::Respect) return DeclineReason::Suspected;
    if (mention.at_cut) return DeclineReason::Cut;
    if (sentence.is_asked) return DeclineReason::Asked;
    switch (mention.subject) {
        case Subject::Self:
        case Subject::Child:  // 患儿 is the patient
            break;
        case Subject::Parent:
        case Subject::Spouse:
        case Subject::Other:
            return DeclineReason::SomebodyElse;
    }
    return std::nullopt;
}

}  // namespace xinglin
