#include "lint/wording.h"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "base/check.h"
#include "base/json_fields.h"
#include "base/name_table.h"
#include "text/data_lines.h"
#include "text/fold.h"

namespace xinglin {
namespace {

namespace json = boost::json;

constexpr NameTable<LintCue> kCues("neutral", "warns", "needless", "denies", "doubts", "frames", "refutes", "unfit",
                                   "harms", "prevents", "reports", "turns", "asks", "urgent", "gives", "works",
                                   "decides", "past", "modifies", "ifs", "alone", "later", "anaphors", "insists",
                                   "covers", "lacks", "allows", "caused-by");
constexpr NameTable<DoseWord> kDoseWords("dose-day", "dose-every-day", "dose-single", "dose-piece-holds",
                                         "dose-holds-behind", "dose-every", "dose-hours", "dose-two-meals",
                                         "dose-three-meals", "dose-piece", "dose-times", "dose-milligram",
                                         "dose-microgram", "dose-gram", "dose-per-weight", "dose-a-day", "dose-to",
                                         "dose-more", "dose-no-more");
constexpr NameTable<Severity> kSeverities("note", "warning", "error");

constexpr LintCues kMeaningful(LintCue::Warns, LintCue::Needless, LintCue::Denies, LintCue::Doubts, LintCue::Frames,
                               LintCue::Refutes, LintCue::Unfit, LintCue::Harms, LintCue::Prevents, LintCue::Reports,
                               LintCue::Turns, LintCue::Asks, LintCue::Urgent, LintCue::Gives, LintCue::Works,
                               LintCue::Decides, LintCue::Past, LintCue::Modifies, LintCue::Ifs, LintCue::Alone,
                               LintCue::Later, LintCue::Anaphors, LintCue::Insists, LintCue::Lacks, LintCue::Allows,
                               LintCue::CausedBy);

std::optional<Severity> severity_named(std::string_view name) {
    return kSeverities.named(name);
}

}  // namespace

/// Puts the files together; the first thing wrong is kept.
class Wording::Reader {
  public:
    Result<Wording> read(const Files& files) {
        read_cues(files.cues);
        read_objects("lint_law.jsonl", files.law, &Reader::read_law);
        read_objects("lint_patterns.jsonl", files.patterns, &Reader::read_pattern_line);
        read_objects("lint_doses.jsonl", files.doses, &Reader::read_dose);
        read_objects("lint_populations.jsonl", files.populations, &Reader::read_population);
        for (const Word& word : made_.words_) {
            if (word.cues.has(LintCue::Neutral) && word.cues.meets(kMeaningful))
                fail("lint_cues.txt", "\"" + word.text + "\" is neutral and something else.");
        }
        if (error_) return *error_;
        std::vector<std::string> forms;
        for (const Word& word : made_.words_) forms.push_back(word.text);
        made_.automaton_ = Automaton::build(forms);
        return std::move(made_);
    }

  private:
    void fail(std::string where, std::string message) {
        if (!error_) error_ = Error{ErrorCode::InvalidInput, std::move(message), std::move(where)};
    }

    Word& word_of(std::string_view text) {
        const auto [found, is_new] = word_by_fold_.emplace(fold(text), static_cast<std::uint32_t>(made_.words_.size()));
        if (is_new) made_.words_.push_back({std::string(text), LintCues(), {}, {}, {}, {}});
        return made_.words_[found->second];
    }

    void read_cues(std::string_view file) {
        for (const DataLine& line : data_lines(file)) {
            const auto fields = data_fields(line.text);
            if (const auto dose_word = kDoseWords.named(fields.front())) {
                auto& words = made_.dose_words_[static_cast<std::size_t>(*dose_word)];
                for (std::size_t i = 1; i < fields.size(); ++i) words.push_back(fold(fields[i]));
                std::ranges::stable_sort(words, std::ranges::greater{}, &std::string::size);
                continue;
            }
            const auto kind = kCues.named(fields.front());
            if (!kind) {
                fail("lint_cues.txt:" + std::to_string(line.number), "no such kind of cue");
                return;
            }
            for (std::size_t i = 1; i < fields.size(); ++i) word_of(fields[i]).cues.add(*kind);
        }
    }

