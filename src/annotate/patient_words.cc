#include "annotate/patient_words.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "annotate/data.h"
#include "annotate/patient_facts.h"
#include "annotate/word_lines.h"
#include "base/check.h"
#include "base/name_table.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr NameTable<PatientWordKind> kKinds("say", "before", "unit", "time", "lead", "tail", "link", "kin", "spouse",
                                            "denies", "hides", "person");
constexpr NameTable<TimeUse> kTimeUses("age", "pregnancy", "postpartum", "taking", "each", "later", "limit");

std::optional<double> number_in(std::string_view text) {
    double value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
    return value;
}

/// "0..28"
bool read_range(std::string_view text, PatientWord& said) {
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos) return false;
    const auto low = number_in(text.substr(0, dots));
    const auto high = number_in(text.substr(dots + 2));
    if (!low || !high || *low > *high) return false;
    said.low = *low;
    said.high = *high;
    return true;
}

bool read_say(std::string_view fact, std::string_view value, PatientWord& said) {
    const auto named = patient_fact_named(fact);
    if (!named) return false;
    said.fact = *named;
    switch (kind_of(*named)) {
        case PatientFactKind::Number:
            return read_range(value, said);
        case PatientFactKind::Word:
            said.word = value;
            return static_cast<bool>(parse_triage_criterion(std::string(fact) + " = " + said.word));
        case PatientFactKind::Concept:
            if (value != "-") said.concept_id = value;
            return value == "-" || value.find('/') != std::string_view::npos;
        case PatientFactKind::Plain:
            return value == "-";
    }
    return false;
}

bool read_number_word(std::string_view fact, std::string_view value, PatientWord& said) {
    const auto named = patient_fact_named(fact);
    if (!named || kind_of(*named) != PatientFactKind::Number) return false;
    said.fact = *named;
    if (said.kind == PatientWordKind::Before) return value == "-";
    const auto factor = number_in(value);
    said.high = factor.value_or(0);
    return factor.has_value();
}

/// What a line says of its words; nothing when it cannot be read.
std::optional<PatientWord> said_by(const WordLine& line) {
    if (line.fields.size() != 3) return std::nullopt;
    const auto kind = kKinds.named(line.fields[0]);
    if (!kind) return std::nullopt;
    PatientWord said;
    said.kind = *kind;
    const auto only_if = [&said](bool is_read) { return is_read ? std::optional(said) : std::nullopt; };
    switch (*kind) {
        case PatientWordKind::Say:
            return only_if(read_say(line.fields[1], line.fields[2], said));
        case PatientWordKind::Before:
        case PatientWordKind::Unit:
            return only_if(read_number_word(line.fields[1], line.fields[2], said));
        case PatientWordKind::Time:
            said.high = number_in(line.fields[2]).value_or(0);
            return only_if(said.high > 0);
        case PatientWordKind::Lead:
        case PatientWordKind::Tail: {
            const auto use = kTimeUses.named(line.fields[1]);
            said.use = use.value_or(TimeUse::Age);
            return only_if(use.has_value());
        }
        case PatientWordKind::Kin:
        case PatientWordKind::Spouse: {
            const auto sex = sex_named(line.fields[1]);
            said.sex = sex.value_or(Sex::Female);
            return only_if(sex.has_value());
        }
        case PatientWordKind::Link:
        case PatientWordKind::Denies:
        case PatientWordKind::Hides:
            return said;
        case PatientWordKind::Person:
            return std::nullopt;
    }
    return std::nullopt;
}

using Words = std::map<std::string, std::vector<PatientWord>>;

/// The persons that cues name.
void add_persons(Words& words) {
    for (const CueWord& cue : cue_words()) {
        const bool names =
            cue.kind == CueKind::Names || cue.kind == CueKind::NamesAtStart || cue.kind == CueKind::NamesAgain;
        if (!names) continue;
        PatientWord said;
        said.kind = PatientWordKind::Person;
        said.subject = cue.subject;
        said.is_again = cue.kind == CueKind::NamesAgain;
        said.at_start = cue.kind == CueKind::NamesAtStart;
        words[fold(cue.text)].push_back(said);
    }
}

}  // namespace

PatientWords::PatientWords(std::string_view file) {
    Words words;
    for (const WordLine& line : word_lines(file)) {
        const auto said = xinglin::said_by(line);
        CHECK(said.has_value());
        for (const std::string& word : line.words) words[fold(word)].push_back(*said);
    }
    add_persons(words);
    std::vector<std::string> forms;
    for (auto& [word, said] : words) {
        forms.push_back(word);
        said_.push_back(std::move(said));
    }
    automaton_ = Automaton::build(forms);
}

const PatientWords& PatientWords::get() {
    static const PatientWords words(annotate_data("patient_words.txt"));
    return words;
}

std::vector<PatientWords::Match> PatientWords::find(std::string_view text) const {
    std::vector<Match> matches;
    for (const auto& match : automaton_.find_all(text)) matches.push_back({match.begin, match.end, match.form});
    return matches;
}

std::vector<std::string> faults_in_patient_words(std::string_view file) {
    std::vector<std::string> faults;
    std::map<std::string, std::vector<PatientWord>> seen;
    for (const WordLine& line : word_lines(file)) {
        const auto said = said_by(line);
        if (!said) {
            faults.push_back(fault_in_line(line, "this cannot be read", line.fields.empty() ? "" : line.fields[0]));
            continue;
        }
        for (const std::string& word : line.words) {
            auto& others = seen[fold(word)];
            if (std::ranges::find(others, *said) != others.end())
                faults.push_back(fault_in_line(line, "the word says this already", word));
            others.push_back(*said);
        }
    }
    return faults;
}

}  // namespace xinglin
