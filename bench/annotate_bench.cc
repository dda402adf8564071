// Finding 100,000 names in running Chinese text: Automaton::find_all and Annotator::annotate against Vectorscan
// (hs_compile_lit_multi, block mode, same names, same text) and against a naive matcher (hash set, longest first at
// each character).
//
// Data: names and text are generated from a fixed seed: names from medical morphemes and from transliteration
// syllables, text from common words, loose morphemes and, about every twentieth character, a name, which is what real
// questions have. Texts are handed over one by one, 1,000 characters each, 8 MB together. Names and text fold to
// themselves, so that every matcher must find the same: Automaton and Vectorscan are checked to report equally many
// matches, and annotate to find no more than the naive matcher: it leaves out names that are pieces of longer words.
//
// What would make it meaningless: names that share no characters with the text around them (no matcher would ever go
// beyond its first filter), or one huge text (nobody has one). Rounds alternate between matchers; the
// first is dropped (the naive matcher has one more, being slow); processor time is counted, not time on the wall.

#include <hs/hs.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "annotate/annotator.h"
#include "text/automaton.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace {

constexpr std::size_t kNames = 100'000;
constexpr std::size_t kTextBytes = 8'000'000;
constexpr std::size_t kCharactersPerText = 1'000;
constexpr int kRounds = 9;

constexpr std::string_view kQualities[] = {"急性",   "慢性",   "特发性", "继发性", "原发性", "先天性",
                                           "老年性", "小儿",   "复发性", "非典型", "病毒性", "细菌性",
                                           "过敏性", "化脓性", "药物性", "遗传性", "重症",   "轻度"};
constexpr std::string_view kSites[] = {
    "面",     "面神经", "三叉神经", "眼睑",   "胃",     "十二指肠", "结肠",   "直肠",     "肝",     "胆囊",
    "胆管",   "胰腺",   "肾",       "输尿管", "膀胱",   "前列腺",   "子宫",   "卵巢",     "输卵管", "乳腺",
    "甲状腺", "肺",     "支气管",   "胸膜",   "心肌",   "心包",     "主动脉", "冠状动脉", "脑",     "脑膜",
    "脊髓",   "颈椎",   "腰椎",     "膝关节", "肩关节", "髋关节",   "皮肤",   "毛囊",     "角膜",   "视网膜",
    "中耳",   "鼻窦",   "咽喉",     "扁桃体", "食管",   "淋巴结",   "骨髓",   "血小板"};
constexpr std::string_view kTroubles[] = {"炎",   "痉挛",     "麻痹",   "溃疡", "出血", "息肉", "囊肿", "结石",
                                          "肿瘤", "腺瘤",     "癌",     "肉瘤", "脓肿", "梗死", "狭窄", "扩张",
                                          "萎缩", "增生",     "硬化",   "水肿", "损伤", "破裂", "穿孔", "脱垂",
                                          "畸形", "功能不全", "综合征", "疼痛", "感染", "结核"};
constexpr std::string_view kSyllables[] = {"阿", "莫", "西", "林", "克",   "拉",   "维",     "酸",    "钾", "卡", "马",
                                           "平", "苯", "妥", "英", "钠",   "奥",   "氮",     "舍",    "曲", "帕", "罗",
                                           "汀", "氟", "米", "嗪", "洛",   "沙",   "坦",     "地",    "尔", "硫", "唑",
                                           "胺", "布", "芬", "美", "托",   "利",   "多",     "巴",    "司", "琼", "碘",
                                           "普", "替", "丁", "片", "胶囊", "颗粒", "注射液", "口服液"};
constexpr std::string_view kWords[] = {
    "的",   "了",   "是",   "我",   "有",   "在",   "不",   "医生", "您好", "请问", "最近", "经常", "感觉", "一直",
    "患者", "治疗", "检查", "出现", "症状", "可以", "需要", "医院", "建议", "注意", "饮食", "休息", "情况", "时间",
    "已经", "没有", "怎么", "办",   "吃",   "药",   "好",   "就",   "也",   "都",   "还",   "很",   "会",   "能",
    "要",   "去",   "看",   "做",   "说",   "年",   "月",   "天",   "次",   "晚上", "早上", "左侧", "右侧", "疼",
    "痛",   "麻",   "肿",   "热",   "红",   "痒",   "神经", "血",   "慢性", "炎症", "功能", "性",   "面",   "手",
    "脚",   "头",   "胃",   "心",   "肺",   "身体", "生活", "工作", "影响", "原因", "引起", "可能", "专家", "手术",
    "费用", "，",   "，",   "，",   "。",   "。",   "、",   "？",   "3",    "10",   "CT",   "mg"};

