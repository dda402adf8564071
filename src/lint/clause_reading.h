#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "lint/wording.h"
#include "text/sentences.h"
#include "text/utf8.h"

namespace xinglin {

/// Words of a pattern found one after the other.
struct WordHit {
    std::uint32_t pattern = 0;
    std::uint32_t parts = 0;
    Span part[Wording::kMostParts];
    bool severe = false;  ///< a word stands near that makes it an error

    Span whole() const { return {part[0].begin, part[parts - 1].end}; }
};

/// A cue word of the text.
struct LintCueAt {
    Span span;
    LintCues kinds;
};

/// How far what a text says of something is to be believed.
enum class Strictness {
    Promise,  ///< taken back by what says that it is false
    Remedy,   ///< also by what warns against it, calls it unfit or tells of the harm it does
};

/// A text cut into sentences and clauses, with its cue words and the places where patterns stand. Views of the text,
/// which must outlive it. Building is linear in the text; each question looks at a bounded stretch around a place.
class ClauseReading {
  public:
    struct Clause {
        Span span;
        std::uint32_t sentence = 0;
        bool framed = false;  ///< it stands in a list or section of what is wrong ("误区：")
    };

    /// A mention that a pattern takes for a word (ConceptSlot).
    using SlotMatch = Automaton::Match;

    /// `in_title` and `in_text` are the mentions that slots stand for, with the word of the slot as form.
    ClauseReading(const Wording& wording, std::string_view title, std::string_view text,
                  std::span<const SlotMatch> in_title = {}, std::span<const SlotMatch> in_text = {});

    std::string_view text() const { return text_; }
    const std::vector<Sentence>& sentences() const { return sentences_; }
    const std::vector<Clause>& clauses() const { return clauses_; }
    /// By the begin of their first words.
    const std::vector<WordHit>& hits() const { return hits_; }

    std::uint32_t sentence_of(std::uint32_t offset) const;
    std::uint32_t clause_of(std::uint32_t offset) const;
    /// The cues that lie in [begin, end).
    std::span<const LintCueAt> cues_in(Span span) const;
    bool has(Span span, LintCues kinds) const;

    /// Whether the text itself takes back, doubts, asks for or warns against what stands at `span`. What refutes within
    /// `apart` speaks of something else.
    bool takes_back(Span span, Strictness strictness, Span apart = {}) const;
    /// Whether a warning stands between the words of a hit (毛巾……不可塞).
    bool is_warned_within(const WordHit& hit) const;
    /// Whether a warning that stands in the clause before goes on to `span` (不要掐人中，按压手脚).
    bool warning_goes_on(Span span) const;
    /// Whether it calls for care at once in the sentences from that of `first` to that of `last` or beside them.
    bool sends_to_care(Span first, Span last) const;
    bool title_warns() const { return title_warns_; }
    /// `span` and the rest of the clauses that it begins and ends in, as far as a reader would quote them.
    Span phrase_around(Span span) const;
    /// Whether the beginning of the text takes back what its title may have said: "……这是谣言".
    bool disowns_title(Strictness strictness) const;

    /// Matches and cues looked at so far: grows in proportion to the text.
    std::size_t steps() const { return steps_; }

  private:
    void cut_clauses();
    using Contexts = std::unordered_set<std::uint64_t>;  // pattern and sentence
    void find_words(const Wording& wording, std::span<const SlotMatch> slots);
    void read_title(const Wording& wording, std::string_view title, std::span<const SlotMatch> slots);
    bool is_near(const Contexts& contexts, const WordHit& hit, bool here) const;
    void choose_cues(std::vector<LintCueAt> found);
    void frame_clauses();
    bool is_heading(std::uint32_t sentence) const;
    bool allows_nothing(const LintCueAt& turn, Span clause) const;
    bool denied_before(Span span, Strictness strictness) const;
    bool refuted_after(Span span, Strictness strictness, Span apart) const;
    bool refuted_in(Span stretch, Span clause, Strictness strictness, Span apart = {}) const;
    bool harm_is_kept_away(const LintCueAt& harm) const;

    std::string_view text_;
    std::vector<Sentence> sentences_;
    std::vector<Clause> clauses_;
    std::vector<LintCueAt> cues_;
    std::vector<WordHit> hits_;
    Contexts with_;
    Contexts without_;
    Contexts severe_;
    std::unordered_set<std::uint32_t> title_with_;
    std::unordered_set<std::uint32_t> title_severe_;
    bool title_warns_ = false;
    mutable std::size_t steps_ = 0;
};

}  // namespace xinglin
