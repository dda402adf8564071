#include "web/reasons.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "base/strings.h"

namespace xinglin {
namespace {

/// A relation as a sentence: the pieces stand before, between and after its two names.
struct Phrase {
    std::string_view before;
    bool subject_first = true;
    std::string_view between;
    std::string_view after;
};

Phrase phrase_of(Predicate predicate, const PathStep& step) {
    switch (predicate) {
        case Predicate::IsA:
            return {"", true, "是", "的一种"};
        case Predicate::PartOf:
            return {"", true, "是", "的一部分"};
        case Predicate::LocatedIn:
            return {"", true, "发生在", ""};
        case Predicate::CausedBy:
            return {"", false, "可以引起", ""};
        case Predicate::HasSymptom:
            return {"", true, "可以有", ""};
        case Predicate::DiagnosedBy:
            return {"", false, "用来检查", ""};
        case Predicate::TreatedBy:
            return {"", false, "用于治疗", ""};
        case Predicate::ManagedIn:
            return {"", false, "诊治", ""};
        case Predicate::HasIngredient:
            return {"", true, "含", ""};
        case Predicate::ComplicatedBy:
            return {"", false, "是", "可能的并发症"};
        case Predicate::DiffersFrom:
        case Predicate::OftenConfusedWith:
            return {"", true, "容易和", "混淆"};
        case Predicate::NotTreatedBy:
            return {"", false, "不用来治", ""};
        case Predicate::ContraindicatedIn:
            return {"", true, "不能用于", ""};
        case Predicate::InteractsWith:
            return {"", true, "与", "一起用要当心"};
        case Predicate::RedFlagOf:
            if (step.from_id.starts_with("symptom/") != step.inverse) return {"", true, "是", "的危险信号"};
            return {"出现", false, "时不能漏掉", ""};
    }
    return {"", true, "与", "有关"};
}

/// The sentence of one relation; the item's own name at its beginning goes without saying.
std::string relation_sentence(const PathStep& step, Predicate predicate, const Ref& item) {
    const Phrase phrase = phrase_of(predicate, step);
    std::string_view first = step.inverse ? step.to_name : step.from_name;
    std::string_view second = step.inverse ? step.from_name : step.to_name;
    if (!phrase.subject_first) std::swap(first, second);
    std::string sentence(phrase.before);
    if (!phrase.before.empty() || first != item.name) sentence += first;
    sentence.append(phrase.between).append(second).append(phrase.after);
    return sentence;
}

/// What a field of a record says of the concept, or of the other record, on the way to it.
std::string field_sentence(const PathStep& step) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kBefore = {
        {{"about", "讲的是"},
         {"answered_by", "回答过"},
         {"title", "标题写明"},
         {"body", "正文讲到"},
         {"department", "所在科室是"},
         {"specialty", "擅长写明"},
         {"biography", "简介写明"},
         {"ingredients", "含"},
         {"indications", "说明书的适应症写明"},
         {"contraindications", "说明书的禁忌写明"},
         {"description", "说明里讲到"}}};
    if (step.step == "works_at") return "有“" + step.from_name + "”在这里出诊";
    for (const auto& [field, before] : kBefore) {
        if (field == step.step) return std::string(before) + "“" + step.from_name + "”";
    }
    return "与“" + step.from_name + "”有关";
}

/// That a page is about its subject, and that what somebody answered was about it, goes without saying.
bool says_nothing(const PathStep& step, const std::vector<std::string>& told) {
    return step.step == "about" && (!step.inverse || !told.empty() || step.from_name == step.to_name);
}

}  // namespace

std::string reason_of(const WhyView& why, const Ref& item) {
    std::vector<std::string> parts;
    // What the item itself says stands first; what leads to that explains it.
    for (auto step = why.path.rbegin(); step != why.path.rend(); ++step) {
        if (says_nothing(*step, parts)) continue;
        const auto predicate = predicate_named(step->step);
        parts.push_back(predicate ? relation_sentence(*step, *predicate, item) : field_sentence(*step));
    }
    if (parts.empty()) return "与本页讲的是同一件事";
    return join(parts, "，");
}

std::vector<Reason> reasons_of(const std::vector<WhyView>& whys, const Ref& item) {
    std::vector<Reason> reasons;
    for (const WhyView& why : whys) {
        std::string sentence = reason_of(why, item);
        const auto known = std::ranges::find(reasons, sentence, &Reason::sentence);
        if (known == reasons.end()) {
            reasons.push_back({std::move(sentence), {why}});
        } else {
            known->whys.push_back(why);
        }
    }
    return reasons;
}

}  // namespace xinglin
