#include "suggest/suggester.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "base/strings.h"
#include "knowledge/codec.h"
#include "suggest/name_keys.h"
#include "text/fold.h"
#include "text/pinyin.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

namespace fs = std::filesystem;

/// Reads of the demo pack what is suggested: names and titles. Bodies only as far as they are needed to count mentions.
class PackReader {
  public:
    explicit PackReader(const fs::path& folder) {
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator(folder / "concepts")) files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        for (const fs::path& file : files)
            each_line(file, [&](const auto& object) { knowledge.concepts.push_back(*concept_from_json(object)); });
        each_line(folder / "doctors.jsonl", [&](const auto& object) {
            add(object, Doctor{text(object, "name"),
                               {},
                               text(object, "hospital"),
                               {},
                               text(object, "department"),
                               text(object, "specialty"),
                               {}});
        });
        each_line(folder / "hospitals.jsonl", [&](const auto& object) { add_named<Hospital>(object); });
        each_line(folder / "tests.jsonl", [&](const auto& object) { add_named<xinglin::Test>(object); });
        each_line(folder / "drugs.jsonl", [&](const auto& object) {
            Drug drug;
            drug.name = text(object, "name");
            drug.generic_name = text(object, "generic_name");
            drug.ingredients = text(object, "ingredients");
            add(object, drug);
        });
        each_line(folder / "questions.jsonl", [&](const auto& object) {
            add(object, Question{text(object, "title"), text(object, "title"), {}, {}});
        });
        for (const auto& entry : fs::directory_iterator(folder / "articles")) add_article(entry.path());
    }

    KnowledgeData knowledge;
    std::vector<Record> records;

  private:
    static std::string text(const boost::json::object& object, std::string_view field) {
        const auto* value = object.if_contains(field);
        return value && value->is_string() ? std::string(value->get_string()) : std::string();
    }

    template <typename Visit>
    static void each_line(const fs::path& file, const Visit& visit) {
        std::ifstream in(file);
        for (std::string line; std::getline(in, line);)
            if (!line.empty()) visit(boost::json::parse(line).as_object());
    }

    template <typename Body>
    void add(const boost::json::object& object, Body body) {
        Record record;
        record.head.id = text(object, "id");
        record.body = std::move(body);
        records.push_back(std::move(record));
    }

    template <typename Body>
    void add_named(const boost::json::object& object) {
        Body body;
        body.name = text(object, "name");
        add(object, std::move(body));
    }

    void add_article(const fs::path& file) {
        std::ifstream in(file);
        std::stringstream whole;
        whole << in.rdbuf();
        const std::string content = whole.str();
        const auto field = [&](const std::string& name) {
            const std::size_t begin = content.find("\n" + name + " = \"") + name.size() + 5;
            return content.substr(begin, content.find("\"\n", begin) - begin);
        };
        Record record;
        record.head.id = field("id");
        Article article;
        article.title = field("title");
        article.body = content.substr(content.find("\n+++\n") + 5);
        record.body = std::move(article);
        records.push_back(std::move(record));
    }
};

std::shared_ptr<const Corpus> corpus_of(KnowledgeData knowledge, std::vector<Record> records) {
    const auto annotator = std::make_shared<const Annotator>(std::make_shared<const Knowledge>(std::move(knowledge)));
    std::vector<std::shared_ptr<const AnnotatedRecord>> annotated;
    for (Record& each : records)
        annotated.push_back(std::make_shared<const AnnotatedRecord>(annotate_record(*annotator, std::move(each))));
    return std::make_shared<const Corpus>(annotator, std::move(annotated));
}

/// Suggestions over the demo pack, or a skipped test.
class SuggesterOfPack : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        const char* root = std::getenv("XINGLIN_SOURCE_DIR");
        if (root == nullptr) return;
        PackReader pack(fs::path(root) / "packs" / "neurology-zh");
        corpus_ = corpus_of(std::move(pack.knowledge), std::move(pack.records));
        suggester_ = std::make_unique<const Suggester>(*corpus_);
    }

    static void TearDownTestSuite() {
        suggester_.reset();
        corpus_.reset();
    }

    void SetUp() override {
        if (!suggester_) GTEST_SKIP() << "XINGLIN_SOURCE_DIR is not set; ctest sets it";
    }

    static std::vector<Suggestion> suggest(std::string_view typed, std::size_t limit = 10) {
        return suggester_->suggest(typed, limit);
    }

    /// The first suggestion, or the first of a type.
    static Suggestion first(std::string_view typed, std::optional<ItemType> type = {}) {
        for (Suggestion& each : suggest(typed))
            if (!type || each.type == *type) return each;
        return {};
    }

    static std::size_t place_of(const std::vector<Suggestion>& list, std::string_view text) {
        return static_cast<std::size_t>(
            std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.text == text; }) - list.begin());
    }

    static inline std::shared_ptr<const Corpus> corpus_;
    static inline std::unique_ptr<const Suggester> suggester_;
};

