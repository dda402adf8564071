// Makes the documents and queries that the search benches share: lines of "title<TAB>body", and lines of queries.
//
//   generate_documents documents COUNT [PACK=packs/neurology-zh]     to standard output; statistics to standard error
//   generate_documents queries COUNT [PACK]
//
// Everything comes from a pack: its sentences are cut at commas, and the names in them (found by the annotator) and
// their numbers become gaps. A document is about one condition, drawn by a Zipf law; its sentences join clauses of
// different sentences, and the gaps are filled with the subject, with what relations join to it, or with names drawn by
// a Zipf law. There are 4 kinds of documents: an explanation, a patient's question with an answer, a drug's leaflet, a
// case. So that words do not run out as they would in one small pack, thousands of conditions and drugs are made of
// parts of names, and people, places, hospitals and makers of the pack's characters; of these new ones keep coming.
//
// Document N is the same whatever COUNT is. It would be meaningless to draw whole sentences (few distinct lists, all of
// one length), or names evenly (no long lists), or to leave out the open end of names (no rare terms).

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "annotate/annotator.h"
#include "base/strings.h"
#include "pack/pack.h"
#include "records/plain_text.h"
#include "text/sentences.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kCharacters = 600;  // of a body, on average
constexpr std::size_t kConditions = 4000;
constexpr std::size_t kSubstances = 1500;

/// Numbers that are the same on every machine.
class Draw {
  public:
    explicit Draw(std::uint64_t seed) : state_(mixed(seed + 1)) {}

    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15ULL;
        return mixed(state_);
    }
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }
    double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    bool happens(double probability) { return unit() < probability; }

    /// A rank below `count`, of probability about 1 / (rank + flatness).
    std::size_t rank(std::size_t count, double flatness) {
        const double drawn = flatness * std::exp(unit() * std::log1p(static_cast<double>(count) / flatness)) - flatness;
        return std::min(count - 1, static_cast<std::size_t>(drawn));
    }

    template <typename Container>
    const auto& any(const Container& all) {
        return *(std::begin(all) + static_cast<std::ptrdiff_t>(below(std::size(all))));
    }

  private:
    static std::uint64_t mixed(std::uint64_t value) {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
        return value ^ (value >> 31);
    }
    std::uint64_t state_;
};

/// Parts of names that are made up; what they make need not exist.
constexpr std::string_view kCourses[]{"急性",   "慢性",       "亚急性", "原发性", "继发性", "复发性",
                                      "特发性", "老年性",     "先天性", "家族性", "外伤性", "术后",
                                      "感染性", "缺血性",     "出血性", "退行性", "代谢性", "中毒性",
                                      "药物性", "自身免疫性", "良性",   "恶性",   "青少年", "妊娠期"};
constexpr std::string_view kDisorders[]{"炎",   "病",       "综合征", "损伤", "压迫症", "肿瘤", "囊肿", "变性",
                                        "狭窄", "功能障碍", "畸形",   "结石", "纤维化", "息肉", "脓肿", "水肿",
                                        "萎缩", "增生",     "溃疡",   "扩张", "粘连",   "坏死", "栓塞", "疼痛症"};
constexpr std::string_view kParts[]{"胃",     "十二指肠", "结肠",   "肝",       "胆囊",   "胰腺",   "肾",     "膀胱",
                                    "前列腺", "子宫",     "卵巢",   "乳腺",     "甲状腺", "肺",     "支气管", "胸膜",
                                    "心肌",   "冠状动脉", "主动脉", "下肢静脉", "膝关节", "髋关节", "肩关节", "跟腱",
                                    "腰肌",   "皮肤",     "毛囊",   "角膜",     "视网膜", "中耳",   "鼻窦",   "扁桃体",
                                    "声带",   "牙龈",     "牙髓",   "舌",       "淋巴结", "脾",     "骨髓",   "胸椎"};
constexpr std::string_view kForms[]{"片", "胶囊", "颗粒", "注射液", "口服液", "缓释片", "滴丸", "软膏", "丸", "滴眼液"};
constexpr std::string_view kConnectives[]{"此外，", "另外，",         "因此，",         "不过，",
                                          "通常，", "需要注意的是，", "临床上，",       "一般来说，",
                                          "同时，", "如果情况允许，", "在多数情况下，", "对这类患者，"};
