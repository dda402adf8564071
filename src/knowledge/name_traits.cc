// A name is read with a dictionary of words that tell whom or which part of the body it concerns, and of longer words
// that contain such a word and do not mean it (前列腺素 is no word of men). At each place the longest word counts and
// what it covers is not read again.
#include "knowledge/name_traits.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "text/automaton.h"

namespace xinglin {
namespace {

/// What one word tells; a word that tells nothing keeps the words inside it from being read.
struct Meaning {
    bool female = false;
    bool male = false;
    bool pregnancy = false;  ///< only in pregnancy
    bool after_menopause = false;
    bool newborn = false;
    bool spread = false;
    std::optional<int> min_age;
    std::optional<int> max_age;
    BodyParts parts = 0;
};

struct WordGroup {
    Meaning meaning;
    std::vector<std::string_view> words;
};

constexpr int kNewbornAge = 0;
constexpr int kInfantAge = 3;
constexpr int kYoungChildAge = 6;
constexpr int kChildAge = 17;
constexpr int kAdultAge = 16;
constexpr int kMiddleAge = 40;
constexpr int kOldAge = 50;
constexpr int kMenopauseAge = 30;  // premature menopause is rare before

Meaning part(BodyPart value) {
    Meaning meaning;
    meaning.parts = bit_of(value);
    return meaning;
}

Meaning parts(BodyPart a, BodyPart b) {
    Meaning meaning;
    meaning.parts = bit_of(a) | bit_of(b);
    return meaning;
}

Meaning ages(std::optional<int> min, std::optional<int> max) {
    Meaning meaning;
    meaning.min_age = min;
    meaning.max_age = max;
    return meaning;
}

Meaning female() {
    Meaning meaning;
    meaning.female = true;
    return meaning;
}

Meaning female_part() {
    Meaning meaning = part(BodyPart::FemaleGenitals);
    meaning.female = true;
    return meaning;
}

Meaning male() {
    Meaning meaning;
    meaning.male = true;
    return meaning;
}

Meaning male_part() {
    Meaning meaning = part(BodyPart::MaleGenitals);
    meaning.male = true;
    return meaning;
}

Meaning pregnancy() {
    Meaning meaning = female();
    meaning.pregnancy = true;
    return meaning;
}

Meaning menopause() {
    Meaning meaning = female();
    meaning.min_age = kMenopauseAge;
    return meaning;
}

Meaning after_menopause() {
    Meaning meaning = menopause();
    meaning.after_menopause = true;
    return meaning;
}

Meaning newborn() {
    Meaning meaning = ages(std::nullopt, kNewbornAge);
    meaning.newborn = true;
    return meaning;
}

Meaning spread() {
    Meaning meaning;
    meaning.spread = true;
    return meaning;
}

Meaning spread_female() {
    Meaning meaning = female();
    meaning.spread = true;
    return meaning;
}

std::vector<WordGroup> word_groups() {
    return {
        // Whom it concerns.
        {female_part(),
         {"子宫", "宫颈",   "宫腔",   "宫角", "卵巢", "输卵管", "阴道",     "外阴",   "阴唇",   "阴蒂",
          "女阴", "处女膜", "附件炎", "白带", "带下", "妇科",   "前庭大腺", "巴氏腺", "盆腔炎", "盆腔积液"}},
        {female(),
         {"月经", "痛经", "闭经", "停经", "经期", "经行", "经前期", "经间期", "女性", "妇女", "妇产科", "女子",
          "产后", "产褥", "不孕", "功血", "崩漏", "黄体", "溢乳",   "回乳",   "卵泡", "排卵", "恶露",   "妇人"}},
        {pregnancy(), {"妊娠", "孕妇", "怀孕",   "早孕", "宫外孕", "孕期", "孕早期", "孕中期", "孕晚期", "胎盘",
                       "羊水", "胎膜", "难产",   "分娩", "临产",   "多胎", "双胎",   "流产",   "葡萄胎", "子痫",
                       "胎位", "产妇", "孕产妇", "保胎", "安胎",   "产科", "宫缩",   "妊高征"}},
        {menopause(), {"更年期", "围绝经期", "绝经"}},
        {after_menopause(), {"绝经后"}},
        {male_part(),
         {"前列腺", "睾丸", "附睾", "阴茎", "阴囊", "包皮", "龟头", "精索", "精囊", "输精管", "隐睾", "睾"}},
        {male(),
         {"精液", "精子", "射精", "遗精", "滑精", "早泄", "阳痿", "勃起", "男性", "男子", "男科", "血精", "无精症",
          "弱精", "少精", "死精", "男假两性", "男生殖"}},
        {newborn(), {"新生儿", "早产儿", "过期产儿", "巨大儿", "羊水吸入", "羊水与胎粪吸入", "胎粪吸入", "初生婴儿"}},
        // A child before birth is the mother's, too: no age, but no conflict with the pregnancy either.
        {[] {
             Meaning meaning = newborn();
             meaning.pregnancy = false;
             return meaning;
         }(),
         {"胎儿", "巨大胎儿", "胎粪"}},
        {ages(std::nullopt, kInfantAge), {"婴儿", "婴幼儿"}},
        {ages(std::nullopt, kYoungChildAge), {"幼儿"}},
        {ages(std::nullopt, kChildAge), {"小儿", "儿童", "患儿", "少儿", "儿科"}},
        {ages(kAdultAge, std::nullopt), {"成人"}},
        {ages(kMiddleAge, std::nullopt), {"中老年"}},
        {ages(kOldAge, std::nullopt), {"老年", "老人"}},
        {[] {
             Meaning meaning = male();
             meaning.min_age = kMiddleAge;
             return meaning;
         }(),
         {"男性更年期", "中老年男"}},
        // Words that contain one of those and do not mean it.
        {{}, {"前列腺素",   "小儿麻痹", "试管婴儿",   "男性化",        "女性化",       "男性型",       "女性型",
              "男型",       "女型",     "男性激素",   "女性激素",      "雄激素源性",   "不孕不育",     "避孕",
              "缩宫素",     "宫崎",     "抗精子抗体", "婴儿型",        "婴幼儿型",     "儿童型",       "少年型",
              "幼年型",     "成人型",   "老年型",     "新生儿型",      "老年环",       "胎盘多肽",     "胎盘组织",
              "胎盘片",     "人胎盘",   "母婴",       "母儿",          "绒毛膜促性腺", "黄体生成素",   "促黄体",
              "黄体酮",     "妊娠相关", "妊娠特异",   "乳腺癌-卵巢癌", "睾酮",         "阴囊舌",       "婴儿样",
              "睾丸女性化", "促卵泡",   "卵泡刺激素", "排卵酸",        "儿童样",       "滤泡",         "产后型",
              "早孕因子",   "孕激素",   "胎盘生乳素", "黄体素",        "停经并",       "女性乳房肥大", "未成年"}},
        // Which part of the body.
        {part(BodyPart::Eye),
         {"眼", "角膜", "结膜", "虹膜", "巩膜", "视网膜", "晶状体", "玻璃体", "青光眼", "白内障", "葡萄膜", "脉络膜",
          "泪", "睑",   "瞳孔", "斜视", "近视", "远视",   "弱视",   "屈光",   "黄斑",   "睫毛",   "眶"}},
        {parts(BodyPart::Eye, BodyPart::Brain), {"视神经", "视盘", "视乳头", "眼球震颤", "动眼神经"}},
        {{}, {"鸡眼", "肚脐眼", "眼镜蛇", "屁眼", "泪珠样"}},
        {part(BodyPart::Ear), {"耳", "鼓膜", "鼓室", "乳突"}},
        {{}, {"苍耳", "木耳", "银耳", "胸锁乳突肌", "提睾"}},
        {parts(BodyPart::Ear, BodyPart::Brain), {"耳源性", "听神经", "前庭神经", "耳神经"}},
        {part(BodyPart::NoseAndThroat), {"鼻", "咽", "喉", "扁桃体", "声带", "腺样体"}},
        {{}, {"吞咽", "鼻饲"}},
        {part(BodyPart::Mouth), {"牙", "龋", "口腔", "舌", "唇", "颌", "腭", "龈", "涎腺", "齿", "颊"}},
        {{}, {"齿状核", "齿状突", "锯齿", "食管蹼", "牙关", "羊齿"}},
        {part(BodyPart::FacialNerves), {"面瘫", "面神经", "面肌", "三叉神经", "舌咽神经"}},
        {part(BodyPart::Brain), {"脑", "颅", "癫痫", "蛛网膜", "硬膜", "帕金森", "痴呆"}},
        {{}, {"樟脑", "脑钠肽", "脑啡肽"}},
        {part(BodyPart::Heart),
         {"心脏", "心肌", "心内膜", "心包", "心律", "冠状动脉", "心绞痛", "心瓣膜", "二尖瓣", "心房", "心室", "心衰",
          "心力衰竭", "期前收缩", "心动过"}},
        {part(BodyPart::Lungs), {"肺", "支气管", "气胸", "胸膜", "哮喘", "气管"}},
        {part(BodyPart::Belly), {"胃", "肠", "食管", "肝", "胆", "胰", "阑尾", "腹膜", "脾", "幽门", "贲门", "肠梗阻"}},
        {{}, {"肠溶", "肝素", "胰岛", "胆碱", "胆固醇", "肠道菌", "肠内营养", "肠外营养"}},
        {part(BodyPart::Anus), {"痔", "肛", "直肠"}},
        {part(BodyPart::Urinary), {"肾", "膀胱", "尿道", "输尿管", "尿路", "泌尿"}},
        // Chinese medicine calls states of the whole body by organs.
        {spread(),
         {"肾虚", "肾阴", "肾阳", "肾精", "肾气", "肾咳", "肾劳", "肾疳", "肾着", "心肾", "肝肾",   "脾肾",   "肝阳",
          "肝郁", "肝火", "肝气", "肝风", "肝厥", "脾虚", "脾胃", "脾肾", "胃火", "肺热", "肺气虚", "肺阴虚", "肺痿"}},
        {{}, {"胆怯"}},
        {part(BodyPart::Breast), {"乳腺", "乳房", "乳头", "乳晕", "乳管"}},
        {{}, {"乳头状", "乳头肌", "乳头瘤", "肾乳头", "舌乳头", "十二指肠乳头"}},
        {part(BodyPart::Skin),
         {"皮炎", "湿疹", "痤疮", "鸡眼", "脱发", "甲沟", "疣", "荨麻疹", "银屑病", "体癣", "足癣", "白癜风", "斑秃",
          "酒渣鼻", "痱"}},
        {part(BodyPart::Limbs), {"关节", "韧带", "肩",   "肘",   "腕", "膝",   "踝",   "跟腱", "股骨",   "胫骨",
                                 "腓骨", "肱骨", "桡骨", "尺骨", "髌", "跟骨", "指骨", "趾",   "半月板", "腱鞘"}},
        {parts(BodyPart::Limbs, BodyPart::Urinary), {"骨盆", "耻骨", "尾骨", "骶", "髋", "腰椎", "脊柱", "椎间盘"}},
        {parts(BodyPart::Limbs, BodyPart::Brain), {"颈椎"}},
        // What is local to no part, or reaches others from where it is.
        {spread(),
         {"综合征",   "综合症", "症候群", "转移",   "伴发",   "合并",   "全身",     "系统性",       "先天性",
          "畸形",     "遗传",   "淋巴瘤", "白血病", "结节病", "白塞",   "贝赫切特", "感染",         "病毒",
          "菌",       "虫",     "中毒",   "糖尿病", "癌",     "瘤",     "恶性",     "梅毒",         "淋病",
          "衣原体",   "支原体", "结核",   "艾滋",   "免疫",   "过敏",   "发育",     "缺乏",         "营养不良",
          "营养障碍", "代谢",   "贮积",   "沉积",   "激素",   "内分泌", "垂体",     "肾上腺",       "甲状腺",
          "尿毒症",   "衰竭",   "硬化",   "血管炎", "狼疮",   "类风湿", "强直性",   "反应性关节炎", "放射",
          "化疗",     "术后",   "烧伤",   "出血",   "栓",     "血友病", "紫癜",     "肥胖",         "体质",
          "虚",       "瘀",     "湿热",   "角化",   "天疱疮", "黏膜",   "粘膜",     "疱疹",         "尖锐湿疣",
          "疥",       "阴虱",   "结石",   "高血压", "动脉",   "静脉",   "尿酸",     "麻风",         "两性",
          "性早熟",   "多毛",   "色素",   "淀粉样", "异位"}},
        {spread_female(), {"子宫内膜"}},
        {spread(),
         {"克罗恩", "炎症性肠", "溃疡性结肠炎", "重症肌无力", "硬皮病", "皮肌炎", "多发性", "播散", "腮腺炎", "伤寒"}},
    };
}

class WordTable {
  public:
    static const WordTable& get() {
        static const WordTable table;
        return table;
    }

