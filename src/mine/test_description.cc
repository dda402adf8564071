#include <algorithm>
#include <array>

#include "mine/harvest.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr std::string_view kRule = "test-description";

const Vocabulary& modifiers() {
    static const Vocabulary words({{"各种", "各型", "各类", "多种",   "急性",   "慢性", "急慢性", "早期", "的",
                                    "有无", "有",   "是否", "是否有", "是否为", "患者", "其他",   "其它", "常见",
                                    "疑似", "可疑", "怀疑", "怀疑有", "引起的", "存在", "不典型"},
                                   {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", " "}});
    return words;
}

const Vocabulary& tails() {
    static const Vocabulary words(
        {{"的",   "等",   "疾病", "病",   "症",   "患者", "病人", "者",       "及",   "和",   "与",   "早期", "辅助",
          "鉴别", "诊断", "筛查", "检查", "发现", "定位", "定性", "病因",     "临床", "确诊", "检出", "识别", "之",
          "间",   "进行", "有",   "重要", "价值", "意义", "可能", "重要价值", "所致", "存在", "类型", " "}});
    return words;
}

/// What a test does to an illness that it serves to diagnose; stands before the illness.
const Vocabulary& finding_verbs() {
    static const Vocabulary words(
        {{"诊断",     "鉴别",     "发现",     "检出",   "识别",     "筛查",       "确诊",     "查出",
          "判断",     "判断有无", "了解有无", "明确",   "检查有无", "辅助诊断",   "早期诊断", "早期发现",
          "鉴别诊断", "区分",     "区别",     "适用于", "提示",     "判断是否有", "确定有无", "看出"}});
    return words;
}

/// The same behind the illness: 用于癫痫的诊断.
const Vocabulary& finding_nouns() {
    static const Vocabulary words(
        {{"诊断",     "鉴别",     "筛查",     "检出",     "发现",     "识别",     "确诊", "早期诊断",
          "鉴别诊断", "定位诊断", "病因诊断", "辅助诊断", "检查",     "病因排查", "排查", "病因判断",
          "早期识别", "病因筛查", "床旁筛查", "重要检查", "首选检查", "主要检查"}});
    return words;
}

const Vocabulary& purposes() {
    static const Vocabulary words(
        {{"用于", "适用于", "对", "有助于", "帮助", "有利于", "支持", "是", "为", "作为", "应用于", "协助"}});
    return words;
}

const Vocabulary& excluding_verbs() {
    static const Vocabulary words({{"排除"}});
    return words;
}

/// 排除 as what the test serves for, not as what was done.
const Vocabulary& excluding_purposes() {
    static const Vocabulary words({{"帮助", "用于", "以",   "并",   "可",   "能", "有助于", "来",   "从而", "或",  "和",
                                    "及",   ",",    "可以", "用来", "协助", "、", "发现或", "并可", "需",   "便于"}});
    return words;
}

const Vocabulary& takebacks() {
    static const Vocabulary words(
        {{"不能诊断", "无法",     "不足以",   "价值有限", "意义不大", "不推荐",   "无需",   "不需",     "不必",
          "难以",     "不能单独", "特异性低", "特异性差", "不用于",   "不作为",   "不适用", "不适合",   "不能确诊",
          "不能用",   "没有意义", "无意义",   "价值不大", "除外",     "不能仅",   "不可靠", "不能代替", "禁",
          "不包括",   "并不",     "不能区分", "不能鉴别", "不能发现", "不能判断", "不是用"}});
    return words;
}

/// Speaks of an illness that is known already.
const Vocabulary& assessing() {
    static const Vocabulary words({{"程度", "预后", "疗效", "随访", "复查", "术前", "术后", "手术前", "手术后", "治疗",
                                    "恢复", "监测", "分期", "分级", "进展", "术中"}});
    return words;
}

/// The concept that the record is the page of.
std::optional<ConceptIndex> own_concept(const Knowledge& knowledge, const Record& record, const Test& test) {
    const auto by_id = knowledge.find(record.head.id);
    if (by_id && knowledge.at(*by_id).kind == ConceptKind::Test) return by_id;
    std::optional<ConceptIndex> only;
    for (const ConceptIndex index : knowledge.named(test.name)) {
        if (knowledge.at(index).kind != ConceptKind::Test) continue;
        if (only) return std::nullopt;
        only = index;
    }
    return only;
}

bool is_excluded_by_test(const NameInSentence& name) {
    if (!is_governed_before(name.before, excluding_verbs(), modifiers())) return false;
    const std::string_view before(name.before);
    const std::size_t verb = before.rfind("排除");
    return verb == 0 || excluding_purposes().longest_at_end(before.substr(0, verb)) > 0;
}

std::optional<DeclineReason> objection(const ReadSentence& sentence, const NameInSentence& name, bool is_excluded) {
    if (sentence.holds(takebacks())) return DeclineReason::TakenBack;
    const EdgeWords words{modifiers(), tails(), is_excluded ? excluding_verbs() : finding_verbs()};
    const NameEdge right = right_edge(name.after, words);
    if (right == NameEdge::Cut) return DeclineReason::Cut;
    const auto denials = is_excluded || name.before.ends_with("有无") || name.before.ends_with("是否有")
                             ? Negations::PassOver
                             : Negations::Respect;
    if (const auto denied = objection_to(sentence, name, denials)) return denied;
    if (is_excluded) {
        const bool is_clean = right == NameEdge::Clean && left_edge(name.before, words) == NameEdge::Clean;
        return is_clean ? std::nullopt : std::optional(DeclineReason::Qualified);
    }
    const std::string clause = std::string(clause_before(name.before)) + std::string(clause_after(name.after));
    if (assessing().occurs_in(clause) && !finding_nouns().occurs_in(clause)) return DeclineReason::Assessment;
    const EdgeWords purpose_words{modifiers(), tails(), purposes()};
    const bool verb_before = is_governed_before(name.before, finding_verbs(), modifiers()) &&
                             left_edge(name.before, words) == NameEdge::Clean;
    const bool noun_behind = is_governed_before(name.before, purposes(), modifiers()) &&
                             is_governed_behind(clause_after(name.after), finding_nouns(), tails()) &&
                             left_edge(name.before, purpose_words) == NameEdge::Clean;
    if (!verb_before && !noun_behind) return DeclineReason::NoPattern;
    return right == NameEdge::Clean ? std::nullopt : std::optional(DeclineReason::Qualified);
}

}  // namespace

void mine_test(const Record& record, const Test& test, Harvest& harvest) {
    const std::array<std::string_view, 2> texts = {test.name, test.description};
    const auto mentions = harvest.annotator().annotate_together(texts);
    const MinedField field{"description", test.description, mentions[1], harvest.is_imported()};
    const auto own = own_concept(harvest.knowledge(), record, test);
    const Span all{0, static_cast<std::uint32_t>(test.description.size())};
    for (const ReadSentence& sentence : read_sentences(harvest.knowledge(), field, all)) {
        for (const NameInSentence& name : sentence.names) {
            if (name.kind != ConceptKind::Condition && name.kind != ConceptKind::Symptom) continue;
            const bool is_excluded = is_excluded_by_test(name);
            Claim claim{kRule, Predicate::DiagnosedBy, name.mention->concept_index, own};
            if (is_excluded) claim.role = Role::Exclusion;
            auto reason = objection(sentence, name, is_excluded);
            if (!reason && !own) reason = DeclineReason::NoSubject;
            if (reason) {
                harvest.decline(*reason, claim, field, sentence, name);
            } else {
                harvest.accept(claim, field, sentence, name);
            }
        }
    }
}

}  // namespace xinglin
