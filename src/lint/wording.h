#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/strings.h"
#include "knowledge/knowledge.h"
#include "text/automaton.h"

namespace xinglin {

/// A file of this layer's vocabulary (data/language, data/medicine), by its name without folder.
std::string_view lint_data(std::string_view name);

/// What a cue word says about what stands around it; data/language/lint_cues.txt says each in words.
enum class LintCue : std::uint8_t {
    Neutral,
    Warns,
    Needless,
    Denies,
    Doubts,
    Frames,
    Refutes,
    Unfit,
    Harms,
    Prevents,
    Reports,
    Turns,
    Asks,
    Urgent,
    Gives,
    Works,
    Decides,
    Past,
    Modifies,
    Ifs,
    Alone,
    Later,
    Anaphors,
    Insists,
    Covers,
    Lacks,
    Allows,
    CausedBy,
};

/// What a word says in the telling of a dose; data/language/lint_cues.txt has them as "dose-day" and so on.
enum class DoseWord : std::uint8_t {
    Day,
    EveryDay,
    Single,
    PieceHolds,
    HoldsBehind,
    Every,
    Hours,
    TwoMeals,
    ThreeMeals,
    Piece,
    Times,
    Milligram,
    Microgram,
    Gram,
    PerWeight,
    ADay,
    To,
    More,
    NoMore,
};
inline constexpr std::size_t kDoseWordCount = static_cast<std::size_t>(DoseWord::NoMore) + 1;

/// A set of cue kinds.
class LintCues {
  public:
    template <typename... Each>
    constexpr explicit LintCues(Each... each) : bits_((0U | ... | bit(each))) {}
    constexpr bool has(LintCue cue) const { return (bits_ & bit(cue)) != 0; }
    constexpr bool meets(LintCues other) const { return (bits_ & other.bits_) != 0; }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr void add(LintCue cue) { bits_ |= bit(cue); }

  private:
    static constexpr std::uint32_t bit(LintCue cue) { return 1U << static_cast<std::uint32_t>(cue); }
    std::uint32_t bits_ = 0;
};

/// A paragraph of law.
struct LawParagraph {
    std::string source;  ///< its source id
    std::string cites;   ///< how it is cited
    std::string says;
};

/// What an editor is told when a pattern of a rule is found.
struct RuleMessage {
    std::string rule;
    Severity severity = Severity::Warning;
    std::string text;  ///< "%s" stands for the words found
    LawParagraph law;  ///< empty where no law speaks of it
};

/// Words that are to be found one after the other.
struct WordPattern {
    std::string id;
    std::uint32_t message = 0;   ///< index into Wording::messages()
    std::uint32_t parts = 0;     ///< how many words, at most kMostParts
    std::uint32_t gap = 8;       ///< the most characters between two of them
    bool across = false;         ///< they may stand in two sentences that follow one another
    bool one_clause = false;     ///< they must stand in one clause
    bool needs_context = false;  ///< some word of its "with" must stand near
    bool context_here = false;   ///< and in its own sentence or the title, not in those beside it
    bool is_remedy = false;      ///< what tells of harm takes it back, as it does a remedy
    bool can_be_severe = false;  ///< with a word of its "severe_with" near, it is an error whatever its message says
};

/// Concepts whose mentions a pattern takes for words: "<NAME>" in a list of words.
struct ConceptSlot {
    std::string name;
    std::uint32_t word = 0;             ///< index into Wording::words()
    std::vector<ConceptKind> kinds;     ///< any concept of these kinds,
    std::vector<std::string> concepts;  ///< or these and, by curated knowledge, their kinds
};

/// The most a label allows of a drug. 0 where it sets no such limit.
struct DoseLimit {
    /// How much one piece usually holds where a text gives none, by a word of the product's name (缓释).
    struct Piece {
        std::string form;
        double mg = 0;
    };

    std::string substance;           ///< concept id
    std::vector<std::string> names;  ///< how texts call it where the knowledge does not know it
    double day_mg = 0;
    double single_mg = 0;
    std::uint32_t times_a_day = 0;
    bool weekly = false;        ///< taken once a week: what a text says of a day is too much
    double piece_mg = 0;        ///< what one piece usually holds
    std::vector<Piece> pieces;  ///< where the form of the product says otherwise
    std::string source;
    std::string says;
};

/// Whom a label or a standard keeps a drug from, beyond what the knowledge forbids.
struct PopulationLimit {
    std::string substance;  ///< concept id of a substance or class
    std::string population;
    std::uint32_t from_age_years = 0;  ///< from this age on it may be taken; 0: no age is said
    std::vector<std::string> forms;    ///< only products with one of these words behind the name
    std::vector<std::string> unless;   ///< words of the sentence that speak of a use that is right
    Severity severity = Severity::Error;
    std::string source;
    std::string says;
};

/// The vocabulary of lint: one automaton over all cue words and all words of patterns. Immutable.
class Wording {
  public:
    static constexpr std::size_t kMostParts = 3;

    /// One place where a pattern has a word.
    struct Use {
        std::uint32_t pattern = 0;
        std::uint32_t part = 0;
    };

    struct Word {
        std::string text;
        LintCues cues;
        std::vector<Use> uses;
        std::vector<std::uint32_t> with;     ///< patterns whose context it is
        std::vector<std::uint32_t> without;  ///< patterns that it keeps from counting
        std::vector<std::uint32_t> severe;   ///< patterns that it makes an error
    };

    /// The vocabulary that was built in; made at first use.
    static const Wording& get();

    /// The texts of the data files.
    struct Files {
        std::string_view cues;
        std::string_view patterns;
        std::string_view law;
        std::string_view doses;
        std::string_view populations;
    };

    /// `where` of an error is the file and line.
    static Result<Wording> parse(const Files& files);

    const Automaton& automaton() const { return automaton_; }
    /// By form of the automaton.
    const std::vector<Word>& words() const { return words_; }
    const std::vector<WordPattern>& patterns() const { return patterns_; }
    const std::vector<RuleMessage>& messages() const { return messages_; }
    const std::vector<DoseLimit>& doses() const { return doses_; }
    const std::vector<PopulationLimit>& populations() const { return populations_; }
    const std::vector<ConceptSlot>& slots() const { return slots_; }
    /// Folded; where one is the beginning of another the longer stands first.
    const std::vector<std::string>& dose_words(DoseWord kind) const {
        return dose_words_[static_cast<std::size_t>(kind)];
    }

  private:
    class Reader;

    Automaton automaton_;
    std::vector<Word> words_;
    std::vector<WordPattern> patterns_;
    std::vector<RuleMessage> messages_;
    std::vector<DoseLimit> doses_;
    std::vector<PopulationLimit> populations_;
    std::vector<ConceptSlot> slots_;
    std::vector<std::string> dose_words_[kDoseWordCount];
};

}  // namespace xinglin
