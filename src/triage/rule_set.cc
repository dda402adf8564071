// Every criterion is evaluated at most once for a patient, to true, false or not said; a rule is then a small
// expression over these. A question is a criterion that is not said and whose truth alone would make a rule fire.
#include "triage/rule_set.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "text/utf8.h"
#include "triage/question_words.h"
#include "triage/word_question.h"

namespace xinglin {
namespace {

using ConditionKind = TriageCondition::Kind;

constexpr double kHoursOfSudden = 24;
constexpr double kHoursOfLong = 24 * 30;
constexpr double kDaysOfPostpartum = 42;
// How far from a sign a word says how bad it is, in bytes.
constexpr std::uint32_t kSeverityReach = 90;

std::uint32_t distance(Span a, Span b) {
    if (a.end <= b.begin) return b.begin - a.end;
    if (b.end <= a.begin) return a.begin - b.end;
    return 0;
}

std::vector<Span> names_of_drugs(const Knowledge& knowledge, std::span<const Mention> mentions) {
    std::vector<Span> spans;
    for (const Mention& mention : mentions) {
        const ConceptKind kind = knowledge.at(mention.concept_index).kind;
        if (kind == ConceptKind::Substance || kind == ConceptKind::Class) spans.push_back(mention.span);
    }
    return spans;
}

/// The signs that care cards go by: whoever has a symptom, but another's disease is not the patient's.
std::vector<MeantSign> signs_for_cards(const Patient& patient) {
    std::vector<MeantSign> signs;
    for (const MeantSign& sign : patient.signs()) {
        const bool is_symptom = patient.knowledge().at(sign.mention.concept_index).kind == ConceptKind::Symptom;
        if (is_symptom || patient.is_patients(sign.mention.subject)) signs.push_back(sign);
    }
    return signs;
}

bool names_a_disease(const Patient& patient, Span span) {
    return std::ranges::any_of(patient.mentions(), [&](const Mention& mention) {
        return mention.span == span && patient.knowledge().at(mention.concept_index).kind == ConceptKind::Condition;
    });
}

}  // namespace

/// What is true of one patient.
class RuleSet::Evaluation {
  public:
    struct Value {
        Truth truth = Truth::Unknown;
        std::vector<Span> evidence;
        bool is_supposed = false;
    };

    Evaluation(const RuleSet& rules, const Patient& patient)
        : rules_(rules), patient_(patient), values_(rules.criteria_.size()) {
        find_phrases();
    }

    Truth of(const Node& node) {
        switch (node.kind) {
            case ConditionKind::Criterion:
                return of(node.criterion).truth;
            case ConditionKind::All:
                return at_least(node, node.parts.size());
            case ConditionKind::Any:
                return at_least(node, 1);
            case ConditionKind::None:
                return no(at_least(node, 1));
            case ConditionKind::AtLeast:
                return at_least(node, node.count);
        }
        return Truth::Unknown;
    }

    const Value& of(std::uint32_t criterion) {
        auto& value = values_[criterion];
        if (!value) value = evaluated(rules_.criteria_[criterion]);
        return *value;
    }

    /// The truth if the criterion were so.
    Truth of_supposing(const Node& node, std::uint32_t criterion) {
        Value& value = *values_[criterion];
        value.truth = Truth::True;
        const Truth truth = of(node);
        value.truth = Truth::Unknown;
        return truth;
    }

  private:
    static Truth no(Truth truth) {
        // What is not said forbids nothing.
        return truth == Truth::True ? Truth::False : Truth::True;
    }

    Truth at_least(const Node& node, std::size_t count) {
        std::size_t is_true = 0;
        std::size_t may_be = 0;
        for (const Node& part : node.parts) {
            const Truth truth = of(part);
            if (truth == Truth::True) ++is_true;
            if (truth != Truth::False) ++may_be;
        }
        if (is_true >= count) return Truth::True;
        return may_be >= count ? Truth::Unknown : Truth::False;
    }

