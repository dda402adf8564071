#include "knowledge/triage_criterion.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <utility>
#include <vector>

#include "base/enumeration.h"
#include "base/name_table.h"
#include "base/strings.h"
#include "knowledge/text_check.h"

namespace xinglin {
namespace {

constexpr NameTable<PatientFact> kFactNames("age", "pregnancy", "postpartum", "temperature", "systolic", "diastolic",
                                            "glucose", "heart_rate", "oxygen", "breathing_rate", "since", "sex",
                                            "onset", "course", "severity", "trigger", "subject", "breastfeeding",
                                            "immunosuppressed", "takes", "history", "allergic");
constexpr std::size_t kLongestGap = 30;
constexpr double kMostNumber = 1e6;

struct Unit {
    std::string_view name;
    double factor;
};

constexpr double kDaysInYear = 365.25;
constexpr double kDaysInMonth = kDaysInYear / 12;
constexpr double kHoursInDay = 24;
// The first unit is the one that a number without a unit has.
constexpr auto kAgeUnits =
    std::to_array<Unit>({{"years", kDaysInYear}, {"months", kDaysInMonth}, {"weeks", 7}, {"days", 1}});
constexpr auto kSinceUnits = std::to_array<Unit>({{"hours", 1},
                                                  {"minutes", 1.0 / 60},
                                                  {"days", kHoursInDay},
                                                  {"weeks", 7 * kHoursInDay},
                                                  {"months", kDaysInMonth* kHoursInDay},
                                                  {"years", kDaysInYear* kHoursInDay}});
constexpr auto kWeeks = std::to_array<Unit>({{"weeks", 1}});
constexpr auto kDays = std::to_array<Unit>({{"days", 1}, {"weeks", 7}});

std::span<const Unit> units_of(PatientFact fact) {
    switch (fact) {
        case PatientFact::Age:
            return kAgeUnits;
        case PatientFact::Since:
            return kSinceUnits;
        case PatientFact::Pregnancy:
            return kWeeks;
        case PatientFact::Postpartum:
            return kDays;
        case PatientFact::Temperature:
        case PatientFact::Systolic:
        case PatientFact::Diastolic:
        case PatientFact::Glucose:
        case PatientFact::HeartRate:
        case PatientFact::Oxygen:
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
            return {};
    }
    return {};
}

std::span<const std::string_view> words_of(PatientFact fact) {
    static constexpr auto kSexes = std::to_array<std::string_view>({"male", "female"});
    static constexpr auto kOnsets = std::to_array<std::string_view>({"sudden", "gradual"});
    static constexpr auto kCourses = std::to_array<std::string_view>({"worse", "better", "unchanged", "recurring"});
    static constexpr auto kSeverities = std::to_array<std::string_view>({"severe", "mild"});
    static constexpr auto kTriggers =
        std::to_array<std::string_view>({"injury", "exertion", "meal", "alcohol", "drug", "sting", "heat", "cold",
                                         "childbirth", "surgery", "sex", "cough", "standing"});
    static constexpr auto kSubjects = std::to_array<std::string_view>({"self", "child", "parent", "spouse", "other"});
    switch (fact) {
        case PatientFact::Sex:
            return kSexes;
        case PatientFact::Onset:
            return kOnsets;
        case PatientFact::Course:
            return kCourses;
        case PatientFact::Severity:
            return kSeverities;
        case PatientFact::Trigger:
            return kTriggers;
        case PatientFact::Subject:
            return kSubjects;
        case PatientFact::Age:
        case PatientFact::Pregnancy:
        case PatientFact::Postpartum:
        case PatientFact::Temperature:
        case PatientFact::Systolic:
        case PatientFact::Diastolic:
        case PatientFact::Glucose:
        case PatientFact::HeartRate:
        case PatientFact::Oxygen:
        case PatientFact::BreathingRate:
        case PatientFact::Since:
        case PatientFact::Breastfeeding:
        case PatientFact::Immunosuppressed:
        case PatientFact::Takes:
        case PatientFact::History:
        case PatientFact::Allergic:
            return {};
    }
    return {};
}

std::string listed(std::span<const std::string_view> words) {
    std::string list;
    for (const std::string_view word : words) list += (list.empty() ? "" : ", ") + std::string(word);
    return list;
}

std::optional<Comparison> comparison_of(std::string_view written) {
    if (written == "<") return Comparison::Less;
    if (written == "<=") return Comparison::AtMost;
    if (written == ">") return Comparison::Greater;
    if (written == ">=") return Comparison::AtLeast;
    if (written == "=") return Comparison::Equal;
    return std::nullopt;
}

std::vector<std::string_view> words_in(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(text.size(), word.size() + 1));
        if (!word.empty()) words.push_back(word);
    }
    return words;
}

