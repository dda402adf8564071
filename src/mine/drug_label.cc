// A drug label says of the product what holds for its ingredient only when there is one. Sentences are read as a whole:
// one 无效 or 除外 in it, and nothing is read from it.
#include <algorithm>
#include <array>

#include "mine/harvest.h"
#include "mine/mining_words.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr std::string_view kIndication = "drug-label-indication";
constexpr std::string_view kContraindication = "drug-label-contraindication";
constexpr std::string_view kInteraction = "drug-label-interaction";

/// What may stand beside an ingredient in a product's name or list of ingredients.
const Vocabulary& product_words() {
    static const Vocabulary& words = mining_words("drug_label.product_words");
    return words;
}

/// From here on a list of ingredients speaks of something else.
const Vocabulary& ingredient_ends() {
    static const Vocabulary& words = mining_words("drug_label.ingredient_ends");
    return words;
}

/// The one ingredient that `text` names, when it names nothing else.
std::optional<ConceptIndex> only_substance(const Knowledge& knowledge, std::string_view text,
                                           const std::vector<Mention>& mentions) {
    std::optional<ConceptIndex> only;
    std::string rest;
    std::uint32_t end = 0;
    for (const Mention& mention : mentions) {
        if (knowledge.at(mention.concept_index).kind != ConceptKind::Substance) continue;
        if (mention.negated || mention.at_cut) return std::nullopt;
        if (only && *only != mention.concept_index) return std::nullopt;
        only = mention.concept_index;
        rest += fold(text.substr(end, mention.span.begin - end));
        end = mention.span.end;
    }
    rest += fold(text.substr(end));
    rest.resize(std::min(rest.size(), ingredient_ends().begin_of_first_in(rest)));
    return product_words().makes_up(rest) ? only : std::nullopt;
}

/// Before a name in a label, without making it another thing.
const Vocabulary& label_modifiers() {
    static const Vocabulary& words = mining_words("drug_label.label_modifiers");
    return words;
}

const Vocabulary& indication_tails() {
    static const Vocabulary& words = mining_words("drug_label.indication_tails");
    return words;
}

const Vocabulary& indication_governors() {
    static const Vocabulary& words = mining_words("drug_label.indication_governors");
    return words;
}

/// One of these, and nothing of the sentence is an indication.
const Vocabulary& indication_takebacks() {
    static const Vocabulary& words = mining_words("drug_label.indication_takebacks");
    return words;
}

/// A sentence that says how the drug works or what else happens.
const Vocabulary& other_statements() {
    static const Vocabulary& words = mining_words("drug_label.other_statements");
    return words;
}

const Vocabulary& prevention_words() {
    static const Vocabulary& words = mining_words("drug_label.prevention_words");
    return words;
}

const Vocabulary& assessment_words() {
    static const Vocabulary& words = mining_words("drug_label.assessment_words");
    return words;
}

/// What follows describes the state in which the drug is given, or where it happens.
const Vocabulary& manifestation_words() {
    static const Vocabulary& words = mining_words("drug_label.manifestation_words");
    return words;
}

/// Headings after which a field speaks of something else.
const Vocabulary& other_sections() {
    static const Vocabulary& words = mining_words("drug_label.other_sections");
    return words;
}

struct DrugText {
    Harvest& harvest;
    std::optional<ConceptIndex> substance;
};

/// Whether the list in which the name stands is still going on where the text was cut.
bool runs_into_cut(std::string_view after) {
    const std::size_t cut = after.rfind("...");
    return cut != std::string_view::npos && is_list(after.substr(0, cut));
}

/// 预防癫痫, but not 预防和治疗癫痫.
bool only_prevents(const NameInSentence& name, const std::string& clause) {
    if (clause.find("治") != std::string::npos) return false;
    if (prevention_words().occurs_in(clause)) return true;
    const std::size_t prevents = prevention_words().end_of_last_in(name.before);
    return prevents != std::string_view::npos && !indication_governors().occurs_in(name.before.substr(prevents)) &&
           name.before.find("治", prevents) == std::string::npos;
}

