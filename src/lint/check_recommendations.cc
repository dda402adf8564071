#include <algorithm>
#include <optional>

#include "base/budget.h"
#include "lint/amounts.h"
#include "lint/checked_text.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr std::size_t kMostAtOnce = 12;  // concepts of one clause that are compared with one another
constexpr std::uint32_t kReach = 120;    // bytes
constexpr std::uint32_t kModifierReach = 21;

bool is_treatment(ConceptKind kind) {
    return kind == ConceptKind::Substance || kind == ConceptKind::Class || kind == ConceptKind::Procedure;
}

class RecommendationCheck {
  public:
    explicit RecommendationCheck(CheckedText& checked)
        : checked_(checked), knowledge_(checked.knowledge), reading_(checked.reading) {
        for (const Mention& mention : checked.read.title) remember(mention, title_);
        for (const PopulationLimit& limit : checked.wording.populations()) {
            const auto substance = knowledge_.find(limit.substance);
            const auto population = knowledge_.find(limit.population);
            if (substance && population) limits_.push_back({*substance, *population, &limit});
        }
    }

    void run() {
        for (std::uint32_t clause = 0; clause < reading_.clauses().size() && !checked_.is_full(); ++clause) {
            check_budget();
            const auto [span, sentence, framed] = reading_.clauses()[clause];
            if (clause == 0 || sentence != reading_.clauses()[clause - 1].sentence) begin_sentence(sentence);
            const auto mentions = checked_.mentions_in(span);
            const Span head{span.begin, std::min(span.end, span.begin + 2 * kReach)};
            constexpr LintCues kTakenOut(LintCue::Warns, LintCue::Unfit, LintCue::Needless, LintCue::Denies);
            if (!reading_.has(head, LintCues(LintCue::Harms)))
                take_subjects(mentions, !reading_.has(head, kTakenOut));
            else
                take_subjects(said_to_be_caused(mentions), false);
            if (!framed) check_clause(span, mentions);
        }
    }

  private:
    /// Of whom and of which conditions something is said.
    struct Subjects {
        std::vector<ConceptIndex> conditions;
        std::vector<ConceptIndex> populations;
        std::vector<ConceptIndex> earlier;  // conditions of clauses before: the same person may have them
    };

    struct Limit {
        ConceptIndex substance;
        ConceptIndex population;
        const PopulationLimit* says = nullptr;
    };

    void remember(const Mention& mention, Subjects& subjects) const {
        if (mention.negated) return;
        const ConceptKind kind = knowledge_.at(mention.concept_index).kind;
        if (kind == ConceptKind::Condition && subjects.conditions.size() < kMostAtOnce)
            subjects.conditions.push_back(mention.concept_index);
        if (kind == ConceptKind::Population && subjects.populations.size() < kMostAtOnce)
            subjects.populations.push_back(mention.concept_index);
    }

    void begin_sentence(std::uint32_t sentence) {
        if (!sentence_.conditions.empty()) previous_ = sentence_;
        // 孩子发烧了。可以吃……: the next sentence still speaks of the child, unless this one says what is not for it.
        earlier_populations_.clear();
        constexpr LintCues kTakenOut(LintCue::Warns, LintCue::Unfit, LintCue::Harms, LintCue::Denies);
        if (sentence > 0 && !sentence_.populations.empty()) {
            const Span before = reading_.sentences()[sentence - 1].span;
            if (!reading_.has({before.begin, std::min(before.end, before.begin + 2 * kReach)}, kTakenOut))
                earlier_populations_ = sentence_.populations;
        }
        sentence_ = {};
    }

    /// Of a clause that tells of harm, only what it says is harmed is spoken of: X由……引起.
    std::span<const Mention> said_to_be_caused(std::span<const Mention> mentions) const {
        constexpr std::uint32_t kNear = 9;
        const auto caused = std::ranges::find_if(mentions, [&](const Mention& mention) {
            return reading_.has({mention.span.end, mention.span.end + kNear}, LintCues(LintCue::CausedBy));
        });
        if (caused == mentions.end()) return {};
        return mentions.subspan(static_cast<std::size_t>(caused - mentions.begin()), 1);
    }

    /// The newest clause that names a condition says which are spoken of; a population stays to the sentence's end.
    void take_subjects(std::span<const Mention> mentions, bool stays) {
        Subjects here;
        for (const Mention& mention : mentions) remember(mention, here);
        if (stays && sentence_.earlier.size() < kMostAtOnce)
            sentence_.earlier.insert(sentence_.earlier.end(), here.conditions.begin(), here.conditions.end());
        if (!here.conditions.empty()) sentence_.conditions = std::move(here.conditions);
        if (!here.populations.empty()) sentence_.populations = std::move(here.populations);
    }

