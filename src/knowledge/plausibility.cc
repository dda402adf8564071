#include "knowledge/plausibility.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <utility>

#include "base/strings.h"
#include "knowledge/fitting.h"
#include "knowledge/name_traits.h"
#include "knowledge/text_check.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

using Words = std::span<const std::string_view>;

std::string quoted(std::string_view text) {
    return "\"" + std::string(text) + "\"";
}

Problem problem(std::string_view rule, std::string message, std::string mend) {
    return {Severity::Error, std::string(rule), {}, std::move(message), std::move(mend)};
}

bool contains_any(std::string_view text, Words words) {
    return std::any_of(words.begin(), words.end(),
                       [text](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool starts_with_any(std::string_view text, Words words) {
    return std::any_of(words.begin(), words.end(), [text](std::string_view word) { return text.starts_with(word); });
}

bool ends_with_any(std::string_view text, Words words) {
    return std::any_of(words.begin(), words.end(), [text](std::string_view word) { return text.ends_with(word); });
}

bool is_one_of(std::string_view text, Words words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_han(char32_t c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/// What names are made of: Han, Latin, Greek letters and the like; not digits, signs, punctuation.
bool is_letter(char32_t c) {
    if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    const bool is_sign = (c >= 0x2000 && c <= 0x2BFF && !(c >= 0x2160 && c <= 0x2188)) ||
                         (c >= 0x3000 && c <= 0x303F) || (c >= 0xFE00 && c <= 0xFE6F) || c < 0xC0 || c == 0xD7 ||
                         c == 0xF7;
    return !is_sign;
}

/// The text without what stands in brackets: a formula or an abbreviation there keeps rules of its own.
std::string outside_brackets(std::string_view folded) {
    std::string kept;
    int depth = 0;
    for (const char c : folded) {
        if (c == '(' || c == '[') ++depth;
        if (depth == 0) kept += c;
        if ((c == ')' || c == ']') && depth > 0) --depth;
    }
    return kept;
}

/// What joins to a word that is not there; 不和 is a diagnosis of Chinese medicine.
bool ends_openly(std::string_view folded, ConceptKind kind) {
    constexpr std::array<std::string_view, 8> kEnds = {"的", "和", "与", "及", "或", "并", "伴有", "以及"};
    constexpr std::array<std::string_view, 10> kWhole = {"目的", "不和", "合并", "共和", "累及",
                                                         "侵及", "波及", "涉及", "饱和", "缓和"};
    if (count_characters(folded) <= 3) return false;
    if (kind == ConceptKind::Condition && folded.ends_with("综合")) return true;
    return ends_with_any(folded, kEnds) && !ends_with_any(folded, kWhole);
}

std::optional<Problem> cut(std::string_view text, std::string_view folded, ConceptKind kind) {
    constexpr std::array<std::string_view, 5> kEnds = {"..", "。。", "、", "[详细]", "详情"};
    // Brackets that open and do not close.
    const auto count = [folded](char c) { return std::count(folded.begin(), folded.end(), c); };
    const bool open_bracket = count('(') > count(')') || count('[') > count(']');
    const bool ellipsis = folded.find("...") != std::string_view::npos;
    if (!ellipsis && !open_bracket && !ends_with_any(folded, kEnds) && !ends_openly(folded, kind)) return std::nullopt;
    return problem("cut-name", quoted(text) + " is the beginning of a name; the rest was cut off.",
                   "Write the whole name.");
}

std::optional<Problem> question(std::string_view text, std::string_view folded) {
    constexpr std::array<std::string_view, 22> kWords = {
        "?",    "什么", "怎么",   "怎样",   "如何",   "为何",   "哪些",   "哪种",   "哪个", "哪里", "哪家",
        "多少", "多久", "能不能", "会不会", "是不是", "可不可", "要不要", "有没有", "吗,",  "谁能", "请问"};
    constexpr std::array<std::string_view, 3> kEnds = {"吗", "呢", "么办"};
    if (!contains_any(folded, kWords) && !ends_with_any(folded, kEnds)) return std::nullopt;
    return problem("question-as-name", quoted(text) + " is a question, not a name.",
                   "Name the thing that it asks about, or import it as a question.");
}

/// Whether a comma stands between two Han characters: it parts clauses. "1,6-二磷酸果糖" is one name.
bool parts_clauses(std::string_view folded) {
    for (auto at = folded.find(','); at != std::string_view::npos; at = folded.find(',', at + 1)) {
        if (at == 0 || at + 1 == folded.size()) continue;
        if (is_han(decode_utf8_before(folded, at).code_point) && is_han(decode_utf8(folded, at + 1).code_point))
            return true;
    }
    return false;
}

constexpr std::size_t kNameLimit = 60;  ///< characters; the longest names of classifications have fewer

std::optional<Problem> sentence(std::string_view text, std::string_view folded, ConceptKind kind) {
    constexpr std::array<std::string_view, 18> kWords = {"。",   "!",    ";",    "患者", "你",   "您",
                                                         "我们", "应该", "建议", "请到", "请在", "如果",
                                                         "但是", "因此", "所以", "必须", "不要", "治愈率"};
    const std::string outer = outside_brackets(folded);
    if (kind == ConceptKind::Population) return std::nullopt;   // 老年患者
    const bool is_classified = kind == ConceptKind::Condition;  // classifications write "霍乱,由于..."
    const bool too_long = count_characters(folded) > kNameLimit;
    if (!contains_any(outer, kWords) && !too_long && (is_classified || !parts_clauses(outer))) return std::nullopt;
    return problem("sentence-as-name",
                   too_long ? "This has more than " + std::to_string(kNameLimit) + " characters; it is no name."
                            : quoted(text) + " is a sentence, not a name.",
                   "Write the name alone; what is said about it belongs into a relation or a text.");
}

/// Bytes of GBK or UTF-8 that were read as Latin-1: a run of its letters that no language writes.
bool is_wrongly_decoded(std::string_view text) {
    std::size_t run = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Decoded decoded = decode_utf8(text, at);
        at += decoded.length;
        run = decoded.code_point >= 0xA1 && decoded.code_point <= 0xFF ? run + 1 : 0;
        if (run >= 4) return true;
    }
    return text.find("\xEF\xBF\xBD") != std::string_view::npos;
}

bool starts_with_enumerator(std::string_view folded) {
    std::size_t at = folded.starts_with('(') ? 1 : 0;
    const std::size_t begin = at;
    while (at < folded.size() && folded[at] >= '0' && folded[at] <= '9') ++at;
    if (at == begin || at - begin > 2) return false;
    const std::string_view rest = folded.substr(at);
    if (begin == 1) return rest.starts_with(")") && rest.size() > 1;
    if (rest.starts_with("、")) return true;
    return rest.starts_with(".") && rest.size() > 1 && !(rest[1] >= '0' && rest[1] <= '9');
}

std::optional<Problem> debris(std::string_view text, std::string_view folded) {
    constexpr std::array<std::string_view, 8> kMarks = {"【", "】", "<br", "&", "{", "}", "http", "www."};
    const bool wrongly_decoded = is_wrongly_decoded(text);
    if (!wrongly_decoded && !starts_with_enumerator(folded) && !contains_any(folded, kMarks) &&
        faults_in(text, {}).empty())
        return std::nullopt;
    return problem("text-debris",
                   quoted(text) + (wrongly_decoded ? " was decoded with the wrong encoding."
                                                   : " holds what is left of markup or of a numbered text."),
                   wrongly_decoded ? "Decode the original bytes again." : "Write the name alone.");
}

/// One character that is a name by itself, of a condition or symptom.
constexpr std::u32string_view kIllnessCharacters =
    U"疖痈疣痱痔疝癣疹癌瘤痣疮疽疸痢疟疥痨痹痿瘘癜痰咳喘哕晕痛痒麻瘫癔呕吐泻";

bool is_too_short(std::string_view folded, ConceptKind kind) {
    if (count_characters(folded) != 1) return false;
    const char32_t only = decode_utf8(folded, 0).code_point;
    switch (kind) {
        case ConceptKind::Condition:
        case ConceptKind::Symptom:
            return kIllnessCharacters.find(only) == std::u32string_view::npos;
        case ConceptKind::Substance:
        case ConceptKind::Class:
        case ConceptKind::Site:
            return !is_han(only);
        case ConceptKind::Test:
        case ConceptKind::Procedure:
        case ConceptKind::Department:
        case ConceptKind::Population:
        case ConceptKind::Cause:
            return true;
    }
    return true;
}

std::optional<Problem> nothing_named(std::string_view text, std::string_view folded, ConceptKind kind) {
    constexpr std::array<std::string_view, 30> kPlaceholders = {
        "无",   "其他", "其它", "详细",     "不详",     "暂无",   "未知", "没有", "更多", "null",
        "none", "n/a",  "略",   "正常",     "无特殊",   "不明",   "待查", "等等", "症状", "体征",
        "疾病", "病人", "药物", "常见症状", "临床表现", "并发症", "检查", "治疗", "病因", "药品"};
    // Headings of a page about a thing.
    constexpr std::array<std::string_view, 13> kHeadings = {"-测试",    "简介",   "概述",   "的治疗", "的诊断",
                                                            "的预防",   "的症状", "的病因", "的护理", "的检查",
                                                            "注意事项", "怎么治", "的原因"};
    bool has_letter = false;
    for (std::size_t at = 0; at < folded.size();) {
        const Decoded decoded = decode_utf8(folded, at);
        has_letter = has_letter || is_letter(decoded.code_point);
        at += decoded.length;
    }
    // Some drugs are known by a number: 654-2.
    if (kind == ConceptKind::Substance && folded.size() >= 4) has_letter = true;
    const bool is_ill = kind == ConceptKind::Condition || kind == ConceptKind::Symptom;
    const bool is_heading = is_ill && ends_with_any(folded, kHeadings);
    if (has_letter && !is_one_of(folded, kPlaceholders) && !is_too_short(folded, kind) && !is_heading)
        return std::nullopt;
    return problem("not-a-name", folded.empty() ? "The name is empty." : quoted(text) + " names nothing.",
                   "Write the name of one thing, or leave it out.");
}

std::optional<Problem> no_department(std::string_view text, std::string_view folded) {
    constexpr std::array<std::string_view, 13> kEnds = {"科", "门诊", "中心", "室",   "部",   "病区", "专业",
                                                        "学", "检验", "急诊", "神内", "神外", "icu"};
    constexpr std::array<std::string_view, 3> kStarts = {"其他", "其它", "未分"};
    if (ends_with_any(folded, kEnds) && !starts_with_any(folded, kStarts)) return std::nullopt;
    return problem("unknown-department", quoted(text) + " is not a department by its name.",
                   "Write the department as a hospital does: 神经内科.");
}

/// Explicit constraints first; what is not said there, the name says.
Constraints constraints_of(const Concept& known, const NameTraits& traits) {
    Constraints constraints = known.constraints;
    if (!constraints.sex) constraints.sex = traits.constraints.sex;
    if (!constraints.pregnancy) constraints.pregnancy = traits.constraints.pregnancy;
    if (constraints.min_age_years || constraints.max_age_years) return constraints;
    constraints.min_age_years = traits.constraints.min_age_years;
    constraints.max_age_years = traits.constraints.max_age_years;
    return constraints;
}

std::string pair_of(const Concept& subject, const Concept& object) {
    return quoted(subject.name) + " and " + quoted(object.name);
}

/// A mother's illness, or her pregnancy, and her newborn's may have to do with each other.
bool are_mother_and_child(const NameTraits& child, const NameTraits& other, const Constraints& others) {
    return child.is_newborn && (other.is_pregnancy || others.sex);
}

std::optional<Problem> person_conflict(const Concept& subject, const NameTraits& subject_traits, Predicate predicate,
                                       const Concept& object, const NameTraits& object_traits) {
    Constraints first = constraints_of(subject, subject_traits);
    Constraints second = constraints_of(object, object_traits);
    if (are_mother_and_child(subject_traits, object_traits, second) ||
        are_mother_and_child(object_traits, subject_traits, first))
        return std::nullopt;
    if (predicate == Predicate::DiffersFrom) {
        // What is told apart may be known at different ages.
        first.min_age_years = first.max_age_years = second.min_age_years = second.max_age_years = std::nullopt;
    }
    const auto conflict = people_conflict(first, predicate, second);
    if (!conflict) return std::nullopt;
    switch (*conflict) {
        case PeopleConflict::Sex:
            return problem("sex-conflict", pair_of(subject, object) + ": one concerns men, the other women.",
                           "Remove the relation, or correct the constraint that is wrong.");
        case PeopleConflict::Age:
            return problem("age-conflict", pair_of(subject, object) + " concern people of different ages.",
                           "Remove the relation, or correct the ages that are wrong.");
        case PeopleConflict::Pregnancy:
            return problem("pregnancy-conflict",
                           pair_of(subject, object) + ": one only in pregnancy, the other never, or in men.",
                           "Remove the relation, or correct the constraint that is wrong.");
    }
    return std::nullopt;
}

/// The part of the body into which a preparation of this name is put, when it is made for one.
BodyParts place_of_use(std::string_view drug) {
    struct Form {
        std::string_view word;
        BodyParts parts;
    };
    const std::array<Form, 8> forms = {{{"滴眼", bit_of(BodyPart::Eye) | bit_of(BodyPart::FacialNerves)},
                                        {"眼膏", bit_of(BodyPart::Eye) | bit_of(BodyPart::FacialNerves)},
                                        {"眼用", bit_of(BodyPart::Eye) | bit_of(BodyPart::FacialNerves)},
                                        {"滴耳", bit_of(BodyPart::Ear)},
                                        {"滴鼻", bit_of(BodyPart::NoseAndThroat) | bit_of(BodyPart::Ear)},
                                        {"鼻喷", bit_of(BodyPart::NoseAndThroat) | bit_of(BodyPart::Ear)},
                                        {"阴道", bit_of(BodyPart::FemaleGenitals) | bit_of(BodyPart::Urinary)},
                                        {"痔", bit_of(BodyPart::Anus)}}};
    for (const Form& form : forms) {
        if (drug.find(form.word) != std::string_view::npos) return form.parts;
    }
    return 0;
}

/// Whether both ends of such a relation are in one body at one place, or near.
bool asks_for_one_place(Predicate predicate) {
    switch (predicate) {
        case Predicate::HasSymptom:
        case Predicate::RedFlagOf:
        case Predicate::DiagnosedBy:
        case Predicate::TreatedBy:
        case Predicate::ManagedIn:
        case Predicate::CausedBy:
        case Predicate::ComplicatedBy:
            return true;
        case Predicate::IsA:
        case Predicate::PartOf:
        case Predicate::LocatedIn:
        case Predicate::HasIngredient:
        case Predicate::DiffersFrom:
        case Predicate::OftenConfusedWith:
        case Predicate::NotTreatedBy:
        case Predicate::ContraindicatedIn:
        case Predicate::InteractsWith:
            return false;
    }
    return false;
}

bool sites_conflict(const NameTraits& subject, Predicate predicate, const Concept& object,
                    const NameTraits& object_traits) {
    if (predicate == Predicate::TreatedBy) {
        const BodyParts place = place_of_use(object.name);  // what else a drug's name holds says little: 龙胆泻肝
        return place != 0 && subject.parts != 0 && (place & subject.parts) == 0;
    }
    return !subject.is_spread && !object_traits.is_spread && are_unrelated(subject.parts, object_traits.parts);
}

}  // namespace

std::optional<Problem> implausible_name(std::string_view text, ConceptKind kind) {
    if (first_invalid_utf8(text)) {
        return problem("invalid-utf8", "The name is not valid UTF-8.", "Say in which encoding the input is.");
    }
    const std::string whole = fold(trimmed(text));
    const std::string_view folded = whole;
    if (auto found = question(text, folded)) return found;
    if (auto found = cut(text, folded, kind)) return found;
    if (auto found = debris(text, folded)) return found;
    if (auto found = sentence(text, folded, kind)) return found;
    if (auto found = nothing_named(text, folded, kind)) return found;
    if (kind == ConceptKind::Department) return no_department(text, folded);
    return std::nullopt;
}

Constraints constraints_of_name(std::string_view name) {
    return traits_of(name).constraints;
}

std::optional<Problem> implausible_relation(const Concept& subject, Predicate predicate, const Concept& object) {
    const NameTraits subject_traits = traits_of(subject.name);
    const NameTraits object_traits = traits_of(object.name);
    if (auto found = person_conflict(subject, subject_traits, predicate, object, object_traits)) return found;
    if (asks_for_one_place(predicate) && sites_conflict(subject_traits, predicate, object, object_traits)) {
        return problem("site-conflict",
                       pair_of(subject, object) +
                           " are local to parts of the body that have nothing to do with each "
                           "other.",
                       "Remove the relation; when it is true, name what joins the two.");
    }
    return std::nullopt;
}

}  // namespace xinglin
