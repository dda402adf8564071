#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "annotate/complaint.h"
#include "annotate/cues.h"
#include "annotate/misspelled.h"
#include "annotate/open_names.h"
#include "annotate/word_edges.h"
#include "knowledge/knowledge.h"
#include "text/automaton.h"
#include "text/sentences.h"
#include "text/utf8.h"

namespace xinglin {

/// A concept that a text names. Offsets are given in bytes and in Unicode characters of the caller's own text.
struct Mention {
    Span span;
    std::uint32_t begin_character = 0;
    std::uint32_t end_character = 0;
    ConceptIndex concept_index;
    bool negated = false;    ///< "无头痛", "排除脑卒中"
    bool suspected = false;  ///< "疑似", "可能是", "?"
    bool stopped = false;    ///< Was given and no longer is: "停用丙戊酸". Then it is negated, too.
    bool at_cut = false;     ///< It ends where the text was cut ("…"), so the name may go on.
    Subject subject = Subject::Self;

    friend bool operator==(const Mention&, const Mention&) = default;
};

/// Finds the concepts of a Knowledge that a text names: every name and alias (and the English name, where no other
/// concept uses it), compared folded; at each place the longest form wins, left to right, so 肠痉挛 never counts as
/// 痉挛; where a word of everyday Chinese or another name crosses the end of a form, the likeliest cut of the sentence
/// into words decides (word_edges.h), so 骨头痛 is no 头痛. A form that begins or ends in a Latin letter or a digit
/// must stand alone there (MS is not in "items"). An ambiguous alias counts only when the same text surely mentions
/// that concept or one directly related to it, or two abbreviations name one related pair between them (HFS, MVD); one
/// form that several concepts claim goes to the one that the text's sure mentions are most related to, and to none when
/// that does not decide. The longest form keeps its place even when it then counts for nothing. Complaints in everyday
/// words are put together from their parts (annotate/complaint.h). In short texts, which somebody typed, a curated name
/// of three characters or more is also read where one character stands for another that sounds or looks like it, and
/// belongs to no word (annotate/misspelled.h). Names in figures of speech and in names of products
/// are none (annotate/figures.h). Immutable, so any number of threads may share one.
class Annotator {
  public:
    /// Keeps `knowledge` alive. Building for 100,000 names takes at most 0.5 s.
    explicit Annotator(std::shared_ptr<const Knowledge> knowledge);

    /// For a file that the same build of the program reads back (base/archive.h), with the same model of everyday
    /// Chinese on the machine and an equal Knowledge. Null, and the archive has failed, when it is cut.
    void save(ArchiveWriter& archive) const;
    static std::shared_ptr<const Annotator> load(ArchiveReader& archive, std::shared_ptr<const Knowledge> knowledge);

    /// Mentions by begin, none overlapping. Any bytes are accepted; invalid UTF-8 matches nothing. O(text).
    std::vector<Mention> annotate(std::string_view text) const;

    /// As annotate() on each, where a sure mention in one text is context for the ambiguous aliases of all.
    std::vector<std::vector<Mention>> annotate_together(std::span<const std::string_view> texts) const;

    const Knowledge& knowledge() const { return *knowledge_; }
    std::size_t memory_bytes() const;

  private:
    struct Unbuilt {};
    Annotator(std::shared_ptr<const Knowledge> knowledge, Unbuilt /*to be loaded*/)
        : knowledge_(std::move(knowledge)) {}

    /// What one form of the automaton stands for: concepts, a cue word, or both.
    struct Form {
        ConceptIndex sure_meaning;        // What it means without context; only when is_sure.
        std::uint32_t first_meaning = 0;  // meanings_[first_meaning ..] are all that it can mean.
        std::uint16_t meaning_count = 0;
        std::uint16_t cue = 0;        // One more than its place in cue_words(); 0 when it is none.
        std::uint16_t complaint = 0;  // One more than its place in the words of complaints; 0 when it is none.
        std::uint16_t figure = 0;     // One more than its place in figure_words(); 0 when it is none.
        std::uint8_t kind = 0;        // ConceptKind of the sure meaning.
        bool is_sure = false;
        bool starts_word = false;
        bool ends_word = false;
        bool is_denied = false;  // Of a complaint that says so itself: 脖子不硬.
    };
    /// What a form means with a level of one part of the spine before it.
    struct AtLevel {
        std::u32string parts;
        std::optional<ConceptIndex> meaning;
    };
    struct Reading;
    class FormCollector;
    class Meanings;