    void find_phrases() {
        const std::vector<Span> drugs = names_of_drugs(patient_.knowledge(), patient_.mentions());
        std::vector<PhraseFinder::Found> found = rules_.phrases_.find(patient_.text(), drugs);
        std::ranges::stable_sort(found, {}, [](const PhraseFinder::Found& each) { return each.span.begin; });
        std::vector<Span> spans;
        for (const PhraseFinder::Found& each : found) spans.push_back(each.span);
        const std::vector<SpanMeaning> meanings = meanings_of(patient_.text(), spans, Voice::Message);
        for (std::size_t i = 0; i < found.size(); ++i)
            if (meanings[i].is_so_now) said_[found[i].phrase].push_back(found[i].span);
    }

    Value evaluated(const Criterion& criterion) const {
        const std::string_view reply = patient_.reply_to(criterion.written);
        if (reply == "yes") return {Truth::True, {}, false};
        if (reply == "no") return {Truth::False, {}, false};
        Value value;
        switch (criterion.read.kind) {
            case TriageCriterion::Kind::Concept:
                value = of_concept(criterion);
                break;
            case TriageCriterion::Kind::Words:
                value = of_words(criterion);
                break;
            case TriageCriterion::Kind::Fact:
                value = of_fact(criterion);
                break;
        }
        if (reply == "unknown" && value.truth != Truth::True) return {Truth::True, {}, true};
        return value;
    }

    Value of_words(const Criterion& criterion) const {
        if (!criterion.phrase) return {Truth::False, {}, false};
        const auto found = said_.find(*criterion.phrase);
        if (found == said_.end()) return {};
        return {Truth::True, found->second, false};
    }

    Value of_concept(const Criterion& criterion) const {
        if (!criterion.concept_index) return {Truth::False, {}, false};
        const ConceptIndex what = *criterion.concept_index;
        const TriageCriterion& read = criterion.read;
        Value value;
        for (const std::uint32_t place : patient_.signs_of(what)) {
            const MeantSign& sign = patient_.signs()[place];
            if (!is_meant_so(read, sign)) continue;
            value.truth = Truth::True;
            value.evidence.push_back(sign.mention.span);
        }
        const bool is_plain = !read.is_sudden && !read.is_severe && !read.is_worse && !read.is_long;
        if (value.truth != Truth::True && is_plain && patient_.is_affirmed(what)) value.truth = Truth::True;
        if (value.truth != Truth::True && patient_.denies(what)) value.truth = Truth::False;
        return value;
    }

    bool is_meant_so(const TriageCriterion& read, const MeantSign& sign) const {
        const auto began = [&](double hours) {
            return std::ranges::any_of(patient_.facts().of(PatientFact::Since),
                                       [&](const StatedFact* each) { return each->high <= hours; });
        };
        const auto is_said = [&](PatientFact fact, std::string_view word) {
            return std::ranges::any_of(patient_.facts().of(fact), [&](const StatedFact* each) {
                return each->word == word && distance(each->span, sign.mention.span) <= kSeverityReach;
            });
        };
        const auto lasts = [&] {
            return sign.is_lasting ||
                   std::ranges::any_of(patient_.facts().of(PatientFact::Since),
                                       [](const StatedFact* each) { return each->low >= kHoursOfLong; });
        };
        if (read.is_sudden && !sign.is_sudden && !(began(kHoursOfSudden) && !sign.is_lasting)) return false;
        if (read.is_severe && !is_said(PatientFact::Severity, "severe")) return false;
        if (read.is_worse && !is_said(PatientFact::Course, "worse")) return false;
        if (read.is_new && sign.is_lasting && !sign.is_sudden) return false;
        return !read.is_long || lasts();
    }

    Value of_fact(const Criterion& criterion) const {
        switch (kind_of(criterion.read.fact)) {
            case PatientFactKind::Number:
                return of_number(criterion.read);
            case PatientFactKind::Word:
                return of_word(criterion.read);
            case PatientFactKind::Concept:
                return of_related(criterion);
            case PatientFactKind::Plain:
                return of_plain(criterion.read.fact);
        }
        return {};
    }