TEST_F(SuggesterOfPack, CompletesByTheBeginningOfANameOrOfAnotherName) {
    EXPECT_EQ(first("面肌").text, "面肌痉挛");
    EXPECT_EQ(first("面肌").by, SuggestedBy::Prefix);
    EXPECT_EQ(first("面肌").via, "");
    EXPECT_EQ(first("羊角").text, "癫痫");
    EXPECT_EQ(first("羊角").by, SuggestedBy::AliasPrefix);
    EXPECT_EQ(first("羊角").via, "羊角风");
    EXPECT_EQ(first("中风").text, "脑卒中");
    EXPECT_EQ(first("HFS").text, "面肌痉挛");
    EXPECT_EQ(first("hfs").via, "HFS");
    EXPECT_EQ(first("hemifacial sp").text, "面肌痉挛");
    EXPECT_EQ(first("翻身头").text, "良性阵发性位置性眩晕") << "a name for searching only";
}

TEST_F(SuggesterOfPack, LooksInsideNames) {
    const auto list = suggest("肌痉挛");
    ASSERT_LT(place_of(list, "面肌痉挛"), list.size());
    EXPECT_EQ(list[place_of(list, "面肌痉挛")].by, SuggestedBy::Inside);
    EXPECT_LT(place_of(suggest("痉挛"), "面肌痉挛"), 10U);
    EXPECT_EQ(first("spasm", ItemType::Condition).by, SuggestedBy::Inside);
}

TEST_F(SuggesterOfPack, ReadsPinyinInitialsAndMixtures) {
    for (const auto* typed : {"mian", "mianji", "mianjijing", "mianjijingluan", "MianJi", "mian'ji", "mjjl", "mjj",
                              "mian肌", "m肌jl", "面jjl", "面肌jing"}) {
        EXPECT_EQ(first(typed, ItemType::Condition).text, "面肌痉挛") << typed;
        EXPECT_EQ(first(typed, ItemType::Condition).by, SuggestedBy::Pinyin) << typed;
    }
    EXPECT_EQ(first("toutong").text, "头痛");
    EXPECT_EQ(first("naojidiantu").text, "");
    EXPECT_EQ(first("jidiantu").text, "肌电图");
    EXPECT_EQ(first("shenjingneike", ItemType::Department).text, "神经内科");
}

TEST_F(SuggesterOfPack, KnowsHowMedicalWordsAreRead) {
    EXPECT_EQ(first("zhongzhengji").text, "重症肌无力");
    EXPECT_EQ(first("chongzhengji").text, "重症肌无力") << "also read so, but only when nothing else is";
    const auto list = suggest("changqi");
    ASSERT_FALSE(list.empty());
    EXPECT_EQ(list.front().via, "长期失眠");
}

TEST_F(SuggesterOfPack, ReadsTraditionalCharactersAndAnyWidth) {
    EXPECT_EQ(first("面肌痙攣").text, "面肌痉挛");
    EXPECT_EQ(first("三叉神經痛").text, "三叉神经痛");
    EXPECT_EQ(first("ＨＦＳ").text, "面肌痉挛");
    EXPECT_FALSE(suggest("顏面").empty());
}

TEST_F(SuggesterOfPack, MendsOneErrorWhenNothingElseIsFound) {
    for (const auto* typed : {"面机痉挛", "面肌惊挛", "面肌痉孪", "面肌病挛", "脸肌痉挛", "面痉挛肌", "mianjijinlguan",
                              "mianjijingluam", "mianjijignluan", "mianjijinluan", "nianjijingluan"}) {
        EXPECT_EQ(first(typed, ItemType::Condition).text, "面肌痉挛") << typed;
        EXPECT_EQ(first(typed, ItemType::Condition).by, SuggestedBy::Corrected) << typed;
    }
    EXPECT_EQ(first("癫闲").text, "癫痫");
    EXPECT_EQ(first("zhancashenjing").text, "") << "two errors and a fuzzy sound are too much";
    EXPECT_EQ(first("sancashenjing").text, "三叉神经痛") << "c for ch";
}