    std::vector<float> form_costs(std::span<const std::string> texts, const WordCosts& words) const;
    Reading read(std::string_view text) const;
    void start_complaints();
    void save_exceptions(ArchiveWriter& archive) const;
    void load_exceptions(ArchiveReader& archive);
    void add_complaint_forms(std::span<const std::optional<ConceptIndex>> concepts);
    bool is_named_in(const ComplaintReader::Reading& complaint, const Reading& reading) const;
    void read_complaints(std::vector<Automaton::Match>& words, Reading& reading) const;
    void mend_spelling(Reading& reading) const;
    static bool stands_alone(const Form& form, std::string_view text, const Automaton::Match& match);
    bool is_population(const Automaton::Match& name) const;
    const CueWord& word_of(const Automaton::Match& cue) const;
    std::optional<ConceptIndex> meaning_in(const Form& form, std::span<const ConceptIndex> context) const;
    std::vector<ConceptIndex> sure_concepts(std::span<const Reading> readings) const;
    void add_company(std::span<const Reading> readings, std::vector<ConceptIndex>& concepts) const;
    std::vector<FoundCue> cues_of(const Reading& reading) const;
    std::vector<Mention> mentions_of(const Reading& reading, std::span<const ConceptIndex> context) const;

    std::shared_ptr<const Knowledge> knowledge_;
    Automaton automaton_;
    std::vector<Form> forms_;  // By form index of the automaton; behind them, two for each complaint: named and denied.
    std::uint32_t first_complaint_form_ = 0;
    std::optional<ComplaintReader> complaints_;  // None when the knowledge has no concept that one could mean.
    std::vector<ConceptIndex> meanings_;
    std::unordered_map<std::uint32_t, std::vector<AtLevel>> levels_;  // By form.
    std::unordered_map<std::uint32_t, const OpenWord*> open_words_;   // By form.
    std::unordered_map<std::uint32_t, ConceptIndex> otherwise_;       // By form of open_words_.
    MisspelledNames misspelled_;
    std::shared_ptr<const WordEdges> edges_;
};

/// What a document is mainly about: heaviest first, weights in (0, 1] that sum to 1. Title mentions weigh most, then
/// how often and how early the body names a concept; negated mentions and departments, sites and populations do not
/// count. A document whose title names a condition is about that condition, whatever else its body lists; one whose
/// title names a symptom and no condition, about that symptom. Without a title a short first line serves as one. Ties
/// by concept id.
struct MainConcept {
    ConceptIndex concept_index;
    double weight = 0;

    friend bool operator==(const MainConcept&, const MainConcept&) = default;
};

/// What side of its subject a text is about, read from its title ("怎样引起" → Cause).
enum class Aspect {
    Overview,
    Cause,
    Symptom,
    Severity,
    Diagnosis,
    Treatment,
    Medication,
    Surgery,
    Diet,
    DailyLife,
    Prevention,
    Department,
    Expert,
    Cost
};
std::string_view name_of(Aspect aspect);

/// Everything read from one document.
struct Annotation {
    std::vector<Mention> title;
    std::vector<Mention> text;
    std::vector<MainConcept> main;
    std::vector<Aspect> aspects;  ///< of the title, each once
};

/// Annotates a title and its text as one document (context in one helps the other). Either may be empty.
Annotation annotate_document(const Annotator& annotator, std::string_view title, std::string_view text);

/// The aspects that a title asks about, in enum order; empty when it names none.
std::vector<Aspect> aspects_of(std::string_view title);

}  // namespace xinglin