Error fault(std::string message) {
    return {ErrorCode::InvalidInput, std::move(message), {}};
}

Error fault(std::string_view before, std::string_view value, std::string_view after) {
    return fault(std::string(before) + "\"" + std::string(value) + "\"" + std::string(after));
}

/// Reads one criterion, whose words are given.
class CriterionParser {
  public:
    explicit CriterionParser(std::vector<std::string_view> words) : words_(std::move(words)) {}

    Result<TriageCriterion> run() {
        if (words_.empty()) return fault("A condition is empty.");
        if (words_[0].find('/') != std::string_view::npos) return concept_criterion();
        if (words_[0] == "say" || words_[0].starts_with("say:")) return words_criterion();
        return fact_criterion();
    }

  private:
    Result<TriageCriterion> concept_criterion() {
        criterion_.kind = TriageCriterion::Kind::Concept;
        criterion_.concept_id = words_[0];
        for (std::size_t i = 1; i < words_.size(); ++i) {
            bool* const meant = words_[i] == "sudden"   ? &criterion_.is_sudden
                                : words_[i] == "severe" ? &criterion_.is_severe
                                : words_[i] == "worse"  ? &criterion_.is_worse
                                : words_[i] == "new"    ? &criterion_.is_new
                                : words_[i] == "long"   ? &criterion_.is_long
                                                        : nullptr;
            if (meant == nullptr)
                return fault("", words_[i],
                             " is not one of the words behind a concept: sudden, severe, worse, new, long.");
            *meant = true;
        }
        return criterion_;
    }

    Result<TriageCriterion> words_criterion() {
        criterion_.kind = TriageCriterion::Kind::Words;
        if (words_[0] != "say") {
            const std::string_view gap = words_[0].substr(std::string_view("say:").size());
            const auto [stop, error] = std::from_chars(gap.data(), gap.data() + gap.size(), criterion_.gap);
            if (error != std::errc() || stop != gap.data() + gap.size() || criterion_.gap > kLongestGap)
                return fault("", gap, " is no number of characters up to 30.");
        }
        bool has_slot = false;
        for (std::size_t i = 1; i < words_.size(); ++i) {
            const bool excludes = words_[i].starts_with('!');
            const std::string_view alternatives = words_[i].substr(excludes ? 1 : 0);
            if (alternatives.empty() || alternatives.front() == '|' || alternatives.back() == '|' ||
                alternatives.find("||") != std::string_view::npos) {
                return fault("", words_[i], " has an empty word.");
            }
            has_slot = has_slot || !excludes;
            criterion_.slots += (criterion_.slots.empty() ? "" : " ") + std::string(words_[i]);
        }
        if (!has_slot) return fault("Words must stand behind say.");
        return criterion_;
    }

    Result<TriageCriterion> fact_criterion() {
        // "pregnant" is how people call the plain form of pregnancy.
        const auto fact = words_[0] == "pregnant" ? std::optional(PatientFact::Pregnancy) : kFactNames.named(words_[0]);
        if (!fact) return fault("", words_[0], " is no fact, concept or say that a condition may begin with.");
        criterion_.fact = *fact;
        switch (kind_of(*fact)) {
            case PatientFactKind::Number:
                return number_criterion();
            case PatientFactKind::Word:
                return word_criterion();
            case PatientFactKind::Concept:
                return of_concept_criterion();
            case PatientFactKind::Plain:
                if (words_.size() > 1) return fault("Nothing may stand behind ", words_[0], ".");
                return criterion_;
        }
        return criterion_;
    }

