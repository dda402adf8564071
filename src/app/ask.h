#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/portal.h"
#include "app/published_state.h"
#include "app/views.h"
#include "base/result.h"
#include "knowledge/relation.h"

namespace xinglin {

/// An answer to a question of an earlier AskAnswer, or a correction of a fact: the question's key and the value chosen.
struct AskReply {
    std::string key;
    std::string value;  ///< of a question one of its choices; of a fact what TRIAGE.md lists; "yes", "no", "unknown"

    friend bool operator==(const AskReply&, const AskReply&) = default;
};

struct AskRequest {
    std::string text;
    std::vector<AskReply> replies;
};

/// What is longer is cut: a description of what ails somebody is shorter.
inline constexpr std::size_t kMaxAskCharacters = 2000;
/// The most replies of one request.
inline constexpr std::size_t kMaxAskReplies = 20;

/// A stretch of the text, in Unicode characters.
struct AskWords {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::string text;
};

/// A danger that the description holds: a rule of triage or a care card that fires.
struct AskFlag {
    std::string rule;  ///< triage/slug or red_flag/slug
    std::string name;
    CareLevel level = CareLevel::Emergency;
    std::string statement;     ///< what to do now
    std::vector<Ref> sources;  ///< never empty
    std::vector<AskWords> words;
    bool is_supposed = false;  ///< it fires because something was answered with 不知道
};

/// A place to go, best first.
struct AskDepartment {
    Ref ref;
    double score = 0;      ///< 0 to 1, only for order
    std::vector<Ref> why;  ///< the concepts of the description that lead here; a rule's name, or a group of patients
};

/// A condition that the description is compatible with; common ones first.
struct AskCondition {
    Ref ref;
    double score = 0;  ///< only for order; never a probability
    std::vector<Ref> speaks_for;
    std::vector<Ref> speaks_against;
    bool must_not_miss = false;
    Trust trust = Trust::Curated;
};

/// A question whose answer could change the level of care.
struct AskQuestion {
    struct Choice {
        std::string value;
        std::string label;
    };
    std::string key;  ///< stable: the criterion that is asked for
    std::string text;
    std::vector<Choice> choices;             ///< the last is 不知道
    CareLevel level = CareLevel::Emergency;  ///< what it could become
};

/// A fact as it was understood, so that a reader can correct it.
struct AskFact {
    std::string key;    ///< a fact of TRIAGE.md ("age"), or a concept's id
    std::string value;  ///< "60 days", "female", "39.5"; "" for what is simply so
    std::string label;  ///< for readers: 年龄：2个月
    AskWords words;
    bool is_denied = false;
    bool is_impossible = false;  ///< a number that nobody can have; it counts for nothing
    std::string subject;
};

/// A quoted passage that answers: what stands in a record, or a statement of a relation.
struct AskPassage {
    Ref record;
    std::string quote;
    Ref source;
    std::string date;
    bool verbatim = false;
    std::string difference;  ///< where the passage speaks of another kind of person: how; "" otherwise
};

struct AskIntent {
    std::string name;  ///< "cause", "treatment", "department", ...
    double weight = 0;
};

/// What the engine makes of a description. Order is order of urgency.
struct AskAnswer {
    std::string text;                ///< what was read; shorter than the request's when that was too long
    bool is_cut = false;             ///< the text was longer than kMaxAskCharacters
    bool is_understood = true;       ///< false: nothing medical was found in it
    std::vector<AskIntent> intents;  ///< most likely first
    CareLevel care_level = CareLevel::Routine;
    std::string care_reason;         ///< one sentence: why this level
    std::vector<AskFlag> red_flags;  ///< most pressing first
    std::vector<AskDepartment> departments;
    std::vector<Card> doctors;
    std::vector<Card> hospitals;
    std::vector<AskQuestion> questions;  ///< at most three, the most decisive first
    std::vector<AskCondition> conditions;
    std::vector<AskPassage> answers;
    std::vector<Card> similar;  ///< questions that others asked
    std::vector<AskFact> facts;
    std::vector<Ref> concepts;  ///< what the description names of the patient, main ones first
    std::vector<Ref> negated;   ///< what it denies
    std::string subject;        ///< "self", "child", "parent", "spouse", "other", "none"
};

/// Answers descriptions, as pages and tools ask for it. As Portal: one snapshot a call, no database, thread-safe.
class TriageDesk {
  public:
    /// A Live that `published` stands for must outlive it.
    explicit TriageDesk(const PublishedState& published, const ReadingSettings& settings = {})
        : live_(published), settings_(settings) {}

    /// InvalidInput (`where`: the field) for an empty text, more than kMaxAskReplies replies, or a reply that cannot be
    /// read. Nothing of the request is kept.
    Result<AskAnswer> ask(const AskRequest& request) const;

  private:
    PublishedState live_;
    ReadingSettings settings_;
};

}  // namespace xinglin
