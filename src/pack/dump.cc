// A dump is what an old portal published, one JSON object a line, without ids. An id is made from the fields that say
// which thing it is (a doctor's name, hospital and department), so that it stays when other fields are corrected. Where
// two different lines share those fields (two doctors of one family name), the ids of both are made from everything
// they say: which of them came first must not matter.
#include "pack/dump.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/strings.h"
#include "pack/dump_line.h"
#include "pack/json_line.h"
#include "pack/line_reader.h"
#include "pack/pack_files.h"

namespace xinglin {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKeptBytes = 4096;
constexpr std::size_t kMaxOriginLength = 60;
constexpr char kFieldEnd = '\x1f';

class DumpReader {
  public:
    explicit DumpReader(const fs::path& folder) : folder_(folder) {}

    Result<Dump> run() {
        std::error_code error;
        const fs::path real_folder = fs::canonical(folder_, error);
        if (error || !fs::is_directory(real_folder, error)) {
            return Error{ErrorCode::InvalidInput,
                         "There is no folder of this name; name the one that holds the .jsonl files.",
                         folder_.generic_string()};
        }
        dump_.origin = slug_from(real_folder.filename().string());
        for (const std::string& name : file_names()) read_file(name);
        make_ids();
        add_hospitals();
        std::sort(dump_.records.begin(), dump_.records.end(),
                  [](const Record& a, const Record& b) { return a.head.id < b.head.id; });
        if (!dump_.records.empty()) return std::move(dump_);
        if (dump_.quarantine.empty()) {
            return Error{ErrorCode::InvalidInput, "There is no .jsonl file with a record in this folder.",
                         folder_.generic_string()};
        }
        const DumpProblem& first = dump_.quarantine.front();
        return Error{ErrorCode::InvalidInput, first.message + " " + first.mend, first.place};
    }

  private:
    /// A line that was read; its id is not the last word before all lines are known.
    struct Item {
        Record record;
        std::string place;
    };

    void quarantine(std::string place, Problem problem, std::string_view line) {
        std::string_view kept = line.substr(0, kKeptBytes);
        while (!kept.empty() && kept.size() < line.size() &&
               (static_cast<unsigned char>(line[kept.size()]) & 0xC0U) == 0x80U) {
            kept.remove_suffix(1);
        }
        dump_.quarantine.push_back({std::move(place), std::move(problem.rule), std::move(problem.message),
                                    std::move(problem.mend), std::string(kept)});
    }

    std::vector<std::string> file_names() {
        std::vector<std::string> names;
        std::error_code error;
        fs::directory_iterator entries(folder_, error);
        const fs::directory_iterator end;
        while (!error && entries != end) {
            const std::string name = entries->path().filename().string();
            if (!name.starts_with('.') && !name.ends_with(".md") && !name.ends_with(".txt")) names.push_back(name);
            entries.increment(error);
        }
        std::sort(names.begin(), names.end());
        return names;
    }

