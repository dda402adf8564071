#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/budget.h"
#include "lint/checked_text.h"
#include "lint/known_causes.h"

namespace xinglin {
namespace {

/// Judges the hits of one text in their order, because a warning goes on from one to the next.
class WordingCheck {
  public:
    explicit WordingCheck(CheckedText& checked) : checked_(checked), reading_(checked.reading) {}

    void run() {
        for (const WordHit& hit : reading_.hits()) {
            check_budget();
            if (checked_.is_full()) return;
            const WordPattern& pattern = checked_.wording.patterns()[hit.pattern];
            const RuleMessage& message = checked_.wording.messages()[pattern.message];
            if (message.rule == "harmful-remedy") {
                if (!is_warned_of(hit)) add(hit, message);
            } else if (message.rule == "danger-at-home") {
                if (is_left_at_home(hit)) add(hit, message);
            } else if (message.rule == "no-cure" || message.rule == "no-treatment") {
                if (!reading_.takes_back(hit.whole(), Strictness::Promise)) check_hopeless(hit, message);
            } else if (message.rule == "false-cause" || message.rule == "other-cause") {
                if (!reading_.takes_back(hit.whole(), Strictness::Promise)) check_claimed_cause(hit, message);
            } else if (message.rule == "unsourced-cure-rate" && names_its_source(hit)) {
                continue;
            } else if (!reading_.takes_back(hit.whole(),
                                            pattern.is_remedy ? Strictness::Remedy : Strictness::Promise)) {
                add(hit, message);
            }
        }
    }

  private:
    bool names_its_source(const WordHit& hit) const {
        const Span sentence = reading_.sentences()[reading_.sentence_of(hit.part[0].begin)].span;
        const std::string_view said = slice(checked_.text, sentence).substr(0, 600);
        return said.find("[@") != std::string_view::npos || said.find("《") != std::string_view::npos;
    }

    /// A list of what not to do goes on after its first item: 不要掐人中，按压手脚，灌水.
    bool is_warned_of(const WordHit& hit) {
        const std::uint32_t clause = reading_.clause_of(hit.part[0].begin);
        const bool same_sentence =
            last_warned_ && reading_.clauses()[*last_warned_].sentence == reading_.clauses()[clause].sentence;
        const std::uint32_t begin = reading_.clauses()[clause].span.begin;
        const bool goes_on = same_sentence && clause <= *last_warned_ + 1 &&
                             !reading_.has({begin, hit.part[0].begin}, LintCues(LintCue::Turns, LintCue::Urgent));
        const bool warned = goes_on || reading_.title_warns() || reading_.is_warned_within(hit) ||
                            reading_.warning_goes_on(hit.part[0]) ||
                            reading_.takes_back(hit.whole(), Strictness::Remedy);
        if (warned) last_warned_ = reading_.clause_of(hit.part[hit.parts - 1].begin);
        return warned;
    }

    bool is_left_at_home(const WordHit& hit) const {
        const Span last = hit.part[hit.parts - 1];
        if (reading_.title_warns() || reading_.is_warned_within(hit) ||
            reading_.takes_back(hit.part[0], Strictness::Promise) || reading_.takes_back(last, Strictness::Remedy) ||
            reading_.warning_goes_on(last))
            return false;
        return !reading_.sends_to_care(hit.part[0], last);
    }

    void add(const WordHit& hit, const RuleMessage& message) { add(hit, message, told(hit, message), {}); }

    std::string told(const WordHit& hit, const RuleMessage& message) const {
        std::string text = message.text;
        if (const auto at = text.find("%s"); at != std::string::npos)
            text.replace(at, 2, checked_.words_at(reading_.phrase_around(hit.whole())));
        if (!message.law.cites.empty()) text += message.law.says + "（依据：" + message.law.cites + "）。";
        return text;
    }

    void add(const WordHit& hit, const RuleMessage& message, std::string text, std::vector<std::string> sources) {
        // Patterns that overlap say one thing; the first says it.
        std::uint32_t& covered = covered_until_[message.rule];
        if (hit.part[0].begin < covered) return;
        covered = hit.whole().end;
        if (!message.law.source.empty()) sources.push_back(message.law.source);
        const Severity severity = hit.severe ? Severity::Error : message.severity;
        checked_.add(
            {message.rule, severity, reading_.phrase_around(hit.whole()), std::move(text), std::move(sources)});
    }

