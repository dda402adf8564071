#include "web/words.h"

#include <array>
#include <vector>

#include "base/name_table.h"
#include "base/strings.h"

namespace xinglin {
namespace {

constexpr NameTable<ListKind> kListKinds("文章", "医生", "医院", "药品", "检查", "问答", "疾病", "症状", "治疗与手术");

constexpr NameTable<ItemType> kItemTypeWords("疾病", "症状", "文章", "问答", "医生", "医院", "药品", "检查",
                                             "治疗与手术", "科室");

constexpr NameTable<FacetKind> kFacetKindWords("类型", "科室", "地区", "医院等级", "职称");

constexpr NameTable<Panel> kPanels("相关医生", "相关文章", "相关问答", "相关药品", "相关检查", "相关治疗与手术",
                                   "相关疾病", "相关医院", "相关科室");

constexpr NameTable<ConceptKind> kConceptKinds("疾病", "症状", "检查", "治疗与手术", "药物成分", "药物类别", "身体部位",
                                               "科室", "人群", "病因");

constexpr NameTable<Role> kRoles("", "主要原因", "促成因素", "少见原因", "主要", "常见", "偶见", "辅助",
                                 "用于排除其他疾病", "首选", "备选", "辅助治疗", "首选科室", "也可就诊");

constexpr NameTable<Evidence> kEvidence("", "依据为专家意见", "证据强度低", "证据强度中等", "证据强度高");

constexpr NameTable<SourceKind> kSourceKinds("指南或专家共识", "药品说明书", "教科书", "综述", "专家意见", "从文本读出",
                                             "网站内容");

constexpr NameTable<SourceStatus> kSourceStatuses("现行", "已被新版取代", "已撤回");

constexpr NameTable<CareLevel> kCareLevels("立即拨打120或去急诊", "当天就医", "尽快预约门诊", "可以先自我照护");
constexpr NameTable<CareLevel> kShortCareLevels("紧急", "较急", "门诊", "自我照护");

constexpr NameTable<DrugClassification> kDrugClassifications("未标明", "处方药", "甲类OTC", "乙类OTC");

/// What a predicate is called between two names, in both directions.
struct StepWords {
    std::string_view forward;
    std::string_view inverse;
};

StepWords step_words(Predicate predicate) {
    switch (predicate) {
        case Predicate::IsA:
            return {"属于", "包括"};
        case Predicate::PartOf:
            return {"隶属于", "下设"};
        case Predicate::LocatedIn:
            return {"发生部位", "发生在此处"};
        case Predicate::CausedBy:
            return {"病因", "可引起"};
        case Predicate::HasSymptom:
            return {"症状", "可见于"};
        case Predicate::DiagnosedBy:
            return {"检查", "用于检查"};
        case Predicate::TreatedBy:
            return {"治疗", "可用于治疗"};
        case Predicate::ManagedIn:
            return {"就诊科室", "诊治"};
        case Predicate::HasIngredient:
            return {"成分", "含有此成分"};
        case Predicate::ComplicatedBy:
            return {"并发症", "可并发于"};
        case Predicate::DiffersFrom:
            return {"需要鉴别", "需要鉴别"};
        case Predicate::OftenConfusedWith:
            return {"容易混淆", "容易混淆"};
        case Predicate::NotTreatedBy:
            return {"不适用", "不用于"};
        case Predicate::ContraindicatedIn:
            return {"禁用或慎用于", "禁用或慎用"};
        case Predicate::InteractsWith:
            return {"相互作用", "相互作用"};
        case Predicate::RedFlagOf:
            return {"是其危险信号", "危险信号"};
    }
    return {"相关", "相关"};
}

/// The fields of records that paths go through.
struct FieldWords {
    std::string_view field;
    StepWords words;
};

constexpr std::array<FieldWords, 12> kFieldWords = {{{"about", {"主题是", "讲它的是"}},
                                                     {"works_at", {"执业于", "在此执业"}},
                                                     {"answered_by", {"由他回答", "回答了"}},
                                                     {"title", {"标题写明", "标题写明它"}},
                                                     {"body", {"正文讲到", "正文讲到它"}},
                                                     {"department", {"所在科室", "科室医生"}},
                                                     {"specialty", {"擅长", "擅长写明它"}},
                                                     {"biography", {"简介写明", "简介写明它"}},
                                                     {"ingredients", {"成分含有", "成分含有它"}},
                                                     {"indications", {"适应症写明", "适应症写明它"}},
                                                     {"contraindications", {"禁忌写明", "禁忌写明它"}},
                                                     {"description", {"说明讲到", "说明讲到它"}}}};

std::string_view towards(StepWords words, StepDirection direction) {
    return direction == StepDirection::Forward ? words.forward : words.inverse;
}

std::string_view treatment_towards(std::string_view to_id) {
    if (to_id.starts_with("substance/") || to_id.starts_with("class/")) return "治疗药物";
    return to_id.starts_with("procedure/") ? "治疗方法" : "治疗";
}

/// The headings that differ from kind to kind are decided by heading_for().
StepWords group_words(Predicate predicate) {
    switch (predicate) {
        case Predicate::IsA:
            return {"属于哪一类", "包括哪些"};
        case Predicate::PartOf:
            return {"隶属于", "组成部分"};
        case Predicate::LocatedIn:
            return {"发生部位", "发生在此处的疾病和症状"};
        case Predicate::CausedBy:
            return {"病因", "可引起"};
        case Predicate::HasSymptom:
            return {"症状表现", "可见于哪些疾病"};
        case Predicate::DiagnosedBy:
            return {"检查与诊断", "用于检查哪些情况"};
        case Predicate::TreatedBy:
            return {"治疗", "用于治疗"};
        case Predicate::ManagedIn:
            return {"看什么科", "诊治哪些情况"};
        case Predicate::HasIngredient:
            return {"成分", "哪些药物含有它"};
        case Predicate::ComplicatedBy:
            return {"并发症", "可能由哪些情况并发"};
        case Predicate::DiffersFrom:
            return {"需要与哪些情况鉴别", "需要与哪些情况鉴别"};
        case Predicate::OftenConfusedWith:
            return {"容易混淆（不是一回事）", "容易混淆（不是一回事）"};
        case Predicate::NotTreatedBy:
            return {"不适用的药物和治疗", "不适用于"};
        case Predicate::ContraindicatedIn:
            return {"禁用或慎用于", "禁用或慎用的药物、检查和治疗"};
        case Predicate::InteractsWith:
            return {"药物相互作用", "药物相互作用"};
        case Predicate::RedFlagOf:
            return {"是哪些情况的危险信号", "危险信号"};
    }
    return {"相关", "相关"};
}

}  // namespace

std::string_view words_for(ListKind kind) {
    return kListKinds.name_of(kind);
}
std::string_view words_for(ItemType type) {
    return kItemTypeWords.name_of(type);
}
std::string_view words_for(FacetKind kind) {
    return kFacetKindWords.name_of(kind);
}
std::string_view words_for(Panel panel) {
    return kPanels.name_of(panel);
}
std::string_view words_for(ConceptKind kind) {
    return kConceptKinds.name_of(kind);
}
std::string_view words_for(Evidence evidence) {
    return kEvidence.name_of(evidence);
}
std::string_view words_for(SourceKind kind) {
    return kSourceKinds.name_of(kind);
}
std::string_view words_for(SourceStatus status) {
    return kSourceStatuses.name_of(status);
}
std::string_view words_for(CareLevel level) {
    return kCareLevels.name_of(level);
}
std::string_view short_words_for(CareLevel level) {
    return kShortCareLevels.name_of(level);
}
std::string_view words_for(DrugClassification classification) {
    return kDrugClassifications.name_of(classification);
}

std::string_view words_for(SignMatch match) {
    switch (match) {
        case SignMatch::Any:
            return "满足任一";
        case SignMatch::All:
            return "需同时满足全部";
    }
    return "";
}

std::string_view words_for(Role role, Predicate predicate) {
    if (role == Role::Core && predicate == Predicate::HasSymptom) return "主要症状";
    if (role == Role::Core && predicate == Predicate::DiagnosedBy) return "主要检查";
    if (role == Role::Occasional && predicate == Predicate::ContraindicatedIn) return "慎用";
    if (role == Role::Supporting) return "辅助检查";
    return kRoles.name_of(role);
}

std::string_view warning_for(DrugClassification classification) {
    switch (classification) {
        case DrugClassification::Unknown:
            return "处方药须凭处方在药师指导下购买和使用；非处方药请按药品说明书或者在药师指导下购买和使用";
        case DrugClassification::Prescription:
            return "处方药须凭处方在药师指导下购买和使用";
        case DrugClassification::OtcA:
        case DrugClassification::OtcB:
            return "请按药品说明书或者在药师指导下购买和使用";
    }
    return "";
}

std::string_view words_for_step(std::string_view step, StepDirection direction, std::string_view to_id) {
    if (const auto predicate = predicate_named(step)) {
        if (*predicate == Predicate::TreatedBy && direction == StepDirection::Forward) return treatment_towards(to_id);
        if (*predicate == Predicate::RedFlagOf && direction == StepDirection::Inverse &&
            to_id.starts_with("condition/")) {
            return "不能漏诊";
        }
        return towards(step_words(*predicate), direction);
    }
    for (const FieldWords& known : kFieldWords) {
        if (known.field == step) return towards(known.words, direction);
    }
    return "相关";
}

SentenceWords sentence_words(Predicate predicate) {
    switch (predicate) {
        case Predicate::IsA:
            return {"属于", "。"};
        case Predicate::PartOf:
            return {"是", "的一部分。"};
        case Predicate::LocatedIn:
            return {"发生的部位是", "。"};
        case Predicate::CausedBy:
            return {"的原因或诱因有", "。"};
        case Predicate::HasSymptom:
            return {"可以有这些表现：", "。"};
        case Predicate::DiagnosedBy:
            return {"的检查有", "。"};
        case Predicate::TreatedBy:
            return {"的治疗有", "。"};
        case Predicate::ManagedIn:
            return {"看", "。"};
        case Predicate::HasIngredient:
            return {"含有", "。"};
        case Predicate::ComplicatedBy:
            return {"可能引起这些并发症：", "。"};
        case Predicate::DiffersFrom:
            return {"要与", "区别开。"};
        case Predicate::OftenConfusedWith:
            return {"与", "不是一回事。"};
        case Predicate::NotTreatedBy:
            return {"不用", "治疗。"};
        case Predicate::ContraindicatedIn:
            return {"不能用于", "。"};
        case Predicate::InteractsWith:
            return {"与", "一起用时要当心。"};
        case Predicate::RedFlagOf:
            return {"是", "的危险信号。"};
    }
    return {"与", "有关。"};
}

std::string_view what_it_is(SourceKind kind) {
    static constexpr NameTable<SourceKind> kSentences(
        "这是一份指南或专家共识", "这是一份药品说明书", "这是一本教科书或工具书", "这是一篇医学论文", "这是专家的意见",
        "这是程序从文字里读出的内容，没有经过医生审核", "这是从别的网站导入的内容，没有经过医生审核");
    return kSentences.name_of(kind);
}

std::string_view words_for_field(std::string_view field) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kNames = {
        {{"title", "标题"},
         {"body", "正文"},
         {"department", "科室"},
         {"specialty", "擅长"},
         {"biography", "简介"},
         {"ingredients", "成分"},
         {"indications", "适应症"},
         {"contraindications", "禁忌"},
         {"description", "说明"},
         {"summary", "概述"}}};
    for (const auto& [name, words] : kNames) {
        if (name == field) return words;
    }
    return "内容";
}