    void read_file(const std::string& name) {
        if (!name.ends_with(".jsonl")) {
            quarantine(name,
                       {Severity::Error,
                        "wrong-file",
                        {},
                        "This is not a .jsonl file, so nothing in it was read.",
                        "Convert it to one JSON object a line and name it *.jsonl."},
                       {});
            return;
        }
        if (auto problem = check_file(folder_, folder_ / name, kMaxFileBytes)) {
            quarantine(name, std::move(*problem), {});
            return;
        }
        LineReader reader(folder_ / name);
        bool is_first = true;
        while (const auto line = reader.next()) {
            std::string_view text = line->text;
            if (line->number == 1 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
            text = trimmed(text);
            if (text.empty()) continue;
            if (is_first && !line->is_too_long && !begins_a_record(text)) {
                quarantine(
                    name,
                    {Severity::Error,
                     "wrong-file",
                     {},
                     "This file is not one JSON object a line (a list, a table or an object spread over lines?), "
                     "so nothing in it was read.",
                     "Convert it, for example with: jq -c '.[]'."},
                    text);
                return;
            }
            is_first = false;
            read_line(name + ":" + std::to_string(line->number), text, line->number, line->is_too_long);
        }
        if (reader.has_failed()) {
            quarantine(
                name,
                {Severity::Error, "unreadable-file", {}, "This file cannot be read to its end.", "Check the disk."},
                {});
        }
    }

    static bool begins_a_record(std::string_view line) {
        return line.starts_with('{') && !trimmed(line.substr(1)).empty();
    }

    void read_line(const std::string& place, std::string_view line, std::size_t number, bool is_too_long) {
        if (is_too_long) {
            quarantine(place,
                       {Severity::Error,
                        "line-too-long",
                        {},
                        "This line has more than " + std::to_string(kMaxLineBytes) + " bytes.",
                        "Write one object a line; shorten its texts."},
                       line);
            return;
        }
        const FieldText text = parse_json_line(line, number);
        if (text.fault) {
            Problem problem = problem_of(*text.fault).problem;
            problem.message += " (column " + std::to_string(text.fault->place.column) + ")";
            quarantine(place, std::move(problem), line);
            return;
        }
        DumpLine read = read_dump_line(text.object, text.places, dump_.origin);
        if (read.problem) {
            quarantine(place, std::move(*read.problem), line);
            return;
        }
        for (std::string& field : read.common_fields) ++dump_.common_fields[std::move(field)];
        for (std::string& field : read.ignored_fields) ++dump_.ignored_fields[std::move(field)];
        items_.push_back({std::move(read.record), place});
    }

    void make_ids() {
        std::set<std::pair<unsigned long long, unsigned long long>> contents;
        std::unordered_map<std::string, std::size_t> uses_of_ids;
        for (Item& item : items_) {
            const std::string content = content_of(item.record);
            // Two hashes, because a mistaken duplicate would be lost without a word.
            if (!contents.emplace(fnv1a(content), fnv1a(kFieldEnd + content)).second) {
                ++dump_.duplicates;
                item.record.head.id.clear();
                continue;
            }
            ++uses_of_ids[item.record.head.id];
        }
        std::unordered_set<std::string> taken;
        for (Item& item : items_) {
            std::string& id = item.record.head.id;
            if (id.empty()) continue;
            if (uses_of_ids.at(id) > 1) {
                id = content_id(name_of(item.record.kind()), dump_.origin, content_of(item.record));
            }
            if (taken.insert(id).second) {
                dump_.records.push_back(std::move(item.record));
                continue;
            }
            quarantine(item.place,
                       {Severity::Error,
                        "id-collision",
                        {},
                        "Another line has the same id by chance.",
                        "Change a word of this line."},
                       name_of(item.record));
        }
    }

    void add_hospitals() {
        std::map<std::string, std::string> ids;
        for (Record& record : dump_.records) {
            Doctor* doctor = std::get_if<Doctor>(&record.body);
            if (doctor == nullptr) continue;
            std::string& id = ids[doctor->hospital_name];
            if (id.empty()) id = make_hospital(doctor->hospital_name);
            doctor->hospital_id = id;
        }
        for (Record& hospital : hospitals_) dump_.records.push_back(std::move(hospital));
    }

    std::string make_hospital(const std::string& name) {
        Record record;
        record.head.trust = Trust::Imported;
        record.head.origin = dump_.origin;
        Hospital hospital;
        hospital.name = name;
        record.body = std::move(hospital);
        record.head.id = content_id(name_of(RecordKind::Hospital), dump_.origin, name);
        hospitals_.push_back(record);
        return record.head.id;
    }

    const fs::path& folder_;
    Dump dump_;
    std::vector<Item> items_;
    std::vector<Record> hospitals_;
};

}  // namespace

Result<Dump> read_dump(const fs::path& folder) {
    return DumpReader(folder).run();
}

std::string slug_from(std::string_view name) {
    std::string slug;
    for (const char c : name) {
        const bool is_upper = c >= 'A' && c <= 'Z';
        const char low = is_upper ? static_cast<char>(c - 'A' + 'a') : c;
        const bool fits = (low >= 'a' && low <= 'z') || (low >= '0' && low <= '9') || low == '-';
        if (fits) {
            slug += low;
        } else if (!slug.empty() && slug.back() != '-') {
            slug += '-';
        }
    }
    while (slug.ends_with('-')) slug.pop_back();
    if (!slug.empty() && slug == name && slug.size() <= kMaxOriginLength) return slug;
    constexpr std::size_t kSuffixDigits = 8;
    slug.resize(std::min(slug.size(), kMaxOriginLength - kSuffixDigits - 1));
    return (slug.empty() ? "dump" : slug) + "-" + hex16(fnv1a(name)).substr(0, kSuffixDigits);
}

}  // namespace xinglin
