#include "knowledge/constraints.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace xinglin {
namespace {

std::string_view name_in_chinese(Sex sex) {
    switch (sex) {
        case Sex::Female:
            return "女性";
        case Sex::Male:
            return "男性";
    }
    return "";
}

}  // namespace

Constraints both(Constraints one, const Constraints& other) {
    if (!one.sex) one.sex = other.sex;
    if (!one.pregnancy) one.pregnancy = other.pregnancy;
    if (other.min_age_years) one.min_age_years = std::max(one.min_age_years.value_or(0), *other.min_age_years);
    if (other.max_age_years) one.max_age_years = std::min(one.max_age_years.value_or(200), *other.max_age_years);
    return one;
}

std::optional<std::string> conflict(const Constraints& one, const Constraints& other) {
    if (one.sex && other.sex && *one.sex != *other.sex) {
        return "一方限" + std::string(name_in_chinese(*one.sex)) + "，一方限" +
               std::string(name_in_chinese(*other.sex));
    }
    const auto above = [](const Constraints& old, const Constraints& young) {
        return old.min_age_years && young.max_age_years && *old.min_age_years > *young.max_age_years;
    };
    if (above(one, other) || above(other, one)) {
        const Constraints& old = above(one, other) ? one : other;
        const Constraints& young = above(one, other) ? other : one;
        return "一方限" + std::to_string(*old.min_age_years) + "岁及以上，一方限" +
               std::to_string(*young.max_age_years) + "岁及以下";
    }
    if (one.pregnancy && other.pregnancy && *one.pregnancy != *other.pregnancy)
        return "一方只涉及妊娠期，一方不涉及妊娠期";
    const auto pregnant_man = [](const Constraints& a, const Constraints& b) {
        return a.pregnancy == PregnancyRule::Only && b.sex == Sex::Male;
    };
    if (pregnant_man(one, other) || pregnant_man(other, one)) return "一方只涉及妊娠期，一方限男性";
    return {};
}

}  // namespace xinglin
