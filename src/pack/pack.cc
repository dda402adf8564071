#include "pack/pack.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <iterator>
#include <map>
#include <system_error>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/files.h"
#include "base/json_fields.h"
#include "base/strings.h"
#include "knowledge/codec.h"
#include "knowledge/rules.h"
#include "knowledge/text_check.h"
#include "pack/article_text.h"
#include "pack/json_line.h"
#include "pack/line_reader.h"
#include "pack/overlay_line.h"
#include "pack/pack_files.h"
#include "pack/record_text.h"
#include "pack/toml_text.h"
#include "pack/triage_text.h"
#include "records/validity.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr const char* kInfoFile = "pack.toml";
constexpr std::size_t kMaxInfoBytes = std::size_t{64} << 10;
constexpr std::size_t kMaxMessageCharacters = 400;

/// The first part of a message between quotes: by convention of all rules, the value at fault.
std::string_view quoted_part(std::string_view message) {
    const auto begin = message.find('"');
    if (begin == std::string_view::npos) return {};
    const auto end = message.find('"', begin + 1);
    return end == std::string_view::npos ? std::string_view() : message.substr(begin + 1, end - begin - 1);
}

/// The id that a line seems to define, also when the line is broken; "" when none can be seen.
std::string id_seen_in(std::string_view line) {
    auto at = line.find("\"id\"");
    if (at == std::string_view::npos) return {};
    at = line.find('"', at + 4);
    if (at == std::string_view::npos) return {};
    const auto end = line.find('"', at + 1);
    return end == std::string_view::npos ? std::string() : std::string(line.substr(at + 1, end - at - 1));
}

bool is_language_tag(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    };
    return text.size() >= 2 && text.size() <= 35 && std::all_of(text.begin(), text.end(), fits) &&
           text.front() != '-' && text.back() != '-';
}

class PackReader {
  public:
    PackReader(const fs::path& folder, const PackFinder& find) : folder_(folder), find_(find) {}

    PackReading run() {
        if (read_info() && find_required()) {
            read_files();
            check_whole();
        }
        return finish();
    }

  private:
    /// A file and a place in it.
    struct Spot {
        std::string_view file;  ///< one of files_
        Place place;
    };

    /// An id that something names and that must be defined somewhere in the pack.
    struct Reference {
        std::string id;
        std::string field;
        Spot spot;
    };

    bool is_full() const { return problems_.size() >= kMaxPackProblems; }

    void report(Problem problem, std::string_view file, Place place) {
        if (problem.severity == Severity::Error) ++errors_;
        if (is_full()) return;
        if (count_characters(problem.message) > kMaxMessageCharacters) {
            problem.message = std::string(first_characters(problem.message, kMaxMessageCharacters)) + "…";
        }
        problems_.push_back({std::move(problem), std::string(file), place.line, place.column});
    }

    void report(std::string_view rule, const Spot& spot, std::string message, std::string mend) {
        report(make_problem(rule, {}, std::move(message), std::move(mend)), spot.file, spot.place);
    }

    // ---- pack.toml

    /// False when reading on would make no sense.
    bool read_info() {
        std::error_code error;
        if (!fs::is_directory(folder_, error)) {
            report("not-a-folder", {"", {}}, "There is no folder of this name.",
                   "Name the folder that holds pack.toml.");
            return false;
        }
        if (!fs::exists(fs::symlink_status(folder_ / kInfoFile, error))) {
            report("missing-file", {kInfoFile, {}}, "A pack has a file pack.toml, and this folder has none.",
                   "Add it (docs/PACK.md shows one), or name the folder that has it.");
            return false;
        }
        if (auto problem = check_file(folder_, folder_ / kInfoFile, kMaxInfoBytes)) {
            report(std::move(*problem), kInfoFile, {});
            return false;
        }
        const auto text = read_file(folder_ / kInfoFile, kMaxInfoBytes);
        if (!text) {
            report("unreadable-file", {kInfoFile, {}}, text.error().message, "Give the program the right to read it.");
            return false;
        }
        const FieldText fields = parse_toml(*text, 1);
        if (fields.fault) {
            const PlacedProblem placed = problem_of(*fields.fault);
            report(placed.problem, kInfoFile, placed.place);
            return true;
        }
        return read_info_fields(fields);
    }