    void check_clause(Span clause, std::span<const Mention> mentions) {
        std::vector<ConceptIndex> recommended;
        for (const Mention& mention : mentions) {
            if (recommended.size() == kMostAtOnce) break;
            if (!is_treatment(knowledge_.at(mention.concept_index).kind) || mention.negated || mention.suspected)
                continue;
            if (!is_recommended(clause, mention)) continue;
            if (std::ranges::find(recommended, mention.concept_index) != recommended.end()) continue;
            recommended.push_back(mention.concept_index);
            check_against_subjects(mention);
        }
        check_together(clause, mentions, recommended);
    }

    bool is_recommended(Span clause, const Mention& drug) const {
        const std::uint32_t begin = std::max(clause.begin, drug.span.begin > kReach ? drug.span.begin - kReach : 0);
        const std::uint32_t end = std::min(clause.end, drug.span.end + kReach);
        const Span before{begin, drug.span.begin};
        const Span after{drug.span.end, end};
        const Span just_after{drug.span.end, std::min(end, drug.span.end + kModifierReach)};
        constexpr LintCues kNever(LintCue::Decides, LintCue::Past, LintCue::Harms);
        if (is_told_of(before) || reading_.has(after, kNever) || reading_.has(before, LintCues(LintCue::Ifs)))
            return false;
        if (modifies(clause, drug)) return false;
        const Span sentence = reading_.sentences()[reading_.sentence_of(drug.span.begin)].span;
        if (reading_.has({drug.span.end, std::min(sentence.end, drug.span.end + kReach)}, LintCues(LintCue::Decides)))
            return false;
        if (reading_.has(after, LintCues(LintCue::Warns, LintCue::Unfit, LintCue::Refutes, LintCue::Denies)))
            return false;
        const bool given = reading_.has(before, LintCues(LintCue::Gives));
        if (!given && !reading_.has(after, LintCues(LintCue::Works)) &&
            !reading_.has(just_after, LintCues(LintCue::Gives)) && !works_in_next_clause(clause))
            return false;
        return !reading_.takes_back(drug.span, Strictness::Remedy, clause_of_another(clause, drug));
    }

    /// 首选甲，乙没有用: the next clause, where it begins with the name of another treatment.
    Span clause_of_another(Span clause, const Mention& drug) const {
        constexpr std::uint32_t kAtOnce = 6;
        const std::uint32_t index = reading_.clause_of(clause.begin);
        const auto& clauses = reading_.clauses();
        if (index + 1 >= clauses.size() || clauses[index + 1].sentence != clauses[index].sentence) return {};
        const Span next = clauses[index + 1].span;
        const auto mentions = checked_.mentions_in(next);
        const bool is_another = !mentions.empty() && mentions.front().span.begin <= next.begin + kAtOnce &&
                                mentions.front().concept_index != drug.concept_index &&
                                is_treatment(knowledge_.at(mentions.front().concept_index).kind);
        return is_another ? next : Span{};
    }

    /// What stands before a name tells of it, instead of recommending it. 推荐长期服用 recommends what 长期服用 tells.
    bool is_told_of(Span before) const {
        bool advised = false;
        for (const LintCueAt& cue : reading_.cues_in(before)) {
            if (cue.kinds.meets(LintCues(LintCue::Decides, LintCue::Harms))) return true;
            if (cue.kinds.has(LintCue::Past) && !advised) return true;
            advised |= cue.kinds.has(LintCue::Turns);
        }
        return false;
    }

    /// 服用X的患者, X治疗前: the name tells whom or when is spoken of.
    bool modifies(Span clause, const Mention& drug) const {
        constexpr std::uint32_t kLongReach = 60;
        const Span after{drug.span.end, std::min(clause.end, drug.span.end + kLongReach)};
        return std::ranges::any_of(reading_.cues_in(after), [&](const LintCueAt& cue) {
            const bool near = cue.span.end <= drug.span.end + kModifierReach;
            return cue.kinds.has(LintCue::Modifies) && (near || slice(checked_.text, cue.span).starts_with("的"));
        });
    }

    /// 服……，效果好: what is praised in the clause that follows.
    bool works_in_next_clause(Span clause) const {
        const std::uint32_t index = reading_.clause_of(clause.begin);
        const auto& clauses = reading_.clauses();
        if (index + 1 >= clauses.size() || clauses[index + 1].sentence != clauses[index].sentence) return false;
        const Span next = clauses[index + 1].span;
        return !reading_.has(next, LintCues(LintCue::Gives)) && checked_.mentions_in(next).empty() &&
               reading_.has({next.begin, std::min(next.end, next.begin + 45)}, LintCues(LintCue::Works));
    }

