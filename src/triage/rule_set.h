#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "annotate/phrase_finder.h"
#include "knowledge/knowledge.h"
#include "knowledge/triage_criterion.h"
#include "triage/patient.h"

namespace xinglin {

/// A rule of triage or a care card that fires for a patient.
struct FiredRule {
    const TriageRule* rule = nullptr;  ///< exactly one of the two is set
    const RedFlag* card = nullptr;
    std::vector<Span> evidence;  ///< the words that fire it, by begin
    bool is_supposed = false;    ///< only because something was answered with 不知道

    CareLevel level() const { return rule != nullptr ? rule->level : card->level; }
    std::string_view id() const { return rule != nullptr ? std::string_view(rule->id) : std::string_view(card->id); }
};

/// Something that is not said and would make a rule fire.
struct OpenQuestion {
    std::string key;   ///< the criterion
    std::string text;  ///< yes or no
    CareLevel level = CareLevel::Emergency;
};

/// The rules of a knowledge, ready to be applied: rules of triage and care cards. Immutable, so any number of threads
/// may share one.
class RuleSet {
  public:
    /// Keeps `knowledge` alive. Conditions that cannot be read hold for nobody (check() names them).
    explicit RuleSet(std::shared_ptr<const Knowledge> knowledge);

    /// What fires, most pressing first. O(text + rules).
    std::vector<FiredRule> fired(const Patient& patient) const;

    /// What could raise the level above `level`, the most decisive first, at most `limit`.
    std::vector<OpenQuestion> questions(const Patient& patient, CareLevel level, std::size_t limit) const;

    bool empty() const { return rules_.empty(); }

  private:
    struct Criterion {
        std::string written;
        TriageCriterion read;
        std::optional<ConceptIndex> concept_index;
        std::optional<std::uint32_t> phrase;
    };
    struct Node {
        TriageCondition::Kind kind = TriageCondition::Kind::Criterion;
        std::size_t count = 0;
        std::uint32_t criterion = 0;  // of a criterion
        std::vector<Node> parts;
    };
    struct Rule {
        const TriageRule* rule = nullptr;
        Node condition;
        std::vector<std::uint32_t> criteria;  // all, each once
    };
    class Evaluation;

    Node compiled(const TriageCondition& condition, Rule& rule, std::vector<Phrase>& phrases);
    Node compiled(TriageCondition::Kind kind, const std::vector<TriageCondition>& parts, Rule& rule,
                  std::vector<Phrase>& phrases);
    std::uint32_t criterion_of(const std::string& written, std::vector<Phrase>& phrases);
    std::string question_for(const Rule& rule, const Criterion& criterion) const;

    std::shared_ptr<const Knowledge> knowledge_;
    std::vector<Criterion> criteria_;
    std::vector<Rule> rules_;
    PhraseFinder phrases_;
};

}  // namespace xinglin
