#include "records/validity.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/strings.h"
#include "knowledge/rules.h"

namespace xinglin {
namespace {

constexpr std::size_t kLongestSlug = 80;  // of is_valid_slug()

class Checker {
  public:
    explicit Checker(const Record& record) : record_(record) {}

    std::vector<Problem> run() {
        check_head(record_.head);
        std::visit([this](const auto& body) { check_body(body); }, record_.body);
        return std::move(problems_);
    }

  private:
    void report(std::string_view rule, std::string_view field, std::string message, std::string mend) {
        problems_.push_back(make_problem(rule, field, std::move(message), std::move(mend)));
    }

    void text(std::string_view field, const std::string& text) {
        for (Problem& problem : check_text(text, field)) problems_.push_back(std::move(problem));
    }

    void name(std::string_view field, const std::string& written) {
        if (trimmed(written).empty())
            report("missing-name", field, "The name or title is missing or empty.", "Write it.");
        text(field, written);
    }

    void texts(std::string_view field, const std::vector<std::string>& list) {
        for (std::size_t i = 0; i < list.size(); ++i) {
            const std::string place = std::string(field) + "[" + std::to_string(i) + "]";
            if (trimmed(list[i]).empty())
                report("missing-name", place, "This entry is empty.", "Remove it, or fill it.");
            text(place, list[i]);
        }
    }

    void id(std::string_view field, const std::string& written, std::string_view kind) {
        if (is_valid_id(written, kind)) return;
        report("bad-id", field, "\"" + written + "\" is not an id of this kind.",
               "Write " + std::string(kind) + "/ and then 1 to 80 characters of a-z, 0-9 and hyphen.");
    }

    void check_head(const RecordHead& head) {
        id("id", head.id, name_of(record_.kind()));
        text("author", head.author);
        text("reviewer", head.reviewer);
        text("old_address", head.old_address);
        for (std::size_t i = 0; i < head.sources.size(); ++i) {
            id("sources[" + std::to_string(i) + "]", head.sources[i], "source");
        }
        later("next_review_on", head.next_review_on, "published_on", head.published_on);
        later("next_review_on", head.next_review_on, "reviewed_on", head.reviewed_on);
    }

    void later(std::string_view later_field, Date later_day, std::string_view earlier_field, Date earlier_day) {
        if (!later_day.known() || !earlier_day.known() || later_day >= earlier_day) return;
        report("date-order", later_field,
               later_day.iso() + " is before " + std::string(earlier_field) + " (" + earlier_day.iso() + ").",
               "Correct one of the two dates.");
    }

    void check_body(const Article& article) {
        name("title", article.title);
        text("source_line", article.source_line);
        texts("departments", article.departments);
        text("body", article.body);
    }

    void check_body(const Doctor& doctor) {
        name("name", doctor.name);
        texts("titles", doctor.titles);
        if (!doctor.hospital_id.empty()) id("hospital", doctor.hospital_id, "hospital");
        text("hospital_name", doctor.hospital_name);
        text("department", doctor.department);
        text("specialty", doctor.specialty);
        text("biography", doctor.biography);
    }

    void check_body(const Hospital& hospital) {
        name("name", hospital.name);
        text("level", hospital.level);
        text("province", hospital.province);
        text("city", hospital.city);
        text("address", hospital.address);
        texts("departments", hospital.departments);
        text("introduction", hospital.introduction);
    }

    void check_body(const Drug& drug) {
        name("name", drug.name);
        text("generic_name", drug.generic_name);
        text("ingredients", drug.ingredients);
        text("manufacturer", drug.manufacturer);
        text("form", drug.form);
        text("strength", drug.strength);
        text("indications", drug.indications);
        text("contraindications", drug.contraindications);
        text("cautions", drug.cautions);
        text("interactions", drug.interactions);
        text("adverse_reactions", drug.adverse_reactions);
        text("approval_number", drug.approval_number);
    }

    void check_body(const Test& test) {
        name("name", test.name);
        text("description", test.description);
        text("preparation", test.preparation);
    }

    void check_body(const Question& question) {
        name("title", question.title);
        text("body", question.body);
        for (std::size_t i = 0; i < question.answers.size(); ++i) {
            const Answer& answer = question.answers[i];
            const std::string place = "answers[" + std::to_string(i) + "].";
            if (trimmed(answer.text).empty())
                report("missing-name", place + "text", "The answer is empty.", "Write it.");
            text(place + "text", answer.text);
            if (!answer.doctor_id.empty()) id(place + "doctor", answer.doctor_id, "doctor");
            text(place + "doctor_name", answer.doctor_name);
            text(place + "doctor_title", answer.doctor_title);
            text(place + "doctor_hospital", answer.doctor_hospital);
            later(place + "answered_on", answer.answered_on, "asked_on", question.asked_on);
        }
    }

    const Record& record_;
    std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> check(const Record& record) {
    return Checker(record).run();
}

std::vector<std::string> cited_sources(std::string_view markdown) {
    std::vector<std::string> slugs;
    std::unordered_set<std::string_view> known;
    for (auto at = markdown.find("[@"); at != std::string_view::npos; at = markdown.find("[@", at + 2)) {
        // No further than a slug is long: text without a bracket at its end is not searched again from each beginning.
        const std::string_view rest = markdown.substr(at + 2, kLongestSlug + 1);
        const std::string_view slug = rest.substr(0, rest.find(']'));
        if (slug.size() == rest.size() || !is_valid_slug(slug)) continue;
        if (known.insert(slug).second) slugs.emplace_back(slug);
    }
    return slugs;
}

}  // namespace xinglin