    void check_against_subjects(const Mention& drug) {
        std::vector<ConceptIndex> conditions = sentence_.conditions;
        if (conditions.empty()) conditions = title_.conditions;
        if (conditions.empty()) conditions = previous_.conditions;
        if (conditions.empty() && !checked_.read.main.empty())
            conditions.push_back(checked_.read.main.front().concept_index);
        std::vector<ConceptIndex> populations = sentence_.populations;
        if (populations.empty()) populations = earlier_populations_;
        if (populations.empty()) populations = title_.populations;
        for (const ConceptIndex each : conditions) {
            if (forbid(drug, each, Scope::Anything)) return;
        }
        for (const ConceptIndex each : sentence_.earlier) {
            if (forbid(drug, each, Scope::Contraindication)) return;
        }
        for (const ConceptIndex each : populations) {
            if (forbid(drug, each, Scope::Anything) || keep_from(drug, each)) return;
        }
        if (conditions.size() == 1) check_is_treatment(drug, conditions.front());
    }

    /// What labels and standards keep from people of an age or state.
    bool keep_from(const Mention& drug, ConceptIndex population) {
        const Span sentence = reading_.sentences()[reading_.sentence_of(drug.span.begin)].span;
        const std::string_view said = slice(checked_.text, sentence).substr(0, 600);
        const auto stands_in = [](std::string_view text) {
            return [text](std::string_view word) { return text.find(word) != std::string_view::npos; };
        };
        for (const Limit& limit : limits_) {
            if (!is_curated_kind_of(population, limit.population)) continue;
            if (!is_curated_kind_of(drug.concept_index, limit.substance)) continue;
            const PopulationLimit& says = *limit.says;
            if (std::ranges::any_of(says.unless, stands_in(said))) continue;
            const std::string_view product = product_at(checked_.text, drug.span);
            if (!says.forms.empty() && std::ranges::none_of(says.forms, stands_in(product))) continue;
            const auto age = says.from_age_years > 0 ? age_in(fold(said)) : std::optional<double>();
            if (age && *age >= says.from_age_years) continue;
            const std::vector<std::string> sources{says.source};
            const Span clause = reading_.clauses()[reading_.clause_of(drug.span.begin)].span;
            checked_.add(
                {"claim-contradicted", says.severity, clause, says.says + checked_.basis(sources) + "。", sources});
            return true;
        }
        return false;
    }

    /// Called the first choice of a condition, or what must be done for it, in one clause, where the knowledge has
    /// treatments of first choice and none that has to do with this one.
    void check_is_treatment(const Mention& what, ConceptIndex condition) {
        const Span clause = reading_.clauses()[reading_.clause_of(what.span.begin)].span;
        const std::uint32_t begin = std::max(clause.begin, what.span.begin > kReach ? what.span.begin - kReach : 0);
        if (!reading_.has({begin, what.span.begin}, LintCues(LintCue::Insists))) return;
        const auto said = checked_.mentions_in({begin, what.span.begin});
        const bool is_said_of_it = std::ranges::any_of(
            said, [&](const Mention& mention) { return mention.concept_index == condition && !mention.negated; });
        if (!is_said_of_it) return;
        const Relation* first = nullptr;
        std::vector<ConceptIndex> conditions = with_ancestors(condition);
        const auto kinds = knowledge_.descendants(condition);
        conditions.insert(conditions.end(), kinds.begin(), kinds.end());
        for (const ConceptIndex each : conditions) {
            for (const auto& link : knowledge_.outgoing(each, Predicate::TreatedBy)) {
                const Relation& relation = knowledge_.at(link.relation);
                if (knowledge_.is_kind_of(link.other, what.concept_index) ||
                    knowledge_.is_kind_of(what.concept_index, link.other))
                    return;
                const bool is_first = relation.role == Role::FirstLine && relation.trust == Trust::Curated;
                if (is_first && !first && each == condition) first = &relation;
            }
        }
        const bool treats_others = !knowledge_.incoming(what.concept_index, Predicate::TreatedBy).empty();
        if (!first || !treats_others || knowledge_.at(condition).kind != ConceptKind::Condition) return;
        const auto known = knowledge_.find(first->object);
        if (!known) return;
        checked_.add({"treatment-unknown", Severity::Warning, clause,
                      "没有资料说" + knowledge_.at(condition).name + "用" + knowledge_.at(what.concept_index).name +
                          "治疗；首选的有" + knowledge_.at(*known).name + "等" + checked_.basis(first->sources) + "。",
                      first->sources});
    }

