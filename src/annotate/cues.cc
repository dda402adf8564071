#include "annotate/cues.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <unordered_set>

#include "annotate/data.h"
#include "annotate/word_lines.h"
#include "base/check.h"
#include "base/name_table.h"
#include "text/fold.h"

namespace xinglin {

namespace {

constexpr std::string_view kFile = "cues.txt";
constexpr std::uint32_t kFarthest = 14;

struct NamedKind {
    std::string_view name;
    CueKind kind;
    enum class Takes { Nothing, Reach, Subject } takes;
    std::uint32_t reach = 0;  ///< of a kind that takes none
};

using Takes = NamedKind::Takes;

constexpr NamedKind kKinds[] = {
    {"nothing", CueKind::Nothing, Takes::Nothing},
    {"negates-noun", CueKind::NegatesNoun, Takes::Reach},
    {"negates-verb", CueKind::NegatesVerb, Takes::Reach},
    {"negates-use", CueKind::NegatesUse, Takes::Reach},
    {"stops", CueKind::Stops, Takes::Reach},
    {"negates-before", CueKind::NegatesBefore, Takes::Reach},
    {"gone-before", CueKind::GoneBefore, Takes::Reach},
    {"unrelated-before", CueKind::UnrelatedBefore, Takes::Reach},
    {"excludes", CueKind::Excludes, Takes::Reach},
    {"suspects", CueKind::Suspects, Takes::Reach},
    {"suspects-before", CueKind::SuspectsBefore, Takes::Reach},
    {"suspects-around", CueKind::SuspectsAround, Takes::Reach},
    {"supposes", CueKind::Supposes, Takes::Nothing},
    {"names", CueKind::Names, Takes::Subject},
    {"names-again", CueKind::NamesAgain, Takes::Subject},
    {"names-at-start", CueKind::NamesAtStart, Takes::Subject},
    {"names-before", CueKind::NamesBefore, Takes::Subject, 4},
    {"heading", CueKind::Heading, Takes::Subject},
};

constexpr NameTable<Subject> kSubjects("self", "child", "parent", "spouse", "other");
static_assert(std::size(kKinds) == count_of<CueKind>, "one row for each kind");

/// What a line says of its words, as a cue without a text; nothing when it cannot be read.
std::optional<CueWord> word_said_by(const WordLine& line) {
    if (line.fields.size() != 2) return std::nullopt;
    const auto* kind = std::ranges::find(kKinds, line.fields[0], &NamedKind::name);
    if (kind == std::end(kKinds)) return std::nullopt;
    CueWord said{{}, kind->kind, kind->reach, Subject::Self};
    const std::string_view parameter = line.fields[1];
    switch (kind->takes) {
        case Takes::Nothing:
            if (parameter != "-") return std::nullopt;
            return said;
        case Takes::Reach: {
            const auto [end, error] =
                std::from_chars(parameter.data(), parameter.data() + parameter.size(), said.reach);
            const bool is_number = error == std::errc() && end == parameter.data() + parameter.size();
            if (!is_number || said.reach > kFarthest) return std::nullopt;
            return said;
        }
        case Takes::Subject: {
            const auto subject = kSubjects.named(parameter);
            if (!subject) return std::nullopt;
            said.subject = *subject;
            return said;
        }
    }
    return std::nullopt;
}

/// A word of the kind "nothing" is there for the cue inside it.
bool hides_a_cue(const std::string& word, const std::unordered_set<std::string>& cues) {
    for (std::size_t begin = 0; begin < word.size(); ++begin) {
        for (std::size_t length = word.size() - begin; length > 0; --length) {
            if (length < word.size() && cues.contains(word.substr(begin, length))) return true;
        }
    }
    return false;
}

}  // namespace

std::string_view name_of(Subject subject) {
    return kSubjects.name_of(subject);
}

std::span<const CueWord> cue_words() {
    static const std::vector<WordLine> lines = word_lines(annotate_data(kFile));
    static const std::vector<CueWord> words = [] {
        std::vector<CueWord> made;
        for (const WordLine& line : lines) {
            std::optional<CueWord> said = word_said_by(line);
            CHECK(said.has_value());
            for (const std::string& word : line.words) {
                said->text = word;
                made.push_back(*said);
            }
        }
        return made;
    }();
    return words;
}

std::vector<std::string> faults_in_cues(std::string_view text) {
    const std::vector<WordLine> lines = word_lines(text);
    std::unordered_set<std::string> seen;
    std::unordered_set<std::string> cues;
    std::vector<std::string> faults;
    for (const WordLine& line : lines) {
        const std::optional<CueWord> said = word_said_by(line);
        if (!said) faults.push_back(fault_in_line(line, "not kind, reach or subject, words", line.words.front()));
        for (const std::string& word : line.words) {
            if (word.empty() || fold(word) != word) faults.push_back(fault_in_line(line, "not in folded form", word));
            if (!seen.insert(word).second) faults.push_back(fault_in_line(line, "stands there twice", word));
            if (said && said->kind != CueKind::Nothing) cues.insert(word);
        }
    }
    for (const WordLine& line : lines) {
        const std::optional<CueWord> said = word_said_by(line);
        if (!said || said->kind != CueKind::Nothing) continue;
        for (const std::string& word : line.words) {
            if (!hides_a_cue(word, cues)) faults.push_back(fault_in_line(line, "hides no other word", word));
        }
    }
    return faults;
}

}  // namespace xinglin