    bool read_info_fields(const FieldText& text) {
        JsonFields fields(text.object);
        const auto format = fields.integer("format");
        if (format && *format > kPackFormat) {
            report("newer-format", {kInfoFile, text.places.of("format")},
                   "This pack has format " + std::to_string(*format) + "; this program reads formats up to " +
                       std::to_string(kPackFormat) + ".",
                   "Use a newer Xinglin.");
            return false;
        }
        if (!format) fields.fail_missing("format");
        if (format && *format < 1) fields.fail("format", "The format is a number from 1.");
        PackInfo& info = pack_.info;
        info.name = fields.required_text("name");
        if (!is_valid_slug(info.name)) fields.fail("name", "A name has 1 to 80 characters of a-z, 0-9 and hyphen.");
        info.version = fields.required_text("version");
        info.title = fields.required_text("title");
        info.licence = fields.required_text("licence");
        info.language = fields.required_text("language");
        if (!is_language_tag(info.language)) fields.fail("language", "A language is written like zh-CN.");
        info.fictitious = fields.flag("fictitious");
        read_requirements(fields);
        requirements_place_ = text.places.of("requires");
        const auto done = fields.finish();
        if (!done) {
            const PlacedProblem placed = problem_of(done.error(), text.places);
            report(placed.problem, kInfoFile, placed.place);
        }
        for (const auto& [field, value] : {std::pair<std::string_view, const std::string&>{"version", info.version},
                                           {"title", info.title},
                                           {"licence", info.licence}}) {
            for (Problem& problem : check_text(value, field))
                report(std::move(problem), kInfoFile, text.places.of(field));
        }
        return true;
    }

    void read_requirements(JsonFields& fields) {
        for (const std::string& written : fields.texts("requires")) {
            auto requirement = parse_requirement(written);
            if (!requirement) {
                are_requirements_read_ = false;
                return fields.fail("requires",
                                   "A pack is required like \"neurology-zh >= 1.0.0\" or \"neurology-zh\".");
            }
            pack_.info.requirements.push_back(*std::move(requirement));
        }
    }

    /// False when a pack is missing that this one refers to: half of its references would be told as unknown.
    bool find_required() {
        if (!are_requirements_read_) return false;
        if (pack_.info.requirements.empty()) return true;
        if (find_) required_ = find_(pack_.info.requirements);
        bool are_there = true;
        for (const PackRequirement& requirement : pack_.info.requirements) {
            const auto found = std::ranges::find(required_.packs, requirement.name, &PackInfo::name);
            const bool is_there = found != required_.packs.end();
            if (is_there && !is_older_version(found->version, requirement.least_version)) continue;
            are_there = false;
            report("missing-requirement", {kInfoFile, requirements_place_},
                   "This pack requires \"" + requirement.text() + "\", " +
                       (is_there ? "and version " + found->version + " is there." : "which is not there."),
                   "Import that pack first; for `xinglin check` name its folder with --with.");
        }
        const KnowledgeData& knowledge = required_.knowledge;
        for (const Source& source : knowledge.sources) required_ids_.insert(source.id);
        for (const Concept& each : knowledge.concepts) required_ids_.insert(each.id);
        required_ids_.insert(required_.records.begin(), required_.records.end());
        return are_there;
    }

    /// This pack's knowledge over that of the packs that it requires.
    KnowledgeData whole_knowledge() const {
        KnowledgeData whole = required_.knowledge;
        const auto append = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
        append(whole.sources, pack_.knowledge.sources);
        append(whole.concepts, pack_.knowledge.concepts);
        append(whole.relations, pack_.knowledge.relations);
        append(whole.red_flags, pack_.knowledge.red_flags);
        append(whole.triage_rules, pack_.knowledge.triage_rules);
        return whole;
    }

    // ---- files and lines

    void read_files() {
        PackListing listing = list_pack_files(folder_);
        for (PackFileProblem& found : listing.problems) report(std::move(found.problem), found.file, {});
        files_ = std::move(listing.files);
        for (const PackFile& file : files_) {
            if (is_full()) return;
            if (file.role == PackFileRole::Articles) {
                read_article_file(file);
            } else if (file.role == PackFileRole::Triage) {
                read_triage_file(file);
            } else {
                read_lines(file);
            }
        }
    }

