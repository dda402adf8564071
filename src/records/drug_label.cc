// What a label says of something that it names, by the words around the name: first those that govern it from before
// (用于…, 预防…), then those that take it up behind (…引起的, …的辅助治疗). All within the sentence.
#include <algorithm>
#include <array>
#include <optional>

#include "base/check.h"
#include "base/name_table.h"
#include "records/drug_product.h"
#include "records/medicine_data.h"
#include "text/data_lines.h"

namespace xinglin {
namespace {

constexpr std::size_t kReach = 300;  // bytes before and behind a name that are looked at

enum class WordRole {
    Use,
    Prevent,
    Lower,
    Risk,
    Not,
    After,
    Behind,
    Adjunct,
    Test,
    Forbid,
    Warn,
    Adult,
    Child,
    Limit,
    Degree
};
constexpr NameTable<WordRole> kRoles("use", "prevent", "lower", "risk", "not", "after", "behind", "adjunct", "test",
                                     "forbid", "warn", "adult", "child", "limit", "degree");

struct LabelWord {
    std::string_view text;
    WordRole role;
};

const std::vector<LabelWord>& label_words() {
    static const std::vector<LabelWord> words = [] {
        std::vector<LabelWord> made;
        for (const DataLine& line : data_lines(records_data("label_words.txt"))) {
            const auto fields = data_fields(line.text);
            CHECK(fields.size() == 2);
            const auto role = kRoles.named(fields[1]);
            CHECK(role.has_value());
            made.push_back({fields[0], *role});
        }
        return made;
    }();
    return words;
}

struct FoundWord {
    std::size_t begin = 0;
    std::size_t end = 0;
    WordRole role = WordRole::Use;
};

/// The word with one of these roles that ends last in `text`; of those that end together the longest.
template <typename... Roles>
std::optional<FoundWord> last_word(std::string_view text, Roles... roles) {
    std::optional<FoundWord> last;
    for (const LabelWord& word : label_words()) {
        if (((word.role != roles) && ...)) continue;
        const std::size_t begin = text.rfind(word.text);
        if (begin == std::string_view::npos) continue;
        const FoundWord found{begin, begin + word.text.size(), word.role};
        if (!last || found.end > last->end || (found.end == last->end && found.begin < last->begin)) last = found;
    }
    return last;
}

/// The word with one of these roles that begins first in `text`; of those that begin together the longest.
template <typename... Roles>
std::optional<FoundWord> first_word(std::string_view text, Roles... roles) {
    std::optional<FoundWord> first;
    for (const LabelWord& word : label_words()) {
        if (((word.role != roles) && ...)) continue;
        const std::size_t begin = text.find(word.text);
        if (begin == std::string_view::npos) continue;
        const FoundWord found{begin, begin + word.text.size(), word.role};
        if (!first || found.begin < first->begin || (found.begin == first->begin && found.end > first->end))
            first = found;
    }
    return first;
}

bool holds_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

/// What of `text` stands behind its last sentence mark.
std::string_view sentence_before(std::string_view text) {
    // No further back than is read: what has no mark would be gone through again for each name.
    if (text.size() > kReach) text.remove_prefix(text.size() - kReach);
    std::size_t begin = 0;
    for (const std::string_view mark : {"。", "；", ";", "\n"}) {
        const std::size_t place = text.rfind(mark);
        if (place != std::string_view::npos) begin = std::max(begin, place + mark.size());
    }
    return text.substr(begin);
}

/// What of `text` stands before the first of the marks.
std::string_view up_to(std::string_view text, std::initializer_list<std::string_view> marks) {
    text = text.substr(0, std::min(text.size(), kReach));
    std::size_t end = text.size();
    for (const std::string_view mark : marks) end = std::min(end, text.find(mark));
    return text.substr(0, end);
}

std::string_view sentence_behind(std::string_view text) {
    return up_to(text, {"。", "；", ";", "\n"});
}

std::string_view clause_behind(std::string_view sentence) {
    return up_to(sentence, {"，", ",", "（", "(", "：", ":"});
}

/// 治疗和预防, 防治: whether prevention at `word` in `text` stands beside treatment.
bool treats_too(std::string_view text, const FoundWord& word) {
    constexpr std::size_t kJoined = 12;  // bytes of 治疗 and one word that joins
    const std::size_t begin = word.begin > kJoined ? word.begin - kJoined : 0;
    const std::string_view around = text.substr(begin, word.end - begin + kJoined);
    return holds_any(around, {"治疗和预防", "治疗及预防", "治疗与预防", "治疗、预防", "治疗或预防", "预防和治疗",
                              "预防及治疗", "预防与治疗", "预防、治疗", "预防或治疗", "治疗和防止"});
}

/// What governs the name from before it, or nothing.
std::optional<LabelUse> governed(std::string_view before, std::string_view behind) {
    auto word = last_word(before, WordRole::Use, WordRole::Prevent, WordRole::Lower, WordRole::Not);
    if (!word) return {};
    switch (word->role) {
        case WordRole::Not:
            return LabelUse::NotUsed;
        case WordRole::Prevent:
            return treats_too(before, *word) ? LabelUse::Treats : LabelUse::Prevents;
        case WordRole::Lower:
            if (first_word(behind, WordRole::Risk)) return LabelUse::Prevents;
            return {};
        case WordRole::Use:
        case WordRole::Risk:
        case WordRole::After:
        case WordRole::Behind:
        case WordRole::Adjunct:
        case WordRole::Test:
        case WordRole::Forbid:
        case WordRole::Warn:
        case WordRole::Adult:
        case WordRole::Child:
        case WordRole::Limit:
        case WordRole::Degree:
            break;
    }
    return {};
}

/// Whether it is only where something else comes from: …后, or …引起的 behind it or behind the list that it begins.
bool is_background(std::string_view clause) {
    const auto over = first_word(clause, WordRole::After);
    if (over && over->begin == 0) return true;
    const std::size_t of = clause.find("的");
    const std::string_view list =
        of == std::string_view::npos ? clause : clause.substr(0, of + std::string_view("的").size());
    return first_word(list, WordRole::Behind).has_value();
}

/// Whether what follows in the sentence is prevention: …的预防性治疗, or …患者，预防….
bool is_prevented(std::string_view clause, std::string_view sentence) {
    if (const auto word = first_word(clause, WordRole::Prevent, WordRole::Lower)) {
        if (word->role == WordRole::Lower) return first_word(clause.substr(word->end), WordRole::Risk).has_value();
        return !treats_too(clause, *word);
    }
    if (!clause.ends_with("患者") && !clause.ends_with("者") && !clause.ends_with("人群")) return false;
    const std::string_view rest = sentence.substr(clause.size());
    const auto next = first_word(rest, WordRole::Prevent, WordRole::Lower, WordRole::Use, WordRole::Not);
    if (!next || next->role == WordRole::Use || next->role == WordRole::Not) return false;
    return next->role == WordRole::Prevent || first_word(rest.substr(next->end), WordRole::Risk).has_value();
}

/// The first verdict behind the name, otherwise the last before it in the sentence; nothing when there is none.
std::optional<LabelVerdict> verdict_on(std::string_view before, std::string_view behind) {
    auto word = first_word(behind, WordRole::Forbid, WordRole::Warn);
    if (!word) word = last_word(before, WordRole::Forbid, WordRole::Warn);
    if (!word) return {};
    return word->role == WordRole::Forbid ? LabelVerdict::Forbids : LabelVerdict::Warns;
}

/// 对卡马西平过敏者: the name is that of an allergen or of the allergy to one.
bool is_allergy(std::string_view before, std::string_view name, std::string_view behind) {
    std::size_t begin = 0;
    for (const std::string_view mark : {"，", "、", "。", "；", ",", ";", "或", "和"}) {
        const std::size_t place = before.rfind(mark);
        if (place != std::string_view::npos) begin = std::max(begin, place + mark.size());
    }
    const bool names_allergy = holds_any(name, {"过敏"}) || holds_any(clause_behind(behind), {"过敏"});
    return names_allergy && holds_any(before.substr(begin), {"对"});
}

/// Takes one of the ends off that join an organ to the next (严重肝、肾功能不全).
bool take_joint(std::string_view& text) {
    for (const std::string_view end :
         {"肝", "肾", "心", "肺", "、", "和", "及", "或", "与", "性", "的", "/", "/", ","}) {
        if (!text.ends_with(end)) continue;
        text.remove_suffix(end.size());
        return true;
    }
    return false;
}

}  // namespace

std::string_view degree_before(std::string_view label, Span name) {
    constexpr int kMostJoints = 5;
    std::string_view before = sentence_before(label.substr(0, name.begin));
    for (int joints = 0; joints <= kMostJoints; ++joints) {
        const auto word = last_word(before, WordRole::Degree);
        if (word && word->end == before.size()) return before.substr(word->begin);
        if (!take_joint(before)) break;
    }
    return {};
}

LabelUse label_use_of(std::string_view indications, Span name) {
    const std::string_view before = sentence_before(indications.substr(0, name.begin));
    const std::string_view behind = sentence_behind(indications.substr(name.end));
    const std::string_view clause = clause_behind(behind);
    const auto by_governor = governed(before, behind);
    if (by_governor == LabelUse::NotUsed) return LabelUse::NotUsed;
    if (is_background(clause) || last_word(before, WordRole::Limit)) return LabelUse::Background;
    if (by_governor) return *by_governor;
    if (is_prevented(clause, behind)) return LabelUse::Prevents;
    if (first_word(clause, WordRole::Test)) return LabelUse::Test;
    return first_word(clause, WordRole::Adjunct) ? LabelUse::Adjunct : LabelUse::Treats;
}

bool is_for_adults(std::string_view indications) {
    constexpr std::size_t kMostBytes = 3000;
    indications = indications.substr(0, std::min(indications.size(), kMostBytes));
    return first_word(indications, WordRole::Adult) && !first_word(indications, WordRole::Child);
}

LabelVerdict precaution_for(std::string_view precautions, Span name) {
    const std::string_view before = sentence_before(precautions.substr(0, name.begin));
    const std::string_view behind = sentence_behind(precautions.substr(name.end));
    if (is_allergy(before, slice(precautions, name), behind)) return LabelVerdict::Nothing;
    return verdict_on(before, behind).value_or(LabelVerdict::Nothing);
}

LabelVerdict contraindication_for(std::string_view contraindications, Span name) {
    const std::string_view before = sentence_before(contraindications.substr(0, name.begin));
    const std::string_view behind = sentence_behind(contraindications.substr(name.end));
    if (is_allergy(before, slice(contraindications, name), behind)) return LabelVerdict::Nothing;
    return verdict_on(before, behind).value_or(LabelVerdict::Forbids);
}

}  // namespace xinglin