    void read_objects(const std::string& name, std::string_view file, void (Reader::*take)(JsonFields&)) {
        for (const DataLine& line : data_lines(file)) {
            const std::string where = name + ":" + std::to_string(line.number);
            boost::system::error_code broken;
            const json::value value = json::parse(line.text, broken);
            if (broken || !value.is_object()) {
                fail(where, "This line is not a JSON object.");
                return;
            }
            JsonFields fields(value.get_object(), where + " ");
            (this->*take)(fields);
            if (const auto finished = fields.finish(); !finished && !error_) error_ = finished.error();
        }
    }

    void read_law(JsonFields& fields) {
        LawParagraph law;
        const std::string id = fields.required_text("id");
        law.source = fields.required_text("source");
        law.cites = fields.required_text("cites");
        law.says = fields.required_text("says");
        laws_.emplace(id, std::move(law));
    }

    void read_pattern_line(JsonFields& fields) {
        if (fields.find("group")) {
            const std::string name = fields.required_text("group");
            groups_.emplace("@" + name, expanded(fields, fields.texts("words")));
        } else if (fields.find("slot")) {
            read_slot(fields);
        } else if (fields.find("message")) {
            read_message(fields);
        } else {
            read_pattern(fields);
        }
    }

    void read_slot(JsonFields& fields) {
        ConceptSlot slot;
        slot.name = fields.required_text("slot");
        slot.concepts = fields.texts("concepts");
        for (const std::string& name : fields.texts("kinds")) {
            const auto kind = concept_kind_named(name);
            if (!kind) return fields.fail("kinds", "no such kind of concept");
            slot.kinds.push_back(*kind);
        }
        const std::string name = "<" + slot.name + ">";
        word_of(name);
        slot.word = word_by_fold_.at(fold(name));
        made_.slots_.push_back(std::move(slot));
    }

    void read_message(JsonFields& fields) {
        RuleMessage message;
        message.rule = fields.required_text("message");
        message.severity = fields.word("severity", &severity_named, Severity::Warning);
        message.text = fields.required_text("text");
        const std::string law = fields.text("law");
        if (const auto found = laws_.find(law); found != laws_.end()) {
            message.law = found->second;
        } else if (!law.empty()) {
            fields.fail("law", "no such paragraph in lint_law.jsonl");
        }
        message_by_rule_.emplace(message.rule, static_cast<std::uint32_t>(made_.messages_.size()));
        made_.messages_.push_back(std::move(message));
    }

    void read_pattern(JsonFields& fields) {
        const auto number = static_cast<std::uint32_t>(made_.patterns_.size());
        WordPattern pattern;
        const std::string rule = fields.required_text("rule");
        pattern.id = fields.required_text("id");
        pattern.gap = static_cast<std::uint32_t>(fields.integer("gap").value_or(pattern.gap));
        pattern.across = fields.flag("across");
        pattern.one_clause = fields.flag("clause");
        pattern.context_here = fields.flag("here");
        pattern.is_remedy = fields.flag("remedy");
        const auto message = message_by_rule_.find(rule);
        if (message == message_by_rule_.end()) return fields.fail("rule", "no message of this rule stands before");
        pattern.message = message->second;
        const json::array* parts = fields.array("parts");
        if (!parts || parts->empty() || parts->size() > kMostParts) return fields.fail("parts", "one to three lists");
        pattern.parts = static_cast<std::uint32_t>(parts->size());
        for (std::uint32_t part = 0; part < pattern.parts; ++part) {
            if (!(*parts)[part].is_array()) return fields.fail("parts", "each part is a list of words");
            for (const std::string& word : expanded(fields, texts_of((*parts)[part].get_array())))
                word_of(word).uses.push_back({number, part});
        }
        for (const std::string& word : expanded(fields, fields.texts("with"))) {
            word_of(word).with.push_back(number);
            pattern.needs_context = true;
        }
        for (const std::string& word : expanded(fields, fields.texts("without")))
            word_of(word).without.push_back(number);
        for (const std::string& word : expanded(fields, fields.texts("severe_with"))) {
            word_of(word).severe.push_back(number);
            pattern.can_be_severe = true;
        }
        made_.patterns_.push_back(std::move(pattern));
    }