    /// The conditions that a sentence speaks of: those it names, otherwise what the whole text is about.
    std::vector<ConceptIndex> conditions_of(const WordHit& hit) const {
        constexpr std::size_t kMost = 8;
        std::vector<ConceptIndex> conditions;
        const Span sentence = reading_.sentences()[reading_.sentence_of(hit.part[0].begin)].span;
        for (const Mention& mention : checked_.mentions_in(sentence)) {
            if (conditions.size() == kMost) break;
            if (checked_.knowledge.at(mention.concept_index).kind == ConceptKind::Condition)
                conditions.push_back(mention.concept_index);
        }
        if (conditions.empty() && !checked_.read.main.empty())
            conditions.push_back(checked_.read.main.front().concept_index);
        return conditions;
    }

    /// "Nothing cures it" is wrong where a source knows a treatment that can; "nothing can be done" where one knows a
    /// treatment of first choice. Of drugs alone it is often true.
    void check_hopeless(const WordHit& hit, const RuleMessage& message) {
        const Span clause = reading_.clauses()[reading_.clause_of(hit.part[0].begin)].span;
        const std::uint32_t begin = std::max(clause.begin, hit.part[0].begin > 120 ? hit.part[0].begin - 120 : 0);
        if (reading_.has({begin, hit.part[0].begin}, LintCues(LintCue::Alone))) return;
        const bool cure = message.rule == "no-cure";
        for (const ConceptIndex condition : conditions_of(hit)) {
            for (const auto& link : checked_.knowledge.outgoing(condition, Predicate::TreatedBy)) {
                const Relation& relation = checked_.knowledge.at(link.relation);
                const bool knows_better = cure ? relation.curative : relation.role == Role::FirstLine;
                if (relation.trust == Trust::Imported || !knows_better) continue;
                RuleMessage contradicted = message;
                contradicted.rule = cure ? "claim-contradicted" : "no-treatment";
                add(hit, contradicted,
                    told(hit, message) + "：" + checked_.knowledge.at(link.other).name +
                        (cure ? "有望治愈" : "可用于治疗") + checked_.knowledge.at(condition).name +
                        checked_.basis(relation.sources) + "。",
                    relation.sources);
                return;
            }
        }
    }

    /// "X是Y引起的", where what is known of X names main causes and Y is none of its causes. Of a popular cause the
    /// word itself is enough; any other must be a concept, since nobody knows what else a text may mean.
    void check_claimed_cause(const WordHit& hit, const RuleMessage& message) {
        const auto subjects = checked_.mentions_in(hit.part[0]);
        if (subjects.empty() || subjects.front().negated) return;
        const ConceptIndex subject = subjects.front().concept_index;
        const KnownCauses known(checked_.knowledge, subject);
        if (known.main().empty()) return;
        constexpr LintCues kDenied(LintCue::Denies, LintCue::Doubts, LintCue::Warns, LintCue::Refutes);
        if (reading_.has({hit.part[0].end, hit.whole().end}, kDenied)) return;
        const Span sentence = reading_.sentences()[reading_.sentence_of(hit.part[0].begin)].span;
        constexpr std::uint32_t kTold = 180;
        const Span told_span{hit.part[0].end, std::min(sentence.end, hit.whole().end + kTold)};
        const auto told_of = checked_.mentions_in(told_span);
        if (known.names_any(told_of) || known.are_paraphrased(slice(checked_.text, told_span))) return;
        const auto claimed = checked_.mentions_in({hit.part[1].end, hit.part[2].begin});
        const bool is_concept = std::ranges::any_of(claimed, [&](const Mention& each) {
            return can_cause(checked_.knowledge.at(each.concept_index).kind) && !each.negated &&
                   !checked_.knowledge.is_kind_of(subject, each.concept_index);
        });
        if (message.rule == "other-cause" && !is_concept) return;
        RuleMessage missing = message;
        missing.rule = "cause-missing";
        const std::vector<std::string>& sources = known.main().front()->sources;
        add(hit, missing, told(hit, message) + known.told() + checked_.basis(sources), sources);
    }

    static bool can_cause(ConceptKind kind) {
        return kind == ConceptKind::Condition || kind == ConceptKind::Cause || kind == ConceptKind::Symptom ||
               kind == ConceptKind::Substance || kind == ConceptKind::Class;
    }

    CheckedText& checked_;
    const ClauseReading& reading_;
    std::optional<std::uint32_t> last_warned_;  // a clause
    std::unordered_map<std::string, std::uint32_t> covered_until_;
};

}  // namespace

void check_wording(CheckedText& checked) {
    WordingCheck(checked).run();
}

}  // namespace xinglin
