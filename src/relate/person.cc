#include "relate/person.h"

#include <algorithm>
#include <array>
#include <optional>

#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr int kMonthsInYear = 12;
constexpr int kOldestYears = 120;

std::vector<ConceptIndex> ascending(std::vector<ConceptIndex> concepts) {
    std::ranges::sort(concepts);
    concepts.erase(std::unique(concepts.begin(), concepts.end()), concepts.end());
    return concepts;
}

std::string_view last_character(std::string_view text) {
    std::size_t begin = text.size();
    while (begin > 0 && (static_cast<unsigned char>(text[begin - 1]) & 0xC0U) == 0x80U) --begin;
    return begin == 0 ? std::string_view() : text.substr(begin - 1);
}

/// The number that `text` ends with, in Arabic or Chinese digits up to 99, and where it begins.
std::optional<int> number_at_end(std::string_view text, std::size_t& begin) {
    constexpr std::array<std::string_view, 10> kDigits{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    constexpr std::size_t kMostCharacters = 3;
    begin = text.size();
    while (begin > 0 && text.size() - begin < kMostCharacters && text[begin - 1] >= '0' && text[begin - 1] <= '9')
        --begin;
    if (begin < text.size()) {
        int number = 0;
        for (const char digit : text.substr(begin)) number = number * 10 + (digit - '0');
        return number;
    }
    int value = 0;
    int factor = 1;
    bool found = false;
    for (std::size_t i = 0; i < kMostCharacters; ++i) {
        const std::string_view character = last_character(text.substr(0, begin));
        const auto digit = std::ranges::find(kDigits, character);
        const bool is_ten = character == "十";
        const bool is_two = character == "两";
        if (character.empty() || (digit == kDigits.end() && !is_ten && !is_two)) break;
        if (is_ten) {
            factor = 10;
            const std::string_view tens = last_character(text.substr(0, begin - character.size()));
            if (std::ranges::find(kDigits, tens) == kDigits.end()) value += factor;
        } else {
            value += factor * (is_two ? 2 : static_cast<int>(digit - kDigits.begin()));
        }
        begin -= character.size();
        found = true;
    }
    return found ? std::optional(value) : std::nullopt;
}

bool is_limit(std::string_view behind) {
    constexpr std::array<std::string_view, 7> kLimits{"以上", "以下", "以内", "及以", "以前", "以后", "前"};
    return std::ranges::any_of(kLimits, [&](std::string_view word) { return behind.starts_with(word); });
}

/// The ages in years that the text names.
std::vector<int> ages_in(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, bool>, 4> kUnits{
        {{"岁", false}, {"个月大", true}, {"月龄", true}, {"个月宝宝", true}}};
    std::vector<int> ages;
    for (const auto& [unit, is_months] : kUnits) {
        for (std::size_t at = text.find(unit); at != std::string_view::npos; at = text.find(unit, at + unit.size())) {
            std::size_t begin = 0;
            const auto number = number_at_end(text.substr(0, at), begin);
            if (!number || is_limit(text.substr(at + unit.size()))) continue;
            const int years = is_months ? *number / kMonthsInYear : *number;
            if (years <= kOldestYears) ages.push_back(years);
        }
    }
    return ages;
}

/// 孕12周, 怀孕5个月: said by a number, so that no alias of a population need be there.
bool counts_weeks_of_pregnancy(std::string_view text) {
    constexpr std::string_view kWord = "孕";
    for (std::size_t at = text.find(kWord); at != std::string_view::npos; at = text.find(kWord, at + kWord.size())) {
        const std::string_view behind = text.substr(at + kWord.size());
        if (!behind.empty() && behind.front() >= '0' && behind.front() <= '9') return true;
    }
    return false;
}

bool includes_age(const Constraints& whom, int age) {
    if (whom.sex || whom.pregnancy || (!whom.min_age_years && !whom.max_age_years)) return false;
    return age >= whom.min_age_years.value_or(0) && age <= whom.max_age_years.value_or(kOldestYears);
}

}  // namespace

std::vector<ConceptIndex> populations_in(const Knowledge& knowledge, std::string_view text,
                                         std::span<const Mention> mentions) {
    std::vector<ConceptIndex> populations;
    for (const Mention& mention : mentions) {
        if (!mention.negated && knowledge.at(mention.concept_index).kind == ConceptKind::Population)
            populations.push_back(mention.concept_index);
    }
    const auto ages = ages_in(text);
    const bool is_pregnant = counts_weeks_of_pregnancy(text);
    if (ages.empty() && !is_pregnant) return ascending(std::move(populations));
    for (std::uint32_t i = 0; i < knowledge.concepts().size(); ++i) {
        const Concept& each = knowledge.at(ConceptIndex{i});
        if (each.kind != ConceptKind::Population) continue;
        const bool is_of_age = std::ranges::any_of(ages, [&](int age) { return includes_age(each.constraints, age); });
        const bool is_pregnancy = each.constraints.pregnancy == PregnancyRule::Only;
        if (is_of_age || (is_pregnant && is_pregnancy)) populations.push_back({i});
    }
    return ascending(std::move(populations));
}

std::vector<ConceptIndex> conditions_in(const Knowledge& knowledge, std::span<const Mention> mentions) {
    std::vector<ConceptIndex> conditions;
    for (const Mention& mention : mentions) {
        const ConceptIndex named = mention.concept_index;
        const ConceptKind kind = knowledge.at(named).kind;
        const bool decides =
            kind == ConceptKind::Condition ||
            (kind == ConceptKind::Symptom && !knowledge.incoming(named, Predicate::ContraindicatedIn).empty());
        if (!mention.negated && decides) conditions.push_back(named);
    }
    return ascending(std::move(conditions));
}

}  // namespace xinglin