    void read_lines(const PackFile& file) {
        LineReader reader(file.path);
        while (const auto line = reader.next()) {
            if (is_full()) return;
            if (line->is_too_long) {
                report("line-too-long", {file.name, {line->number, kMaxLineBytes + 1}},
                       "This line has more than " + std::to_string(kMaxLineBytes) + " bytes.",
                       "Write one object a line; shorten its texts.");
                note_broken(line->text);
                continue;
            }
            if (!trimmed(line->text).empty()) read_line(file, line->text, line->number);
        }
        if (reader.has_failed()) {
            report("unreadable-file", {file.name, {}}, "This file cannot be read to its end.", "Check the disk.");
        }
    }

    void read_line(const PackFile& file, std::string_view line, std::size_t number) {
        const FieldText text = parse_json_line(line, number);
        const std::size_t errors_before = errors_;
        if (text.fault) {
            const PlacedProblem placed = problem_of(*text.fault);
            report(placed.problem, file.name, placed.place);
        } else {
            read_entity(file, text);
        }
        if (errors_ != errors_before) note_broken(line);
    }

    void read_entity(const PackFile& file, const FieldText& text) {
        KnowledgeData& knowledge = pack_.knowledge;
        switch (file.role) {
            case PackFileRole::Sources:
                keep(source_from_json(text.object), knowledge.sources, file, text);
                break;
            case PackFileRole::Concepts:
                keep(concept_from_json(text.object), knowledge.concepts, file, text);
                break;
            case PackFileRole::Relations:
                keep(relation_from_json(text.object), knowledge.relations, file, text);
                break;
            case PackFileRole::RedFlags:
                keep(red_flag_from_json(text.object), knowledge.red_flags, file, text);
                break;
            case PackFileRole::Records:
                keep_record(record_from_pack_json(text.object), file, text);
                break;
            case PackFileRole::Overrides:
                keep_overlay(overlay_from_json(text.object, pack_.info.name), file, text);
                break;
            case PackFileRole::Articles:
            case PackFileRole::Triage:
                break;
        }
    }

    static std::string name_in_pack(const Relation& relation) { return key_of(relation); }
    template <typename Entity>
    static std::string name_in_pack(const Entity& entity) {
        return entity.id;
    }

    template <typename Entity>
    void keep(Result<Entity> read, std::vector<Entity>& entities, const PackFile& file, const FieldText& text) {
        if (!read) {
            const PlacedProblem placed = problem_of(read.error(), text.places);
            report(placed.problem, file.name, placed.place);
            return;
        }
        const bool is_relation = std::is_same_v<Entity, Relation>;
        const Spot spot{file.name, text.places.of(is_relation ? "subject" : "id")};
        if (!is_first(knowledge_spots_, name_in_pack(*read), is_relation ? "duplicate-relation" : "duplicate-id", spot))
            return;
        entities.push_back(std::move(*read));
    }

    using Spots = StringMap<Spot>;

    bool is_first(Spots& spots, const std::string& name, std::string_view rule, const Spot& spot) {
        const auto [found, is_new] = spots.emplace(name, spot);
        if (is_new) return true;
        report(rule, spot,
               "\"" + name + "\" is defined already at " + std::string(found->second.file) + ":" +
                   std::to_string(found->second.place.line) + ".",
               rule == "duplicate-id" ? "Keep one of them, or give one another id."
                                      : "Keep one, with the sources of both.");
        return false;
    }

    void keep_overlay(Result<Overlay> read, const PackFile& file, const FieldText& text) {
        if (!read) {
            const PlacedProblem placed = problem_of(read.error(), text.places);
            report(placed.problem, file.name, placed.place);
            return;
        }
        if (is_first(overlay_spots_, read->of, "duplicate-id", {file.name, text.places.of("of")}))
            pack_.overlays.push_back(*std::move(read));
    }

    void keep_record(Result<Record> read, const PackFile& file, const FieldText& text) {
        if (!read) {
            const PlacedProblem placed = problem_of(read.error(), text.places);
            report(placed.problem, file.name, placed.place);
            return;
        }
        if (read->kind() != file.record_kind) {
            report("wrong-file", {file.name, text.places.of("id")},
                   "\"" + read->head.id + "\" does not belong in this file.",
                   "Move the line to " + std::string(file_name_of(read->kind())) + ", or correct its id.");
            return;
        }
        for (Problem& problem : check(*read)) {
            const Place place = text.places.of(problem.where);
            problem.message = problem.where + ": " + problem.message;
            report(std::move(problem), file.name, place);
        }
        keep_checked(std::move(*read), file, text.places);
    }