    template <typename Visit>
    void read(std::string_view name, Visit visit) const {
        std::vector<Automaton::Match> matches = automaton_.find_all(name);
        std::sort(matches.begin(), matches.end(), [](const Automaton::Match& a, const Automaton::Match& b) {
            return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
        });
        std::uint32_t read_to = 0;
        for (const Automaton::Match& match : matches) {
            if (match.begin < read_to) continue;
            visit(meanings_[match.form]);
            read_to = match.end;
        }
    }

  private:
    WordTable() {
        std::vector<std::string> forms;
        for (const WordGroup& group : word_groups()) {
            for (const std::string_view word : group.words) {
                const auto known = std::find(forms.begin(), forms.end(), word);
                if (known == forms.end()) {
                    forms.emplace_back(word);
                    meanings_.push_back(group.meaning);
                } else {
                    join(meanings_[static_cast<std::size_t>(known - forms.begin())], group.meaning);
                }
            }
        }
        automaton_ = Automaton::build(forms);
    }

    static void join(Meaning& known, const Meaning& more) {
        known.female |= more.female;
        known.male |= more.male;
        known.pregnancy |= more.pregnancy;
        known.spread |= more.spread;
        known.parts |= more.parts;
    }

    Automaton automaton_;
    std::vector<Meaning> meanings_;
};

/// Narrows the ages to those of one more word; two words without a common age say nothing together.
void narrow(Constraints& constraints, const Meaning& meaning) {
    if (meaning.min_age) constraints.min_age_years = std::max(constraints.min_age_years.value_or(0), *meaning.min_age);
    if (!meaning.max_age) return;
    constraints.max_age_years = std::min(constraints.max_age_years.value_or(*meaning.max_age), *meaning.max_age);
}

constexpr BodyParts kFarFromGenitals = bit_of(BodyPart::Eye) | bit_of(BodyPart::Ear) | bit_of(BodyPart::NoseAndThroat) |
                                       bit_of(BodyPart::Mouth) | bit_of(BodyPart::FacialNerves) |
                                       bit_of(BodyPart::Lungs) | bit_of(BodyPart::Heart) | bit_of(BodyPart::Limbs);

/// The parts that have nothing to do with `part`, as far as one can say it of every local disease there. One direction
/// is enough.
constexpr BodyParts unrelated_to(BodyPart value) {
    switch (value) {
        case BodyPart::MaleGenitals:
        case BodyPart::FemaleGenitals:
            return kFarFromGenitals;
        case BodyPart::Anus:
            return bit_of(BodyPart::Eye) | bit_of(BodyPart::Ear) | bit_of(BodyPart::NoseAndThroat) |
                   bit_of(BodyPart::Mouth) | bit_of(BodyPart::FacialNerves) | bit_of(BodyPart::Breast);
        case BodyPart::Breast:
            return bit_of(BodyPart::Eye) | bit_of(BodyPart::Ear) | bit_of(BodyPart::NoseAndThroat) |
                   bit_of(BodyPart::Mouth) | bit_of(BodyPart::FacialNerves) | bit_of(BodyPart::Urinary);
        case BodyPart::Ear:
            return bit_of(BodyPart::Belly) | bit_of(BodyPart::Urinary) | bit_of(BodyPart::Limbs);
        case BodyPart::FacialNerves:
            return bit_of(BodyPart::Belly) | bit_of(BodyPart::Urinary) | bit_of(BodyPart::Limbs) |
                   bit_of(BodyPart::Lungs) | bit_of(BodyPart::Heart);
        case BodyPart::Eye:
        case BodyPart::NoseAndThroat:
        case BodyPart::Mouth:
        case BodyPart::Brain:
        case BodyPart::Heart:
        case BodyPart::Lungs:
        case BodyPart::Belly:
        case BodyPart::Urinary:
        case BodyPart::Skin:
        case BodyPart::Limbs:
            return 0;
    }
    return 0;
}

}  // namespace

NameTraits traits_of(std::string_view name) {
    NameTraits traits;
    bool is_female = false;
    bool is_male = false;
    bool is_after_menopause = false;
    WordTable::get().read(name, [&](const Meaning& meaning) {
        is_female |= meaning.female;
        is_male |= meaning.male;
        is_after_menopause |= meaning.after_menopause;
        traits.is_pregnancy |= meaning.pregnancy;
        traits.is_newborn |= meaning.newborn;
        traits.is_spread |= meaning.spread;
        traits.parts |= meaning.parts;
        narrow(traits.constraints, meaning);
    });
    Constraints& constraints = traits.constraints;
    if (is_female != is_male) constraints.sex = is_female ? Sex::Female : Sex::Male;
    if (traits.is_newborn) {
        // Whose illness it is, the mother's or the child's, such a name leaves open: 新生儿 beside 妊娠.
        if (traits.is_pregnancy) constraints = {};
    } else if (traits.is_pregnancy && !is_male) {
        constraints.pregnancy = PregnancyRule::Only;
    } else if (is_after_menopause) {
        constraints.pregnancy = PregnancyRule::Never;
    }
    if (constraints.min_age_years && constraints.max_age_years &&
        *constraints.min_age_years > *constraints.max_age_years) {
        constraints.min_age_years.reset();
        constraints.max_age_years.reset();
    }
    return traits;
}

bool are_unrelated(BodyPart a, BodyPart b) {
    return (unrelated_to(a) & bit_of(b)) != 0 || (unrelated_to(b) & bit_of(a)) != 0;
}

bool are_unrelated(BodyParts a, BodyParts b) {
    if (a == 0 || b == 0) return false;
    for (int i = 0; i < kBodyPartCount; ++i) {
        for (int k = 0; k < kBodyPartCount; ++k) {
            const auto first = static_cast<BodyPart>(i);
            const auto second = static_cast<BodyPart>(k);
            if ((a & bit_of(first)) != 0 && (b & bit_of(second)) != 0 && !are_unrelated(first, second)) return false;
        }
    }
    return true;
}

}  // namespace xinglin
