#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "annotate/annotator.h"
#include "base/name_table.h"
#include "text/fold.h"

namespace xinglin {

namespace {

struct AspectWord {
    std::string_view text;
    Aspect aspect;
};

/// Words of titles and what they ask about, longest first: 吃什么药 asks for medication, 吃什么 for a diet.
std::vector<AspectWord> list_words() {
    std::vector<AspectWord> words;
    const auto add = [&](Aspect aspect, std::initializer_list<std::string_view> texts) {
        for (const std::string_view text : texts) words.push_back({text, aspect});
    };
    add(Aspect::Overview, {"是什么", "什么是", "是什么病", "什么病", "是啥", "简介", "概述", "介绍", "什么意思", "定义",
                           "百科", "怎么回事", "咋回事", "类型", "分类", "分型", "有哪些种类"});
    add(Aspect::Cause,
        {"引起", "病因", "原因", "怎么得", "怎样得", "为什么",   "为何", "怎么回事", "咋回事", "导致",
         "诱因", "诱发", "成因", "因素",   "怎么会", "怎么来的", "遗传", "传染",     "由来",   "发病机制"});
    add(Aspect::Symptom, {"症状", "表现", "前兆", "征兆", "先兆", "体征", "特征", "信号", "什么感觉", "迹象"});
    add(Aspect::Severity, {"严重",     "危害",     "后果",     "危险",   "会死", "预后",   "能活多久", "活多久",
                           "寿命",     "后遗症",   "并发症",   "影响",   "自愈", "会好吗", "会引起",   "会导致",
                           "引起什么", "导致什么", "引起哪些", "会引发", "要紧", "复发",   "致命",     "癌变"});
    add(Aspect::Diagnosis, {"诊断", "检查", "鉴别", "确诊", "怎么查", "化验", "判断", "区别", "区分", "辨别",
                            "怎么看出", "如何知道", "检验", "指标", "筛查", "是不是", "正常值"});
    add(Aspect::Treatment,
        {"治疗", "怎么治", "怎样治", "如何治", "咋治", "怎么办", "咋办",   "治愈", "根治", "疗法", "偏方",
         "缓解", "能治",   "治好",   "治法",   "调理", "康复",   "怎么调", "针灸", "理疗", "按摩", "止痛"});
    add(Aspect::Medication, {"药", "用药", "吃什么药", "吃啥药", "吃哪种药", "什么药", "副作用", "不良反应", "剂量",
                             "用量", "偏方", "服用", "药物"});
    add(Aspect::Surgery, {"手术", "开刀", "微创", "减压术", "切除", "术后", "术前", "移植"});
    add(Aspect::Diet, {"饮食", "吃什么", "吃啥", "食疗", "忌口", "能吃", "食物", "食谱", "能喝", "忌吃", "喝什么",
                       "水果", "吃哪些", "禁忌食", "营养"});
    add(Aspect::DailyLife, {"注意", "护理", "日常", "生活", "锻炼", "运动", "保养", "怎么睡", "保健", "作息"});
    add(Aspect::Prevention, {"预防", "避免", "防止", "如何防"});
    add(Aspect::Department, {"挂什么科", "挂哪个科", "看什么科", "看哪个科", "什么科", "哪个科", "哪一科", "科室",
                             "挂号", "挂啥科", "看啥科", "哪科"});
    add(Aspect::Expert, {"专家", "医生", "名医", "医院", "哪里治", "哪儿治", "大夫", "主任", "哪里看"});
    add(Aspect::Cost, {"费用", "多少钱", "价格", "花费", "医保", "报销", "花多少", "贵吗", "收费", "要多少"});
    std::sort(words.begin(), words.end(), [](const AspectWord& a, const AspectWord& b) {
        return std::tuple(b.text.size(), a.text, a.aspect) < std::tuple(a.text.size(), b.text, b.aspect);
    });
    return words;
}

}  // namespace

constexpr NameTable<Aspect> kAspectNames("overview", "cause", "symptom", "severity", "diagnosis", "treatment",
                                         "medication", "surgery", "diet", "daily_life", "prevention", "department",
                                         "expert", "cost");

std::string_view name_of(Aspect aspect) {
    return kAspectNames.name_of(aspect);
}

std::vector<Aspect> aspects_of(std::string_view title) {
    static const std::vector<AspectWord> words = list_words();
    std::string rest = fold(title);
    std::set<Aspect> aspects;
    std::string_view blanked;
    for (const AspectWord& word : words) {
        // A word may ask about two things (怎么回事): its second entry comes next and finds it blanked already.
        if (word.text == blanked) aspects.insert(word.aspect);
        for (auto place = rest.find(word.text); place != std::string::npos; place = rest.find(word.text)) {
            rest.replace(place, word.text.size(), word.text.size(), ' ');
            aspects.insert(word.aspect);
            blanked = word.text;
        }
    }
    return {aspects.begin(), aspects.end()};
}

}  // namespace xinglin