TEST_F(SuggesterOfPack, PutsWhatIsWrittenSoAboveWhatSoundsSo) {
    std::mt19937 random(1);
    const auto concepts = corpus_->knowledge().concepts();
    for (int round = 0; round < 1500; ++round) {
        const Concept& meant = concepts[random() % concepts.size()];
        std::string typed(first_characters(meant.name, 1 + random() % 3));
        if (random() % 2 == 0) typed = pinyin_key(typed);
        const std::string key = name_key(typed, 64);
        bool heard = false;
        std::size_t titles = 0;
        std::set<std::string> ids;
        const auto list = suggest(typed);
        for (const Suggestion& each : list) {
            const bool is_heard = each.by == SuggestedBy::Pinyin || each.by == SuggestedBy::Corrected;
            ASSERT_FALSE(heard && !is_heard) << typed;
            heard = heard || is_heard;
            const std::string name = name_key(each.via.empty() ? each.text : each.via, 64);
            // A single letter is looked for where names begin; the T of 头颅CT is found by the sound of 头.
            const bool is_written = key.size() == 1 && is_heard ? name.starts_with(key) : name.find(key) != name.npos;
            // The beginning of a word of Latin letters is written so, and may be heard: the CA of CAM评估.
            const std::size_t end = name.find(key) == name.npos ? name.npos : name.find(key) + key.size();
            const bool goes_on = end < name.size() && name[end] >= 'a' && name[end] <= 'z';
            if (!goes_on) {
                ASSERT_EQ(is_written, !is_heard) << typed << " " << each.text;
            }
            ASSERT_TRUE(ids.insert(each.id).second) << each.id << " twice for " << typed;
            titles += each.type == ItemType::Article || each.type == ItemType::Question;
        }
        const bool has_only_titles = titles == list.size();
        ASSERT_LE(list.size(), 10U);
        if (list.size() == 10 && !has_only_titles && titles > 4) {
            ASSERT_LT(list.size() - titles, 6U) << typed << ": titles only fill up";
        }
    }
}

TEST_F(SuggesterOfPack, IsMixed) {
    std::set<ItemType> types;
    for (const Suggestion& each : suggest("面")) types.insert(each.type);
    EXPECT_GE(types.size(), 3U);
    EXPECT_EQ(first("卡马西平").type, ItemType::Drug);
    EXPECT_EQ(first("得理多").type, ItemType::Drug) << "by a name of what it contains";
    EXPECT_EQ(first("得理多").via, "得理多");
    EXPECT_EQ(first("林安平").type, ItemType::Doctor);
    EXPECT_EQ(first("linanping").type, ItemType::Doctor);
}

TEST_F(SuggesterOfPack, FindsEveryItemByItsWholeNameHoweverItIsTyped) {
    for (const Concept& each : corpus_->knowledge().concepts()) {
        if (!item_type_of(each.kind)) continue;
        const auto characters = pinyin_of(each.name);
        const bool is_read = std::any_of(characters.begin(), characters.end(), [](auto& one) { return one.likely(); });
        for (const std::string& typed : {each.name, is_read ? pinyin_key(each.name) : each.name}) {
            const auto list = suggest(typed);
            ASSERT_LT(place_of(list, each.name), list.size()) << typed;
            ASSERT_LT(place_of(list, each.name), 3U) << typed;
        }
    }
}