class Generator {
  public:
    std::vector<std::string> names() {
        std::unordered_set<std::string> seen;
        std::vector<std::string> names;
        while (names.size() < kNames) {
            std::string name = below(10) < 6 ? disease() : drug();
            if (xinglin::count_characters(name) > 1 && seen.insert(name).second) names.push_back(std::move(name));
        }
        return names;
    }

    std::vector<std::string> texts(const std::vector<std::string>& names) {
        std::vector<std::string> texts;
        for (std::size_t bytes = 0; bytes < kTextBytes; bytes += texts.back().size()) texts.push_back(text(names));
        return texts;
    }

  private:
    std::size_t below(std::size_t limit) { return random_() % limit; }

    template <std::size_t size>
    std::string_view any(const std::string_view (&list)[size]) {
        return list[below(size)];
    }

    /// Low places more often, as words of a language are.
    template <std::size_t size>
    std::string_view any_skewed(const std::string_view (&list)[size]) {
        return list[std::min(below(size), below(size))];
    }

    std::string disease() {
        std::string name;
        for (auto count = below(3); count > 0; --count) name += any(kQualities);
        name += any(kSites);
        if (below(4) == 0) name += any(kSites);
        name += any(kTroubles);
        if (below(4) == 0) name += any(kTroubles);
        return name;
    }

    std::string drug() {
        std::string name;
        for (auto count = 2 + below(4); count > 0; --count) name += any(kSyllables);
        return name;
    }

    std::string text(const std::vector<std::string>& names) {
        std::string text;
        for (std::size_t count = 0; count < kCharactersPerText;) {
            std::string_view piece = any_skewed(kWords);
            const auto dice = below(100);
            if (dice < 5) piece = names[below(names.size())];
            if (dice >= 5 && dice < 12) piece = any(kSites);
            if (dice >= 12 && dice < 16) piece = any(kSyllables);
            text += piece;
            count += xinglin::count_characters(piece);
        }
        return text;
    }

    std::mt19937 random_{20260725};
};

/// Processor seconds, so that neighbours on the machine count less.
double seconds_of(const std::function<void()>& run) {
    const std::clock_t start = std::clock();
    run();
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

class NaiveMatcher {
  public:
    explicit NaiveMatcher(const std::vector<std::string>& names) {
        for (const std::string& name : names) {
            names_.insert(name);
            longest_ = std::max(longest_, xinglin::count_characters(name));
        }
    }

    std::size_t count(std::string_view text) const {
        std::size_t found = 0;
        for (std::size_t begin = 0; begin < text.size();) {
            const std::string_view rest = xinglin::first_characters(text.substr(begin), longest_);
            std::size_t length = rest.size();
            while (length > 0 && !names_.contains(rest.substr(0, length))) {
                length -= xinglin::decode_utf8_before(rest, length).length;
            }
            found += length > 0 ? 1U : 0U;
            begin += length > 0 ? length : xinglin::decode_utf8(text, begin).length;
        }
        return found;
    }

  private:
    std::unordered_set<std::string_view> names_;
    std::size_t longest_ = 0;  // in characters
};

/// Vectorscan reports where a match ends; its begin follows from the name's length, so nothing is asked that it would
/// have to do extra.
class VectorscanMatcher {
  public:
    explicit VectorscanMatcher(const std::vector<std::string>& names) {
        std::vector<const char*> expressions;
        std::vector<std::size_t> lengths;
        std::vector<unsigned> ids;
        const std::vector<unsigned> flags(names.size(), 0);
        for (const std::string& name : names) {
            ids.push_back(static_cast<unsigned>(ids.size()));
            expressions.push_back(name.c_str());
            lengths.push_back(name.size());
        }
        hs_compile_error_t* error = nullptr;
        const auto count = static_cast<unsigned>(names.size());
        if (hs_compile_lit_multi(expressions.data(), flags.data(), ids.data(), lengths.data(), count, HS_MODE_BLOCK,
                                 nullptr, &database_, &error) != HS_SUCCESS ||
            hs_alloc_scratch(database_, &scratch_) != HS_SUCCESS) {
            std::fprintf(stderr, "Vectorscan cannot compile the names: %s\n", error ? error->message : "no scratch");
            std::exit(1);
        }
    }

    std::size_t find_all(std::string_view text, std::vector<xinglin::Automaton::Match>& matches) {
        matches.clear();
        const auto report = [](unsigned id, unsigned long long from, unsigned long long to, unsigned, void* out) {
            static_cast<std::vector<xinglin::Automaton::Match>*>(out)->push_back(
                {id, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)});
            return 0;
        };
        hs_scan(database_, text.data(), static_cast<unsigned>(text.size()), 0, scratch_, report, &matches);
        return matches.size();
    }

  private:
    hs_database_t* database_ = nullptr;
    hs_scratch_t* scratch_ = nullptr;
};

