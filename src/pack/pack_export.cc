#include "pack/pack_export.h"

#include <stdlib.h>

#include <algorithm>
#include <map>
#include <string>
#include <system_error>
#include <utility>

#include "base/files.h"
#include "base/strings.h"
#include "knowledge/codec.h"
#include "knowledge/text_check.h"
#include "pack/article_text.h"
#include "pack/overlay_line.h"
#include "pack/pack_files.h"
#include "pack/record_text.h"
#include "pack/toml_text.h"
#include "pack/triage_text.h"

namespace xinglin {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// What each file of the pack will hold, by its name.
using Files = std::map<std::string, std::string>;

void add_line(std::string& file, const json::object& object) {
    file += json::serialize(object);
    file += '\n';
}

std::string info_text(const PackInfo& info) {
    std::string text;
    const auto line = [&text](std::string_view name, const std::string& value) {
        text += std::string(name) + " = " + value + "\n";
    };
    line("name", toml_string(info.name));
    line("version", toml_string(info.version));
    line("format", std::to_string(kPackFormat));
    line("title", toml_string(info.title));
    line("licence", toml_string(info.licence));
    line("language", toml_string(info.language));
    if (info.fictitious) line("fictitious", "true");
    std::vector<std::string> requirements;
    for (const PackRequirement& each : info.requirements) requirements.push_back("\"" + each.text() + "\"");
    if (!requirements.empty()) line("requires", "[" + join(requirements, ", ") + "]");
    return text;
}

Files files_of(const Pack& pack) {
    Files files;
    files["pack.toml"] = info_text(pack.info);
    for (const Source& source : pack.knowledge.sources) add_line(files["sources.jsonl"], to_json(source));
    for (const Concept& known : pack.knowledge.concepts) {
        add_line(files["concepts/" + std::string(name_of(known.kind)) + ".jsonl"], to_json(known));
    }
    for (const Relation& relation : pack.knowledge.relations) {
        add_line(files["relations/" + std::string(name_of(relation.predicate)) + ".jsonl"], to_json(relation));
    }
    for (const RedFlag& red_flag : pack.knowledge.red_flags) add_line(files["red_flags.jsonl"], to_json(red_flag));
    for (const Overlay& overlay : pack.overlays) add_line(files["overrides.jsonl"], to_json(overlay));
    if (!pack.knowledge.triage_rules.empty())
        files["triage/rules.toml"] = write_triage_rules(pack.knowledge.triage_rules);
    for (const Record& record : pack.records) {
        if (record.kind() == RecordKind::Article) {
            files["articles/" + std::string(slug_of(record.head.id)) + ".md"] = write_article(record);
        } else {
            add_line(files[std::string(file_name_of(record.kind()))], to_pack_json(record));
        }
    }
    return files;
}

Error failure(ErrorCode code, std::string message, const fs::path& where) {
    return {code, std::move(message), where.generic_string()};
}

/// A new folder beside `folder`, taken away again unless it was renamed.
class Scaffold {
  public:
    explicit Scaffold(const fs::path& folder) {
        std::error_code ignored;
        fs::path beside = fs::absolute(folder, ignored).lexically_normal();
        if (!beside.has_filename()) beside = beside.parent_path();
        std::string name = beside.string() + ".XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) return;
        folder_ = name;
        fs::permissions(folder_, fs::perms(0755), ignored);
    }
    ~Scaffold() {
        std::error_code ignored;
        if (!folder_.empty()) fs::remove_all(folder_, ignored);
    }
    Scaffold(const Scaffold&) = delete;
    Scaffold& operator=(const Scaffold&) = delete;

    const fs::path& folder() const { return folder_; }  ///< empty when it could not be made

  private:
    fs::path folder_;
};

Result<Done> write_all(const fs::path& folder, const Files& files) {
    for (const auto& file : files) {
        const fs::path path = folder / file.first;
        std::error_code error;
        fs::create_directories(path.parent_path(), error);
        if (error) return failure(ErrorCode::Unavailable, "This folder cannot be made: " + error.message() + ".", path);
        const auto written = write_file(path, file.second);
        if (!written) return written.error();
    }
    return Done{};
}

std::string name_in_pack(const Relation& relation) {
    return key_of(relation);
}

std::string name_in_pack(const Record& record) {
    return record.head.id;
}

template <typename Entity>
std::string name_in_pack(const Entity& entity) {
    return entity.id;
}

/// The first entity that is not the same on both sides, "" when all are.
template <typename Entity>
std::string first_difference(const std::vector<Entity>& meant, const std::vector<Entity>& read) {
    for (std::size_t i = 0; i < meant.size(); ++i) {
        if (i >= read.size() || !(meant[i] == read[i])) return name_in_pack(meant[i]);
    }
    return {};
}

std::string first_difference(const Pack& meant, const Pack& read) {
    for (std::string difference : {first_difference(meant.knowledge.sources, read.knowledge.sources),
                                   first_difference(meant.knowledge.concepts, read.knowledge.concepts),
                                   first_difference(meant.knowledge.relations, read.knowledge.relations),
                                   first_difference(meant.knowledge.red_flags, read.knowledge.red_flags),
                                   first_difference(meant.knowledge.triage_rules, read.knowledge.triage_rules),
                                   first_difference(meant.records, read.records)}) {
        if (!difference.empty()) return difference;
    }
    return "pack.toml";
}

/// Reads what was written, as the next import will.
Result<Done> check_written(const fs::path& folder, const Pack& meant, const PackFinder& find) {
    PackReading reading = read_pack(folder, find);
    if (!reading.pack) {
        const auto is_error = [](const PackProblem& found) { return found.problem.severity == Severity::Error; };
        const auto first = std::find_if(reading.problems.begin(), reading.problems.end(), is_error);
        return Error{ErrorCode::InvalidInput, first->problem.message + " " + first->problem.mend,
                     first->file + ":" + std::to_string(first->line)};
    }
    if (*reading.pack == meant) return Done{};
    return Error{ErrorCode::InvalidInput, "This has something that a pack cannot say; nothing was written.",
                 first_difference(meant, *reading.pack)};
}

}  // namespace

Result<Done> write_pack(const fs::path& folder, Pack pack, const PackFinder& find) {
    std::error_code error;
    if (fs::exists(fs::symlink_status(folder, error)) && !fs::is_empty(folder, error)) {
        return failure(ErrorCode::Conflict, "There is something of this name already; name a new or empty folder.",
                       folder);
    }
    for (const Record& record : pack.records) {
        // An article's id becomes the name of a file: it must not lead elsewhere.
        if (is_valid_id(record.head.id, name_of(record.kind()))) continue;
        return Error{ErrorCode::InvalidInput, "This is not an id of this kind of record.", record.head.id};
    }
    normalise(pack);
    const Scaffold scaffold(folder);
    if (scaffold.folder().empty()) {
        return failure(ErrorCode::Unavailable, "No folder can be made there; does the one around it exist?", folder);
    }
    const auto written = write_all(scaffold.folder(), files_of(pack));
    if (!written) return written.error();
    const auto checked = check_written(scaffold.folder(), pack, find);
    if (!checked) return checked.error();
    fs::rename(scaffold.folder(), folder, error);
    if (error)
        return failure(ErrorCode::Unavailable, "This folder cannot be written: " + error.message() + ".", folder);
    return Done{};
}

}  // namespace xinglin