TEST_F(SuggesterOfPack, AnswersAnyBytes) {
    for (const auto* typed : {"", " ", "，。　-", "\xFF\xE9", "'''", "\xE9\x9D", "1", "v", "iii", "ü"}) suggest(typed);
    EXPECT_TRUE(suggest("").empty());
    EXPECT_TRUE(suggest(" ，。　-'").empty());
    EXPECT_TRUE(suggest("\xFF\xE9").empty());
    EXPECT_TRUE(suggest(std::string(10'000, 'a')).empty());
    EXPECT_EQ(suggest(std::string(10'000, ' ') + "面肌").front().text, "面肌痉挛");
    EXPECT_TRUE(suggest("面", 0).empty());
    EXPECT_EQ(suggest("面", 1).size(), 1U);
    EXPECT_EQ(suggest("m", 25).size(), 25U);
    EXPECT_GT(suggester_->memory_bytes(), 10'000U);
}

Concept concept_named(std::string id, std::string name, std::vector<std::string> aliases = {}) {
    Concept made;
    made.kind = *concept_kind_named(id.substr(0, id.find('/')));
    made.id = std::move(id);
    made.name = std::move(name);
    for (std::string& alias : aliases) made.aliases.push_back({std::move(alias), AliasUse::Alone});
    return made;
}

template <typename Body>
Record record(std::string id, Body body, Trust trust = Trust::Curated) {
    Record made;
    made.head.id = std::move(id);
    made.head.trust = trust;
    made.body = std::move(body);
    return made;
}

Article article(std::string title) {
    Article made;
    made.title = title;
    made.body = title + "的正文。";
    return made;
}

Drug drug(std::string name, std::string maker) {
    Drug made;
    made.name = std::move(name);
    made.manufacturer = std::move(maker);
    return made;
}

std::vector<std::string> ids(const std::vector<Suggestion>& list) {
    std::vector<std::string> found;
    for (const Suggestion& each : list) found.push_back(each.id);
    return found;
}

using Ids = std::vector<std::string>;

TEST(Suggester, FoldsNearDuplicatesAndPagesOfConcepts) {
    KnowledgeData knowledge;
    knowledge.concepts = {concept_named("test/emg", "肌电图"), concept_named("substance/mint", "薄荷")};
    xinglin::Test test;
    test.name = "肌电图";
    Doctor doctor;
    doctor.name = "王安";
    const auto corpus = corpus_of(
        knowledge, {record("test/emg-page", test), record("drug/a", drug("薄荷片", "甲厂")),
                    record("drug/b", drug("薄荷片", "乙厂")), record("doctor/a", doctor), record("doctor/b", doctor)});
    const Suggester suggester(*corpus);
    EXPECT_EQ(ids(suggester.suggest("肌电")), Ids{"test/emg"});
    EXPECT_EQ(ids(suggester.suggest("薄荷")), Ids{"drug/a"});
    EXPECT_EQ(ids(suggester.suggest("王")), (Ids{"doctor/a", "doctor/b"})) << "two people of one name";
}

TEST(Suggester, OrdersCuratedThenSpokenOfThenShorterThenId) {
    KnowledgeData knowledge;
    knowledge.concepts = {
        concept_named("condition/d", "头痛病丁"), concept_named("condition/c", "头痛病丙"),
        concept_named("condition/b", "头痛病"),   concept_named("condition/a", "头痛病甲"),
        concept_named("condition/x", "头痛"),     concept_named("condition/y", "头痛其他", {"头痛病未"})};
    knowledge.concepts[4].trust = Trust::Imported;
    const auto corpus = corpus_of(knowledge, {record("article/1", article("头痛病甲的原因"))});
    const Suggester suggester(*corpus);
    EXPECT_EQ(ids(suggester.suggest("头痛病")),
              (Ids{"condition/b", "condition/a", "condition/c", "condition/d", "article/1", "condition/y"}));
    EXPECT_EQ(ids(suggester.suggest("头痛")), (Ids{"condition/x", "condition/a", "condition/b", "condition/c",
                                                   "condition/d", "condition/y", "article/1"}))
        << "what is typed whole comes first, even when imported";
    EXPECT_EQ(ids(suggester.suggest("头")), (Ids{"condition/a", "condition/b", "condition/c", "condition/d",
                                                 "condition/y", "condition/x", "article/1"}));
}

TEST(Suggester, SuggestsNothingThatOnlyAClassificationCounts) {
    KnowledgeData knowledge;
    knowledge.concepts = {concept_named("condition/real", "跌倒综合征"), concept_named("condition/way", "跌倒在浴室"),
                          concept_named("condition/rest", "其他跌倒", {"跌倒其他"})};
    knowledge.concepts[1].trust = Trust::Imported;
    knowledge.concepts[1].codes = {{"ICD-10", "W18.2"}};
    knowledge.concepts[2].trust = Trust::Imported;
    const auto corpus = corpus_of(knowledge, {});
    EXPECT_EQ(ids(Suggester(*corpus).suggest("跌倒")), Ids{"condition/real"});
}

TEST(Suggester, LeavesRoomForNamesAmongTitles) {
    KnowledgeData knowledge;
    std::vector<Record> records;
    for (char letter = 'a'; letter <= 'l'; ++letter) {
        const std::string one(1, letter);
        knowledge.concepts.push_back(concept_named("condition/" + one, "慢性头痛" + one));
        records.push_back(record("article/" + one, article("头痛" + one)));
    }
    records.push_back(record("article/m", article("牙齿一")));
    const auto corpus = corpus_of(knowledge, records);
    const Suggester suggester(*corpus);
    const auto list = suggester.suggest("头痛");
    ASSERT_EQ(list.size(), 10U);
    for (std::size_t at = 0; at < 10; ++at) EXPECT_EQ(list[at].type == ItemType::Article, at < 4) << at;
    EXPECT_EQ(ids(suggester.suggest("yachi")), Ids{"article/m"});
}

}  // namespace
}  // namespace xinglin