    void keep_checked(Record record, const PackFile& file, const FieldPlaces& places) {
        if (!is_first(record_spots_, record.head.id, "duplicate-id", {file.name, places.of("id")})) return;
        const auto refer = [&](const std::string& id, const std::string& field) {
            if (!id.empty()) references_.push_back({id, field, {file.name, places.of(field)}});
        };
        for (std::size_t i = 0; i < record.head.sources.size(); ++i) {
            refer(record.head.sources[i], "sources[" + std::to_string(i) + "]");
        }
        if (const Article* article = std::get_if<Article>(&record.body)) {
            for (std::size_t i = 0; i < article->departments.size(); ++i) {
                refer(article->departments[i], "departments[" + std::to_string(i) + "]");
            }
        } else if (const Doctor* doctor = std::get_if<Doctor>(&record.body)) {
            refer(doctor->hospital_id, "hospital");
        } else if (const Question* question = std::get_if<Question>(&record.body)) {
            for (std::size_t i = 0; i < question->answers.size(); ++i) {
                refer(question->answers[i].doctor_id, "answers[" + std::to_string(i) + "].doctor");
            }
        }
        pack_.records.push_back(std::move(record));
    }

    void read_triage_file(const PackFile& file) {
        const auto text = read_file(file.path, kMaxLineBytes);
        if (!text) {
            report("unreadable-file", {file.name, {}}, text.error().message, "Check the file.");
            return;
        }
        TriageFileReading reading = read_triage_rules(*text);
        for (PlacedProblem& placed : reading.problems) report(std::move(placed.problem), file.name, placed.place);
        for (PlacedTriageRule& placed : reading.rules) keep(std::move(placed.rule), placed.place, file);
    }

    void keep(TriageRule rule, Place place, const PackFile& file) {
        if (!is_first(knowledge_spots_, rule.id, "duplicate-id", {file.name, place})) return;
        rule_places_.push_back({rule.id, file.name, place.line, place.column});
        pack_.knowledge.triage_rules.push_back(std::move(rule));
    }

    void read_article_file(const PackFile& file) {
        const auto text = read_file(file.path, kMaxLineBytes);
        if (!text) {
            report("unreadable-file", {file.name, {}}, text.error().message, "Check the file.");
            return;
        }
        ArticleReading reading = read_article(*text);
        for (PlacedProblem& placed : reading.problems) report(std::move(placed.problem), file.name, placed.place);
        for (Citation& citation : reading.citations) {
            references_.push_back({std::move(citation.source), "body", {file.name, citation.place}});
        }
        if (reading.record) {
            keep_checked(std::move(*reading.record), file, reading.places);
        } else {
            broken_ids_.insert(reading.id);
        }
    }

    // ---- the pack as a whole

    /// What a broken line would have defined is not reported as unknown where it is used: one fault, one report.
    void note_broken(std::string_view line) { broken_ids_.insert(id_seen_in(line)); }

    void check_whole() {
        for (const Reference& reference : references_) check_reference(reference);
        std::vector<std::size_t> to_locate;
        const bool stands_alone = required_.packs.empty();
        for (Problem& problem : stands_alone ? check(pack_.knowledge) : check(whole_knowledge())) {
            if (!stands_alone && !knowledge_spots_.contains(problem.where)) continue;
            const bool is_unknown = problem.rule == "unknown-concept" || problem.rule == "unknown-source";
            if (is_unknown && broken_ids_.contains(std::string(quoted_part(problem.message)))) continue;
            if (is_full()) break;
            const auto spot = knowledge_spots_.find(problem.where);
            if (spot == knowledge_spots_.end()) {
                report(std::move(problem), "", {});
                continue;
            }
            to_locate.push_back(problems_.size());
            report(std::move(problem), spot->second.file, spot->second.place);
        }
        locate(to_locate);
    }

    void check_reference(const Reference& reference) {
        const bool is_record = reference.id.starts_with("hospital/") || reference.id.starts_with("doctor/");
        const bool is_citation = reference.field == "body";
        if (broken_ids_.contains(reference.id)) return;
        if ((is_record ? record_spots_ : knowledge_spots_).contains(reference.id) ||
            required_ids_.contains(reference.id)) {
            check_reference_kind(reference);
            return;
        }
        const std::string field = is_citation ? "The text cites " : reference.field + ": ";
        const bool is_source = reference.id.starts_with("source/");
        report(
            is_source   ? "unknown-source"
            : is_record ? "unknown-record"
                        : "unknown-concept",
            reference.spot,
            field + "\"" + reference.id + "\", which is not in this pack" +
                (required_.packs.empty() ? "." : " and in none that it requires."),
            is_source ? "Add it to sources.jsonl, or correct the id." : "Define it in this pack, or correct the id.");
    }

