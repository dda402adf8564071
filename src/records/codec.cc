#include "records/codec.h"

#include <string>

#include "base/json_fields.h"

namespace xinglin {
namespace {

namespace json = boost::json;

constexpr std::string_view kDefaultLanguage = "zh-CN";

void put(json::object& object, std::string_view name, std::string_view text) {
    if (!text.empty()) object.emplace(name, text);
}

void put(json::object& object, std::string_view name, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    json::array& array = object.emplace(name, json::array()).first->value().as_array();
    for (const std::string& text : texts) array.emplace_back(text);
}

void put_flag(json::object& object, std::string_view name, bool flag) {
    if (flag) object.emplace(name, true);
}

/// Writes the fields that only this kind of record has.
struct WriteBody {
    json::object& object;

    void operator()(const Article& article) const {
        object.emplace("title", article.title);
        put(object, "source_line", article.source_line);
        put(object, "departments", article.departments);
        put(object, "body", article.body);
        if (!article.body_is_markdown) object.emplace("body_is_markdown", false);
    }

    void operator()(const Doctor& doctor) const {
        object.emplace("name", doctor.name);
        put(object, "titles", doctor.titles);
        put(object, "hospital", doctor.hospital_id);
        put(object, "hospital_name", doctor.hospital_name);
        put(object, "department", doctor.department);
        put(object, "specialty", doctor.specialty);
        put(object, "biography", doctor.biography);
    }

    void operator()(const Hospital& hospital) const {
        object.emplace("name", hospital.name);
        put(object, "level", hospital.level);
        put(object, "province", hospital.province);
        put(object, "city", hospital.city);
        put(object, "address", hospital.address);
        put(object, "departments", hospital.departments);
        put(object, "introduction", hospital.introduction);
    }

    void operator()(const Drug& drug) const {
        object.emplace("name", drug.name);
        put(object, "generic_name", drug.generic_name);
        put(object, "ingredients", drug.ingredients);
        put(object, "manufacturer", drug.manufacturer);
        put(object, "form", drug.form);
        put(object, "strength", drug.strength);
        if (drug.classification != DrugClassification::Unknown) {
            object.emplace("classification", name_of(drug.classification));
        }
        put(object, "indications", drug.indications);
        put(object, "contraindications", drug.contraindications);
        put(object, "cautions", drug.cautions);
        put(object, "interactions", drug.interactions);
        put(object, "adverse_reactions", drug.adverse_reactions);
        put(object, "approval_number", drug.approval_number);
    }

    void operator()(const Test& test) const {
        object.emplace("name", test.name);
        put(object, "description", test.description);
        put(object, "preparation", test.preparation);
    }