    /// The concept and what it is a kind of by curated knowledge, nearest first.
    std::vector<ConceptIndex> with_ancestors(ConceptIndex index) const {
        std::vector<ConceptIndex> all{index};
        for (const auto& ancestor : knowledge_.ancestors(index)) {
            if (is_curated(knowledge_, ancestor)) all.push_back(ancestor.concept_index);
        }
        return all;
    }

    bool is_curated_kind_of(ConceptIndex index, ConceptIndex ancestor) const {
        const auto all = with_ancestors(index);
        return std::ranges::find(all, ancestor) != all.end();
    }

    const Relation* curated_link(ConceptIndex subject, Predicate predicate, ConceptIndex object) const {
        for (const auto& link : knowledge_.outgoing(subject, predicate)) {
            const Relation& relation = knowledge_.at(link.relation);
            if (link.other == object && relation.trust == Trust::Curated) return &relation;
        }
        return nullptr;
    }

    /// What is said of a kind holds for what is one, unless something nearer says that it treats.
    enum class Scope { Anything, Contraindication };
    bool forbid(const Mention& drug, ConceptIndex subject, Scope scope) {
        const auto drugs = with_ancestors(drug.concept_index);
        const auto subjects = with_ancestors(subject);
        for (const ConceptIndex whom : subjects) {
            for (const ConceptIndex what : drugs) {
                if (curated_link(whom, Predicate::TreatedBy, what)) return false;
                const Relation* wrong = curated_link(whom, Predicate::NotTreatedBy, what);
                if (wrong && scope == Scope::Anything) return tell(drug, subject, "不用", "治疗", *wrong);
                const Relation* forbidden = curated_link(what, Predicate::ContraindicatedIn, whom);
                if (forbidden && forbidden->role != Role::Occasional)
                    return tell(drug, subject, "禁用", "", *forbidden);
            }
        }
        return false;
    }

    bool tell(const Mention& drug, ConceptIndex subject, const std::string& verb, const std::string& end,
              const Relation& relation) {
        const std::string& drug_name = knowledge_.at(drug.concept_index).name;
        const std::string& name = knowledge_.at(subject).name;
        std::string message = (end.empty() ? name + "者" : name) + verb + drug_name + end;
        message += checked_.basis(relation.sources) + "。";
        const Span clause = reading_.clauses()[reading_.clause_of(drug.span.begin)].span;
        checked_.add({"claim-contradicted", Severity::Error, clause, std::move(message), relation.sources});
        return true;
    }

    /// Two that must not be taken together, recommended in one clause that joins them.
    void check_together(Span clause, std::span<const Mention> mentions, const std::vector<ConceptIndex>& recommended) {
        if (recommended.empty() || mentions.size() < 2) return;
        const std::string_view said = slice(checked_.text, clause).substr(0, 300);
        constexpr std::string_view kTogether[] = {"一起", "同服", "合用", "同时", "联用",
                                                  "联合", "配合", "加上", "送服"};
        if (std::ranges::none_of(kTogether, [&](auto word) { return said.find(word) != std::string_view::npos; }))
            return;
        const auto others = mentions.first(std::min(mentions.size(), kMostAtOnce));
        for (const ConceptIndex one : recommended) {
            for (const Mention& other : others) {
                if (other.negated || other.concept_index == one) continue;
                if (const Relation* relation = interaction_of(one, other.concept_index)) {
                    checked_.add({"interaction", Severity::Warning, clause,
                                  knowledge_.at(one).name + "与" + knowledge_.at(other.concept_index).name +
                                      "有相互作用，合用须提醒读者" + checked_.basis(relation->sources) + "。",
                                  relation->sources});
                    return;
                }
            }
        }
    }

    const Relation* interaction_of(ConceptIndex one, ConceptIndex other) const {
        const auto others = with_ancestors(other);
        for (const ConceptIndex first : with_ancestors(one)) {
            for (const ConceptIndex second : others) {
                if (const Relation* relation = curated_link(first, Predicate::InteractsWith, second)) return relation;
            }
        }
        return nullptr;
    }

    CheckedText& checked_;
    const Knowledge& knowledge_;
    const ClauseReading& reading_;
    Subjects title_;
    Subjects previous_;
    Subjects sentence_;
    std::vector<ConceptIndex> earlier_populations_;  // of the sentence before
    std::vector<Limit> limits_;
};

}  // namespace

void check_recommendations(CheckedText& checked) {
    RecommendationCheck(checked).run();
}

}  // namespace xinglin