std::optional<DeclineReason> indication_objection(const DrugText& drug, const ReadSentence& sentence,
                                                  const NameInSentence& name) {
    const std::string clause = std::string(clause_before(name.before)) + std::string(clause_after(name.after));
    if (only_prevents(name, clause)) return DeclineReason::Prevention;
    if (const auto objection = objection_to(sentence, name, Negations::Respect)) return objection;
    // The list may end in …引起的疼痛, behind the cut.
    if (sentence.sentence.cut && runs_into_cut(name.after)) return DeclineReason::Cut;
    if (sentence.holds(indication_takebacks())) return DeclineReason::TakenBack;
    if (sentence.holds(other_statements())) return DeclineReason::OtherSubject;
    if (assessment_words().occurs_in(clause)) return DeclineReason::Assessment;
    const EdgeWords words{label_modifiers(), indication_tails(), indication_governors()};
    const NameEdge right = right_edge(name.after, words);
    if (right == NameEdge::Cut) return DeclineReason::Cut;
    if (right == NameEdge::Unclean || left_edge(name.before, words) != NameEdge::Clean) return DeclineReason::Qualified;
    if (is_qualified_behind(name.after, indication_tails())) return DeclineReason::Qualified;
    if (manifestation_words().occurs_in(name.before)) return DeclineReason::Qualified;
    if (!drug.substance) return DeclineReason::Combination;
    return std::nullopt;
}

bool is_ill(ConceptKind kind) {
    return kind == ConceptKind::Condition || kind == ConceptKind::Symptom;
}

Span readable_part(std::string_view text) {
    const std::size_t end = other_sections().begin_of_first_in(text);
    return {0, static_cast<std::uint32_t>(std::min(end, text.size()))};
}

void mine_indications(const DrugText& drug, const MinedField& field) {
    for (const ReadSentence& sentence : read_sentences(drug.harvest.knowledge(), field, readable_part(field.text))) {
        for (const NameInSentence& name : sentence.names) {
            if (!is_ill(name.kind)) continue;
            const Claim claim{kIndication, Predicate::TreatedBy, name.mention->concept_index, drug.substance};
            const auto objection = indication_objection(drug, sentence, name);
            if (objection) {
                drug.harvest.decline(*objection, claim, field, sentence, name);
            } else {
                drug.harvest.accept(claim, field, sentence, name);
            }
        }
    }
}

// Contraindications.

const Vocabulary& contraindicated_modifiers() {
    static const Vocabulary& words = mining_words("drug_label.contraindicated_modifiers");
    return words;
}

const Vocabulary& contraindicated_tails() {
    static const Vocabulary& words = mining_words("drug_label.contraindicated_tails");
    return words;
}

const Vocabulary& forbidding() {
    static const Vocabulary& words = mining_words("drug_label.forbidding");
    return words;
}

const Vocabulary& cautioning() {
    static const Vocabulary& words = mining_words("drug_label.cautioning");
    return words;
}

const Vocabulary& exceptions() {
    static const Vocabulary& words = mining_words("drug_label.exceptions");
    return words;
}

/// "禁用于", "下列情况禁用：": forbids what follows.
const Vocabulary& forbidding_list() {
    static const Vocabulary& words = mining_words("drug_label.forbidding_list");
    return words;
}

enum class Verdict { Forbidden, Caution, None };

/// Of the words behind a name, the first that forbids or warns.
Verdict verdict_in(std::string_view text) {
    const std::size_t forbids = forbidding().begin_of_first_in(text);
    const std::size_t warns = cautioning().begin_of_first_in(text);
    if (warns < forbids || (warns != std::string_view::npos && warns == forbids)) return Verdict::Caution;
    return forbids == std::string_view::npos ? Verdict::None : Verdict::Forbidden;
}

/// What a colon before a list says of it: 下列情况慎用：…
Verdict announced_by(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return Verdict::None;
    return verdict_in(text.substr(0, colon));
}

class Contraindications {
  public:
    Contraindications(const DrugText& drug, const MinedField& field) : drug_(drug), field_(field) {}

    void read() {
        for (const ReadSentence& sentence :
             read_sentences(drug_.harvest.knowledge(), field_, readable_part(field_.text))) {
            if (const Verdict announced = announced_by(sentence.folded); announced != Verdict::None) {
                announced_ = announced;
            }
            for (const NameInSentence& name : sentence.names) read(sentence, name);
        }
    }