    static std::vector<std::string> texts_of(const json::array& array) {
        std::vector<std::string> texts;
        for (const json::value& each : array) {
            if (each.is_string()) texts.emplace_back(each.get_string());
        }
        return texts;
    }

    /// With "@NAME" replaced by the words of the group; each word once.
    std::vector<std::string> expanded(JsonFields& fields, const std::vector<std::string>& words) const {
        std::vector<std::string> all;
        for (const std::string& word : words) {
            if (word.starts_with("<") && !word_by_fold_.contains(fold(word)))
                fields.fail("parts", "no slot " + word + " stands before");
            if (!word.starts_with("@")) {
                all.push_back(word);
                continue;
            }
            const auto group = groups_.find(word);
            if (group == groups_.end()) fields.fail("parts", "no group " + word + " stands before");
            if (group != groups_.end()) all.insert(all.end(), group->second.begin(), group->second.end());
        }
        std::ranges::sort(all);
        all.erase(std::unique(all.begin(), all.end()), all.end());
        return all;
    }

    void read_dose(JsonFields& fields) {
        DoseLimit limit;
        limit.substance = fields.required_text("substance");
        limit.names = fields.texts("names");
        limit.day_mg = number(fields, "day_mg");
        limit.single_mg = number(fields, "single_mg");
        limit.times_a_day = static_cast<std::uint32_t>(fields.integer("times_a_day").value_or(0));
        limit.weekly = fields.flag("weekly");
        limit.piece_mg = number(fields, "piece_mg");
        if (const json::array* pieces = fields.array("pieces")) {
            for (const json::value& each : *pieces) read_piece(fields, each, limit);
        }
        limit.source = fields.required_text("source");
        limit.says = fields.required_text("says");
        made_.doses_.push_back(std::move(limit));
    }

    static double number(JsonFields& fields, std::string_view name) {
        const json::value* value = fields.find(name);
        if (!value) return 0;
        if (!value->is_number()) fields.fail(name, "a number");
        return value->is_number() ? value->to_number<double>() : 0;
    }

    static void read_piece(JsonFields& fields, const json::value& value, DoseLimit& limit) {
        const json::object* piece = value.if_object();
        const json::value* form = piece ? piece->if_contains("form") : nullptr;
        const json::value* mg = piece ? piece->if_contains("mg") : nullptr;
        if (!form || !form->is_string() || !mg || !mg->is_number())
            return fields.fail("pieces", "each piece has a form and mg");
        limit.pieces.push_back({std::string(form->get_string()), mg->to_number<double>()});
    }

    void read_population(JsonFields& fields) {
        PopulationLimit limit;
        limit.substance = fields.required_text("substance");
        limit.population = fields.required_text("population");
        limit.from_age_years = static_cast<std::uint32_t>(fields.integer("from_age_years").value_or(0));
        limit.forms = fields.texts("forms");
        limit.unless = fields.texts("unless");
        limit.severity = fields.word("severity", &severity_named, Severity::Error);
        limit.source = fields.required_text("source");
        limit.says = fields.required_text("says");
        made_.populations_.push_back(std::move(limit));
    }

    Wording made_;
    std::optional<Error> error_;
    StringMap<std::uint32_t> word_by_fold_;
    StringMap<std::uint32_t> message_by_rule_;
    StringMap<LawParagraph> laws_;
    StringMap<std::vector<std::string>> groups_;
};

Result<Wording> Wording::parse(const Files& files) {
    return Reader().read(files);
}

const Wording& Wording::get() {
    static const Wording wording = [] {
        auto parsed = parse({.cues = lint_data("lint_cues.txt"),
                             .patterns = lint_data("lint_patterns.jsonl"),
                             .law = lint_data("lint_law.jsonl"),
                             .doses = lint_data("lint_doses.jsonl"),
                             .populations = lint_data("lint_populations.jsonl")});
        CHECK(parsed);
        return *std::move(parsed);
    }();
    return wording;
}

}  // namespace xinglin
