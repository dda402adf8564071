// An article speaks of the one thing that it is mainly about, section by section. A relation is read where three things
// come together: the section's heading (or a phrase that needs none), a phrase of a rule around the list in which the
// name stands, and a sentence that speaks of nothing else.
#include <algorithm>
#include <array>
#include <functional>

#include "mine/harvest.h"
#include "mine/mining_words.h"
#include "mine/sections.h"
#include "records/plain_text.h"
#include "text/fold.h"

namespace xinglin {
namespace {

/// Below it an article is about several things (面瘫和面肌痉挛的区别).
constexpr double kMainShare = 0.7;

const Vocabulary& modifiers() {
    static const Vocabulary& words = mining_words("article.modifiers");
    return words;
}

const Vocabulary& tails() {
    static const Vocabulary& words = mining_words("article.tails");
    return words;
}

const Vocabulary& hedges() {
    static const Vocabulary& words = mining_words("article.hedges");
    return words;
}

/// A condition that a reader may or may not be in: 如果出现…应立即就医.
const Vocabulary& conditionals() {
    static const Vocabulary& words = mining_words("article.conditionals");
    return words;
}

const Vocabulary& possibility() {
    static const Vocabulary& words = mining_words("article.possibility");
    return words;
}

const Vocabulary& exclusion() {
    static const Vocabulary& words = mining_words("article.exclusion");
    return words;
}

/// What a rule looks for around a name.
struct ArticleRule {
    std::string_view id;
    Predicate predicate;
    SectionKind section;
    std::initializer_list<ConceptKind> kinds;  ///< of the names
    const Vocabulary& before;                  ///< governs the list from in front
    const Vocabulary& behind;                  ///< governs it from behind
    const Vocabulary& refused;                 ///< one of these in the sentence, and nothing is read from it
    bool reads_bare_lists;                     ///< in its own section
    bool may_name_others;                      ///< the sentence may name other illnesses in front of the name
};

const ArticleRule& cause_rule() {
    static const Vocabulary& before = mining_words("article.cause.before");
    static const Vocabulary& behind = mining_words("article.cause.behind");
    static const Vocabulary& refused = mining_words("article.cause.refused");
    static const ArticleRule rule{"article-cause",
                                  Predicate::CausedBy,
                                  SectionKind::Cause,
                                  {ConceptKind::Condition, ConceptKind::Substance, ConceptKind::Class},
                                  before,
                                  behind,
                                  refused,
                                  false,
                                  false};
    return rule;
}

/// 由…引起, when what it causes is the article's subject.
const Vocabulary& agents() {
    static const Vocabulary& words = mining_words("article.agents");
    return words;
}
const Vocabulary& effects() {
    static const Vocabulary& words = mining_words("article.effects");
    return words;
}

const ArticleRule& symptom_rule() {
    static const Vocabulary& before = mining_words("article.symptom.before");
    static const Vocabulary& behind = mining_words("article.symptom.behind");
    static const Vocabulary& refused = mining_words("article.symptom.refused");
    static const ArticleRule rule{"article-symptom",
                                  Predicate::HasSymptom,
                                  SectionKind::Symptom,
                                  {ConceptKind::Symptom},
                                  before,
                                  behind,
                                  refused,
                                  true,
                                  false};
    return rule;
}

const ArticleRule& test_rule() {
    static const Vocabulary& before = mining_words("article.test.before");
    static const Vocabulary& behind = mining_words("article.test.behind");
    static const Vocabulary& refused = mining_words("article.test.refused");
    static const ArticleRule rule{"article-test",
                                  Predicate::DiagnosedBy,
                                  SectionKind::Test,
                                  {ConceptKind::Test},
                                  before,
                                  behind,
                                  refused,
                                  true,
                                  true};
    return rule;
}

const ArticleRule& treatment_rule() {
    static const Vocabulary& before = mining_words("article.treatment.before");
    static const Vocabulary& behind = mining_words("article.treatment.behind");
    static const Vocabulary& refused = mining_words("article.treatment.refused");
    static const ArticleRule rule{"article-treatment",
                                  Predicate::TreatedBy,
                                  SectionKind::Treatment,
                                  {ConceptKind::Substance, ConceptKind::Class, ConceptKind::Procedure},
                                  before,
                                  behind,
                                  refused,
                                  false,
                                  false};
    return rule;
}

const ArticleRule& complication_rule() {
    static const Vocabulary& before = mining_words("article.complication.before");
    static const Vocabulary& behind = mining_words("article.complication.behind");
    static const Vocabulary& refused = mining_words("article.complication.refused");
    static const ArticleRule rule{"article-complication",
                                  Predicate::ComplicatedBy,
                                  SectionKind::Complication,
                                  {ConceptKind::Condition, ConceptKind::Symptom},
                                  before,
                                  behind,
                                  refused,
                                  true,
                                  false};
    return rule;
}

/// Says by itself what belongs to what, whatever the section.
const Vocabulary& explicit_complication() {
    static const Vocabulary& words = mining_words("article.explicit_complication");
    return words;
}

const ArticleRule& differential_rule() {
    static const Vocabulary& before = mining_words("article.differential.before");
    static const Vocabulary& behind = mining_words("article.differential.behind");
    static const Vocabulary& refused = mining_words("article.differential.refused");
    static const ArticleRule rule{"article-differential",
                                  Predicate::DiffersFrom,
                                  SectionKind::Differential,
                                  {ConceptKind::Condition, ConceptKind::Symptom},
                                  before,
                                  behind,
                                  refused,
                                  false,
                                  false};
    return rule;
}

bool is_ill(ConceptKind kind) {
    return kind == ConceptKind::Condition || kind == ConceptKind::Symptom;
}

struct ArticleText {
    Harvest& harvest;
    const MinedField& field;
    ConceptIndex main;
    bool is_titled = false;  ///< the title names it
};

/// A name with the rule that looks at it.
struct Look {
    const ArticleText& article;
    const ArticleRule& rule;
    const Section& section;
    const ReadSentence& sentence;
    const NameInSentence& name;