constexpr std::string_view kAsks[]{"是怎么引起的",     "有什么症状", "怎么治疗",   "吃什么药",
                                   "要做什么检查",     "严重吗",     "能治好吗",   "挂什么科",
                                   "平时要注意什么",   "会遗传吗",   "怎么护理",   "怎么预防",
                                   "饮食上要注意什么", "需要手术吗", "多久能恢复", "和感冒有关系吗"};
constexpr std::string_view kTopics[]{"的病因与诱因", "的临床表现", "的诊断要点",   "的治疗选择",
                                     "的用药说明",   "的家庭护理", "的预后与随访", "的鉴别诊断",
                                     "的常见误区",   "的康复锻炼", "概述"};
constexpr std::string_view kComplaints[]{"最近总是",   "这几天突然", "一直觉得", "晚上睡觉的时候", "上班久了就",
                                         "吃完饭以后", "早上起来",   "运动之后", "天气一冷就",     "一紧张就"};
constexpr std::string_view kPeople[]{"我",     "我妈妈",   "我爸爸", "孩子", "我老公",
                                     "我爱人", "家里老人", "我奶奶", "朋友", "宝宝"};

enum class Gap {
    None,
    Number,
    Condition,
    Symptom,
    Test,
    Procedure,
    Substance,
    Class,
    Site,
    Department,
    Population,
    Cause
};
constexpr std::size_t kGapCount = static_cast<std::size_t>(Gap::Cause) + 1;
static_assert(kGapCount == kConceptKindCount + static_cast<std::size_t>(Gap::Condition), "a gap for each kind");

Gap gap_of(ConceptKind kind) {
    return static_cast<Gap>(static_cast<int>(kind) + static_cast<int>(Gap::Condition));
}

struct Piece {
    std::string text;  // "" for a gap
    Gap gap = Gap::None;
};
using Clause = std::vector<Piece>;
using Pattern = std::vector<Clause>;

/// What the pack's texts are made of.
class Language {
  public:
    explicit Language(const Pack& pack)
        : knowledge_(std::make_shared<const Knowledge>(pack.knowledge)), annotator_(knowledge_) {
        for (const Concept& each : knowledge_->concepts()) {
            names(gap_of(each.kind)).push_back(each.name);
            if (each.summary) learn(each.summary->text);
        }
        add_conditions();
        add_substances();
        for (const Relation& each : knowledge_->relations()) learn(each.statement);
        for (const Record& each : pack.records) learn(each);
        collect_characters();
    }

    const Knowledge& knowledge() const { return *knowledge_; }
    const std::vector<Pattern>& patterns() const { return patterns_; }
    const std::vector<std::string>& names(Gap gap) const { return names_[static_cast<std::size_t>(gap)]; }

    /// The name of rank `rank` of an endless list, `length` characters long.
    std::string invented(std::uint64_t list, std::size_t rank, std::size_t length) const {
        Draw draw(list << 40U ^ rank);
        std::string name;
        for (std::size_t i = 0; i < length; ++i) name += characters_[draw.rank(characters_.size(), 300)];
        return name;
    }

  private:
    std::vector<std::string>& names(Gap gap) { return names_[static_cast<std::size_t>(gap)]; }

    void add_conditions() {
        std::vector<std::string> parts(std::begin(kParts), std::end(kParts));
        for (const std::string& site : names(Gap::Site)) parts.push_back(site);
        Draw draw(1);
        std::vector<std::string>& conditions = names(Gap::Condition);
        std::unordered_set<std::string> known(conditions.begin(), conditions.end());
        while (conditions.size() < kConditions) {
            std::string made = draw.any(parts);
            if (draw.happens(0.7)) made.insert(0, draw.any(kCourses));
            made += draw.any(kDisorders);
            if (known.insert(made).second) conditions.push_back(std::move(made));
        }
        std::ranges::sort(conditions, {}, [](const std::string& name) { return fnv1a(name); });
    }

