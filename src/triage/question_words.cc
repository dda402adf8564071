#include "triage/question_words.h"

#include <cmath>
#include <cstdio>
#include <utility>

#include "text/data_lines.h"
#include "triage/data.h"

namespace xinglin {
namespace {

constexpr std::string_view kNumber = "N";
constexpr std::string_view kName = "NAME";

struct Template {
    std::string_view condition;
    std::string_view question;
};

std::vector<Template> lines_of(std::string_view file) {
    std::vector<Template> lines;
    for (const DataLine& line : data_lines(triage_data(file))) {
        const auto fields = data_fields(line.text);
        if (fields.size() == 2) lines.push_back({fields[0], fields[1]});
    }
    return lines;
}

const std::vector<Template>& templates() {
    static const std::vector<Template> made = lines_of("triage_questions.txt");
    return made;
}

std::string with(std::string_view text, std::string_view mark, std::string_view put_in) {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) return std::string(text);
    return std::string(text.substr(0, at)) + std::string(put_in) + std::string(text.substr(at + mark.size()));
}

std::string written_number(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", number);
    std::string shown(text);
    if (shown.ends_with(".0")) shown.resize(shown.size() - 2);
    return shown;
}

std::string in_units(double number, std::string_view many, double factor, std::string_view few) {
    if (number >= factor && std::abs(number / factor - std::round(number / factor)) < 0.02)
        return written_number(std::round(number / factor)) + std::string(many);
    return written_number(std::round(number)) + std::string(few);
}

/// The criterion as the file of questions writes it: "age < N", "takes NAME", "NAME sudden".
std::string shape_of(std::string_view written, const TriageCriterion& read) {
    if (read.comparison) {
        const std::size_t second = written.find(' ', written.find(' ') + 1);
        return std::string(written.substr(0, second)) + " " + std::string(kNumber);
    }
    if (read.concept_id.empty()) return std::string(written);
    return with(written, read.concept_id, kName);
}

}  // namespace

std::string number_in_words(PatientFact fact, double number) {
    constexpr double kDaysInYear = 365.25;
    constexpr double kHoursInDay = 24;
    switch (fact) {
        case PatientFact::Age:
            if (number >= kDaysInYear * 2) return in_units(number, "岁", kDaysInYear, "天");
            return number >= 30 ? in_units(number, "个月", kDaysInYear / 12, "天") : in_units(number, "天", 1, "天");
        case PatientFact::Pregnancy:
            return written_number(number) + "周";
        case PatientFact::Postpartum:
            return in_units(number, "周", 7, "天");
        case PatientFact::Since:
            if (number < 1) return written_number(std::round(number * 60)) + "分钟";
            if (number >= 8766) return in_units(number / 730.5, "年", 12, "个月");
            if (number >= 730) return in_units(number / kHoursInDay, "个月", 30.4375, "天");
            return in_units(number, "天", kHoursInDay, "小时");
        case PatientFact::Temperature:
            return written_number(number) + "℃";
        case PatientFact::Oxygen:
            return written_number(number) + "%";
        case PatientFact::Systolic:
        case PatientFact::Diastolic:
        case PatientFact::Glucose:
        case PatientFact::HeartRate:
        case PatientFact::BreathingRate:
        case PatientFact::Sex:
        case PatientFact::Onset:
        case PatientFact::Course:
        case PatientFact::Severity:
        case PatientFact::Trigger:
        case PatientFact::Subject:
        case PatientFact::Breastfeeding:
        case PatientFact::Immunosuppressed:
        case PatientFact::Takes:
        case PatientFact::History:
        case PatientFact::Allergic:
            return written_number(number);
    }
    return written_number(number);
}

std::string question_about(const Knowledge& knowledge, std::string_view written, const TriageCriterion& read) {
    if (read.kind == TriageCriterion::Kind::Words) return {};
    const std::string shape = shape_of(written, read);
    for (const Template& each : templates()) {
        if (each.condition != shape) continue;
        if (read.comparison) return with(each.question, kNumber, number_in_words(read.fact, read.number));
        if (read.concept_id.empty()) return std::string(each.question);
        const auto named = knowledge.find(read.concept_id);
        return named ? with(each.question, kName, knowledge.at(*named).name) : std::string();
    }
    return {};
}

std::string_view label_of(std::string_view word) {
    static const std::vector<Template> labels = lines_of("fact_labels.txt");
    for (const Template& each : labels)
        if (each.condition == word) return each.question;
    return word;
}

std::vector<std::string> faults_in_triage_questions(std::string_view file) {
    std::vector<std::string> faults;
    for (const DataLine& line : data_lines(file)) {
        const std::string place = "line " + std::to_string(line.number) + ": ";
        const auto fields = data_fields(line.text);
        if (fields.size() != 2) {
            faults.push_back(place + "a condition and a question");
            continue;
        }
        std::string condition = with(fields[0], kName, "condition/x");
        condition = with(condition, kNumber, "1");
        if (!parse_triage_criterion(condition))
            faults.push_back(place + "no such condition: " + std::string(fields[0]));
        const bool has_mark = fields[0].find(kNumber) != std::string_view::npos;
        if (has_mark && fields[1].find(kNumber) == std::string_view::npos)
            faults.push_back(place + "the question names no N");
    }
    return faults;
}

}  // namespace xinglin
