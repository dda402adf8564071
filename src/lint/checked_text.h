#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "knowledge/knowledge.h"
#include "lint/clause_reading.h"
#include "lint/lint.h"

namespace xinglin {

/// One text under check: what it says, what is known, and what was found. Views of the title and text, which must
/// outlive it. What a text is measured by is curated knowledge alone: nobody answers for what was imported.
struct CheckedText {
    /// A finding before its place is counted in characters; an empty span at 0 is the whole text.
    struct Found {
        std::string rule;
        Severity severity = Severity::Warning;
        Span span;
        std::string message;
        std::vector<std::string> sources;
    };

    const Knowledge& knowledge;
    std::string_view title;
    std::string_view text;
    const Wording& wording;
    Annotation read;
    ClauseReading reading;
    std::vector<Found> found;

    bool is_full() const { return found.size() >= kMostFindings; }
    void add(Found finding) {
        if (!is_full()) found.push_back(std::move(finding));
    }

    /// The mentions whose begin lies in `span`.
    std::span<const Mention> mentions_in(Span span) const;
    /// "（依据：A；B）", or "" when no source is known.
    std::string basis(const std::vector<std::string>& source_ids) const;
    /// The words at `span` on one line, shortened when they are many.
    std::string words_at(Span span) const { return excerpt_of(slice(text, span), 40); }
};

/// Whether curated knowledge alone says that something is a kind of `ancestor`.
bool is_curated(const Knowledge& knowledge, const Knowledge::Ancestor& ancestor);

/// A drug's name and the form of the product that may follow it: 布洛芬缓释胶囊.
inline std::string_view product_at(std::string_view text, Span name) {
    constexpr std::size_t kForm = 15;
    return text.substr(name.begin, name.end - name.begin + kForm);
}

/// What its patterns find, unless the text takes it back: remedies that hurt, dangers treated at home, promises,
/// superlatives, guarantees, testimony, "nothing cures" where a source knows better.
void check_wording(CheckedText& checked);

/// A rate of cure, success or relapse given as a number or in words, without naming where it comes from ([@slug], [1]
/// or 《…》 in the same sentence).
void check_rates(CheckedText& checked);

/// Recommending a treatment that a source says is not one, to people to whom it is forbidden, or together with what it
/// must not be taken with. The clause must recommend it; who must not take it is whom the sentence, or else the text,
/// speaks of.
void check_recommendations(CheckedText& checked);

/// A dose above what the label allows.
void check_doses(CheckedText& checked);

/// Causes listed without any of the main ones: in an article about causes, in a section on them, or in a sentence that
/// says what the cause of the subject is.
void check_causes(CheckedText& checked);

}  // namespace xinglin