    static Truth compared(double low, double high, const TriageCriterion& read) {
        const bool at_low = holds(low, *read.comparison, read.number);
        const bool at_high = holds(high, *read.comparison, read.number);
        if (at_low && at_high) return Truth::True;
        return at_low || at_high ? Truth::Unknown : Truth::False;
    }

    Value of_number(const TriageCriterion& read) const {
        if (read.fact == PatientFact::Age) return of_age(read);
        Value value;
        bool may_be = false;
        bool is_said = false;
        const std::vector<const StatedFact*> facts = patient_.facts().of(read.fact);
        // 怀孕12周 says more than 怀孕, 烧到39度 more than 发烧.
        const bool has_exact = read.fact != PatientFact::Since && std::ranges::any_of(facts, is_exact);
        for (const StatedFact* each : facts) {
            if (has_exact && !is_exact(each)) continue;
            Truth truth = Truth::True;
            if (read.comparison) truth = compared(each->low, each->high, read);
            if (is_over(read) && began_within(read.number)) truth = Truth::False;
            if (!read.comparison && read.fact == PatientFact::Postpartum && each->low > kDaysOfPostpartum)
                truth = Truth::False;
            is_said = true;
            may_be = may_be || truth == Truth::Unknown;
            if (truth != Truth::True) continue;
            value.truth = Truth::True;
            value.evidence.push_back(each->span);
        }
        const bool is_not = (is_said && !may_be) || patient_.facts().denies(read.fact);
        if (value.truth != Truth::True && is_not) value.truth = Truth::False;
        if (value.truth == Truth::Unknown && needs_a_womb(read.fact) && cannot_bear()) value.truth = Truth::False;
        return value;
    }

    static bool is_exact(const StatedFact* stated) { return stated->low == stated->high; }

    static bool is_over(const TriageCriterion& read) {
        return read.fact == PatientFact::Since &&
               (read.comparison == Comparison::AtLeast || read.comparison == Comparison::Greater);
    }

    /// Whether anything is newer: what has been so for years and changed today is of today.
    bool began_within(double hours) const {
        return std::ranges::any_of(patient_.facts().of(PatientFact::Since),
                                   [&](const StatedFact* each) { return each->high < hours; });
    }

    static bool needs_a_womb(PatientFact fact) {
        return fact == PatientFact::Pregnancy || fact == PatientFact::Postpartum;
    }

    bool cannot_bear() const {
        constexpr double kYoungest = 10 * 365.25;
        constexpr double kOldest = 56 * 365.25;
        const auto age = patient_.facts().age();
        return patient_.facts().sex() == "male" || (age && (age->high < kYoungest || age->low > kOldest));
    }

    Value of_age(const TriageCriterion& read) const {
        const auto age = patient_.facts().age();
        if (!age || !read.comparison) return {};
        Value value;
        value.truth = compared(age->low, age->high, read);
        if (value.truth == Truth::True)
            for (const StatedFact* each : patient_.facts().of(PatientFact::Age)) value.evidence.push_back(each->span);
        return value;
    }

    Value of_word(const TriageCriterion& read) const {
        Value value;
        if (read.fact == PatientFact::Subject) {
            value.truth = name_of(patient_.facts().subject) == read.word ? Truth::True : Truth::False;
            return value;
        }
        bool says_otherwise = false;
        for (const StatedFact* each : patient_.facts().of(read.fact)) {
            if (each->word == read.word) {
                value.truth = Truth::True;
                value.evidence.push_back(each->span);
            }
            says_otherwise = true;
        }
        const bool excludes = read.fact == PatientFact::Sex || read.fact == PatientFact::Onset;
        if (value.truth != Truth::True && says_otherwise && excludes) value.truth = Truth::False;
        if (value.truth != Truth::True && patient_.facts().denies(read.fact)) value.truth = Truth::False;
        return value;
    }

