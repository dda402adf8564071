// What one line of a dump is, told by its fields. Shared by the reader of whole folders and by imports that read row by
// row, so that the same line is the same record either way.
#include "pack/dump_line.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/json_fields.h"
#include "base/strings.h"
#include "pack/html_text.h"
#include "pack/written_date.h"
#include "records/codec.h"
#include "records/validity.h"

namespace xinglin {
namespace {

namespace json = boost::json;

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
    return tidy(without_simple_markup(fields.text(name)));
}

std::string required_text_of(JsonFields& fields, std::string_view name) {
    return tidy(without_simple_markup(fields.required_text(name)));
}

std::vector<std::string> texts_of(JsonFields& fields, std::string_view name) {
    std::vector<std::string> texts;
    for (const std::string& text : fields.texts(name)) {
        if (std::string clean = tidy(without_simple_markup(text)); !clean.empty()) texts.push_back(std::move(clean));
    }
    return texts;
}

Article read_article(JsonFields& fields) {
    Article article;
    article.title = required_text_of(fields, "title");
    article.body = tidy(fields.text("body"));
    const std::string excerpt = tidy(fields.text("excerpt"));
    if (article.body.empty()) article.body = excerpt;
    article.body_is_markdown = false;
    if (has_html(article.body)) {
        // One that nests too deeply stays as it is, and is refused for its markup.
        if (auto markdown = markdown_of_html(article.body)) {
            article.body = std::move(*markdown);
            article.body_is_markdown = true;
        }
    }
    if (article.body.empty()) fields.fail_missing("body");
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
    /// Strengths of one maker are products of their own; without one the id is that of the name and the maker.
    std::string operator()(const Drug& drug) const {
        const std::string product = drug.name + kFieldEnd + drug.manufacturer;
        return drug.strength.empty() ? product : product + kFieldEnd + drug.strength;
    }
    std::string operator()(const Test& test) const { return test.name; }
};

/// What old portals call the page's address and the day of its publication; the first that can be used counts.
constexpr std::array<std::string_view, 6> kAddressFields = {"url",  "link",        "permalink",
                                                            "href", "address_url", "old_address"};
constexpr std::array<std::string_view, 10> kDateFields = {"published_on", "pubdate",      "pub_date",  "publish_date",
                                                          "publish_time", "published_at", "post_date", "date",
                                                          "created_at",   "create_time"};

/// Takes the old page's address and day; answers the fields that they came from.
std::vector<std::string_view> take_common(const json::object& object, const Shape& shape, Record& record) {
    std::vector<std::string_view> used;
    for (const std::string_view field : kAddressFields) {
        const json::value* value = object.if_contains(field);
        if (value == nullptr || !value->is_string()) continue;
        const std::string address = tidy(value->get_string());
        const bool is_address =
            address.starts_with("http://") || address.starts_with("https://") || address.starts_with("/");
        if (!is_address || address.find_first_of(" \t\n<>\"") != std::string::npos) continue;
        record.head.old_address = address;
        used.push_back(field);
        break;
    }
    if (shape.kind != RecordKind::Article && shape.kind != RecordKind::Question) return used;
    for (const std::string_view field : kDateFields) {
        const json::value* value = object.if_contains(field);
        if (value == nullptr) continue;
        const Date day = value->is_string()  ? written_day(value->get_string())
                         : value->is_int64() ? day_of_timestamp(value->get_int64())
                                             : Date();
        if (!day.known()) continue;
        if (Question* question = std::get_if<Question>(&record.body)) {
            question->asked_on = day;
        } else {
            record.head.published_on = day;
        }
        used.push_back(field);
        break;
    }
    return used;
}

Problem unknown_shape(const std::vector<const Shape*>& fitting) {
    std::string message = "The fields of this line fit no kind of record.";
    if (!fitting.empty()) {
        message = "The fields of this line fit more than one kind of record:";
        for (const Shape* shape : fitting) message += " " + std::string(name_of(shape->kind));
        message += ".";
    }
    return {Severity::Error,
            "unknown-record-shape",
            {},
            std::move(message),
            "Give it the fields of one kind: title and body, question and answer, name and hospital and department, "
            "name and indications, or name and description."};
}

}  // namespace

DumpLine read_dump_line(const json::object& object, const FieldPlaces& places, std::string_view origin) {
    DumpLine line;
    const std::vector<const Shape*> fitting = shapes_of(object);
    if (fitting.size() != 1) {
        line.problem = unknown_shape(fitting);
        return line;
    }
    const Shape& shape = *fitting.front();
    JsonFields fields(object);
    line.record.head.trust = Trust::Imported;
    line.record.head.origin = origin;
    line.record.body = read_body(fields, shape.kind);
    const auto done = fields.finish();
    const bool is_only_unknown = !done && done.error().message.starts_with(kUnknownFieldMessage);
    if (!done && !is_only_unknown) {
        line.problem = problem_of(done.error(), places).problem;
        return line;
    }
    const std::vector<std::string_view> common = take_common(object, shape, line.record);
    line.record.head.id = content_id(name_of(shape.kind), origin, identity_of(line.record));
    for (Problem& problem : check(line.record)) {
        if (problem.severity != Severity::Error) continue;
        problem.message = problem.where + ": " + problem.message;
        line.problem = std::move(problem);
        return line;
    }
    for (const auto& field : object) {
        if (uses(shape, field.key())) continue;
        const bool is_common = std::find(common.begin(), common.end(), field.key()) != common.end();
        (is_common ? line.common_fields : line.ignored_fields).emplace_back(field.key());
    }
    return line;
}

std::string identity_of(const Record& record) {
    return std::visit(Identity{}, record.body);
}

std::string content_of(const Record& record) {
    json::object object = to_json(record);
    object.stable_erase("id");
    return std::string(name_of(record.kind())) + kFieldEnd + json::serialize(object);
}

std::string content_id(std::string_view kind, std::string_view origin, std::string_view identity) {
    std::string id(kind);
    const std::string key = id + kFieldEnd + std::string(identity);
    id += "/";
    id += origin;
    return id + "-" + hex16(fnv1a(key)).substr(0, kHashDigits);
}

}  // namespace xinglin
