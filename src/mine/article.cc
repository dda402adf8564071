// An article speaks of the one thing that it is mainly about, section by section. A relation is read where three things
// come together: the section's heading (or a phrase that needs none), a phrase of a rule around the list in which the
// name stands, and a sentence that speaks of nothing else.
#include <algorithm>
#include <array>
#include <functional>

#include "mine/harvest.h"
#include "mine/sections.h"
#include "records/plain_text.h"
#include "text/fold.h"

namespace xinglin {
namespace {

/// Below it an article is about several things (面瘫和面肌痉挛的区别).
constexpr double kMainShare = 0.7;

const Vocabulary& modifiers() {
    static const Vocabulary words(
        {{"各种",   "各型",   "各类",   "多种",   "急性",   "慢性", "明显",   "明显的",   "轻度",       "中度",
          "重度",   "轻微",   "轻微的", "剧烈",   "剧烈的", "严重", "严重的", "不同程度", "不同程度的", "的",
          "反复",   "反复的", "阵发性", "持续性", "持续",   "突然", "一侧",   "双侧",     "单侧",       "伴",
          "伴有",   "其他",   "其它",   "常见",   "常见的", "主要", "少数",   "有时",     "还",         "也",
          "常",     "常有",   "可有",   "可",     "偶有",   "偶尔", "多",     "多为",     "出现",       "有",
          "进行性", "间歇性", "部分",   "部分性", "逐渐",   "甚至", "如",     "例如",     "包括",       "以及",
          "或有",   "是",     "为",     "一些",   "口服",   "静脉", "注射",   "局部",     "小剂量",     "大剂量",
          "足量",   "长期",   "短期",   "早期",   "头部",   "头颅", "先",     "再",       "同时",       "必要时",
          "加用",   "合用",   "可以",   "传统",   "传统的", "单纯"},
         {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", " ", "·"}});
    return words;
}

const Vocabulary& tails() {
    static const Vocabulary words(
        {{"的",   "等",     "等症状",   "症状",   "症",     "病",     "疾病",    "表现", "等表现", "现象",   "等症",
          "患者", "病人",   "者",       "检查",   "治疗",   "等药物", "等药",    "药物", "药",     "类药物", "等疾病",
          "相",   "相互",   "发作",     "感",     "等检查", "手术",   "疗法",    "术",   "片",     "注射",   "及",
          "和",   "明显",   "为主",     "等情况", "情况",   "这",     "两种",    "几种", "类",     "口服",   "制剂",
          "后",   "所",     "均",       "都",     "也",     "常",     "可",      "可能", "会",     "能",     "很",
          "常常", "等问题", "等并发症", "等病",   "而",     " ",      "注射治疗"}});
    return words;
}

const Vocabulary& hedges() {
    static const Vocabulary words(
        {{"假说",     "学说",   "有人认为", "推测",   "尚无定论", "尚不清楚", "未明",   "不明", "有研究",   "可能与",
          "可能是由", "可能由", "怀疑",     "据报道", "传说",     "误认为",   "误以为", "争议", "尚未证实", "并不是"}});
    return words;
}

/// A condition that a reader may or may not be in: 如果出现…应立即就医.
const Vocabulary& conditionals() {
    static const Vocabulary words({{"如果",     "若",       "一旦",   "倘若",   "假如", "要是",     "如有", "如出现",
                                    "如伴",     "如为",     "如是",   "当出现", "警惕", "立即就医", "急诊", "120",
                                    "尽快就医", "及时就医", "应考虑", "提示",   "说明", "要想到",   "则"}});
    return words;
}

const Vocabulary& possibility() {
    static const Vocabulary words({{"可能"}});
    return words;
}

const Vocabulary& exclusion() {
    static const Vocabulary words({{"排除"}});
    return words;
}

/// What a rule looks for around a name.
struct ArticleRule {
    std::string_view id;
    Predicate predicate;
    SectionKind section;
    std::initializer_list<ConceptKind> kinds;  ///< of the names
    const Vocabulary& before;                  ///< governs the list from in front
    const Vocabulary& behind;                  ///< governs it from behind
    const Vocabulary& refused;                 ///< one of these in the sentence, and nothing is read from it
    bool reads_bare_lists;                     ///< in its own section
    bool may_name_others;                      ///< the sentence may name other illnesses in front of the name
};

const ArticleRule& cause_rule() {
    static const Vocabulary before({{"病因有",     "病因包括",   "病因为",   "病因是",   "病因主要是", "病因主要有",
                                     "原因有",     "原因包括",   "原因是",   "原因为",   "原因主要是", "原因主要有",
                                     "病因多为",   "病因如",     "病因:",    "原因:",    "继发于",     "常见病因有",
                                     "常见病因为", "病因主要为", "常继发于", "病因还有", "原因还有"}});
    static const Vocabulary behind(
        {{"引起本病", "导致本病", "引起该病", "导致该病", "引发本病", "是本病的病因", "是主要病因", "是最常见的病因",
          "是主要原因", "是最常见的原因", "是常见原因", "是常见病因", "是本病的主要原因", "是本病的主要病因"}});
    static const Vocabulary refused({{"诱因", "诱发", "加重", "预防", "避免", "并发症", "后果", "区别", "鉴别", "不会",
                                      "不是", "与此无关", "无关", "治疗后", "很少", "罕见"}});
    static const ArticleRule rule{"article-cause",
                                  Predicate::CausedBy,
                                  SectionKind::Cause,
                                  {ConceptKind::Condition, ConceptKind::Substance, ConceptKind::Class},
                                  before,
                                  behind,
                                  refused,
                                  false,
                                  false};
    return rule;
}

/// 由…引起, when what it causes is the article's subject.
const Vocabulary& agents() {
    static const Vocabulary words(
        {{"由", "是由", "由于", "因", "多由", "常由", "可由", "因为", "主要由", "常因", "多因", "大多由"}});
    return words;
}
const Vocabulary& effects() {
    static const Vocabulary words(
        {{"引起", "导致", "所致", "造成", "而致", "引发", "所引起", "致病", "而引起", "所造成", "所导致"}});
    return words;
}

const ArticleRule& symptom_rule() {
    static const Vocabulary before(
        {{"表现为", "表现有", "表现是", "表现包括", "症状有", "症状是",   "症状为", "症状包括",   "出现", "可有",
          "常有",   "伴有",   "伴",     "伴随",     "感到",   "感觉",     "可见",   "常见",       "多见", "发生",
          "会有",   "主要有", "主要是", "可出现",   "特征是", "特点是",   "特征为", "症状主要是", "常伴", "常伴有",
          "可伴",   "可伴有", "还有",   "症状:",    "表现:",  "发作时有", "以",     "先兆有"}});
    static const Vocabulary behind(
        {{"为主要症状",   "为主要表现", "为首发症状", "为典型症状",     "为特征",     "为特点",     "为主要特征",
          "为突出表现",   "为常见症状", "是主要症状", "是最常见的症状", "是常见症状", "是首发症状", "是典型症状",
          "是最早的症状", "最常见",     "为最常见",   "是突出症状",     "是核心症状", "是主要表现"}});
    static const Vocabulary refused(
        {{"不会", "很少", "罕见",   "少见", "消失", "缓解",   "减轻",   "改善",   "副作用", "不良反应", "不同",
          "区别", "鉴别", "而不是", "治疗", "服药", "术后",   "并发症", "预防",   "避免",   "因为",     "误诊",
          "区分", "不伴", "用药",   "药物", "手术", "另一种", "和它",   "不一样", "引起的", "所致"}});
    static const ArticleRule rule{"article-symptom",
                                  Predicate::HasSymptom,
                                  SectionKind::Symptom,
                                  {ConceptKind::Symptom},
                                  before,
                                  behind,
                                  refused,
                                  true,
                                  false};
    return rule;
}

const ArticleRule& test_rule() {
    static const Vocabulary before(
        {{"做",     "行",   "查",   "进行", "检查包括", "检查有", "首选", "通过",   "依靠", "借助", "结合",
          "应做",   "完善", "采用", "选择", "拍",       "检查:",  "包括", "检查是", "常做", "可做", "需做",
          "需要做", "安排", "靠",   "根据", "依据",     "检查为", "常用", "用",     "可用"}});
    static const Vocabulary behind(
        {{"可明确诊断", "可以明确诊断", "可确诊", "可以确诊", "有助于诊断", "有助于确诊", "有助诊断", "可帮助诊断",
          "可协助诊断", "可诊断",       "可显示", "可以显示", "能显示",     "可发现",     "可以发现", "能发现",
          "可见",       "帮助诊断",     "是确诊", "是诊断",   "是首选",     "为首选",     "可帮助",   "可以帮助",
          "帮助判断",   "有诊断价值",   "对诊断", "能帮助",   "能够显示",   "可提示",     "用于诊断", "帮助医生",
          "可以看到",   "能看到",       "可看到", "可明确",   "可记录到",   "可以记录到", "能确诊",   "能明确",
          "确诊",       "看看",         "看",     "了解"}});
    static const Vocabulary refused(
        {{"评估整体", "整体风险", "累及",     "长期吃",   "不需",   "无需",     "不必",  "不能",
          "没有必要", "不推荐",   "价值不大", "复查",     "随访",   "术前",     "术后",  "禁忌",
          "用药前",   "用药期间", "服药前",   "服药期间", "治疗前", "治疗期间", "监测",  "无法",
          "不用",     "一般不",   "避免",     "正常",     "很少",   "没有特异", "不作为"}});
    static const ArticleRule rule{"article-test",
                                  Predicate::DiagnosedBy,
                                  SectionKind::Test,
                                  {ConceptKind::Test},
                                  before,
                                  behind,
                                  refused,
                                  true,
                                  true};
    return rule;
}

const ArticleRule& treatment_rule() {
    static const Vocabulary before(
        {{"可用",       "服用",       "口服",    "注射",     "给予",       "选用",     "首选",     "常用",
          "使用",       "采用",       "应用",    "进行",     "药物有",     "药物包括", "包括",     "予",
          "药有",       "药物如",     "药物:",   "治疗:",    "治疗用",     "用",       "主要用",   "常用的有",
          "常用药物有", "选择",       "方法有",  "方法包括", "治疗有",     "治疗包括", "药物是",   "药物为",
          "行",         "做",         "接受",    "考虑",     "主要是",     "治疗是",   "药是",     "可选",
          "可选择",     "接受",       "手术有",  "手术包括", "手术方式有", "静脉滴注", "肌内注射", "试用",
          "可以用",     "药物主要有", "注射的是"}});
    static const Vocabulary behind(
        {{"治疗",   "有效",     "可缓解",   "可减轻",     "可控制",   "可改善",   "可治愈", "是首选",
          "为首选", "是一线",   "可以缓解", "可以减轻",   "可以控制", "能缓解",   "能减轻", "能控制",
          "能改善", "疗效",     "效果好",   "效果较好",   "是主要",   "是最有效", "是有效", "可用于",
          "适用于", "可以治愈", "可以改善", "有一定效果", "是常用",   "是根本",   "是目前", "用于"}});
    static const Vocabulary refused(
        {{"避免",     "慎用",   "禁用", "不宜",   "不推荐",   "不建议",   "无效",     "停用",   "不要",   "不能",
          "不用",     "勿",     "过量", "副作用", "不良反应", "滥用",     "加重",     "诱发",   "换用",   "效果差",
          "没有效果", "不可",   "不应", "忌",     "禁忌",     "误",       "很少",     "合并",   "并发症", "过敏",
          "如果",     "预防",   "引起", "导致",   "不如",     "尚无",     "没有证据", "研究",   "不再",   "停药",
          "戒断",     "不作为", "除外", "不需",   "无需",     "没有必要", "效果不",   "不常规", "疗效不", "争议",
          "有限",     "偏方",   "自行", "自己",   "停止",     "减少"}});
    static const ArticleRule rule{"article-treatment",
                                  Predicate::TreatedBy,
                                  SectionKind::Treatment,
                                  {ConceptKind::Substance, ConceptKind::Class, ConceptKind::Procedure},
                                  before,
                                  behind,
                                  refused,
                                  false,
                                  false};
    return rule;
}

const ArticleRule& complication_rule() {
    static const Vocabulary before(
        {{"并发",         "可并发",  "常并发",   "易并发",   "并发症有", "并发症包括", "并发症为", "并发症是",
          "并发症主要有", "继发",    "导致",     "引起",     "出现",     "发生",       "引发",     "发展为",
          "遗留",         "并发症:", "后遗症有", "常见的有", "可有",     "伴发",       "造成",     "并发症如"}});
    static const Vocabulary behind(
        {{"是常见并发症", "是常见的并发症", "等并发症", "是最常见的并发症", "是主要并发症", "是本病的并发症"}});
    static const Vocabulary refused(
        {{"预防", "避免", "不会", "很少", "罕见", "治疗", "药物",     "副作用", "不良反应", "区别",
          "鉴别", "防止", "减少", "病因", "手术", "术后", "无并发症", "诱因",   "由",       "因"}});
    static const ArticleRule rule{"article-complication",
                                  Predicate::ComplicatedBy,
                                  SectionKind::Complication,
                                  {ConceptKind::Condition, ConceptKind::Symptom},
                                  before,
                                  behind,
                                  refused,
                                  true,
                                  false};
    return rule;
}

/// Says by itself what belongs to what, whatever the section.
const Vocabulary& explicit_complication() {
    static const Vocabulary words(
        {{"可并发", "常并发", "易并发", "并发症有", "并发症包括", "并发症为", "并发症是", "并发症主要有"}});
    return words;
}

const ArticleRule& differential_rule() {
    static const Vocabulary before({{"与", "和", "同", "跟"}});
    static const Vocabulary behind(
        {{"鉴别", "相鉴别", "区别", "区分", "相区别", "相区分", "混淆", "相混淆", "进行鉴别", "做鉴别", "作鉴别",
          "加以鉴别", "鉴别诊断", "区分开", "区别开", "分清", "分开", "加以区别"}});
    static const Vocabulary refused({{"无需", "不需", "不用", "没有区别", "治疗的区别", "无区别"}});
    static const ArticleRule rule{"article-differential",
                                  Predicate::DiffersFrom,
                                  SectionKind::Differential,
                                  {ConceptKind::Condition, ConceptKind::Symptom},
                                  before,
                                  behind,
                                  refused,
                                  false,
                                  false};
    return rule;
}

bool is_ill(ConceptKind kind) {
    return kind == ConceptKind::Condition || kind == ConceptKind::Symptom;
}

struct ArticleText {
    Harvest& harvest;
    const MinedField& field;
    ConceptIndex main;
    bool is_titled = false;  ///< the title names it
};

/// A name with the rule that looks at it.
struct Look {
    const ArticleText& article;
    const ArticleRule& rule;
    const Section& section;
    const ReadSentence& sentence;
    const NameInSentence& name;

    bool is_own_section() const { return section.kinds.contain(rule.section); }
    EdgeWords words() const { return {modifiers(), tails(), rule.before}; }
};

/// Of `firsts`, the first that stands in front of the name and is neither it nor the article's subject; null when none
/// does.
const Mention* first_other(const Look& look, const FirstNames& firsts) {
    const Mention& named = *look.name.mention;
    const auto other = std::find_if(firsts.begin(), firsts.end(), [&](const Mention* mention) {
        return mention != nullptr && mention->span.begin < named.span.begin &&
               mention->concept_index != named.concept_index && mention->concept_index != look.article.main;
    });
    return other == firsts.end() ? nullptr : *other;
}

/// Whether the sentence names another illness in front of the name, other than as an item of the same list: then it may
/// be that illness it speaks of. When the first such illness stands in one list with the name, so do those between
/// them.
bool speaks_of_another(const Look& look) {
    if (look.rule.predicate == Predicate::TreatedBy && first_other(look, look.sentence.symptoms) != nullptr)
        return true;
    const Mention* other = first_other(look, look.sentence.conditions);
    if (other == nullptr) return false;
    const bool may_be_item = is_ill(look.name.kind) || look.name.kind == ConceptKind::Substance;
    const Span between{other->span.end, std::max(other->span.end, look.name.mention->span.begin)};
    return !may_be_item || !is_list_as_written(slice(look.article.field.text, between));
}

/// Whether what follows "引起" is the article's subject: nothing, 本病, its name, 的一种疾病.
bool is_effect_subject(const Look& look, std::string_view effect) {
    static const Vocabulary subjects({{"本病", "该病", "此病", "的本病", "的一种", "的一组", "的一类", "的疾病",
                                       "的综合征", "的传染病", "的临床综合征", "发病", "的", "的全身性"}});
    if (effect.starts_with("的"))
        return subjects.longest_at_start(effect) > std::string_view("的").size() || effect == "的";
    if (effect.empty() || subjects.longest_at_start(effect) > 0) return true;
    const Concept& main = look.article.harvest.knowledge().at(look.article.main);
    const auto starts_with_name = [&](const std::string& name) {
        const std::string folded = fold(name);
        return !folded.empty() && effect.starts_with(folded);
    };
    return starts_with_name(main.name) ||
           std::any_of(main.aliases.begin(), main.aliases.end(), [&](const Alias& alias) {
               return alias.use == AliasUse::Alone && starts_with_name(alias.text);
           });
}

/// What follows the verb of 引起 in the clause behind the name, when the name's list leads up to it.
std::optional<std::string_view> effect_behind(const NameInSentence& name) {
    const std::string_view clause = clause_after(name.after);
    if (!is_governed_behind(clause, effects(), tails())) return std::nullopt;
    const std::string_view from_verb = clause.substr(effects().begin_of_first_in(clause));
    return from_verb.substr(effects().longest_at_start(from_verb));
}

/// 由A、B引起（的）: what it causes must be the subject, by name, as 本病 or by saying nothing.
bool is_agent_of_subject(const Look& look) {
    if (!is_governed_before(look.name.before, agents(), modifiers())) return false;
    const auto effect = effect_behind(look.name);
    return effect && is_effect_subject(look, *effect);
}

/// A可引起面肌痉挛
bool causes_subject(const Look& look) {
    const std::string_view clause = clause_after(look.name.after);
    const std::size_t verb = effects().begin_of_first_in(clause);
    if (verb == std::string_view::npos || !tails().makes_up(clause.substr(0, verb))) return false;
    const auto effect = effect_behind(look.name);
    return effect && !effect->empty() && !effect->starts_with("的") && is_effect_subject(look, *effect);
}

/// "1.三叉神经痛：…" and "三叉神经痛" alone on a line head a paragraph of a section about what to tell apart.
bool heads_paragraph(const Look& look) {
    const EdgeWords words = look.words();
    if (!words.modifiers.makes_up(look.name.before)) return false;
    const std::string_view after(look.name.after);
    return after.empty() || after.starts_with(':') || after.starts_with('(');
}

/// "偏头痛、紧张型头痛：…" in a section about the causes of a symptom.
bool heads_paragraph_of_causes(const Look& look) {
    const Concept& main = look.article.harvest.knowledge().at(look.article.main);
    if (main.kind != ConceptKind::Symptom || !look.is_own_section()) return false;
    const std::string_view after(look.name.after);
    const std::size_t colon = after.find(':');
    if (colon == std::string_view::npos) return is_bare_list(look.sentence, look.name, look.words());
    NameInSentence head = look.name;
    head.after = after.substr(0, colon);
    return is_bare_list(look.sentence, head, look.words());
}

bool has_pattern(const Look& look) {
    const ArticleRule& rule = look.rule;
    if (rule.predicate == Predicate::DiffersFrom) {
        if (look.is_own_section() && heads_paragraph(look)) return true;
        return is_governed_before(clause_before(look.name.before), rule.before, modifiers()) &&
               is_governed_behind(clause_after(look.name.after), rule.behind, tails());
    }
    if (rule.predicate == Predicate::CausedBy) {
        if (is_agent_of_subject(look) || causes_subject(look) || heads_paragraph_of_causes(look)) return true;
    }
    if (is_governed_before(clause_before(look.name.before), rule.before, modifiers())) {
        // 以 says nothing without 为主要症状 behind it.
        const bool needs_both = rule.predicate == Predicate::HasSymptom &&
                                clause_before(look.name.before).find("以") != std::string_view::npos;
        if (!needs_both || is_governed_behind(look.name.after, rule.behind, tails())) return true;
    }
    // A colon or comma may stand between the verb and a long list.
    if (is_governed_before(look.name.before, rule.before, modifiers())) return true;
    if (is_governed_behind(look.name.after, rule.behind, tails())) return true;
    return rule.reads_bare_lists && look.is_own_section() && is_bare_list(look.sentence, look.name, look.words());
}

/// Outside of a rule's own section only phrases that need no heading are read.
bool is_read_here(const Look& look) {
    const Predicate predicate = look.rule.predicate;
    if (look.is_own_section()) return true;
    if (predicate == Predicate::DiffersFrom) return has_pattern(look);
    if (predicate == Predicate::ComplicatedBy) {
        return is_governed_before(clause_before(look.name.before), explicit_complication(), modifiers());
    }
    if (predicate != Predicate::CausedBy || !look.section.kinds.empty()) return false;
    return is_agent_of_subject(look) || causes_subject(look);
}

bool is_clean_right(const Look& look, NameEdge right) {
    if (right == NameEdge::Clean) return true;
    // What governs the list may follow at once: 三叉神经痛相鉴别.
    const std::string_view after(look.name.after);
    const auto places = tails().word_prefixes(after);
    return std::any_of(places.begin(), places.end(), [&](std::size_t place) {
        const std::string_view rest = after.substr(place);
        return look.rule.behind.longest_at_start(rest) > 0 ||
               (look.rule.predicate == Predicate::CausedBy && effects().longest_at_start(rest) > 0);
    });
}

bool is_clean_left(const Look& look) {
    const EdgeWords words = look.words();
    if (left_edge(look.name.before, words) == NameEdge::Clean) return true;
    const EdgeWords agent_words{modifiers(), tails(), agents()};
    return look.rule.predicate == Predicate::CausedBy && left_edge(look.name.before, agent_words) == NameEdge::Clean;
}

std::optional<DeclineReason> objection(const Look& look) {
    if (const auto denied = objection_to(look.sentence, look.name, Negations::Respect)) return denied;
    const NameEdge right = right_edge(look.name.after, look.words());
    if (right == NameEdge::Cut) return DeclineReason::Cut;
    if (look.sentence.holds(look.rule.refused)) return DeclineReason::TakenBack;
    if (look.sentence.holds(hedges())) return DeclineReason::Suspected;
    const bool is_cause = look.rule.predicate == Predicate::CausedBy;
    if (is_cause && look.sentence.holds(possibility())) return DeclineReason::Suspected;
    const bool is_test = look.rule.predicate == Predicate::DiagnosedBy;
    if (!is_test && look.sentence.holds(conditionals())) return DeclineReason::Conditional;
    if (!look.rule.may_name_others && speaks_of_another(look)) return DeclineReason::OtherSubject;
    if (!is_clean_right(look, right) || !is_clean_left(look)) return DeclineReason::Qualified;
    return std::nullopt;
}

void read_name(const Look& look) {
    const ArticleRule& rule = look.rule;
    if (std::find(rule.kinds.begin(), rule.kinds.end(), look.name.kind) == rule.kinds.end()) return;
    if (look.name.mention->concept_index == look.article.main || !is_read_here(look)) return;
    // An article names many things in passing: what no phrase of the rule touches was not looked at.
    if (!has_pattern(look)) return;
    Claim claim{rule.id, rule.predicate, look.article.main, look.name.mention->concept_index};
    const bool excludes = look.sentence.holds(exclusion());
    if (rule.predicate == Predicate::DiagnosedBy && excludes) claim.role = Role::Exclusion;
    if (const auto reason = objection(look)) {
        look.article.harvest.decline(*reason, claim, look.article.field, look.sentence, look.name);
    } else {
        look.article.harvest.accept(claim, look.article.field, look.sentence, look.name);
    }
}

/// A heading that names another illness (和三叉神经痛的不同, 继发性…) speaks of that one.
bool is_about_another(const ArticleText& article, const Section& section) {
    const auto& mentions = article.field.mentions;
    auto mention = std::lower_bound(mentions.begin(), mentions.end(), section.heading.begin,
                                    [](const Mention& each, std::uint32_t at) { return each.span.begin < at; });
    for (; mention != mentions.end() && mention->span.begin < section.heading.end; ++mention) {
        const bool is_inside = mention->span.end <= section.heading.end;
        const bool is_other = mention->concept_index != article.main;
        if (is_inside && is_other && is_ill(article.harvest.knowledge().at(mention->concept_index).kind)) return true;
    }
    return false;
}

void read_section(const ArticleText& article, const Section& section) {
    if (is_about_another(article, section)) return;
    const std::array<const ArticleRule*, 6> rules = {&cause_rule(),     &symptom_rule(),      &test_rule(),
                                                     &treatment_rule(), &complication_rule(), &differential_rule()};
    const auto sentences = read_sentences(article.harvest.knowledge(), article.field, section.span);
    for (const ArticleRule* rule : rules) {
        for (const ReadSentence& sentence : sentences) {
            for (const NameInSentence& name : sentence.names) {
                read_name({article, *rule, section, sentence, name});
            }
        }
    }
}

/// The kinds of section that the title itself announces for the text before the first heading: 面肌痉挛的病因.
SectionKinds kinds_of_title(const std::vector<Aspect>& aspects, std::string_view title) {
    if (aspects.size() != 1) return {};
    return kinds_of_heading(title);
}

}  // namespace

void mine_article(const Article& article, Harvest& harvest) {
    const std::string text = article.body_is_markdown ? plain_text(article.body) : article.body;
    const Annotation annotation = annotate_document(harvest.annotator(), article.title, text);
    if (annotation.main.empty() || annotation.main.front().weight < kMainShare) return;
    const ConceptIndex main = annotation.main.front().concept_index;
    if (!is_ill(harvest.knowledge().at(main).kind)) return;
    const MinedField field{"body", text, annotation.text, harvest.is_imported()};
    const ArticleText read{harvest, field, main};
    const auto headings = article.body_is_markdown ? headings_in_plain_text(article.body, text) : std::vector<Span>();
    auto sections = sections_of(text, headings);
    const SectionKinds announced = kinds_of_title(annotation.aspects, article.title);
    if (!announced.contain(SectionKind::Other)) sections.front().kinds = announced;
    for (const Section& section : sections) read_section(read, section);
}

}  // namespace xinglin
