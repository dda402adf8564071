#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "intent/intent.h"
#include "text/automaton.h"

namespace xinglin {

/// A piece of evidence that a question gives: one line of the file of words, and the pattern that says it.
struct IntentEvidence {
    std::uint64_t pattern = 0;  ///< the same for the same pattern of the same kind, whatever else the file says
    std::uint32_t line = 0;
    IntentKind kind = IntentKind::Other;
    double weight = 0;
};

/// What a question looks like to patterns and to the model: folded, names as marks of their kind, numbers as a mark,
/// without what asks for nothing at its ends.
struct IntentForm {
    std::string text;
};

/// The words that ask (data/language/intent_words.txt draws the format). Immutable, so any number of threads may share
/// one. What says more than one thing about a question (病 and 怎么办) is added up, as a naive Bayes classifier does
/// with weights that people can read.
class IntentWords {
  public:
    /// Lines that cannot be read are left out; faults() says which.
    explicit IntentWords(std::string_view file);

    /// Those of the program. Built at first use.
    static const IntentWords& shipped();

    /// A sentence a fault: unknown kinds or weights, patterns twice in one kind or not in folded form.
    const std::vector<std::string>& faults() const { return faults_; }

    /// `mentions` are those of `text`; of a longer text than kMostBytes only the end, where the question stands.
    /// O(text).
    IntentForm form_of(std::string_view text, std::span<const Mention> mentions, const Knowledge& knowledge) const;
    static constexpr std::size_t kMostBytes = 6000;

    /// One for each line that says something, by line. O(form + matches · log matches).
    std::vector<IntentEvidence> evidence_in(const IntentForm& form) const;

    /// Scores of all kinds: what every question starts with and what the evidence adds.
    IntentNumbers scores_of(std::span<const IntentEvidence> evidence) const;

  private:
    struct Line {
        IntentKind kind = IntentKind::Other;
        double weight = 0;
    };
    struct Pattern {
        std::uint64_t id = 0;
        std::uint32_t line = 0;
        std::uint16_t pieces = 0;
        bool at_begin = false;
        bool at_end = false;
        bool is_gapped = false;
    };
    /// Where a piece is used: as number `place` of a pattern.
    struct Use {
        std::uint32_t pattern = 0;
        std::uint16_t place = 0;
    };
    struct Hit {
        std::uint32_t pattern = 0;
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };
    class Builder;

    std::vector<Hit> hits_in(std::string_view text) const;
    void drop_hidden(std::vector<Hit>& hits) const;
    std::string_view without_ends(std::string_view text) const;

    IntentNumbers prior_{};
    std::vector<Line> lines_;
    std::vector<Pattern> patterns_;
    std::vector<std::vector<Use>> uses_;  // by form of pieces_
    Automaton pieces_;
    std::vector<std::string> begins_;
    std::vector<std::string> ends_;
    std::vector<std::string> faults_;
};

}  // namespace xinglin