    void check_reference_kind(const Reference& reference) {
        if (reference.field.starts_with("departments") && !reference.id.starts_with("department/")) {
            report("wrong-kind", reference.spot, reference.field + ": \"" + reference.id + "\" is not a department.",
                   "Name the id of a department concept.");
        }
    }

    /// Moves problems from the beginning of their line to the value at fault, reading only the lines that have one.
    void locate(const std::vector<std::size_t>& to_locate) {
        std::map<std::string, std::multimap<std::size_t, std::size_t>> lines_of_files;
        for (const std::size_t index : to_locate) {
            lines_of_files[problems_[index].file].emplace(problems_[index].line, index);
        }
        for (const auto& entry : lines_of_files) {
            LineReader reader(folder_ / entry.first);
            while (const auto line = reader.next()) {
                const auto range = entry.second.equal_range(line->number);
                for (auto it = range.first; it != range.second; ++it) {
                    PackProblem& found = problems_[it->second];
                    const std::string_view value = quoted_part(found.problem.message);
                    const auto at = line->text.find("\"" + std::string(value) + "\"");
                    if (!value.empty() && at != std::string_view::npos) found.column = at + 1;
                }
            }
        }
    }

    PackReading finish() {
        const bool was_full = is_full();
        std::stable_sort(problems_.begin(), problems_.end(), [](const PackProblem& a, const PackProblem& b) {
            return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
        });
        if (was_full) {
            problems_.push_back(
                {make_problem("too-many-problems", {},
                              "Reading stopped after " + std::to_string(kMaxPackProblems) + " problems.",
                              "Mend these first."),
                 {},
                 0,
                 0});
        }
        PackReading reading;
        reading.problems = std::move(problems_);
        if (errors_ == 0) {
            reading.rule_places = std::move(rule_places_);
            normalise(pack_);
            reading.pack = std::move(pack_);
        }
        return reading;
    }

    const fs::path& folder_;
    const PackFinder& find_;
    Pack pack_;
    RequiredPacks required_;
    std::unordered_set<std::string> required_ids_;
    Place requirements_place_;
    bool are_requirements_read_ = true;
    std::vector<PackFile> files_;
    std::vector<PackProblem> problems_;
    std::vector<PackReading::RulePlace> rule_places_;
    std::size_t errors_ = 0;
    Spots knowledge_spots_;
    Spots record_spots_;
    Spots overlay_spots_;
    std::vector<Reference> references_;
    std::unordered_set<std::string> broken_ids_;
};

/// People, hospitals and makers; articles and tests speak of real medicine also in a sample pack.
bool can_be_invented(RecordKind kind) {
    switch (kind) {
        case RecordKind::Doctor:
        case RecordKind::Hospital:
        case RecordKind::Drug:
        case RecordKind::Question:
            return true;
        case RecordKind::Article:
        case RecordKind::Test:
            return false;
    }
    return false;
}

template <typename Entity>
void sort_by_id(std::vector<Entity>& entities) {
    std::sort(entities.begin(), entities.end(), [](const Entity& a, const Entity& b) { return a.id < b.id; });
}

std::string printable(std::string_view text) {
    std::string shown;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7F) {
            shown += c;
            continue;
        }
        std::array<char, 8> escaped{};
        std::snprintf(escaped.data(), escaped.size(), "\\x%02x", unsigned{byte});
        shown += escaped.data();
    }
    return shown;
}

}  // namespace

std::string format(const PackProblem& problem, const fs::path& folder) {
    std::string place = folder.empty() ? problem.file : (folder / problem.file).generic_string();
    if (place.empty()) place = "pack";
    if (problem.line != 0) place += ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column);
    return printable(place) + ": " + std::string(name_of(problem.problem.severity)) + ": " +
           printable(problem.problem.message) + " [" + problem.problem.rule +
           "]\n  mend: " + printable(problem.problem.mend);
}