  private:
    void read(const ReadSentence& sentence, const NameInSentence& name) {
        if (name.kind != ConceptKind::Condition && name.kind != ConceptKind::Population) return;
        const Claim claim{kContraindication, Predicate::ContraindicatedIn, drug_.substance,
                          name.mention->concept_index};
        if (const auto reason = objection(sentence, name)) {
            drug_.harvest.decline(*reason, claim, field_, sentence, name);
        } else {
            drug_.harvest.accept(claim, field_, sentence, name);
        }
    }

    std::optional<DeclineReason> objection(const ReadSentence& sentence, const NameInSentence& name) const {
        if (const auto denied = objection_to(sentence, name, Negations::Respect)) return denied;
        const EdgeWords words{contraindicated_modifiers(), contraindicated_tails(), forbidding_list()};
        const NameEdge right = right_edge(name.after, words);
        if (right == NameEdge::Cut) return DeclineReason::Cut;
        if (sentence.holds(exceptions())) return DeclineReason::TakenBack;
        switch (verdict_on(sentence, name)) {
            case Verdict::Caution:
                return DeclineReason::Caution;
            case Verdict::None:
                return sentence.is_cut ? DeclineReason::Cut : DeclineReason::NoPattern;
            case Verdict::Forbidden:
                break;
        }
        if (right == NameEdge::Unclean || left_edge(name.before, words) != NameEdge::Clean)
            return DeclineReason::Qualified;
        if (is_in_narrowed_bracket(name.before) || shares_narrowing(name.before)) return DeclineReason::Qualified;
        if (!drug_.substance) return DeclineReason::Combination;
        return std::nullopt;
    }

    /// 严重肝、肾功能不全: what narrows the first of a short pair narrows the second.
    static bool shares_narrowing(std::string_view before) {
        static const Vocabulary& narrowing = mining_words("drug_label.pair_narrowing");
        static const Vocabulary& pairing = mining_words("drug_label.pairing");
        constexpr std::size_t kLongestPart = 9;  // bytes of 肝, 心脏 and the like
        const std::size_t joint = pairing.longest_at_end(before);
        if (joint == 0) return false;
        const std::string_view first = before.substr(0, before.size() - joint);
        const std::size_t end = narrowing.end_of_last_in(first);
        return end != std::string_view::npos && end < first.size() && first.size() - end <= kLongestPart;
    }

    /// 严重心力衰竭(心功能不全): the bracket narrows as what stands before it does.
    static bool is_in_narrowed_bracket(std::string_view before) {
        static const Vocabulary& narrowing = mining_words("drug_label.narrowing");
        const std::size_t bracket = before.rfind('(');
        if (bracket == std::string_view::npos || before.find(')', bracket) != std::string_view::npos) return false;
        const std::string_view outside = before.substr(0, bracket);
        const std::size_t joint = outside.rfind("、");
        return narrowing.occurs_in(clause_before(joint == std::string_view::npos ? outside : outside.substr(joint)));
    }

    /// What the sentence says of the name: the first verdict behind it, otherwise the last before it, otherwise what
    /// was announced, otherwise what a plain list in this field means. A verdict that a cut may hide is none.
    Verdict verdict_on(const ReadSentence& sentence, const NameInSentence& name) const {
        if (const Verdict behind = verdict_in(name.after); behind != Verdict::None) return behind;
        if (is_governed_before(name.before, forbidding_list(), contraindicated_modifiers())) return Verdict::Forbidden;
        if (sentence.holds(cautioning())) return Verdict::Caution;
        if (announced_ != Verdict::None) return announced_;
        if (sentence.is_cut || sentence.holds(forbidding())) return Verdict::None;
        const EdgeWords words{contraindicated_modifiers(), contraindicated_tails(), forbidding_list()};
        return is_bare_list(sentence, name, words) ? Verdict::Forbidden : Verdict::None;
    }

    const DrugText& drug_;
    const MinedField& field_;
    Verdict announced_ = Verdict::None;
};

// Interactions.

const Vocabulary& together() {
    static const Vocabulary& words = mining_words("drug_label.together");
    return words;
}

const Vocabulary& with_words() {
    static const Vocabulary& words = mining_words("drug_label.with_words");
    return words;
}

const Vocabulary& partner_modifiers() {
    static const Vocabulary& words = mining_words("drug_label.partner_modifiers");
    return words;
}

