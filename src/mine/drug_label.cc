// A drug label says of the product what holds for its ingredient only when there is one. Sentences are read as a whole:
// one 无效 or 除外 in it, and nothing is read from it.
#include <algorithm>
#include <array>

#include "mine/harvest.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr std::string_view kIndication = "drug-label-indication";
constexpr std::string_view kContraindication = "drug-label-contraindication";
constexpr std::string_view kInteraction = "drug-label-interaction";

/// What may stand beside an ingredient in a product's name or list of ingredients.
const Vocabulary& product_words() {
    static const Vocabulary words(
        {{"盐酸",     "硫酸",     "磷酸",       "酒石酸",   "马来酸",   "富马酸", "枸橼酸", "琥珀酸",
          "甲磺酸",   "苯磺酸",   "氢溴酸",     "氢氯酸",   "醋酸",     "乙酸",   "草酸",   "乳酸",
          "门冬氨酸", "葡萄糖酸", "对甲苯磺酸", "二甲磺酸", "重酒石酸", "钠",     "钾",     "钙",
          "镁",       "锂",       "盐",         "水合物",   "一水合物", "一水",   "半水"},
         {"片",     "胶囊", "缓释",   "控释", "分散",   "肠溶", "注射", "注射液", "注射用", "口服", "溶液", "口服液",
          "滴眼液", "滴眼", "颗粒",   "软膏", "乳膏",   "凝胶", "栓",   "贴",     "贴片",   "贴剂", "喷雾", "气雾",
          "粉",     "针",   "干混悬", "混悬", "混悬液", "糖浆", "口崩", "口腔",   "崩解",   "咀嚼", "滴剂", "滴丸",
          "软",     "硬",   "冻干",   "吸入", "鼻",     "透皮", "薄膜", "衣",     "剂",     "丸",   "散",   "膏",
          "泡腾",   "舌下", "鼻喷",   "外用", "无菌",   "粉雾", "植入", "脂质体", "长效",   "速释"},
         {"本品", "主要", "成份", "成分", "活性", "有效", "为", "是", "每", "含", "内", "主药", "通用名", "药物", "的",
          "等", "份"},
         {"0",  "1", "2",  "3",  "4",  "5",    "6",  "7",    "8",  "9",  ".",    ":",  "。", " ",  "(", ")",
          "mg", "g", "ml", "μg", "ug", "毫克", "克", "毫升", "支", "粒", "单位", "万", "u",  "iu", "%"}});
    return words;
}

/// From here on a list of ingredients speaks of something else.
const Vocabulary& ingredient_ends() {
    static const Vocabulary words({{"化学名", "分子式", "辅料", "其化学", "结构式", "分子量", "cas"}});
    return words;
}

/// The one ingredient that `text` names, when it names nothing else.
std::optional<ConceptIndex> only_substance(const Knowledge& knowledge, std::string_view text,
                                           const std::vector<Mention>& mentions) {
    std::optional<ConceptIndex> only;
    std::string rest;
    std::uint32_t end = 0;
    for (const Mention& mention : mentions) {
        if (knowledge.at(mention.concept_index).kind != ConceptKind::Substance) continue;
        if (mention.negated || mention.at_cut) return std::nullopt;
        if (only && *only != mention.concept_index) return std::nullopt;
        only = mention.concept_index;
        rest += fold(text.substr(end, mention.span.begin - end));
        end = mention.span.end;
    }
    rest += fold(text.substr(end));
    rest.resize(std::min(rest.size(), ingredient_ends().begin_of_first_in(rest)));
    return product_words().makes_up(rest) ? only : std::nullopt;
}