std::string_view heading_for(Predicate predicate, StepDirection direction, ConceptKind of) {
    if (of == ConceptKind::Department && predicate == Predicate::ManagedIn) return "诊治的疾病、症状与治疗";
    if (of == ConceptKind::Department && predicate == Predicate::PartOf) {
        return direction == StepDirection::Forward ? "上级科室" : "下设科室";
    }
    if (of == ConceptKind::Symptom && predicate == Predicate::CausedBy && direction == StepDirection::Forward) {
        return "可能的原因";
    }
    if (of == ConceptKind::Symptom && predicate == Predicate::RedFlagOf && direction == StepDirection::Inverse) {
        return "不能漏掉的病";
    }
    if (of == ConceptKind::Condition && predicate == Predicate::RedFlagOf && direction == StepDirection::Forward) {
        return "哪些症状背后不能漏掉它";
    }
    return towards(group_words(predicate), direction);
}

std::string shown_name(std::string_view name) {
    std::string shown(name);
    for (const std::string_view mark : {"（虚构）", "（虚构地址）"}) {
        for (std::size_t at = shown.find(mark); at != std::string::npos; at = shown.find(mark)) {
            shown.erase(at, mark.size());
        }
    }
    return shown;
}

std::string_view words_for(Aspect aspect) {
    static constexpr NameTable<Aspect> kAspects("概况", "病因", "症状", "严重程度", "检查", "治疗", "用药", "手术",
                                                "饮食", "日常", "预防", "就诊科室", "专家", "费用");
    return kAspects.name_of(aspect);
}

std::string words_for(const Constraints& constraints) {
    std::vector<std::string> parts;
    if (constraints.sex) parts.emplace_back(*constraints.sex == Sex::Female ? "仅见于女性" : "仅见于男性");
    if (constraints.min_age_years) parts.push_back(std::to_string(*constraints.min_age_years) + "岁及以上");
    if (constraints.max_age_years) parts.push_back(std::to_string(*constraints.max_age_years) + "岁及以下");
    if (constraints.pregnancy) {
        parts.emplace_back(*constraints.pregnancy == PregnancyRule::Only ? "仅见于妊娠期" : "不见于妊娠期");
    }
    return join(parts, "，");
}

}  // namespace xinglin