const Vocabulary& partner_tails() {
    static const Vocabulary& words = mining_words("drug_label.partner_tails");
    return words;
}

/// What may stand before 与 for the drug itself to be the other partner.
const Vocabulary& own_subject() {
    static const Vocabulary& words = mining_words("drug_label.own_subject");
    return words;
}

const Vocabulary& harmless() {
    static const Vocabulary& words = mining_words("drug_label.harmless");
    return words;
}

/// Where the "与" of "与…合用" begins in `before`, when from there on it is a list.
std::optional<std::size_t> partner_list_begin(std::string_view before) {
    const std::string_view clause = clause_before(before);
    const std::size_t place = with_words().begin_of_first_in(clause);
    if (place == std::string_view::npos) return std::nullopt;
    return before.size() - clause.size() + place;
}

std::optional<DeclineReason> interaction_objection(const DrugText& drug, const ReadSentence& sentence,
                                                   const NameInSentence& name) {
    if (const auto objection = objection_to(sentence, name, Negations::PassOver)) return objection;
    const EdgeWords words{partner_modifiers(), partner_tails(), with_words()};
    if (right_edge(name.after, words) == NameEdge::Cut) return DeclineReason::Cut;
    const auto begin = partner_list_begin(name.before);
    if (!begin || !is_governed_behind(clause_after(name.after), together(), partner_tails())) {
        return DeclineReason::NoPattern;
    }
    if (sentence.holds(harmless())) return DeclineReason::TakenBack;
    if (sentence.is_cut && clause_after(name.after).ends_with("...")) return DeclineReason::Cut;
    if (!own_subject().makes_up(clause_before(std::string_view(name.before).substr(0, *begin)))) {
        return DeclineReason::OtherSubject;
    }
    const bool ends_clean = right_edge(name.after, words) == NameEdge::Clean;
    bool is_followed = false;
    for (const std::size_t place : partner_tails().word_prefixes(name.after)) {
        is_followed |= together().longest_at_start(std::string_view(name.after).substr(place)) > 0;
    }
    if ((!ends_clean && !is_followed) || left_edge(name.before, words) != NameEdge::Clean)
        return DeclineReason::Qualified;
    if (!drug.substance) return DeclineReason::Combination;
    return std::nullopt;
}

void mine_interactions(const DrugText& drug, const MinedField& field) {
    for (const ReadSentence& sentence : read_sentences(drug.harvest.knowledge(), field, readable_part(field.text))) {
        for (const NameInSentence& name : sentence.names) {
            if (name.kind != ConceptKind::Substance && name.kind != ConceptKind::Class) continue;
            if (drug.substance && *drug.substance == name.mention->concept_index) continue;
            const Claim claim{kInteraction, Predicate::InteractsWith, drug.substance, name.mention->concept_index};
            if (const auto objection = interaction_objection(drug, sentence, name)) {
                drug.harvest.decline(*objection, claim, field, sentence, name);
            } else {
                drug.harvest.accept(claim, field, sentence, name);
            }
        }
    }
}

}  // namespace

void mine_drug(const Drug& drug, Harvest& harvest) {
    const std::array<std::string_view, 6> texts = {drug.ingredients, drug.generic_name,      drug.name,
                                                   drug.indications, drug.contraindications, drug.interactions};
    const auto mentions = harvest.annotator().annotate_together(texts);
    // A list of ingredients is the truth; without one the product's name has to do.
    const std::size_t naming = !drug.ingredients.empty() ? 0 : !drug.generic_name.empty() ? 1 : 2;
    DrugText read{harvest, only_substance(harvest.knowledge(), texts[naming], mentions[naming])};
    const bool is_compound = fold(drug.generic_name + drug.name).find("复方") != std::string::npos;
    if (is_compound) read.substance.reset();
    const auto field = [&](std::string_view name, std::size_t place) {
        return MinedField{name, texts[place], mentions[place], harvest.is_imported()};
    };
    mine_indications(read, field("indications", 3));
    const MinedField contraindications = field("contraindications", 4);
    Contraindications(read, contraindications).read();
    mine_interactions(read, contraindications);
    mine_interactions(read, field("interactions", 5));
}

}  // namespace xinglin
