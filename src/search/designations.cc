#include "search/designations.h"

#include <algorithm>

#include "search/text_units.h"

namespace xinglin {
namespace {

constexpr std::size_t kTopic = 2;
constexpr std::size_t kLongestValue = 12;
constexpr std::size_t kLongestNumber = 2;  // Types are counted on fingers; longer numbers are measured values.
constexpr std::u16string_view kStems = u"甲乙丙丁戊";

bool is_letter(char16_t character) {
    return class_of(character) == CharacterClass::Letter;
}

bool is_digit(char16_t character) {
    return class_of(character) == CharacterClass::Digit;
}

bool is_han(char16_t character) {
    return class_of(character) == CharacterClass::Han;
}

bool is_latin(char16_t character) {
    return is_letter(character) || is_digit(character);
}

/// Where the name of letters and digits ends that begins at `first`: COVID-19, and CIN 2.
std::size_t end_of_name(std::u16string_view text, std::size_t first) {
    std::size_t end = first;
    bool has_digit = false;
    const auto latin_at = [&](std::size_t at) { return at < text.size() && is_latin(text[at]); };
    while (end < text.size()) {
        const bool spaced = text[end] == u' ' && !has_digit && end > first + 1 && end + 1 < text.size() &&
                            is_digit(text[end + 1]) && !latin_at(end + 3);
        if (is_latin(text[end])) {
            has_digit = has_digit || is_digit(text[end]);
        } else if (!(joins_runs(text[end]) || spaced) || !latin_at(end + 1)) {
            break;
        }
        ++end;
    }
    return end;
}

std::u16string_view two_from(std::u16string_view text, std::size_t at) {
    if (at + kTopic > text.size() || !is_han(text[at]) || !is_han(text[at + 1])) return {};
    return text.substr(at, kTopic);
}

/// The two Chinese characters before `at`; a hyphen may stand between (白介素-6).
std::u16string_view two_before(std::u16string_view text, std::size_t at) {
    if (at > 0 && joins_runs(text[at - 1])) --at;
    return at < kTopic ? std::u16string_view() : two_from(text, at - kTopic);
}

/// The letters in front of the number. All levels of the spine (C5, L5) are of one series.
std::u16string_view series_of(std::u16string_view value) {
    std::size_t letters = 0;
    while (letters < value.size() && is_letter(value[letters])) ++letters;
    constexpr std::u16string_view kSpine = u"ctls";
    const bool is_level = letters == 1 && value.size() > 1 && kSpine.find(value.front()) != std::u16string_view::npos;
    return is_level ? kSpine : value.substr(0, letters);
}

/// Whether letters and digits tell one thing from another: a type's number or letter, letters with a number, one
/// letter within a Chinese name, a number hung on a name by a hyphen.
bool tells_apart(const Designation& made, std::u16string_view text, std::size_t first) {
    if (made.value.size() > kLongestValue) return false;
    const bool has_digit = std::ranges::any_of(made.value, is_digit);
    const bool has_letter = std::ranges::any_of(made.value, is_letter);
    if (!has_letter) {
        const bool hangs = first > 0 && joins_runs(text[first - 1]) && !made.before.empty();
        return made.value.size() <= kLongestNumber && (made.type != 0 || hangs);
    }
    return has_digit || made.value.size() == 1;
}

/// Whether the two tell apart the same thing, whatever their values.
bool same_place(const Designation& asked, const Designation& found, std::u16string_view title) {
    if (asked.type != found.type) return false;
    if (asked.type != 0) {
        const std::u16string_view topic = asked.after.empty() ? asked.before : asked.after;
        return topic.empty() || title.find(topic) != std::u16string_view::npos;
    }
    if (!asked.before.empty() && asked.before == found.before) return true;
    const std::u16string_view series = series_of(asked.value);
    const bool of_letters = asked.value.size() == 1 && found.value.size() == 1;
    if (!of_letters && series != series_of(found.value)) return false;
    if (!asked.after.empty() && asked.after == found.after) return true;
    return !of_letters && series.size() > 1 && series != series_of(u"l5");
}

/// 维生素B and 维生素B12: one may mean the other.
bool may_mean(std::u16string_view one, std::u16string_view other) {
    const std::u16string_view shorter = one.size() < other.size() ? one : other;
    const std::u16string_view longer = one.size() < other.size() ? other : one;
    return longer.starts_with(shorter) && (shorter == longer || is_letter(shorter.back()));
}

}  // namespace

bool is_stem(char16_t folded) {
    return kStems.find(folded) != std::u16string_view::npos;
}

std::vector<Designation> designations_in(std::u16string_view folded) {
    std::vector<Designation> found;
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t first = at++;
        const bool of_stem = is_stem(folded[first]);
        if (!of_stem && !is_latin(folded[first])) continue;
        const std::size_t end = of_stem ? first + 1 : end_of_name(folded, first);
        at = end;
        Designation made;
        made.value = name_of_unit(folded.substr(first, end - first));
        std::erase(made.value, u' ');
        if (end < folded.size() && is_type_word(folded[end])) made.type = folded[end];
        made.before = two_before(folded, first);
        made.after = two_from(folded, end + (made.type != 0 ? 1 : 0));
        if (of_stem ? made.type != 0 : tells_apart(made, folded, first)) found.push_back(std::move(made));
    }
    return found;
}

bool names_another(const std::vector<Designation>& asked, std::u16string_view title) {
    bool another = false;
    for (const Designation& found : designations_in(title))
        for (const Designation& each : asked) {
            if (!same_place(each, found, title)) continue;
            if (may_mean(each.value, found.value)) return false;
            another = true;
        }
    return another;
}

}  // namespace xinglin