/// Before a name in a label, without making it another thing.
const Vocabulary& label_modifiers() {
    static const Vocabulary words(
        {{"各种", "各型", "各类",   "多种",     "各期",   "轻",   "中",     "重",       "度",
          "轻度", "中度", "轻中度", "轻、中度", "急性",   "慢性", "急慢性", "急、慢性", "成人",
          "儿童", "小儿", "老年",   "老年人",   "患者",   "一侧", "偏侧",   "单侧",     "双侧",
          "其他", "其它", "的",     "常见",     "常见的", "以下", "下列",   "疾病",     "临床",
          "主要", "也",   "亦",     "还",       "尚",     "可",   "均",     "适合",     "症状性"},
         {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", " ", "①", "(1)", "(2)", "(3)", "(4)", "(5)", "(6)"}});
    return words;
}

const Vocabulary& indication_tails() {
    static const Vocabulary words(
        {{"的",   "治疗", "辅助", "预防", "防治",   "和",     "及",   "对症", "缓解",   "症状",   "症",     "病",
          "疾病", "疾患", "患者", "病人", "者",     "发作",   "急性", "期",   "急性期", "恢复期", "间歇期", "等",
          "等症", "等病", "短期", "长期", "维持",   "综合",   "一线", "二线", "联合",   "单独",   "单药",   "用药",
          "也",   "亦",   "均",   "都",   "有",     "一定",   "较好", "良好", "明显",   "显著",   "疗效",   "效果",
          "效",   "有效", "作用", "病情", "活动期", "稳定期", "早期", "晚期", "治疗药", "之",     "尤其",   "其",
          "可",   "添加", "初始", "首选", " ",      "佳",     "甚"}});
    return words;
}

const Vocabulary& indication_governors() {
    static const Vocabulary words(
        {{"用于",   "适用于", "治疗",   "防治",   "主治",   "缓解", "改善", "控制",   "减轻",
          "消除",   "解除",   "对",     "用以",   "包括",   "如",   "例如", "尤其是", "特别是",
          "适应症", "适应证", "应用于", "使用于", "试用于", "即",   "治",   "对于"}});
    return words;
}

/// One of these, and nothing of the sentence is an indication.
const Vocabulary& indication_takebacks() {
    static const Vocabulary words(
        {{"无效",     "不宜",   "禁用",     "忌用",   "慎用",     "不推荐", "不适用", "不用于", "不适合", "不能用",
          "不应",     "除外",   "不包括",   "排除",   "不得",     "不可",   "不作为", "疗效差", "效果差", "不佳",
          "不良反应", "副作用", "过敏",     "不适于", "无作用",   "无疗效", "效果不", "疗效不", "不用作", "并非",
          "不主张",   "避免",   "不能治疗", "参见",   "尚未确定", "不确定", "未确立", "尚无",   "没有"}});
    return words;
}

/// A sentence that says how the drug works or what else happens.
const Vocabulary& other_statements() {
    static const Vocabulary words({{"抑制", "激动", "阻断", "拮抗", "药理", "机制", "诱发", "不会引起", "可引起",
                                    "可导致", "会导致", "可致", "加重", "恶化", "受体"}});
    return words;
}

const Vocabulary& prevention_words() {
    static const Vocabulary words({{"预防", "防止", "避免"}});
    return words;
}

const Vocabulary& assessment_words() {
    static const Vocabulary words({{"诊断", "造影", "显影", "显像", "检查", "鉴别", "试验", "麻醉", "手术前", "术前"}});
    return words;
}

/// What follows describes the state in which the drug is given, or where it happens.
const Vocabulary& manifestation_words() {
    static const Vocabulary words(
        {{"症见", "证见", "表现为", "临床表现", "指征", "证候", "见于", "症状为", "诊见", "的表现", "兼见",
          "伴有", "常伴", "伴见",   "症状如",   "见有", "例,",  "证属", "素体",   "所致", "而致",   "引起"}});
    return words;
}

/// Headings after which a field speaks of something else.
const Vocabulary& other_sections() {
    static const Vocabulary words({{"【", "药理作用", "用法用量", "【禁忌】", "【不良反应】", "注意事项"}});
    return words;
}

struct DrugText {
    Harvest& harvest;
    std::optional<ConceptIndex> substance;
};

/// Whether the list in which the name stands is still going on where the text was cut.
bool runs_into_cut(std::string_view after) {
    const std::size_t cut = after.rfind("...");
    return cut != std::string_view::npos && is_list(after.substr(0, cut));
}

/// 预防癫痫, but not 预防和治疗癫痫.
bool only_prevents(const NameInSentence& name, const std::string& clause) {
    if (clause.find("治") != std::string::npos) return false;
    if (prevention_words().occurs_in(clause)) return true;
    const std::size_t prevents = prevention_words().end_of_last_in(name.before);
    return prevents != std::string_view::npos && !indication_governors().occurs_in(name.before.substr(prevents)) &&
           name.before.find("治", prevents) == std::string::npos;
}

std::optional<DeclineReason> indication_objection(const DrugText& drug, const ReadSentence& sentence,
                                                  const NameInSentence& name) {
    const std::string clause = std::string(clause_before(name.before)) + std::string(clause_after(name.after));
    if (only_prevents(name, clause)) return DeclineReason::Prevention;
    if (const auto objection = objection_to(sentence, name, Negations::Respect)) return objection;
    // The list may end in …引起的疼痛, behind the cut.
    if (sentence.sentence.cut && runs_into_cut(name.after)) return DeclineReason::Cut;
    if (sentence.holds(indication_takebacks())) return DeclineReason::TakenBack;
    if (sentence.holds(other_statements())) return DeclineReason::OtherSubject;
    if (assessment_words().occurs_in(clause)) return DeclineReason::Assessment;
    const EdgeWords words{label_modifiers(), indication_tails(), indication_governors()};
    const NameEdge right = right_edge(name.after, words);
    if (right == NameEdge::Cut) return DeclineReason::Cut;
    if (right == NameEdge::Unclean || left_edge(name.before, words) != NameEdge::Clean) return DeclineReason::Qualified;
    if (is_qualified_behind(name.after, indication_tails())) return DeclineReason::Qualified;
    if (manifestation_words().occurs_in(name.before)) return DeclineReason::Qualified;
    if (!drug.substance) return DeclineReason::Combination;
    return std::nullopt;
}

bool is_ill(ConceptKind kind) {
    return kind == ConceptKind::Condition || kind == ConceptKind::Symptom;
}

Span readable_part(std::string_view text) {
    const std::size_t end = other_sections().begin_of_first_in(text);
    return {0, static_cast<std::uint32_t>(std::min(end, text.size()))};
}

void mine_indications(const DrugText& drug, const MinedField& field) {
    for (const ReadSentence& sentence : read_sentences(drug.harvest.knowledge(), field, readable_part(field.text))) {
        for (const NameInSentence& name : sentence.names) {
            if (!is_ill(name.kind)) continue;
            const Claim claim{kIndication, Predicate::TreatedBy, name.mention->concept_index, drug.substance};
            const auto objection = indication_objection(drug, sentence, name);
            if (objection) {
                drug.harvest.decline(*objection, claim, field, sentence, name);
            } else {
                drug.harvest.accept(claim, field, sentence, name);
            }
        }
    }
}

// Contraindications.

const Vocabulary& contraindicated_modifiers() {
    static const Vocabulary words(
        {{"有",     "患有", "患",     "患者有", "既往", "既往有", "曾有", "曾患",     "患过",   "已知",
          "已知有", "合并", "合并有", "伴有",   "存在", "诊断为", "确诊", "确诊为",   "下列",   "以下",
          "情况",   "患者", "病人",   "各种",   "各型", "急性",   "慢性", "急、慢性", "急慢性", "的",
          "凡",     "对",   "对于",   "所有",   "全部", "先天性", "原有", "疑有"},
         {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", " "}});
    return words;
}

const Vocabulary& contraindicated_tails() {
    static const Vocabulary words(
        {{"者",   "患者", "病人", "病史", "史",   "病史者", "既往史", "的",   "等",     "期",   "期间", "期妇女",
          "妇女", "女性", "禁用", "禁忌", "忌用", "禁止",   "使用",   "服用", "应用",   "禁服", "均",   "应",
          "绝对", "一律", "本品", "本药", "为",   "人群",   "属",     "发作", "发作期", "症",   "病",   "疾病",
          "疾患", "患儿", "忌服", "者及", "不得", "不能",   "不可",   " ",    "用",     "该药", "此药", "列为"}});
    return words;
}

const Vocabulary& forbidding() {
    static const Vocabulary words({{"禁用", "禁止", "忌用", "禁服", "忌服", "禁忌", "不得使用", "不得用", "不能使用",
                                    "不可使用", "不应使用", "不能用", "严禁", "不得应用", "不得服用", "不可服用"}});
    return words;
}

const Vocabulary& cautioning() {
    static const Vocabulary words(
        {{"慎用",   "禁用或慎用", "慎用或禁用", "禁用或遵医嘱", "慎重",       "谨慎", "权衡",
          "遵医嘱", "不推荐",     "不宜",       "避免",         "相对禁忌",   "监测", "调整",
          "减量",   "尚不明确",   "不详",       "无禁忌",       "无绝对禁忌", "尚无", "无特殊",
          "非禁忌", "不是禁忌",   "可以使用",   "可使用",       "可用",       "咨询", "指导下",
          "未进行", "缺乏资料",   "资料缺乏",   "不明确",       "无明确",     "酌情", "注意",
          "小心",   "不建议",     "无需",       "未知",         "除外",       "除非", "不禁忌"}});
    return words;
}

const Vocabulary& exceptions() {
    static const Vocabulary words({{"除外", "除非"}});
    return words;
}

/// "禁用于", "下列情况禁用：": forbids what follows.
const Vocabulary& forbidding_list() {
    static const Vocabulary words(
        {{"禁用于", "禁止用于", "忌用于", "禁用:", "禁忌:", "禁忌证:", "禁忌症:", "忌用:", "不得用于", "禁忌证为",
          "禁忌症为", "禁忌证包括", "禁忌症包括", "不能用于", "不可用于"}});
    return words;
}

enum class Verdict { Forbidden, Caution, None };

/// Of the words behind a name, the first that forbids or warns.
Verdict verdict_in(std::string_view text) {
    const std::size_t forbids = forbidding().begin_of_first_in(text);
    const std::size_t warns = cautioning().begin_of_first_in(text);
    if (warns < forbids || (warns != std::string_view::npos && warns == forbids)) return Verdict::Caution;
    return forbids == std::string_view::npos ? Verdict::None : Verdict::Forbidden;
}

/// What a colon before a list says of it: 下列情况慎用：…
Verdict announced_by(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return Verdict::None;
    return verdict_in(text.substr(0, colon));
}

class Contraindications {
  public:
    Contraindications(const DrugText& drug, const MinedField& field) : drug_(drug), field_(field) {}

    void read() {
        for (const ReadSentence& sentence :
             read_sentences(drug_.harvest.knowledge(), field_, readable_part(field_.text))) {
            if (const Verdict announced = announced_by(sentence.folded); announced != Verdict::None) {
                announced_ = announced;
            }
            for (const NameInSentence& name : sentence.names) read(sentence, name);
        }
    }

  private:
    void read(const ReadSentence& sentence, const NameInSentence& name) {
        if (name.kind != ConceptKind::Condition && name.kind != ConceptKind::Population) return;
        const Claim claim{kContraindication, Predicate::ContraindicatedIn, drug_.substance,
                          name.mention->concept_index};
        if (const auto reason = objection(sentence, name)) {
            drug_.harvest.decline(*reason, claim, field_, sentence, name);
        } else {
            drug_.harvest.accept(claim, field_, sentence, name);
        }
    }

    std::optional<DeclineReason> objection(const ReadSentence& sentence, const NameInSentence& name) const {
        if (const auto denied = objection_to(sentence, name, Negations::Respect)) return denied;
        const EdgeWords words{contraindicated_modifiers(), contraindicated_tails(), forbidding_list()};
        const NameEdge right = right_edge(name.after, words);
        if (right == NameEdge::Cut) return DeclineReason::Cut;
        if (sentence.holds(exceptions())) return DeclineReason::TakenBack;
        switch (verdict_on(sentence, name)) {
            case Verdict::Caution:
                return DeclineReason::Caution;
            case Verdict::None:
                return sentence.is_cut ? DeclineReason::Cut : DeclineReason::NoPattern;
            case Verdict::Forbidden:
                break;
        }
        if (right == NameEdge::Unclean || left_edge(name.before, words) != NameEdge::Clean)
            return DeclineReason::Qualified;
        if (is_in_narrowed_bracket(name.before) || shares_narrowing(name.before)) return DeclineReason::Qualified;
        if (!drug_.substance) return DeclineReason::Combination;
        return std::nullopt;
    }

    /// 严重肝、肾功能不全: what narrows the first of a short pair narrows the second.
    static bool shares_narrowing(std::string_view before) {
        constexpr std::string_view kNarrowing[] = {"严重的", "严重", "重度", "重症", "中重度", "中度至重度"};
        constexpr std::string_view kPairing[] = {"、", "或", "和", "及", "与"};
        constexpr std::size_t kLongestPart = 9;  // bytes of 肝, 心脏 and the like
        for (const std::string_view joint : kPairing) {
            if (!before.ends_with(joint)) continue;
            const std::string_view first = before.substr(0, before.size() - joint.size());
            for (const std::string_view word : kNarrowing) {
                const std::size_t place = first.rfind(word);
                if (place == std::string_view::npos) continue;
                const std::size_t length = first.size() - place - word.size();
                if (length > 0 && length <= kLongestPart) return true;
            }
        }
        return false;
    }

    /// 严重心力衰竭(心功能不全): the bracket narrows as what stands before it does.
    static bool is_in_narrowed_bracket(std::string_view before) {
        static const Vocabulary narrowing(
            {{"严重", "重度", "重症", "明显", "晚期", "活动", "未控制", "未能控制", "近期"}});
        const std::size_t bracket = before.rfind('(');
        if (bracket == std::string_view::npos || before.find(')', bracket) != std::string_view::npos) return false;
        const std::string_view outside = before.substr(0, bracket);
        const std::size_t joint = outside.rfind("、");
        return narrowing.occurs_in(clause_before(joint == std::string_view::npos ? outside : outside.substr(joint)));
    }

    /// What the sentence says of the name: the first verdict behind it, otherwise the last before it, otherwise what
    /// was announced, otherwise what a plain list in this field means. A verdict that a cut may hide is none.
    Verdict verdict_on(const ReadSentence& sentence, const NameInSentence& name) const {
        if (const Verdict behind = verdict_in(name.after); behind != Verdict::None) return behind;
        if (is_governed_before(name.before, forbidding_list(), contraindicated_modifiers())) return Verdict::Forbidden;
        if (sentence.holds(cautioning())) return Verdict::Caution;
        if (announced_ != Verdict::None) return announced_;
        if (sentence.is_cut || sentence.holds(forbidding())) return Verdict::None;
        const EdgeWords words{contraindicated_modifiers(), contraindicated_tails(), forbidding_list()};
        return is_bare_list(sentence, name, words) ? Verdict::Forbidden : Verdict::None;
    }

    const DrugText& drug_;
    const MinedField& field_;
    Verdict announced_ = Verdict::None;
};

// Interactions.

const Vocabulary& together() {
    static const Vocabulary words(
        {{"合用", "同用", "并用", "联用", "合并使用", "合并用药", "同时使用", "同时应用", "同时服用", "同服",
          "联合使用", "联合应用", "合并应用", "合并服用", "联合用药", "同时用", "同时给予", "同时给药"}});
    return words;
}

const Vocabulary& with_words() {
    static const Vocabulary words({{"与", "和", "同", "跟"}});
    return words;
}

const Vocabulary& partner_modifiers() {
    static const Vocabulary words(
        {{"其他", "其它", "口服", "强效", "大剂量", "某些", "一些", "的", "含", "各种", "任何"}});
    return words;
}

const Vocabulary& partner_tails() {
    static const Vocabulary words(
        {{"等", "类", "类药物", "药物", "药", "制剂", "类药", "的", "片", "口服", "注射", "抑制"}});
    return words;
}

/// What may stand before 与 for the drug itself to be the other partner.
const Vocabulary& own_subject() {
    static const Vocabulary words(
        {{"本品",   "本药", "该药", "不",   "不宜",   "禁止",   "避免",   "不得", "不能", "不应", "不可",
          "应避免", "禁",   "勿",   "当",   "如",     "若",     "在",     "严禁", "禁忌", "切勿", "忌",
          "应",     "尽量", "一般", "不要", "不主张", "不推荐", "不建议", "患者", "也",   "亦"},
         {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", " ", "(", ")"}});
    return words;
}

const Vocabulary& harmless() {
    static const Vocabulary words(
        {{"无相互作用", "没有相互作用", "未见", "未发现", "不影响", "没有影响", "无影响",   "无明显",
          "无显著",     "无临床意义",   "可与", "安全",   "可合用", "可以合用", "未观察到", "没有发现",
          "无需",       "不明确",       "不会", "不产生", "尚无",   "无交互",   "不改变",   "不发生"}});
    return words;
}

/// Where the "与" of "与…合用" begins in `before`, when from there on it is a list.
std::optional<std::size_t> partner_list_begin(std::string_view before) {
    const std::string_view clause = clause_before(before);
    const std::size_t place = with_words().begin_of_first_in(clause);
    if (place == std::string_view::npos) return std::nullopt;
    return before.size() - clause.size() + place;
}

std::optional<DeclineReason> interaction_objection(const DrugText& drug, const ReadSentence& sentence,
                                                   const NameInSentence& name) {
    if (const auto objection = objection_to(sentence, name, Negations::PassOver)) return objection;
    const EdgeWords words{partner_modifiers(), partner_tails(), with_words()};
    if (right_edge(name.after, words) == NameEdge::Cut) return DeclineReason::Cut;
    const auto begin = partner_list_begin(name.before);
    if (!begin || !is_governed_behind(clause_after(name.after), together(), partner_tails())) {
        return DeclineReason::NoPattern;
    }
    if (sentence.holds(harmless())) return DeclineReason::TakenBack;
    if (sentence.is_cut && clause_after(name.after).ends_with("...")) return DeclineReason::Cut;
    if (!own_subject().makes_up(clause_before(std::string_view(name.before).substr(0, *begin)))) {
        return DeclineReason::OtherSubject;
    }
    const bool ends_clean = right_edge(name.after, words) == NameEdge::Clean;
    bool is_followed = false;
    for (const std::size_t place : partner_tails().word_prefixes(name.after)) {
        is_followed |= together().longest_at_start(std::string_view(name.after).substr(place)) > 0;
    }
    if ((!ends_clean && !is_followed) || left_edge(name.before, words) != NameEdge::Clean)
        return DeclineReason::Qualified;
    if (!drug.substance) return DeclineReason::Combination;
    return std::nullopt;
}

void mine_interactions(const DrugText& drug, const MinedField& field) {
    for (const ReadSentence& sentence : read_sentences(drug.harvest.knowledge(), field, readable_part(field.text))) {
        for (const NameInSentence& name : sentence.names) {
            if (name.kind != ConceptKind::Substance && name.kind != ConceptKind::Class) continue;
            if (drug.substance && *drug.substance == name.mention->concept_index) continue;
            const Claim claim{kInteraction, Predicate::InteractsWith, drug.substance, name.mention->concept_index};
            if (const auto objection = interaction_objection(drug, sentence, name)) {
                drug.harvest.decline(*objection, claim, field, sentence, name);
            } else {
                drug.harvest.accept(claim, field, sentence, name);
            }
        }
    }
}

}  // namespace

void mine_drug(const Drug& drug, Harvest& harvest) {
    const std::array<std::string_view, 6> texts = {drug.ingredients, drug.generic_name,      drug.name,
                                                   drug.indications, drug.contraindications, drug.interactions};
    const auto mentions = harvest.annotator().annotate_together(texts);
    // A list of ingredients is the truth; without one the product's name has to do.
    const std::size_t naming = !drug.ingredients.empty() ? 0 : !drug.generic_name.empty() ? 1 : 2;
    DrugText read{harvest, only_substance(harvest.knowledge(), texts[naming], mentions[naming])};
    const bool is_compound = fold(drug.generic_name + drug.name).find("复方") != std::string::npos;
    if (is_compound) read.substance.reset();
    const auto field = [&](std::string_view name, std::size_t place) {
        return MinedField{name, texts[place], mentions[place], harvest.is_imported()};
    };
    mine_indications(read, field("indications", 3));
    const MinedField contraindications = field("contraindications", 4);
    Contraindications(read, contraindications).read();
    mine_interactions(read, contraindications);
    mine_interactions(read, field("interactions", 5));
}

}  // namespace xinglin
