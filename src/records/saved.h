#pragma once

#include "base/archive.h"
#include "records/record.h"

// The fields of records, for base/archive.h.

namespace xinglin {

template <typename Archive>
void fields(Archive& archive, IsOf<RecordHead> auto& head) {
    auto& [id, origin, trust, status, language, author, reviewer, published_on, reviewed_on, next_review_on, sources,
           machine_written, fictitious, old_address] = head;
    archive(id, origin, trust, status, language, author, reviewer, published_on, reviewed_on, next_review_on, sources,
            machine_written, fictitious, old_address);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Article> auto& article) {
    auto& [title, body, body_is_markdown, source_line, departments] = article;
    archive(title, body, body_is_markdown, source_line, departments);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Doctor> auto& doctor) {
    auto& [name, titles, hospital_id, hospital_name, department, specialty, biography] = doctor;
    archive(name, titles, hospital_id, hospital_name, department, specialty, biography);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Hospital> auto& hospital) {
    auto& [name, level, province, city, address, departments, introduction] = hospital;
    archive(name, level, province, city, address, departments, introduction);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Drug> auto& drug) {
    auto& [name, generic_name, ingredients, manufacturer, form, strength, classification, indications,
           contraindications, cautions, interactions, adverse_reactions, approval_number] = drug;
    archive(name, generic_name, ingredients, manufacturer, form, strength, classification, indications,
            contraindications, cautions, interactions, adverse_reactions, approval_number);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Test> auto& test) {
    auto& [name, description, preparation] = test;
    archive(name, description, preparation);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Answer> auto& answer) {
    auto& [text, doctor_id, doctor_name, doctor_title, doctor_hospital, answered_on] = answer;
    archive(text, doctor_id, doctor_name, doctor_title, doctor_hospital, answered_on);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Question> auto& question) {
    auto& [title, body, asked_on, answers] = question;
    archive(title, body, asked_on, answers);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Record> auto& record) {
    auto& [head, body] = record;
    archive(head, body);
}

}  // namespace xinglin