    /// Names in the manner of the pack's: characters of those, followed by a form.
    void add_substances() {
        std::vector<std::string>& substances = names(Gap::Substance);
        std::string all;
        for (const std::string& name : substances) all += name;
        std::vector<std::string> characters;
        for (std::size_t at = 0; at < all.size();) {
            const Decoded each = decode_utf8(all, at);
            if (each.length == 3) characters.push_back(all.substr(at, each.length));
            at += each.length;
        }
        Draw draw(2);
        while (substances.size() < kSubstances) {
            std::string made;
            for (std::size_t left = 2 + draw.below(4); left > 0; --left) made += draw.any(characters);
            substances.push_back(std::move(made));
        }
        std::ranges::sort(substances, {}, [](const std::string& name) { return fnv1a(name); });
    }

    void learn(const Record& record) {
        if (const auto* article = std::get_if<Article>(&record.body)) learn(running_text(article->body));
        if (const auto* question = std::get_if<Question>(&record.body)) {
            learn(question->body);
            for (const Answer& each : question->answers) learn(each.text);
        }
        if (const auto* drug = std::get_if<Drug>(&record.body)) {
            for (const std::string* text : {&drug->indications, &drug->contraindications, &drug->cautions,
                                            &drug->interactions, &drug->adverse_reactions})
                learn(*text);
        }
        if (const auto* test = std::get_if<Test>(&record.body)) learn(test->description + test->preparation);
    }

    void learn(const std::string& text) {
        for (const Sentence& each : sentences_of(text)) learn_sentence(slice(text, each.span));
    }

    void learn_sentence(std::string_view sentence) {
        const std::vector<Mention> mentions = annotator_.annotate(sentence);
        Pattern pattern(1);
        std::size_t next = 0;
        for (std::size_t at = 0; at < sentence.size();) {
            if (next < mentions.size() && mentions[next].span.begin == at) {
                pattern.back().push_back({"", gap_of(knowledge_->at(mentions[next].concept_index).kind)});
                at = mentions[next++].span.end;
                continue;
            }
            at += append_literal(sentence, at, pattern);
        }
        if (pattern.back().empty()) pattern.pop_back();
        if (!pattern.empty()) patterns_.push_back(std::move(pattern));
    }

    /// Adds the character at `at`, or the whole number there; returns its bytes. A comma ends a clause.
    std::size_t append_literal(std::string_view sentence, std::size_t at, Pattern& pattern) {
        Clause& clause = pattern.back();
        const auto is_digit = [&](std::size_t place) {
            return place < sentence.size() && sentence[place] >= '0' && sentence[place] <= '9';
        };
        if (is_digit(at)) {
            std::size_t end = at;
            while (is_digit(end)) ++end;
            clause.push_back({"", Gap::Number});
            return end - at;
        }
        const std::size_t length = decode_utf8(sentence, at).length;
        const std::string_view character = sentence.substr(at, length);
        if (clause.empty() || clause.back().gap != Gap::None) clause.emplace_back();
        clause.back().text += character;
        ++seen_[std::string(character)];
        if (character == "，" || character == "；") pattern.emplace_back();
        return length;
    }

    /// The characters of the pack, the commonest first.
    void collect_characters() {
        std::vector<std::pair<std::size_t, std::string>> counted;
        for (const auto& [character, count] : seen_) {
            const char32_t code_point = decode_utf8(character, 0).code_point;
            if (code_point >= 0x4E00 && code_point < 0xA000) counted.emplace_back(count, character);
        }
        std::ranges::sort(counted, std::greater<>());
        for (const auto& [count, character] : counted) characters_.push_back(character);
    }

    std::shared_ptr<const Knowledge> knowledge_;
    Annotator annotator_;
    std::array<std::vector<std::string>, kGapCount> names_;
    std::vector<Pattern> patterns_;
    std::unordered_map<std::string, std::size_t> seen_;
    std::vector<std::string> characters_;
};

/// Writes one document.
class Writer {
  public:
    Writer(const Language& language, std::uint64_t number) : language_(language), draw_(number + 1000) {
        const std::vector<std::string>& conditions = language_.names(Gap::Condition);
        subject_ = conditions[draw_.rank(conditions.size(), 3)];
        for (const ConceptIndex index : language_.knowledge().named(subject_)) learn_related(index);
    }

    const std::string& subject() const { return subject_; }