std::optional<PackRequirement> parse_requirement(std::string_view text) {
    constexpr std::string_view kAtLeast = ">=";
    const auto sign = text.find(kAtLeast);
    PackRequirement requirement{std::string(trimmed(text.substr(0, sign))), ""};
    if (sign != std::string_view::npos) requirement.least_version = trimmed(text.substr(sign + kAtLeast.size()));
    const bool is_whole =
        is_valid_slug(requirement.name) && (sign == std::string_view::npos || !requirement.least_version.empty());
    if (!is_whole) return {};
    return requirement;
}

bool is_older_version(std::string_view a, std::string_view b) {
    const auto left = split(a, '.');
    const auto right = split(b, '.');
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
        std::string_view one = i < left.size() ? left[i] : "0";
        std::string_view other = i < right.size() ? right[i] : "0";
        while (one.size() > 1 && one.front() == '0') one.remove_prefix(1);
        while (other.size() > 1 && other.front() == '0') other.remove_prefix(1);
        if (one == other || (one.empty() && other == "0") || (one == "0" && other.empty())) continue;
        return one.size() != other.size() ? one.size() < other.size() : one < other;
    }
    return false;
}

PackReading read_pack(const fs::path& folder) {
    return read_pack(folder, PackFinder());
}

PackReading read_pack(const fs::path& folder, const PackFinder& find) {
    return PackReader(folder, find).run();
}

namespace {

/// The name in the folder's pack.toml, "" when there is none to be read.
std::string name_of_pack(const fs::path& folder) {
    const auto text = read_file(folder / kInfoFile, kMaxInfoBytes);
    if (!text) return {};
    const FieldText fields = parse_toml(*text, 1);
    const json::value* name = fields.object.if_contains("name");
    return name != nullptr && name->is_string() ? std::string(name->get_string()) : std::string();
}

void append(RequiredPacks& found, Pack pack) {
    const auto move_to = [](auto& to, auto& from) { std::ranges::move(from, std::back_inserter(to)); };
    move_to(found.knowledge.sources, pack.knowledge.sources);
    move_to(found.knowledge.concepts, pack.knowledge.concepts);
    move_to(found.knowledge.relations, pack.knowledge.relations);
    move_to(found.knowledge.red_flags, pack.knowledge.red_flags);
    move_to(found.knowledge.triage_rules, pack.knowledge.triage_rules);
    for (const Record& record : pack.records) found.records.push_back(record.head.id);
    found.packs.push_back(std::move(pack.info));
}

}  // namespace

PackFinder packs_in(std::vector<fs::path> folders) {
    return [folders = std::move(folders)](const std::vector<PackRequirement>& wanted) {
        RequiredPacks found;
        std::vector<PackRequirement> open = wanted;
        std::unordered_set<std::string> seen;
        while (!open.empty()) {
            const std::string name = open.back().name;
            open.pop_back();
            if (!seen.insert(name).second) continue;
            const auto folder = std::ranges::find(folders, name, name_of_pack);
            if (folder == folders.end()) continue;
            // Without itself, so that packs that require each other end.
            std::vector<fs::path> others = folders;
            std::erase(others, *folder);
            PackReading reading = read_pack(*folder, packs_in(std::move(others)));
            if (!reading.pack) continue;
            for (const PackRequirement& each : reading.pack->info.requirements) open.push_back(each);
            append(found, *std::move(reading.pack));
        }
        return found;
    };
}

bool is_pack(const fs::path& folder) {
    std::error_code error;
    return fs::exists(fs::symlink_status(folder / kInfoFile, error));
}

void normalise(Pack& pack) {
    KnowledgeData& knowledge = pack.knowledge;
    sort_by_id(knowledge.sources);
    sort_by_id(knowledge.concepts);
    sort_by_id(knowledge.red_flags);
    sort_by_id(knowledge.triage_rules);
    std::sort(knowledge.relations.begin(), knowledge.relations.end(), [](const Relation& a, const Relation& b) {
        return std::tie(a.subject, a.predicate, a.object) < std::tie(b.subject, b.predicate, b.object);
    });
    std::ranges::sort(pack.overlays, {}, &Overlay::of);
    std::sort(pack.records.begin(), pack.records.end(),
              [](const Record& a, const Record& b) { return a.head.id < b.head.id; });
    for (Record& record : pack.records) {
        record.head.origin = pack.info.name;
        record.head.trust = Trust::Curated;
        record.head.language = pack.info.language;
        record.head.fictitious = pack.info.fictitious && can_be_invented(record.kind());
    }
}

}  // namespace xinglin
