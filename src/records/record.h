#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/enumeration.h"
#include "knowledge/trust.h"

namespace xinglin {

/// What a portal publishes. Condition, symptom, procedure and department pages are the pages of concepts.
enum class RecordKind { Article, Doctor, Hospital, Drug, Test, Question };

inline constexpr int kRecordKindCount = static_cast<int>(count_of<RecordKind>);

std::string_view name_of(RecordKind kind);  ///< "article", ...: the part of a record id before its slash.
std::optional<RecordKind> record_kind_named(std::string_view name);

enum class Status { Draft, InReview, Published, Retired };
std::string_view name_of(Status status);
std::optional<Status> status_named(std::string_view name);

/// What every record has.
struct RecordHead {
    std::string id;      ///< kind/slug, stable
    std::string origin;  ///< the pack's or dump's name
    Trust trust = Trust::Curated;
    Status status = Status::Published;
    std::string language = "zh-CN";
    std::string author;
    std::string reviewer;  ///< "" until a clinician has reviewed it
    Date published_on;
    Date reviewed_on;
    Date next_review_on;
    std::vector<std::string> sources;  ///< source ids
    bool machine_written = false;
    bool fictitious = false;  ///< An invented person, hospital or maker of a sample pack; pages say so.
    std::string old_address;  ///< URL on the portal that it was taken over from, for redirects; "" when not known

    friend bool operator==(const RecordHead&, const RecordHead&) = default;
};

struct Article {
    std::string title;
    std::string body;  ///< Markdown of a pack, plain text of a dump
    bool body_is_markdown = true;
    std::string source_line;               ///< "杏林编辑部", "医联媒体"
    std::vector<std::string> departments;  ///< department concept ids, or names as an old breadcrumb has them

    friend bool operator==(const Article&, const Article&) = default;
};

struct Doctor {
    std::string name;
    std::vector<std::string> titles;
    std::string hospital_id;  ///< hospital record id, may be ""
    std::string hospital_name;
    std::string department;  ///< as the hospital writes it
    std::string specialty;   ///< 擅长, the doctor's own words
    std::string biography;

    friend bool operator==(const Doctor&, const Doctor&) = default;
};

struct Hospital {
    std::string name;
    std::string level;
    std::string province;
    std::string city;
    std::string address;
    std::vector<std::string> departments;  ///< names as the hospital writes them
    std::string introduction;

    friend bool operator==(const Hospital&, const Hospital&) = default;
};

/// Prescription status of a drug product in China.
enum class DrugClassification { Unknown, Prescription, OtcA, OtcB };
std::string_view name_of(DrugClassification classification);  ///< "prescription", "otc_a", ...
std::optional<DrugClassification> drug_classification_named(std::string_view name);

struct Drug {
    std::string name;
    std::string generic_name;
    std::string ingredients;
    std::string manufacturer;
    std::string form;
    std::string strength;
    DrugClassification classification = DrugClassification::Unknown;
    std::string indications;
    std::string contraindications;
    std::string cautions;
    std::string interactions;
    std::string adverse_reactions;
    std::string approval_number;  ///< 批准文号 or 注册证号, as the label has it

    friend bool operator==(const Drug&, const Drug&) = default;
};

struct Test {
    std::string name;
    std::string description;
    std::string preparation;

    friend bool operator==(const Test&, const Test&) = default;
};

struct Answer {
    std::string text;
    std::string doctor_id;  ///< doctor record id, may be ""
    std::string doctor_name;
    std::string doctor_title;
    std::string doctor_hospital;
    Date answered_on;

    friend bool operator==(const Answer&, const Answer&) = default;
};

struct Question {
    std::string title;
    std::string body;
    Date asked_on;
    std::vector<Answer> answers;

    friend bool operator==(const Question&, const Question&) = default;
};

struct Record {
    RecordHead head;
    std::variant<Article, Doctor, Hospital, Drug, Test, Question> body;

    RecordKind kind() const { return static_cast<RecordKind>(body.index()); }
    friend bool operator==(const Record&, const Record&) = default;
};

/// The title of an article or question, the name of anything else.
const std::string& name_of(const Record& record);

/// The slug of "kind/slug"; the whole id when there is no slash.
std::string_view slug_of(std::string_view id);

}  // namespace xinglin