    std::string document() {
        const std::size_t kind = draw_.below(10);
        if (kind < 4) return explanation();
        if (kind < 7) return question();
        return kind < 8 ? leaflet() : case_report();
    }

    std::string query() {
        const std::size_t kind = draw_.below(10);
        if (kind < 6) return subject_ + std::string(draw_.any(kAsks));
        if (kind < 8) return filled(Gap::Symptom) + std::string(draw_.any(kAsks));
        return std::string(draw_.any(kPeople)) + std::string(draw_.any(kComplaints)) + filled(Gap::Symptom) + "怎么办";
    }

  private:
    void learn_related(ConceptIndex index) {
        for (int predicate = 0; predicate < kPredicateCount; ++predicate) {
            for (const Knowledge::Link& link :
                 language_.knowledge().outgoing(index, static_cast<Predicate>(predicate))) {
                const Concept& other = language_.knowledge().at(link.other);
                related_[static_cast<std::size_t>(gap_of(other.kind))].push_back(other.name);
            }
        }
    }

    std::string explanation() { return subject_ + std::string(draw_.any(kTopics)) + "\t" + sentences(kCharacters); }

    std::string question() {
        const std::string symptom = filled(Gap::Symptom);
        std::string asked = std::string(draw_.any(kPeople)) + "今年" + age() + "岁，";
        asked += std::string(draw_.any(kComplaints)) + symptom + "，已经" + filled(Gap::Number) + "天了，";
        asked += "在" + place() + "看过，说是" + subject_ + "，想问一下" + std::string(draw_.any(kAsks)) + "？";
        return subject_ + std::string(draw_.any(kAsks)) + "\t" + asked + "答：" + sentences(kCharacters - 60);
    }

    std::string leaflet() {
        const std::string drug = filled(Gap::Substance) + std::string(draw_.any(kForms));
        std::string head = "本品由" + language_.invented(1, draw_.rank(5'000'000, 20), 2) + "药业有限公司生产，用于";
        head += subject_ + "、" + filled(Gap::Condition) + "，规格" + filled(Gap::Number) + "mg。";
        return drug + "说明书\t" + head + sentences(kCharacters - 50);
    }

    std::string case_report() {
        std::string head = "患者" + language_.invented(2, draw_.rank(5'000'000, 50), 3) + "，" + age();
        head += "岁，因" + filled(Gap::Symptom) + filled(Gap::Number) + "天就诊于" + place() + "，行" +
                filled(Gap::Test) + "后诊断为" + subject_ + "。";
        return subject_ + "合并" + filled(Gap::Condition) + "一例\t" + head + sentences(kCharacters - 60);
    }

    std::string age() { return std::to_string(1 + draw_.below(90)); }

    std::string place() {
        return language_.invented(3, draw_.rank(3'000'000, 100), 2) + (draw_.happens(0.5) ? "市第" : "县第") +
               filled(Gap::Number) + "人民医院";
    }

    /// About `characters` characters, between half and one and a half times as many.
    std::string sentences(std::size_t characters) {
        const std::size_t wanted = (characters / 2 + draw_.below(characters)) * 3;
        std::string text;
        while (text.size() < wanted) append_sentence(text);
        return text;
    }

    /// The clauses of one pattern; sometimes goes on at the same place of another one.
    void append_sentence(std::string& text) {
        const std::vector<Pattern>& patterns = language_.patterns();
        const Pattern* pattern = &patterns[draw_.below(patterns.size())];
        if (draw_.happens(0.15)) text += draw_.any(kConnectives);
        for (std::size_t place = 0; place < pattern->size(); ++place) {
            if (draw_.happens(0.35)) {
                const Pattern* other = &patterns[draw_.below(patterns.size())];
                if (other->size() > place) pattern = other;
            }
            for (const Piece& piece : (*pattern)[place])
                text += piece.gap == Gap::None ? piece.text : filled(piece.gap);
        }
    }

    std::string filled(Gap gap) {
        if (gap == Gap::Number) return std::to_string(1 + draw_.rank(900, 8));
        if (gap == Gap::Condition && draw_.happens(0.35)) return subject_;
        const std::vector<std::string>& near = related_[static_cast<std::size_t>(gap)];
        if (!near.empty() && draw_.happens(0.6)) return draw_.any(near);
        const std::vector<std::string>& names = language_.names(gap);
        return names[draw_.rank(names.size(), 10)];
    }

