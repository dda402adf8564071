#include <algorithm>
#include <array>

#include "mine/harvest.h"
#include "mine/mining_words.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr std::string_view kRule = "test-description";

const Vocabulary& modifiers() {
    static const Vocabulary& words = mining_words("test_description.modifiers");
    return words;
}

const Vocabulary& tails() {
    static const Vocabulary& words = mining_words("test_description.tails");
    return words;
}

/// What a test does to an illness that it serves to diagnose; stands before the illness.
const Vocabulary& finding_verbs() {
    static const Vocabulary& words = mining_words("test_description.finding_verbs");
    return words;
}

/// The same behind the illness: 用于癫痫的诊断.
const Vocabulary& finding_nouns() {
    static const Vocabulary& words = mining_words("test_description.finding_nouns");
    return words;
}

const Vocabulary& purposes() {
    static const Vocabulary& words = mining_words("test_description.purposes");
    return words;
}

const Vocabulary& excluding_verbs() {
    static const Vocabulary& words = mining_words("test_description.excluding_verbs");
    return words;
}

/// 排除 as what the test serves for, not as what was done.
const Vocabulary& excluding_purposes() {
    static const Vocabulary& words = mining_words("test_description.excluding_purposes");
    return words;
}

const Vocabulary& takebacks() {
    static const Vocabulary& words = mining_words("test_description.takebacks");
    return words;
}

/// Speaks of an illness that is known already.
const Vocabulary& assessing() {
    static const Vocabulary& words = mining_words("test_description.assessing");
    return words;
}

/// The concept that the record is the page of.
std::optional<ConceptIndex> own_concept(const Knowledge& knowledge, const Record& record, const Test& test) {
    const auto by_id = knowledge.find(record.head.id);
    if (by_id && knowledge.at(*by_id).kind == ConceptKind::Test) return by_id;
    std::optional<ConceptIndex> only;
    for (const ConceptIndex index : knowledge.named(test.name)) {
        if (knowledge.at(index).kind != ConceptKind::Test) continue;
        if (only) return std::nullopt;
        only = index;
    }
    return only;
}

bool is_excluded_by_test(const NameInSentence& name) {
    if (!is_governed_before(name.before, excluding_verbs(), modifiers())) return false;
    const std::string_view before(name.before);
    const std::size_t verb = before.rfind("排除");
    return verb == 0 || excluding_purposes().longest_at_end(before.substr(0, verb)) > 0;
}

std::optional<DeclineReason> objection(const ReadSentence& sentence, const NameInSentence& name, bool is_excluded) {
    if (sentence.holds(takebacks())) return DeclineReason::TakenBack;
    const EdgeWords words{modifiers(), tails(), is_excluded ? excluding_verbs() : finding_verbs()};
    const NameEdge right = right_edge(name.after, words);
    if (right == NameEdge::Cut) return DeclineReason::Cut;
    const auto denials = is_excluded || name.before.ends_with("有无") || name.before.ends_with("是否有")
                             ? Negations::PassOver
                             : Negations::Respect;
    if (const auto denied = objection_to(sentence, name, denials)) return denied;
    if (is_excluded) {
        const bool is_clean = right == NameEdge::Clean && left_edge(name.before, words) == NameEdge::Clean;
        return is_clean ? std::nullopt : std::optional(DeclineReason::Qualified);
    }
    const std::string clause = std::string(clause_before(name.before)) + std::string(clause_after(name.after));
    if (assessing().occurs_in(clause) && !finding_nouns().occurs_in(clause)) return DeclineReason::Assessment;
    const EdgeWords purpose_words{modifiers(), tails(), purposes()};
    const bool verb_before = is_governed_before(name.before, finding_verbs(), modifiers()) &&
                             left_edge(name.before, words) == NameEdge::Clean;
    const bool noun_behind = is_governed_before(name.before, purposes(), modifiers()) &&
                             is_governed_behind(clause_after(name.after), finding_nouns(), tails()) &&
                             left_edge(name.before, purpose_words) == NameEdge::Clean;
    if (!verb_before && !noun_behind) return DeclineReason::NoPattern;
    return right == NameEdge::Clean ? std::nullopt : std::optional(DeclineReason::Qualified);
}

}  // namespace

void mine_test(const Record& record, const Test& test, Harvest& harvest) {
    const std::array<std::string_view, 2> texts = {test.name, test.description};
    const auto mentions = harvest.annotator().annotate_together(texts);
    const MinedField field{"description", test.description, mentions[1], harvest.is_imported()};
    const auto own = own_concept(harvest.knowledge(), record, test);
    const Span all{0, static_cast<std::uint32_t>(test.description.size())};
    for (const ReadSentence& sentence : read_sentences(harvest.knowledge(), field, all)) {
        for (const NameInSentence& name : sentence.names) {
            if (name.kind != ConceptKind::Condition && name.kind != ConceptKind::Symptom) continue;
            const bool is_excluded = is_excluded_by_test(name);
            Claim claim{kRule, Predicate::DiagnosedBy, name.mention->concept_index, own};
            if (is_excluded) claim.role = Role::Exclusion;
            auto reason = objection(sentence, name, is_excluded);
            if (!reason && !own) reason = DeclineReason::NoSubject;
            if (reason) {
                harvest.decline(*reason, claim, field, sentence, name);
            } else {
                harvest.accept(claim, field, sentence, name);
            }
        }
    }
}

}  // namespace xinglin