    void operator()(const Question& question) const {
        object.emplace("title", question.title);
        put(object, "body", question.body);
        put(object, "asked_on", question.asked_on.iso());
        if (question.answers.empty()) return;
        json::array& answers = object.emplace("answers", json::array()).first->value().as_array();
        for (const Answer& answer : question.answers) {
            json::object written;
            written.emplace("text", answer.text);
            put(written, "doctor", answer.doctor_id);
            put(written, "answered_on", answer.answered_on.iso());
            put(written, "doctor_name", answer.doctor_name);
            put(written, "doctor_title", answer.doctor_title);
            put(written, "doctor_hospital", answer.doctor_hospital);
            answers.push_back(std::move(written));
        }
    }
};

void write_head(json::object& object, const RecordHead& head) {
    if (head.status != Status::Published) object.emplace("status", name_of(head.status));
    put(object, "author", head.author);
    put(object, "reviewer", head.reviewer);
    put(object, "published_on", head.published_on.iso());
    put(object, "reviewed_on", head.reviewed_on.iso());
    put(object, "next_review_on", head.next_review_on.iso());
    put(object, "sources", head.sources);
    put_flag(object, "machine_written", head.machine_written);
    put(object, "origin", head.origin);
    if (head.trust != Trust::Curated) object.emplace("trust", name_of(head.trust));
    if (head.language != kDefaultLanguage) object.emplace("language", head.language);
    put_flag(object, "fictitious", head.fictitious);
    put(object, "old_address", head.old_address);
}

RecordHead read_head(JsonFields& fields) {
    RecordHead head;
    head.id = fields.required_text("id");
    head.status = fields.word("status", status_named, Status::Published);
    head.author = fields.text("author");
    head.reviewer = fields.text("reviewer");
    head.published_on = fields.date("published_on");
    head.reviewed_on = fields.date("reviewed_on");
    head.next_review_on = fields.date("next_review_on");
    head.sources = fields.texts("sources");
    head.machine_written = fields.flag("machine_written");
    head.origin = fields.text("origin");
    head.trust = fields.word("trust", trust_named, Trust::Curated);
    if (fields.find("language") != nullptr) head.language = fields.text("language");
    head.fictitious = fields.flag("fictitious");
    head.old_address = fields.text("old_address");
    return head;
}

Article read_article(JsonFields& fields) {
    Article article;
    article.title = fields.required_text("title");
    article.source_line = fields.text("source_line");
    article.departments = fields.texts("departments");
    article.body = fields.text("body");
    if (fields.find("body_is_markdown") != nullptr) article.body_is_markdown = fields.flag("body_is_markdown");
    return article;
}

Doctor read_doctor(JsonFields& fields) {
    Doctor doctor;
    doctor.name = fields.required_text("name");
    doctor.titles = fields.texts("titles");
    doctor.hospital_id = fields.text("hospital");
    doctor.hospital_name = fields.text("hospital_name");
    doctor.department = fields.text("department");
    doctor.specialty = fields.text("specialty");
    doctor.biography = fields.text("biography");
    return doctor;
}

Hospital read_hospital(JsonFields& fields) {
    Hospital hospital;
    hospital.name = fields.required_text("name");
    hospital.level = fields.text("level");
    hospital.province = fields.text("province");
    hospital.city = fields.text("city");
    hospital.address = fields.text("address");
    hospital.departments = fields.texts("departments");
    hospital.introduction = fields.text("introduction");
    return hospital;
}

Drug read_drug(JsonFields& fields) {
    Drug drug;
    drug.name = fields.required_text("name");
    drug.generic_name = fields.text("generic_name");
    drug.ingredients = fields.text("ingredients");
    drug.manufacturer = fields.text("manufacturer");
    drug.form = fields.text("form");
    drug.strength = fields.text("strength");
    drug.classification = fields.word("classification", drug_classification_named, DrugClassification::Unknown);
    drug.indications = fields.text("indications");
    drug.contraindications = fields.text("contraindications");
    drug.cautions = fields.text("cautions");
    drug.interactions = fields.text("interactions");
    drug.adverse_reactions = fields.text("adverse_reactions");
    drug.approval_number = fields.text("approval_number");
    return drug;
}

Test read_test(JsonFields& fields) {
    return {fields.required_text("name"), fields.text("description"), fields.text("preparation")};
}

Answer read_answer(JsonFields& fields) {
    Answer answer;
    answer.text = fields.required_text("text");
    answer.doctor_id = fields.text("doctor");
    answer.answered_on = fields.date("answered_on");
    answer.doctor_name = fields.text("doctor_name");
    answer.doctor_title = fields.text("doctor_title");
    answer.doctor_hospital = fields.text("doctor_hospital");
    return answer;
}

Question read_question(JsonFields& fields) {
    Question question;
    question.title = fields.required_text("title");
    question.body = fields.text("body");
    question.asked_on = fields.date("asked_on");
    const json::array* answers = fields.array("answers");
    if (answers == nullptr) return question;
    for (std::size_t i = 0; i < answers->size(); ++i) {
        const std::string name = "answers[" + std::to_string(i) + "]";
        const json::object* answer = (*answers)[i].if_object();
        if (answer == nullptr) {
            fields.fail(name, "An answer must be an object in braces.");
            break;
        }
        JsonFields inner(*answer, fields.path(name) + ".");
        question.answers.push_back(read_answer(inner));
        fields.keep_failure_of(inner);
    }
    return question;
}

decltype(Record::body) read_body(JsonFields& fields, RecordKind kind) {
    switch (kind) {
        case RecordKind::Article:
            return read_article(fields);
        case RecordKind::Doctor:
            return read_doctor(fields);
        case RecordKind::Hospital:
            return read_hospital(fields);
        case RecordKind::Drug:
            return read_drug(fields);
        case RecordKind::Test:
            return read_test(fields);
        case RecordKind::Question:
            return read_question(fields);
    }
    return Article{};
}

}  // namespace

json::object to_json(const Record& record) {
    json::object object;
    object.emplace("id", record.head.id);
    std::visit(WriteBody{object}, record.body);
    write_head(object, record.head);
    return object;
}

Result<Record> record_from_json(const json::object& object) {
    JsonFields fields(object);
    Record record;
    record.head = read_head(fields);
    const auto kind = record_kind_named(std::string_view(record.head.id).substr(0, record.head.id.find('/')));
    if (!kind) fields.fail("id", "An id starts with the kind of the record, such as article/ or doctor/.");
    const std::string written_kind = fields.text("kind");
    if (kind && !written_kind.empty() && written_kind != name_of(*kind)) {
        fields.fail("kind", "The kind must be the part of the id before its slash, or be left out.");
    }
    if (kind) record.body = read_body(fields, *kind);
    const auto done = fields.finish();
    if (!done) return done.error();
    return record;
}

}  // namespace xinglin