    bool is_own_section() const { return section.kinds.contain(rule.section); }
    EdgeWords words() const { return {modifiers(), tails(), rule.before}; }
};

/// Of `firsts`, the first that stands in front of the name and is neither it nor the article's subject; null when none
/// does.
const Mention* first_other(const Look& look, const FirstNames& firsts) {
    const Mention& named = *look.name.mention;
    const auto other = std::find_if(firsts.begin(), firsts.end(), [&](const Mention* mention) {
        return mention != nullptr && mention->span.begin < named.span.begin &&
               mention->concept_index != named.concept_index && mention->concept_index != look.article.main;
    });
    return other == firsts.end() ? nullptr : *other;
}

/// Whether the sentence names another illness in front of the name, other than as an item of the same list: then it may
/// be that illness it speaks of. When the first such illness stands in one list with the name, so do those between
/// them.
bool speaks_of_another(const Look& look) {
    if (look.rule.predicate == Predicate::TreatedBy && first_other(look, look.sentence.symptoms) != nullptr)
        return true;
    const Mention* other = first_other(look, look.sentence.conditions);
    if (other == nullptr) return false;
    const bool may_be_item = is_ill(look.name.kind) || look.name.kind == ConceptKind::Substance;
    const Span between{other->span.end, std::max(other->span.end, look.name.mention->span.begin)};
    return !may_be_item || !is_list_as_written(slice(look.article.field.text, between));
}

/// Whether what follows "引起" is the article's subject: nothing, 本病, its name, 的一种疾病.
bool is_effect_subject(const Look& look, std::string_view effect) {
    static const Vocabulary& subjects = mining_words("article.effect_subjects");
    if (effect.starts_with("的"))
        return subjects.longest_at_start(effect) > std::string_view("的").size() || effect == "的";
    if (effect.empty() || subjects.longest_at_start(effect) > 0) return true;
    const Concept& main = look.article.harvest.knowledge().at(look.article.main);
    const auto starts_with_name = [&](const std::string& name) {
        const std::string folded = fold(name);
        return !folded.empty() && effect.starts_with(folded);
    };
    return starts_with_name(main.name) ||
           std::any_of(main.aliases.begin(), main.aliases.end(), [&](const Alias& alias) {
               return alias.use == AliasUse::Alone && starts_with_name(alias.text);
           });
}

/// What follows the verb of 引起 in the clause behind the name, when the name's list leads up to it.
std::optional<std::string_view> effect_behind(const NameInSentence& name) {
    const std::string_view clause = clause_after(name.after);
    if (!is_governed_behind(clause, effects(), tails())) return std::nullopt;
    const std::string_view from_verb = clause.substr(effects().begin_of_first_in(clause));
    return from_verb.substr(effects().longest_at_start(from_verb));
}

/// 由A、B引起（的）: what it causes must be the subject, by name, as 本病 or by saying nothing.
bool is_agent_of_subject(const Look& look) {
    if (!is_governed_before(look.name.before, agents(), modifiers())) return false;
    const auto effect = effect_behind(look.name);
    return effect && is_effect_subject(look, *effect);
}

/// A可引起面肌痉挛
bool causes_subject(const Look& look) {
    const std::string_view clause = clause_after(look.name.after);
    const std::size_t verb = effects().begin_of_first_in(clause);
    if (verb == std::string_view::npos || !tails().makes_up(clause.substr(0, verb))) return false;
    const auto effect = effect_behind(look.name);
    return effect && !effect->empty() && !effect->starts_with("的") && is_effect_subject(look, *effect);
}

/// "1.三叉神经痛：…" and "三叉神经痛" alone on a line head a paragraph of a section about what to tell apart.
bool heads_paragraph(const Look& look) {
    const EdgeWords words = look.words();
    if (!words.modifiers.makes_up(look.name.before)) return false;
    const std::string_view after(look.name.after);
    return after.empty() || after.starts_with(':') || after.starts_with('(');
}

/// "偏头痛、紧张型头痛：…" in a section about the causes of a symptom.
bool heads_paragraph_of_causes(const Look& look) {
    const Concept& main = look.article.harvest.knowledge().at(look.article.main);
    if (main.kind != ConceptKind::Symptom || !look.is_own_section()) return false;
    const std::string_view after(look.name.after);
    const std::size_t colon = after.find(':');
    if (colon == std::string_view::npos) return is_bare_list(look.sentence, look.name, look.words());
    NameInSentence head = look.name;
    head.after = after.substr(0, colon);
    return is_bare_list(look.sentence, head, look.words());
}

bool has_pattern(const Look& look) {
    const ArticleRule& rule = look.rule;
    if (rule.predicate == Predicate::DiffersFrom) {
        if (look.is_own_section() && heads_paragraph(look)) return true;
        return is_governed_before(clause_before(look.name.before), rule.before, modifiers()) &&
               is_governed_behind(clause_after(look.name.after), rule.behind, tails());
    }
    if (rule.predicate == Predicate::CausedBy) {
        if (is_agent_of_subject(look) || causes_subject(look) || heads_paragraph_of_causes(look)) return true;
    }
    if (is_governed_before(clause_before(look.name.before), rule.before, modifiers())) {
        // 以 says nothing without 为主要症状 behind it.
        const bool needs_both = rule.predicate == Predicate::HasSymptom &&
                                clause_before(look.name.before).find("以") != std::string_view::npos;
        if (!needs_both || is_governed_behind(look.name.after, rule.behind, tails())) return true;
    }
    // A colon or comma may stand between the verb and a long list.
    if (is_governed_before(look.name.before, rule.before, modifiers())) return true;
    if (is_governed_behind(look.name.after, rule.behind, tails())) return true;
    return rule.reads_bare_lists && look.is_own_section() && is_bare_list(look.sentence, look.name, look.words());
}

/// Outside of a rule's own section only phrases that need no heading are read.
bool is_read_here(const Look& look) {
    const Predicate predicate = look.rule.predicate;
    if (look.is_own_section()) return true;
    if (predicate == Predicate::DiffersFrom) return has_pattern(look);
    if (predicate == Predicate::ComplicatedBy) {
        return is_governed_before(clause_before(look.name.before), explicit_complication(), modifiers());
    }
    if (predicate != Predicate::CausedBy || !look.section.kinds.empty()) return false;
    return is_agent_of_subject(look) || causes_subject(look);
}

bool is_clean_right(const Look& look, NameEdge right) {
    if (right == NameEdge::Clean) return true;
    // What governs the list may follow at once: 三叉神经痛相鉴别.
    const std::string_view after(look.name.after);
    const auto places = tails().word_prefixes(after);
    return std::any_of(places.begin(), places.end(), [&](std::size_t place) {
        const std::string_view rest = after.substr(place);
        return look.rule.behind.longest_at_start(rest) > 0 ||
               (look.rule.predicate == Predicate::CausedBy && effects().longest_at_start(rest) > 0);
    });
}

bool is_clean_left(const Look& look) {
    const EdgeWords words = look.words();
    if (left_edge(look.name.before, words) == NameEdge::Clean) return true;
    const EdgeWords agent_words{modifiers(), tails(), agents()};
    return look.rule.predicate == Predicate::CausedBy && left_edge(look.name.before, agent_words) == NameEdge::Clean;
}

std::optional<DeclineReason> objection(const Look& look) {
    if (const auto denied = objection_to(look.sentence, look.name, Negations::Respect)) return denied;
    const NameEdge right = right_edge(look.name.after, look.words());
    if (right == NameEdge::Cut) return DeclineReason::Cut;
    if (look.sentence.holds(look.rule.refused)) return DeclineReason::TakenBack;
    if (look.sentence.holds(hedges())) return DeclineReason::Suspected;
    const bool is_cause = look.rule.predicate == Predicate::CausedBy;
    if (is_cause && look.sentence.holds(possibility())) return DeclineReason::Suspected;
    const bool is_test = look.rule.predicate == Predicate::DiagnosedBy;
    if (!is_test && look.sentence.holds(conditionals())) return DeclineReason::Conditional;
    if (!look.rule.may_name_others && speaks_of_another(look)) return DeclineReason::OtherSubject;
    if (!is_clean_right(look, right) || !is_clean_left(look)) return DeclineReason::Qualified;
    return std::nullopt;
}

void read_name(const Look& look) {
    const ArticleRule& rule = look.rule;
    if (std::find(rule.kinds.begin(), rule.kinds.end(), look.name.kind) == rule.kinds.end()) return;
    if (look.name.mention->concept_index == look.article.main || !is_read_here(look)) return;
    // An article names many things in passing: what no phrase of the rule touches was not looked at.
    if (!has_pattern(look)) return;
    Claim claim{rule.id, rule.predicate, look.article.main, look.name.mention->concept_index};
    const bool excludes = look.sentence.holds(exclusion());
    if (rule.predicate == Predicate::DiagnosedBy && excludes) claim.role = Role::Exclusion;
    if (const auto reason = objection(look)) {
        look.article.harvest.decline(*reason, claim, look.article.field, look.sentence, look.name);
    } else {
        look.article.harvest.accept(claim, look.article.field, look.sentence, look.name);
    }
}

/// A heading that names another illness (和三叉神经痛的不同, 继发性…) speaks of that one.
bool is_about_another(const ArticleText& article, const Section& section) {
    const auto& mentions = article.field.mentions;
    auto mention = std::lower_bound(mentions.begin(), mentions.end(), section.heading.begin,
                                    [](const Mention& each, std::uint32_t at) { return each.span.begin < at; });
    for (; mention != mentions.end() && mention->span.begin < section.heading.end; ++mention) {
        const bool is_inside = mention->span.end <= section.heading.end;
        const bool is_other = mention->concept_index != article.main;
        if (is_inside && is_other && is_ill(article.harvest.knowledge().at(mention->concept_index).kind)) return true;
    }
    return false;
}

void read_section(const ArticleText& article, const Section& section) {
    if (is_about_another(article, section)) return;
    const std::array<const ArticleRule*, 6> rules = {&cause_rule(),     &symptom_rule(),      &test_rule(),
                                                     &treatment_rule(), &complication_rule(), &differential_rule()};
    const auto sentences = read_sentences(article.harvest.knowledge(), article.field, section.span);
    for (const ArticleRule* rule : rules) {
        for (const ReadSentence& sentence : sentences) {
            for (const NameInSentence& name : sentence.names) {
                read_name({article, *rule, section, sentence, name});
            }
        }
    }
}

/// The kinds of section that the title itself announces for the text before the first heading: 面肌痉挛的病因.
SectionKinds kinds_of_title(const std::vector<Aspect>& aspects, std::string_view title) {
    if (aspects.size() != 1) return {};
    return kinds_of_heading(title);
}

}  // namespace

void mine_article(const Article& article, Harvest& harvest) {
    const std::string text = article.body_is_markdown ? plain_text(article.body) : article.body;
    const Annotation annotation = annotate_document(harvest.annotator(), article.title, text);
    if (annotation.main.empty() || annotation.main.front().weight < kMainShare) return;
    const ConceptIndex main = annotation.main.front().concept_index;
    if (!is_ill(harvest.knowledge().at(main).kind)) return;
    const MinedField field{"body", text, annotation.text, harvest.is_imported()};
    const ArticleText read{harvest, field, main};
    const auto headings = article.body_is_markdown ? headings_in_plain_text(article.body, text) : std::vector<Span>();
    auto sections = sections_of(text, headings);
    const SectionKinds announced = kinds_of_title(annotation.aspects, article.title);
    if (!announced.contain(SectionKind::Other)) sections.front().kinds = announced;
    for (const Section& section : sections) read_section(read, section);
}

}  // namespace xinglin
