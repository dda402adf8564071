// A dump is what an old portal published, one JSON object a line, without ids. An id is made from the fields that say
// which thing it is (a doctor's name, hospital and department), so that it stays when other fields are corrected. Where
// two different lines share those fields (two doctors of one family name), the ids of both are made from everything
// they say: which of them came first must not matter.
#include "pack/dump.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/json_fields.h"
#include "base/strings.h"
#include "pack/json_line.h"
#include "pack/line_reader.h"
#include "pack/pack_files.h"
#include "records/codec.h"
#include "records/validity.h"

namespace xinglin {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t kKeptBytes = 4096;
constexpr std::size_t kMaxOriginLength = 60;
constexpr std::size_t kHashDigits = 12;
constexpr std::string_view kHomePage = "首页";
constexpr char kFieldEnd = '\x1f';

/// A kind of line and the fields that tell it.
struct Shape {
    RecordKind kind = RecordKind::Article;
    std::vector<std::string_view> all_of;
    std::vector<std::string_view> one_of;
    std::vector<std::string_view> optional;
};

const std::array<Shape, 5>& shapes() {
    static const std::array<Shape, 5> all = {{
        {RecordKind::Article, {"title"}, {"body", "excerpt"}, {"breadcrumb", "source"}},
        {RecordKind::Question, {"question", "answer"}, {}, {"answered_by"}},
        {RecordKind::Doctor, {"name", "hospital", "department"}, {}, {"titles", "specialty", "biography"}},
        {RecordKind::Drug, {"name", "indications"}, {}, {"manufacturer"}},
        {RecordKind::Test, {"name", "description"}, {}, {}},
    }};
    return all;
}

bool has_shape(const json::object& object, const Shape& shape) {
    const auto has = [&object](std::string_view field) { return object.contains(field); };
    return std::all_of(shape.all_of.begin(), shape.all_of.end(), has) &&
           (shape.one_of.empty() || std::any_of(shape.one_of.begin(), shape.one_of.end(), has));
}

std::vector<const Shape*> shapes_of(const json::object& object) {
    std::vector<const Shape*> fitting;
    for (const Shape& shape : shapes()) {
        if (has_shape(object, shape)) fitting.push_back(&shape);
    }
    return fitting;
}

bool uses(const Shape& shape, std::string_view field) {
    const auto holds = [field](const std::vector<std::string_view>& fields) {
        return std::find(fields.begin(), fields.end(), field) != fields.end();
    };
    return holds(shape.all_of) || holds(shape.one_of) || holds(shape.optional);
}

/// LF for CR LF and for a lone CR; no white space around.
std::string tidy(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') {
            clean += text[i];
        } else if (i + 1 == text.size() || text[i + 1] != '\n') {
            clean += '\n';
        }
    }
    return std::string(trimmed(clean));
}

std::string text_of(JsonFields& fields, std::string_view name) {
    return tidy(fields.text(name));
}

std::string required_text_of(JsonFields& fields, std::string_view name) {
    return tidy(fields.required_text(name));
}

std::vector<std::string> texts_of(JsonFields& fields, std::string_view name) {
    std::vector<std::string> texts;
    for (const std::string& text : fields.texts(name)) {
        if (std::string clean = tidy(text); !clean.empty()) texts.push_back(std::move(clean));
    }
    return texts;
}

Article read_article(JsonFields& fields) {
    Article article;
    article.title = required_text_of(fields, "title");
    article.body = text_of(fields, "body");
    const std::string excerpt = text_of(fields, "excerpt");
    if (article.body.empty()) article.body = excerpt;
    if (article.body.empty()) fields.fail_missing("body");
    article.body_is_markdown = false;
    article.source_line = text_of(fields, "source");
    article.departments = texts_of(fields, "breadcrumb");
    std::erase(article.departments, kHomePage);
    return article;
}

Question read_question(JsonFields& fields) {
    Question question;
    question.title = required_text_of(fields, "question");
    Answer answer;
    answer.text = text_of(fields, "answer");
    if (const json::object* by = fields.object("answered_by")) {
        JsonFields inner(*by, fields.path("answered_by") + ".");
        answer.doctor_name = text_of(inner, "name");
        answer.doctor_title = text_of(inner, "title");
        answer.doctor_hospital = text_of(inner, "hospital");
        fields.keep_failure_of(inner);
    }
    if (!answer.text.empty()) question.answers.push_back(std::move(answer));
    return question;
}

Doctor read_doctor(JsonFields& fields) {
    Doctor doctor;
    doctor.name = required_text_of(fields, "name");
    doctor.titles = texts_of(fields, "titles");
    doctor.hospital_name = required_text_of(fields, "hospital");
    doctor.department = text_of(fields, "department");
    doctor.specialty = text_of(fields, "specialty");
    doctor.biography = text_of(fields, "biography");
    return doctor;
}

