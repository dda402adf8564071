#include "app/ask.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>

#include "app/ask_answers.h"
#include "app/cards.h"
#include "base/strings.h"
#include "catalog/snapshot.h"
#include "text/utf8.h"
#include "triage/care_level.h"
#include "triage/conditions.h"
#include "triage/departments.h"
#include "triage/patient.h"
#include "triage/question_words.h"
#include "triage/rule_set.h"

namespace xinglin {
namespace {

constexpr std::size_t kMostDepartments = 5;
constexpr std::size_t kMostConditions = 8;
constexpr std::size_t kMostCards = 3;
constexpr std::size_t kMostQuestions = 3;

/// Fills one answer from what is known of a patient.
class Answering {
  public:
    Answering(const Snapshot& snapshot, const Patient& patient, const RuleSet& rules, PanelSet curated_only)
        : snapshot_(snapshot), patient_(patient), rules_(rules), curated_only_(curated_only) {}

    void run(AskAnswer& answer) {
        fired_ = rules_.fired(patient_);
        const CareDecision decision = care_level_of(patient_, fired_);
        answer.care_level = decision.level;
        answer.care_reason = decision.reason;
        answer.is_understood = !patient_.mentions().empty() || !patient_.facts().stated.empty();
        for (const FiredRule& each : fired_) add_flag(each, answer);
        add_departments(answer);
        add_conditions(answer);
        add_people(answer);
        for (OpenQuestion& each : rules_.questions(patient_, answer.care_level, kMostQuestions)) {
            answer.questions.push_back({std::move(each.key),
                                        std::move(each.text),
                                        {{"yes", "是"}, {"no", "不是"}, {"unknown", "不知道"}},
                                        each.level});
        }
        for (const StatedFact& each : patient_.facts().stated) answer.facts.push_back(fact_of(each));
        for (const ConceptIndex each : patient_.concepts()) answer.concepts.push_back(ref(each));
        for (const ConceptIndex each : patient_.denied()) answer.negated.push_back(ref(each));
        answer.subject = decision.is_about_nobody ? "none" : std::string(name_of(patient_.facts().subject));
    }

  private:
    Ref ref(ConceptIndex concept_index) const { return ref_of(snapshot_.knowledge().at(concept_index)); }

    AskWords words(Span span) const {
        const std::string_view before = patient_.text().substr(0, span.begin);
        const auto begin = static_cast<std::uint32_t>(count_characters(before));
        const std::string_view said = slice(patient_.text(), span);
        return {begin, begin + static_cast<std::uint32_t>(count_characters(said)), std::string(said)};
    }

    void add_flag(const FiredRule& fired, AskAnswer& answer) const {
        if (fired.level() != CareLevel::Emergency && fired.level() != CareLevel::Urgent) return;
        AskFlag flag;
        flag.rule = fired.id();
        flag.level = fired.level();
        flag.is_supposed = fired.is_supposed;
        if (fired.rule != nullptr) {
            flag.name = fired.rule->name;
            flag.statement = fired.rule->advice;
            flag.sources = refs_of(snapshot_, fired.rule->sources);
        } else {
            const auto of = snapshot_.knowledge().find(fired.card->of);
            flag.name = of ? snapshot_.knowledge().at(*of).name : fired.card->of;
            flag.statement = fired.card->action;
            flag.sources = refs_of(snapshot_, fired.card->sources);
        }
        for (const Span span : fired.evidence) flag.words.push_back(words(span));
        answer.red_flags.push_back(std::move(flag));
    }

    void add_departments(AskAnswer& answer) const {
        for (const RankedDepartment& each : departments_for(patient_, fired_, answer.care_level, kMostDepartments)) {
            AskDepartment department{ref(each.department), each.score, {}};
            if (each.rule != nullptr) department.why.push_back({each.rule->id, each.rule->name});
            for (const ConceptIndex why : each.why) department.why.push_back(ref(why));
            answer.departments.push_back(std::move(department));
        }
    }