    Value of_related(const Criterion& criterion) const {
        const PatientFact fact = criterion.read.fact;
        const bool is_unknown = !criterion.read.concept_id.empty() && !criterion.concept_index;
        if (is_unknown) return {Truth::False, {}, false};
        Value value;
        if (fact == PatientFact::History) {
            value.truth = patient_.has_or_had(*criterion.concept_index, value.evidence);
            return value;
        }
        for (const StatedFact* each : patient_.facts().of(fact)) {
            const bool fits = !criterion.concept_index ||
                              (each->concept_index &&
                               patient_.knowledge().is_kind_of(*each->concept_index, *criterion.concept_index));
            if (!fits) continue;
            value.truth = Truth::True;
            value.evidence.push_back(each->span);
        }
        return value;
    }

    Value of_plain(PatientFact fact) const {
        Value value;
        for (const StatedFact* each : patient_.facts().of(fact)) {
            value.truth = Truth::True;
            value.evidence.push_back(each->span);
        }
        if (value.truth != Truth::True && patient_.facts().denies(fact)) value.truth = Truth::False;
        return value;
    }

    const RuleSet& rules_;
    const Patient& patient_;
    std::vector<std::optional<Value>> values_;  // by criterion
    std::map<std::uint32_t, std::vector<Span>> said_;
};

RuleSet::RuleSet(std::shared_ptr<const Knowledge> knowledge) : knowledge_(std::move(knowledge)) {
    std::vector<Phrase> phrases;
    for (const TriageRule& rule : knowledge_->triage_rules()) {
        Rule& made = rules_.emplace_back();
        made.rule = &rule;
        made.condition.kind = ConditionKind::All;
        if (!rule.all.empty()) made.condition.parts.push_back(compiled(ConditionKind::All, rule.all, made, phrases));
        if (!rule.any.empty()) made.condition.parts.push_back(compiled(ConditionKind::Any, rule.any, made, phrases));
        if (!rule.none.empty()) made.condition.parts.push_back(compiled(ConditionKind::None, rule.none, made, phrases));
        std::ranges::sort(made.criteria);
        made.criteria.erase(std::unique(made.criteria.begin(), made.criteria.end()), made.criteria.end());
    }
    phrases_ = PhraseFinder(phrases);
}

RuleSet::Node RuleSet::compiled(ConditionKind kind, const std::vector<TriageCondition>& parts, Rule& rule,
                                std::vector<Phrase>& phrases) {
    Node node;
    node.kind = kind;
    for (const TriageCondition& part : parts) node.parts.push_back(compiled(part, rule, phrases));
    return node;
}

RuleSet::Node RuleSet::compiled(const TriageCondition& condition, Rule& rule, std::vector<Phrase>& phrases) {
    if (condition.kind != ConditionKind::Criterion) {
        Node node = compiled(condition.kind, condition.parts, rule, phrases);
        node.count = condition.count;
        return node;
    }
    Node node;
    node.criterion = criterion_of(condition.criterion, phrases);
    rule.criteria.push_back(node.criterion);
    return node;
}

std::uint32_t RuleSet::criterion_of(const std::string& written, std::vector<Phrase>& phrases) {
    const auto known = std::ranges::find(criteria_, written, &Criterion::written);
    if (known != criteria_.end()) return static_cast<std::uint32_t>(known - criteria_.begin());
    Criterion& made = criteria_.emplace_back();
    made.written = written;
    const auto read = parse_triage_criterion(written);
    if (read) {
        made.read = *read;
        if (!read->concept_id.empty()) made.concept_index = knowledge_->find(read->concept_id);
        if (read->kind == TriageCriterion::Kind::Words) {
            made.phrase = static_cast<std::uint32_t>(phrases.size());
            phrases.push_back({read->slots, read->gap});
        }
    } else {
        made.read.kind = TriageCriterion::Kind::Words;  // with no phrase: false
    }
    return static_cast<std::uint32_t>(criteria_.size() - 1);
}

std::vector<FiredRule> RuleSet::fired(const Patient& patient) const {
    std::vector<FiredRule> fired;
    Evaluation evaluation(*this, patient);
    for (const Rule& rule : rules_) {
        if (evaluation.of(rule.condition) != Truth::True) continue;
        FiredRule& made = fired.emplace_back();
        made.rule = rule.rule;
        for (const std::uint32_t criterion : rule.criteria) {
            const auto& value = evaluation.of(criterion);
            if (value.truth != Truth::True) continue;
            made.evidence.insert(made.evidence.end(), value.evidence.begin(), value.evidence.end());
            made.is_supposed = made.is_supposed || value.is_supposed;
        }
    }
    for (const NamedDanger& danger : find_dangers(signs_for_cards(patient), *knowledge_, Voice::Message)) {
        FiredRule& made = fired.emplace_back();
        made.card = danger.card;
        for (const MeantSign& sign : patient.signs())
            if (std::ranges::binary_search(danger.signs, sign.mention.concept_index))
                made.evidence.push_back(sign.mention.span);
    }
    const auto order = [](const Span& a, const Span& b) { return std::tie(a.begin, a.end) < std::tie(b.begin, b.end); };
    for (FiredRule& each : fired) {
        std::ranges::sort(each.evidence, order);
        each.evidence.erase(std::unique(each.evidence.begin(), each.evidence.end()), each.evidence.end());
    }
    if (asks_about_a_word(patient)) {
        std::erase_if(fired, [&](const FiredRule& each) {
            return std::ranges::all_of(each.evidence, [&](Span span) { return names_a_disease(patient, span); });
        });
    }
    std::ranges::stable_sort(fired, {}, [](const FiredRule& each) { return each.level(); });
    return fired;
}

std::string RuleSet::question_for(const Rule& rule, const Criterion& criterion) const {
    for (const TriageAsk& ask : rule.rule->asks)
        if (ask.criterion == criterion.written) return ask.question;
    return question_about(*knowledge_, criterion.written, criterion.read);
}

std::vector<OpenQuestion> RuleSet::questions(const Patient& patient, CareLevel level, std::size_t limit) const {
    struct Candidate {
        CareLevel level = CareLevel::Emergency;
        int rules = 0;
        std::string text;
    };
    std::map<std::uint32_t, Candidate> candidates;  // by criterion
    Evaluation evaluation(*this, patient);
    for (const Rule& rule : rules_) {
        if (rule.rule->level >= level || evaluation.of(rule.condition) != Truth::Unknown) continue;
        // A rule asks only where something that somebody feels or says speaks for it.
        bool is_begun = false;
        for (const std::uint32_t each : rule.criteria) {
            const bool is_fact = criteria_[each].read.kind == TriageCriterion::Kind::Fact;
            is_begun = is_begun || (!is_fact && evaluation.of(each).truth == Truth::True);
        }
        if (!is_begun) continue;
        for (const std::uint32_t each : rule.criteria) {
            if (evaluation.of(each).truth != Truth::Unknown) continue;
            if (evaluation.of_supposing(rule.condition, each) != Truth::True) continue;
            std::string text = question_for(rule, criteria_[each]);
            if (text.empty()) continue;
            Candidate& candidate =
                candidates.try_emplace(each, Candidate{rule.rule->level, 0, std::move(text)}).first->second;
            candidate.level = std::min(candidate.level, rule.rule->level);
            ++candidate.rules;
        }
    }
    std::vector<std::pair<std::uint32_t, Candidate>> best(candidates.begin(), candidates.end());
    std::ranges::stable_sort(best, {},
                             [](const auto& each) { return std::pair(each.second.level, -each.second.rules); });
    std::vector<OpenQuestion> questions;
    for (auto& [criterion, candidate] : best) {
        if (questions.size() == limit) break;
        questions.push_back({criteria_[criterion].written, std::move(candidate.text), candidate.level});
    }
    return questions;
}

}  // namespace xinglin