Drug read_drug(JsonFields& fields) {
    Drug drug;
    drug.name = required_text_of(fields, "name");
    drug.manufacturer = text_of(fields, "manufacturer");
    drug.indications = text_of(fields, "indications");
    return drug;
}

Test read_test(JsonFields& fields) {
    return {required_text_of(fields, "name"), text_of(fields, "description"), {}};
}

decltype(Record::body) read_body(JsonFields& fields, RecordKind kind) {
    switch (kind) {
        case RecordKind::Article:
            return read_article(fields);
        case RecordKind::Question:
            return read_question(fields);
        case RecordKind::Doctor:
            return read_doctor(fields);
        case RecordKind::Drug:
            return read_drug(fields);
        case RecordKind::Test:
            return read_test(fields);
        case RecordKind::Hospital:
            break;
    }
    return Hospital{};
}

/// The fields that say which thing it is.
struct Identity {
    std::string operator()(const Article& article) const { return article.title + kFieldEnd + article.source_line; }
    std::string operator()(const Question& question) const { return question.title; }
    std::string operator()(const Doctor& doctor) const {
        return doctor.name + kFieldEnd + doctor.hospital_name + kFieldEnd + doctor.department;
    }
    std::string operator()(const Hospital& hospital) const { return hospital.name; }
    std::string operator()(const Drug& drug) const { return drug.name + kFieldEnd + drug.manufacturer; }
    std::string operator()(const Test& test) const { return test.name; }
};

/// All that a record says, as bytes. Its id must not be made yet.
std::string content_of(const Record& record) {
    json::object object = to_json(record);
    object.stable_erase("id");
    return std::string(name_of(record.kind())) + kFieldEnd + json::serialize(object);
}

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
    /// A line that was read, before its id is made.
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
        const std::vector<const Shape*> fitting = shapes_of(text.object);
        if (fitting.size() != 1) {
            quarantine(place, unknown_shape(fitting), line);
            return;
        }
        read_record(place, line, text, *fitting.front());
    }

    static Problem unknown_shape(const std::vector<const Shape*>& fitting) {
        std::string message = "The fields of this line fit no kind of record.";
        if (!fitting.empty()) {
            message = "The fields of this line fit more than one kind of record:";
            for (const Shape* shape : fitting) message += " " + std::string(name_of(shape->kind));
            message += ".";
        }
        return {
            Severity::Error,
            "unknown-record-shape",
            {},
            std::move(message),
            "Give it the fields of one kind: title and body, question and answer, name and hospital and department, "
            "name and indications, or name and description."};
    }

    void read_record(const std::string& place, std::string_view line, const FieldText& text, const Shape& shape) {
        JsonFields fields(text.object);
        Record record;
        record.head.trust = Trust::Imported;
        record.head.origin = dump_.origin;
        record.body = read_body(fields, shape.kind);
        const auto done = fields.finish();
        const bool is_only_unknown = !done && done.error().message.starts_with(kUnknownFieldMessage);
        if (!done && !is_only_unknown) {
            quarantine(place, problem_of(done.error(), text.places).problem, line);
            return;
        }
        set_id(record, std::visit(Identity{}, record.body));
        for (Problem& problem : check(record)) {
            if (problem.severity != Severity::Error) continue;
            problem.message = problem.where + ": " + problem.message;
            quarantine(place, std::move(problem), line);
            return;
        }
        if (is_only_unknown) note_ignored_fields(text.object, shape);
        record.head.id.clear();
        items_.push_back({std::move(record), place});
    }

    void note_ignored_fields(const json::object& object, const Shape& shape) {
        for (const auto& field : object) {
            const std::string_view name(field.key().data(), field.key().size());
            if (!uses(shape, name)) ++dump_.ignored_fields[std::string(name)];
        }
    }

    void set_id(Record& record, const std::string& identity) const {
        const std::string kind(name_of(record.kind()));
        record.head.id =
            kind + "/" + dump_.origin + "-" + hex16(fnv1a(kind + kFieldEnd + identity)).substr(0, kHashDigits);
    }

    void make_ids() {
        std::set<std::pair<unsigned long long, unsigned long long>> contents;
        std::unordered_map<std::string, std::size_t> uses_of_ids;
        for (Item& item : items_) {
            const std::string content = content_of(item.record);
            // Two hashes, because a mistaken duplicate would be lost without a word.
            if (!contents.emplace(fnv1a(content), fnv1a(kFieldEnd + content)).second) {
                ++dump_.duplicates;
                continue;
            }
            set_id(item.record, std::visit(Identity{}, item.record.body));
            ++uses_of_ids[item.record.head.id];
        }
        std::unordered_set<std::string> taken;
        for (Item& item : items_) {
            std::string& id = item.record.head.id;
            if (id.empty()) continue;
            if (uses_of_ids.at(id) > 1) {
                id.clear();
                set_id(item.record, content_of(item.record));
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
        set_id(record, name);
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