    void add_conditions(AskAnswer& answer) {
        for (const CompatibleCondition& each : compatible_conditions(patient_, kMostConditions)) {
            AskCondition condition{ref(each.condition),
                                   each.score,
                                   {},
                                   {},
                                   each.must_not_miss,
                                   snapshot_.knowledge().at(each.condition).trust};
            for (const ConceptIndex why : each.speaks_for) condition.speaks_for.push_back(ref(why));
            for (const ConceptIndex why : each.speaks_against) condition.speaks_against.push_back(ref(why));
            answer.conditions.push_back(std::move(condition));
        }
    }

    /// Doctors and hospitals for what the patient has, over the same paths as on a page.
    void add_people(AskAnswer& answer) const {
        const std::vector<ConceptIndex> concepts = patient_.concepts();
        if (concepts.empty()) return;
        PageContext page = context_of(*snapshot_.corpus, "", patient_.text());
        if (page.main.empty()) return;
        RelateOptions options;
        options.limit = kMostCards;
        options.curated_only = curated_only_;
        for (const Panel panel : {Panel::Doctors, Panel::Hospitals}) {
            options.only = panel;
            auto& cards = panel == Panel::Doctors ? answer.doctors : answer.hospitals;
            const Panels panels = relate(*snapshot_.corpus, page, options);
            for (const Item& item : panels.of(panel)) cards.push_back(card_of(snapshot_, item));
        }
    }

    AskFact fact_of(const StatedFact& stated) const {
        AskFact fact;
        fact.key = name_of(stated.fact);
        fact.is_denied = stated.is_denied;
        fact.is_impossible = stated.is_impossible;
        fact.subject = name_of(stated.subject);
        if (stated.span.end > stated.span.begin) fact.words = words(stated.span);
        std::string said;
        switch (kind_of(stated.fact)) {
            case PatientFactKind::Number:
                said = number_in_words(stated.fact, stated.low);
                if (stated.high > stated.low * 1.02 && stated.high != stated.low)
                    said += "–" + number_in_words(stated.fact, stated.high);
                break;
            case PatientFactKind::Word:
                said = label_of(stated.word);
                break;
            case PatientFactKind::Concept:
                if (stated.concept_index) said = snapshot_.knowledge().at(*stated.concept_index).name;
                break;
            case PatientFactKind::Plain:
                break;
        }
        fact.value = kind_of(stated.fact) == PatientFactKind::Word ? stated.word : said;
        fact.label = std::string(label_of(fact.key)) + (said.empty() ? "" : "：" + said);
        return fact;
    }

    const Snapshot& snapshot_;
    const Patient& patient_;
    const RuleSet& rules_;
    PanelSet curated_only_;
    std::vector<FiredRule> fired_;
};

std::optional<Error> fault_of(const AskRequest& request) {
    if (trimmed(request.text).empty())
        return Error{ErrorCode::InvalidInput, "请写下哪里不舒服，或者想问什么。", "text"};
    if (first_invalid_utf8(request.text)) return Error{ErrorCode::InvalidInput, "文字不是UTF-8编码。", "text"};
    if (request.replies.size() > kMaxAskReplies) return Error{ErrorCode::InvalidInput, "回答太多了。", "replies"};
    return {};
}

}  // namespace

Result<AskAnswer> TriageDesk::ask(const AskRequest& request) const {
    if (auto fault = fault_of(request)) return *std::move(fault);
    const auto snapshot = live_.current();
    AskAnswer answer;
    answer.text = first_characters(request.text, kMaxAskCharacters);
    answer.is_cut = answer.text.size() < request.text.size();
    Patient patient(*snapshot->annotator, answer.text);
    std::vector<Reply> replies;
    for (const AskReply& each : request.replies) replies.push_back({each.key, each.value});
    if (auto applied = patient.apply(replies); !applied) return applied.error();
    const auto rules = snapshot->triage != nullptr ? snapshot->triage
                                                   : std::make_shared<const RuleSet>(std::shared_ptr<const Knowledge>(
                                                         snapshot->annotator, &snapshot->annotator->knowledge()));
    Answering(*snapshot, patient, *rules, settings_.curated_only).run(answer);
    add_answers(*snapshot, settings_, answer);
    return answer;
}

}  // namespace xinglin