    Result<TriageCriterion> number_criterion() {
        const bool may_be_plain =
            criterion_.fact == PatientFact::Pregnancy || criterion_.fact == PatientFact::Postpartum;
        if (words_.size() == 1 && may_be_plain) return criterion_;
        if (words_[0] == "pregnant") return fault("Nothing may stand behind \"pregnant\"; write pregnancy >= 20.");
        if (words_.size() < 3) return fault("", words_[0], " needs a comparison and a number: < 3.");
        criterion_.comparison = comparison_of(words_[1]);
        if (!criterion_.comparison) return fault("", words_[1], " is none of < <= > >= =.");
        const std::string_view number = words_[2];
        const auto [stop, error] = std::from_chars(number.data(), number.data() + number.size(), criterion_.number);
        if (error != std::errc() || stop != number.data() + number.size() || !(criterion_.number >= 0) ||
            criterion_.number > kMostNumber) {
            return fault("", number, " is no number that can be.");
        }
        return with_unit();
    }

    Result<TriageCriterion> with_unit() {
        const std::span<const Unit> units = units_of(criterion_.fact);
        if (words_.size() > 4 || (words_.size() == 4 && units.empty()))
            return fault("", words_.back(), " must not stand there.");
        const auto unit = words_.size() == 4 ? std::ranges::find(units, words_[3], &Unit::name) : units.begin();
        if (words_.size() == 4 && unit == units.end()) {
            std::vector<std::string_view> names;
            for (const Unit& each : units) names.push_back(each.name);
            return fault("", words_[3], " is none of the units " + listed(names) + ".");
        }
        if (!units.empty()) criterion_.number *= unit->factor;
        return criterion_;
    }

    Result<TriageCriterion> word_criterion() {
        const auto words = words_of(criterion_.fact);
        if (words_.size() != 3 || words_[1] != "=" || std::ranges::find(words, words_[2]) == words.end())
            return fault("", words_[0], " is written with = and one of " + listed(words) + ".");
        criterion_.word = words_[2];
        return criterion_;
    }

    Result<TriageCriterion> of_concept_criterion() {
        const bool may_be_plain = criterion_.fact == PatientFact::Allergic;
        if (words_.size() == 1 && may_be_plain) return criterion_;
        if (words_.size() != 2 || words_[1].find('/') == std::string_view::npos)
            return fault("", words_[0], " needs the id of one concept behind it.");
        criterion_.concept_id = words_[1];
        return criterion_;
    }

    std::vector<std::string_view> words_;
    TriageCriterion criterion_;
};

}  // namespace

std::string_view name_of(PatientFact fact) {
    return kFactNames.name_of(fact);
}

std::optional<PatientFact> patient_fact_named(std::string_view name) {
    return kFactNames.named(name);
}

PatientFactKind kind_of(PatientFact fact) {
    switch (fact) {
        case PatientFact::Age:
        case PatientFact::Pregnancy:
        case PatientFact::Postpartum:
        case PatientFact::Temperature:
        case PatientFact::Systolic:
        case PatientFact::Diastolic:
        case PatientFact::Glucose:
        case PatientFact::HeartRate:
        case PatientFact::Oxygen:
        case PatientFact::BreathingRate:
        case PatientFact::Since:
            return PatientFactKind::Number;
        case PatientFact::Sex:
        case PatientFact::Onset:
        case PatientFact::Course:
        case PatientFact::Severity:
        case PatientFact::Trigger:
        case PatientFact::Subject:
            return PatientFactKind::Word;
        case PatientFact::Takes:
        case PatientFact::History:
        case PatientFact::Allergic:
            return PatientFactKind::Concept;
        case PatientFact::Breastfeeding:
        case PatientFact::Immunosuppressed:
            return PatientFactKind::Plain;
    }
    return PatientFactKind::Plain;
}

bool holds(double value, Comparison comparison, double limit) {
    switch (comparison) {
        case Comparison::Less:
            return value < limit;
        case Comparison::AtMost:
            return value <= limit;
        case Comparison::Greater:
            return value > limit;
        case Comparison::AtLeast:
            return value >= limit;
        case Comparison::Equal:
            return value == limit;
    }
    return false;
}

Result<TriageCriterion> parse_triage_criterion(std::string_view text) {
    return CriterionParser(words_in(text)).run();
}

}  // namespace xinglin