struct Contender {
    const char* name;
    std::function<std::size_t(const std::string&)> count;
    double build_seconds = 0;
    int rounds = kRounds;
    std::size_t found = 0;
    std::vector<double> seconds = {};

    double median() const {
        std::vector<double> sorted = seconds;
        std::sort(sorted.begin(), sorted.end());
        return sorted[sorted.size() / 2];
    }
};

void run_rounds(std::vector<Contender>& contenders, const std::vector<std::string>& texts) {
    for (int round = 0; round <= kRounds; ++round) {
        for (Contender& contender : contenders) {
            if (round > contender.rounds) continue;
            std::size_t found = 0;
            const double seconds = seconds_of([&] {
                for (const std::string& text : texts) found += contender.count(text);
            });
            contender.found = found;
            if (round > 0) contender.seconds.push_back(seconds);
        }
    }
}

void print(const std::vector<Contender>& contenders, double megabytes, double reference) {
    std::printf("%-24s %10s %12s %10s %12s\n", "", "MB/s", "of Vectorscan", "build s", "found");
    for (const Contender& contender : contenders) {
        std::printf("%-24s %10.0f %12.2f %10.3f %12zu\n", contender.name, megabytes / contender.median(),
                    reference / contender.median(), contender.build_seconds, contender.found);
    }
}

}  // namespace

int main() {
    using namespace xinglin;
    Generator generator;
    const std::vector<std::string> names = generator.names();
    const std::vector<std::string> texts = generator.texts(names);
    std::size_t bytes = 0;
    for (const std::string& text : texts) bytes += text.size();
    fold("");  // The folding table is built once a process, not once a dictionary.

    Automaton automaton;
    std::unique_ptr<Annotator> annotator;
    std::unique_ptr<VectorscanMatcher> vectorscan;
    std::unique_ptr<NaiveMatcher> naive;
    KnowledgeData data;
    for (const std::string& name : names) {
        Concept& entry = data.concepts.emplace_back();
        entry.id = "condition/c" + std::to_string(data.concepts.size());
        entry.name = name;
    }
    const auto knowledge = std::make_shared<const Knowledge>(std::move(data));

    std::vector<Automaton::Match> matches;
    std::vector<Contender> contenders(4);
    contenders[0] = {.name = "Vectorscan",
                     .count = [&](const std::string& text) { return vectorscan->find_all(text, matches); },
                     .build_seconds = seconds_of([&] { vectorscan = std::make_unique<VectorscanMatcher>(names); })};
    contenders[1] = {.name = "Automaton::find_all",
                     .count =
                         [&](const std::string& text) {
                             automaton.find_all(text, matches);
                             return matches.size();
                         },
                     .build_seconds = seconds_of([&] { automaton = Automaton::build(names); })};
    contenders[2] = {.name = "Annotator::annotate",
                     .count = [&](const std::string& text) { return annotator->annotate(text).size(); },
                     .build_seconds = seconds_of([&] { annotator = std::make_unique<Annotator>(knowledge); })};
    contenders[3] = {.name = "naive (hash set)",
                     .count = [&](const std::string& text) { return naive->count(text); },
                     .build_seconds = seconds_of([&] { naive = std::make_unique<NaiveMatcher>(names); }),
                     .rounds = 1};

    const double megabytes = static_cast<double>(bytes) / 1e6;
    std::printf("%zu names, %zu texts, %.1f MB, median of %d rounds, one thread; automaton %.1f MB\n", names.size(),
                texts.size(), megabytes, kRounds, static_cast<double>(automaton.memory_bytes()) / 1e6);
    run_rounds(contenders, texts);
    print(contenders, megabytes, contenders[0].median());
    if (contenders[0].found != contenders[1].found) {
        std::fprintf(stderr, "Vectorscan and the automaton do not agree.\n");
        return 1;
    }
    if (contenders[2].found > contenders[3].found) {
        std::fprintf(stderr, "annotate finds more than there is.\n");
        return 1;
    }
    std::printf("annotate leaves %.1f %% of the names to longer words\n",
                100 - 100.0 * static_cast<double>(contenders[2].found) / static_cast<double>(contenders[3].found));
    return 0;
}