    const Language& language_;
    Draw draw_;
    std::string subject_;
    std::array<std::vector<std::string>, kGapCount> related_;
};

/// What the head comment of a comparison has to say of its data.
class Statistics {
  public:
    void add(const std::string& subject, std::string_view document) {
        ++documents_;
        ++subjects_[subject];
        pairs_of_document_.clear();
        char32_t before = 0;
        for (std::size_t at = 0; at < document.size();) {
            const Decoded each = decode_utf8(document, at);
            at += each.length;
            ++characters_;
            const bool is_han = each.code_point >= 0x4E00 && each.code_point < 0xA000;
            if (is_han && before != 0)
                pairs_of_document_.push_back(static_cast<std::uint64_t>(before) << 32U | each.code_point);
            before = is_han ? each.code_point : 0;
        }
        std::ranges::sort(pairs_of_document_);
        const auto repeated = std::unique(pairs_of_document_.begin(), pairs_of_document_.end());
        pairs_of_document_.erase(repeated, pairs_of_document_.end());
        for (const std::uint64_t pair : pairs_of_document_) ++documents_with_[pair];
        postings_ += pairs_of_document_.size();
    }

    void print() const {
        std::vector<std::size_t> subjects;
        for (const auto& [subject, count] : subjects_) subjects.push_back(count);
        std::ranges::sort(subjects, std::greater<>());
        std::size_t once = 0;
        std::size_t most = 0;
        for (const auto& [pair, count] : documents_with_) {
            once += count == 1 ? 1 : 0;
            most = std::max(most, count);
        }
        const auto documents = static_cast<double>(documents_);
        std::fprintf(
            stderr,
            "{\"documents\": %zu, \"characters\": %.0f, \"distinct_pairs\": %zu, \"pairs_seen_once\": %zu, "
            "\"distinct_pairs_a_document\": %.0f, \"commonest_pair_share\": %.2f, \"conditions\": %zu, "
            "\"share_of_condition_1\": %.4f, \"share_of_condition_10\": %.4f, \"share_of_condition_100\": %.4f}\n",
            documents_, static_cast<double>(characters_) / documents, documents_with_.size(), once,
            static_cast<double>(postings_) / documents, static_cast<double>(most) / documents, subjects.size(),
            share(subjects, 1), share(subjects, 10), share(subjects, 100));
    }

  private:
    double share(const std::vector<std::size_t>& subjects, std::size_t rank) const {
        return rank <= subjects.size() ? static_cast<double>(subjects[rank - 1]) / static_cast<double>(documents_) : 0;
    }

    std::size_t documents_ = 0;
    std::size_t characters_ = 0;
    std::size_t postings_ = 0;
    std::unordered_map<std::string, std::size_t> subjects_;
    std::unordered_map<std::uint64_t, std::size_t> documents_with_;
    std::vector<std::uint64_t> pairs_of_document_;
};

int run(const std::string& what, std::size_t count, const std::string& pack_folder) {
    const PackReading reading = read_pack(pack_folder);
    if (!reading.pack) {
        std::fprintf(stderr, "%s is not a pack without errors\n", pack_folder.c_str());
        return 1;
    }
    const Language language(*reading.pack);
    Statistics statistics;
    for (std::uint64_t number = 0; number < count; ++number) {
        if (what == "queries") {
            std::puts(Writer(language, number + 1'000'000'000).query().c_str());
            continue;
        }
        Writer writer(language, number);
        const std::string document = writer.document();
        std::puts(document.c_str());
        statistics.add(writer.subject(), document);
    }
    if (what == "documents") statistics.print();
    return 0;
}

}  // namespace
}  // namespace xinglin

int main(int argc, char** argv) {
    const std::string what = argc > 2 ? argv[1] : "";
    if (what != "documents" && what != "queries") {
        std::fputs("usage: generate_documents documents|queries COUNT [PACK]\n", stderr);
        return 2;
    }
    return xinglin::run(what, std::stoul(argv[2]), argc > 3 ? argv[3] : "packs/neurology-zh");
}
