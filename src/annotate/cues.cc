#include "annotate/cues.h"

#include <initializer_list>
#include <vector>

namespace xinglin {

namespace {

using Words = std::initializer_list<std::string_view>;

constexpr std::uint32_t kAdjacent = 0;
constexpr std::uint32_t kNear = 4;
constexpr std::uint32_t kClose = 8;
constexpr std::uint32_t kFar = 14;

std::vector<CueWord> list_cue_words() {
    std::vector<CueWord> cues;
    const auto add = [&](CueKind kind, std::uint32_t reach, Words words, Subject subject = Subject::Self) {
        for (const std::string_view word : words) cues.push_back({word, kind, reach, subject});
    };
    add(CueKind::Negates, kAdjacent, {"不", "非", "不再", "没再", "从不"});
    add(CueKind::Negates, kNear, {"没", "并无", "毫无", "亦无", "均无", "从未", "从没", "没啥", "不像"});
    add(CueKind::Negates, kClose,
        {"无",       "没有",     "没出现",   "没发现",   "没得过", "没患过", "没查出",   "并没有", "也没有",
         "从来没有", "从没有",   "没有过",   "不伴",     "不伴有", "不是",   "并不是",   "也不是", "并非",
         "而非",     "绝非",     "不属于",   "不符合",   "不支持", "不考虑", "暂不考虑", "不患",   "不会有",
         "不会出现", "不会引起", "不会导致", "不会造成", "不合并", "未合并", "未伴",     "未患"});
    add(CueKind::Negates, kFar,
        {"否认",     "否认有", "未见",   "未发现",   "未出现",   "未诉",     "未提示", "未闻及",
         "未触及",   "未及",   "未查见", "未检出",   "未检测到", "未见到",   "未再",   "没有发现",
         "没有出现", "没见",   "无明显", "没有明显", "未见明显", "未见明确", "无任何", "没有任何"});
    add(CueKind::Excludes, kClose,
        {"排除", "已排除", "可排除", "排除了", "可以排除", "基本排除", "已经排除", "被排除", "除外", "已除外", "可除外",
         "除外了", "不存在"});
    add(CueKind::NegatesBefore, kNear, {"阴性", "呈阴性", "均阴性", "为阴性", "(-)", "(—)"});
    add(CueKind::Suspects, kClose,
        {"疑似",     "疑为",   "疑是",   "怀疑",   "可疑",   "疑诊",     "考虑",     "考虑为",   "考虑是",
         "初步考虑", "可能是", "可能为", "可能有", "可能患", "可能患有", "可能得了", "可能存在", "也许是",
         "或许是",   "大概是", "似乎",   "好像",   "好象",   "像是",     "很像",     "倾向于",   "拟诊",
         "拟诊为",   "担心",   "怕是",   "以为",   "警惕",   "算不算"});
    // Asked about, or still to be excluded: neither there nor absent.
    add(CueKind::Suspects, kClose,
        {"会不会",   "会不会是", "是不是",   "是不是得了", "是否",     "是否有",       "是否为",   "是否是",
         "是否患有", "有没有",   "有无",     "有否",       "不会是",   "该不会是",     "属不属于", "不排除",
         "不能排除", "不除外",   "不能除外", "尚不能排除", "无法排除", "不能完全排除", "未排除",   "未除外",
         "没有排除", "需排除",   "需要排除", "应排除",     "须排除",   "要排除",       "待排除",   "以排除",
         "排除一下", "首先排除", "注意排除", "先排除",     "需除外",   "应除外"});
    add(CueKind::SuspectsBefore, kNear,
        {"待查", "待排", "待除外", "的可能", "可能性", "可能性大", "可能性较大", "待确诊", "待定"});

    // 无 and 没 as part of a word.
    add(CueKind::Nothing, kAdjacent,
        {"无法",     "无效",     "无论",    "无意",   "无意识",   "无力",   "无关",     "无奈",   "无数",
         "无疑",     "无菌",     "无创",    "无痛",   "无需",     "无须",   "无偿",     "无聊",   "无形",
         "无线",     "无水",     "无糖",    "无异",   "无端",     "无故",   "无原因",   "无规律", "无节制",
         "无反应",   "无味",     "无烟",    "无色",   "无限",     "无情",   "无害",     "无毒",   "无人",
         "无时无刻", "无可",     "无不",    "无非",   "无缘",     "无助",   "无语",     "无知",   "无比",
         "无处",     "无从",     "无望",    "无所",   "无精打采", "无症状", "无影",     "无机",   "无性",
         "无花果",   "可有可无", "淹没",    "出没",   "沉没",     "埋没",   "没收",     "没落",   "没事",
         "没用",     "没力",     "没劲",    "没精神", "没完没了", "没多久", "没过多久", "没几天", "没有多久",
         "没有意识", "没有力气", "没有规律"});
    // What is missing is the trigger, the relief or the remedy, not what is named next.
    add(CueKind::Nothing, kAdjacent,
        {"无诱因",       "无明显诱因",   "无明确诱因",   "无任何诱因",     "无明显原因",   "无副作用",     "无效果",
         "无改善",       "无好转",       "无缓解",       "无明显好转",     "无明显缓解",   "无明显改善",   "无明显效果",
         "没有什么",     "没什么",       "没法",         "没办法",         "没有办法",     "没有用",       "没有效果",
         "没效果",       "没有好转",     "没好转",       "没有治好",       "没治好",       "没治",         "没有缓解",
         "没有减轻",     "没有改善",     "没有明显好转", "没有明显效果",   "没有明显缓解", "没有明显改善", "没好",
         "没有好",       "没有根治",     "没有特效",     "没有控制",       "没有及时",     "没及时",       "没有彻底",
         "没有治疗",     "没有得到",     "没有完全",     "没完全",         "不明原因",     "原因不明",     "未见异常",
         "未见明显异常", "未见明确异常", "未发现异常",   "未发现明显异常", "无异常",       "无明显异常",   "没有异常",
         "没有明显异常", "排除法"});
    // Two negations, and 不 or 非 that negates something else or nothing.
    add(CueKind::Nothing, kAdjacent,
        {"不是没有",   "不是没",     "不是无",   "不是不",   "并不是没有", "并非没有", "并非无",  "并非不",
         "不能说没有", "不可能没有", "不能否认", "不可否认", "不否认",     "并不否认", "不得不",  "不能不",
         "不是很",     "不是太",     "不是特别", "不仅仅是", "不仅是",     "不只是",   "不光是",  "不单是",
         "要不",       "动不动",     "非常",     "非得",     "非要",       "除非",     "是非",    "莫非",
         "不由自主",   "不自主",     "不仅",     "阴性症状", "阴性菌",     "阴性杆菌", "阴性球菌"});
    // Says what may follow from something, not that it is uncertain.
    add(CueKind::Nothing, kAdjacent, {"考虑到", "考虑一下", "可能会", "可能导致", "可能引起", "可能性格"});

    add(CueKind::Names, kAdjacent, {"我", "本人", "我自己"}, Subject::Self);
    add(CueKind::Names, kAdjacent,
        {"孩子",   "小孩", "小孩子", "宝宝", "宝贝",   "儿子", "女儿", "闺女", "娃",   "娃娃", "患儿",   "婴儿",
         "新生儿", "幼儿", "小儿",   "儿童", "小朋友", "男孩", "女孩", "孙子", "孙女", "外孙", "外孙女", "小宝"},
        Subject::Child);
    add(CueKind::Names, kAdjacent,
        {"我妈", "我爸", "妈妈", "爸爸", "母亲", "父亲", "老妈", "老爸", "老爹", "父母", "爸妈", "公公", "婆婆", "岳父",
         "岳母", "丈母娘", "老丈人", "我爹", "我娘"},
        Subject::Parent);
    add(CueKind::Names, kAdjacent, {"老公", "老婆", "丈夫", "妻子", "爱人", "媳妇", "配偶", "老伴"}, Subject::Spouse);
    add(CueKind::Names, kAdjacent,
        {"朋友", "男朋友", "女朋友", "男友",   "女友", "同事", "同学", "哥哥", "姐姐", "弟弟", "妹妹", "我哥", "我姐",
         "我弟", "我妹",   "爷爷",   "奶奶",   "外公", "外婆", "姥姥", "姥爷", "叔叔", "阿姨", "舅舅", "姑姑", "大伯",
         "亲戚", "邻居",   "儿媳",   "儿媳妇", "女婿", "嫂子", "侄子", "外甥", "家人", "别人", "我奶", "我爷"},
        Subject::Other);
    add(CueKind::Nothing, kAdjacent,
        {"我怀疑", "我想", "我想知道", "我觉得", "我认为", "我听说",   "我发现", "我担心", "我很担心", "我害怕",
         "我怕",   "我带", "我给",     "我家",   "我们",   "我不知道", "我该",   "我应该", "我看",     "自我",
         "我国",   "我院", "我科",     "小儿科", "幼儿园", "儿童医院", "儿童期", "儿童节", "女儿茶",   "婆婆妈妈"});
    return cues;
}

}  // namespace

std::string_view name_of(Subject subject) {
    switch (subject) {
        case Subject::Self:
            return "self";
        case Subject::Child:
            return "child";
        case Subject::Parent:
            return "parent";
        case Subject::Spouse:
            return "spouse";
        case Subject::Other:
            return "other";
    }
    return "";
}

std::span<const CueWord> cue_words() {
    static const std::vector<CueWord> words = list_cue_words();
    return words;
}

}  // namespace xinglin
