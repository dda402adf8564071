#include "mine/mine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/growth_for_tests.h"
#include "knowledge/fitting.h"
#include "records/plain_text.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

Concept make_concept(std::string id, std::string name, std::vector<Alias> aliases = {}) {
    Concept made;
    made.kind = *concept_kind_named(id.substr(0, id.find('/')));
    made.id = std::move(id);
    made.name = std::move(name);
    made.aliases = std::move(aliases);
    return made;
}

const Annotator& annotator() {
    static const Annotator made = [] {
        KnowledgeData data;
        data.concepts = {
            make_concept("condition/spasm", "面肌痉挛", {{"面肌抽搐", AliasUse::Alone}}),
            make_concept("condition/neuralgia", "三叉神经痛"),
            make_concept("condition/palsy", "面瘫"),
            make_concept("condition/epilepsy", "癫痫"),
            make_concept("condition/tumor", "听神经瘤"),
            make_concept("condition/diabetes", "糖尿病"),
            make_concept("condition/glaucoma", "青光眼"),
            make_concept("condition/failure", "心力衰竭"),
            make_concept("condition/compression", "血管压迫"),
            make_concept("condition/cold", "感冒"),
            make_concept("condition/secondary-spasm", "继发性面肌痉挛"),
            make_concept("condition/cervicitis", "宫颈炎"),
            make_concept("symptom/fever", "发热"),
            make_concept("symptom/headache", "头痛"),
            make_concept("symptom/dizziness", "头晕"),
            make_concept("symptom/twitch", "眼皮跳"),
            make_concept("test/emg", "肌电图"),
            make_concept("test/mri", "磁共振"),
            make_concept("procedure/mvd", "微血管减压术"),
            make_concept("substance/carbamazepine", "卡马西平"),
            make_concept("substance/baclofen", "巴氯芬"),
            make_concept("substance/caffeine", "咖啡因"),
            make_concept("substance/warfarin", "华法林"),
            make_concept("class/maoi", "单胺氧化酶抑制剂"),
            make_concept("department/neurology", "神经内科"),
            make_concept("population/pregnancy", "孕妇"),
            make_concept("population/breastfeeding", "哺乳期妇女"),
            make_concept("population/children", "儿童"),
        };
        return Annotator(std::make_shared<const Knowledge>(std::move(data)));
    }();
    return made;
}

Record make_record(std::string id, decltype(Record::body) body) {
    Record record;
    record.head.id = std::move(id);
    record.head.sources = {"source/own"};
    record.body = std::move(body);
    return record;
}

Drug carbamazepine() {
    Drug drug;
    drug.name = "卡马西平片";
    drug.ingredients = "卡马西平";
    return drug;
}

Record with_indications(std::string text) {
    Drug drug = carbamazepine();
    drug.indications = std::move(text);
    return make_record("drug/a", drug);
}

Record with_contraindications(std::string text) {
    Drug drug = carbamazepine();
    drug.contraindications = std::move(text);
    return make_record("drug/a", drug);
}

Record with_interactions(std::string text) {
    Drug drug = carbamazepine();
    drug.interactions = std::move(text);
    return make_record("drug/a", drug);
}

Record emg_for(std::string text) {
    return make_record("test/emg", Test{"肌电图", std::move(text), {}});
}

Record doctor_of(std::string department, std::string specialty) {
    Doctor doctor;
    doctor.name = "甲";
    doctor.department = std::move(department);
    doctor.specialty = std::move(specialty);
    return make_record("doctor/a", doctor);
}

Record article(std::string title, std::string body) {
    Article made;
    made.title = std::move(title);
    made.body = std::move(body);
    return make_record("article/a", made);
}

Record section(const std::string& heading, const std::string& text) {
    return article("认识面肌痉挛", "面肌痉挛是一种病。\n\n## " + heading + "\n\n" + text + "\n");
}

/// "subject predicate object", sorted, each once; with the role behind it when there is one.
std::vector<std::string> read(const Record& record) {
    std::vector<std::string> keys;
    for (const Relation& relation : mine(annotator(), record, "source/mined-x").relations) {
        std::string key = key_of(relation);
        if (relation.role != Role::None) key += " " + std::string(name_of(relation.role));
        keys.push_back(std::move(key));
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

using Keys = std::vector<std::string>;

/// Each of `texts` gives nothing with `make`.
template <typename Make>
void expect_nothing(Make make, std::initializer_list<const char*> texts) {
    for (const char* text : texts) EXPECT_EQ(read(make(text)), Keys{}) << text;
}

TEST(Mine, ReadsTheIndicationsOfALabel) {
    EXPECT_EQ(read(with_indications("用于癫痫、三叉神经痛和面肌抽搐的治疗。")),
              (Keys{"condition/epilepsy treated_by substance/carbamazepine",
                    "condition/neuralgia treated_by substance/carbamazepine",
                    "condition/spasm treated_by substance/carbamazepine"}));
    EXPECT_EQ(read(with_indications("1.各型癫痫。2.对三叉神经痛也有一定疗效。")),
              (Keys{"condition/epilepsy treated_by substance/carbamazepine",
                    "condition/neuralgia treated_by substance/carbamazepine"}));
}

TEST(Mine, ReadsNoIndicationThatTheLabelDeniesQualifiesOrCuts) {
    expect_nothing(with_indications, {
                                         "本品不用于癫痫。",
                                         "对癫痫无效。",
                                         "用于癫痫，但对三叉神经痛无效。",  // the sentence as a whole
                                         "除癫痫外均可。",
                                         "癫痫患者禁用。",
                                         "癫痫患者慎用。",
                                         "预防癫痫。",
                                         "用于癫痫的诊断。",
                                         "用于癫痫引起的疲乏。",
                                         "用于感冒或癫痫等疾病引起的发热。",
                                         "用于癫痫等中枢性疾患所致的头痛。",
                                         "用于糖尿病肾病。",
                                         "用于母亲患癫痫的胎儿。",
                                         "用于疑似癫痫者。",
                                         "是否用于癫痫？",
                                         "用于癫痫...",
                                         "用于治疗失神性癫…",
                                         "用于风寒，症见头痛、发热。",
                                     });
}

TEST(Mine, ReadsACutLabelUpToTheCut) {
    EXPECT_EQ(read(with_indications("用于治疗癫痫；也用于三叉神经痛...")),
              (Keys{"condition/epilepsy treated_by substance/carbamazepine"}));
    // 用于癫痫、三叉神经痛等引起的疼痛 would not be about 癫痫.
    EXPECT_EQ(read(with_indications("用于癫痫、三叉神经痛...")), Keys{});
    Record imported = with_indications("用于癫痫、三叉神经痛");
    EXPECT_EQ(read(imported).size(), 2U);
    imported.head.trust = Trust::Imported;  // nobody answers for it: the end without a full stop may be a cut
    EXPECT_EQ(read(imported), (Keys{"condition/epilepsy treated_by substance/carbamazepine"}));
}

TEST(Mine, MakesNoClaimForOneIngredientOfSeveral) {
    const auto with_ingredients = [](const char* ingredients) {
        Drug drug;
        drug.name = "某某片";
        drug.ingredients = ingredients;
        drug.indications = "用于癫痫。";
        return make_record("drug/a", drug);
    };
    expect_nothing(with_ingredients, {"卡马西平、咖啡因", "卡马西平、未知物", "卡马西平及其他", "复方卡马西平",
                                      "未知物", "不含卡马西平"});
    EXPECT_EQ(read(with_ingredients("每片含盐酸卡马西平0.1g")).size(), 1U);
    Drug compound = carbamazepine();
    compound.name = "复方卡马西平片";
    compound.indications = "用于癫痫。";
    EXPECT_EQ(read(make_record("drug/a", compound)), Keys{});
}

TEST(Mine, ReadsContraindications) {
    EXPECT_EQ(read(with_contraindications("孕妇及青光眼患者禁用。")),
              (Keys{"substance/carbamazepine contraindicated_in condition/glaucoma",
                    "substance/carbamazepine contraindicated_in population/pregnancy"}));
    EXPECT_EQ(read(with_contraindications("1.孕妇。2.青光眼。")).size(), 2U);
    EXPECT_EQ(read(with_contraindications("孕妇禁用，哺乳期妇女慎用。")),
              (Keys{"substance/carbamazepine contraindicated_in population/pregnancy"}));
}

TEST(Mine, ReadsNoContraindicationThatIsLessThanOne) {
    expect_nothing(with_contraindications, {
                                               "孕妇慎用。",
                                               "孕妇、哺乳期妇女慎用。",
                                               "孕妇不宜使用。",
                                               "下列情况慎用：孕妇、青光眼。",
                                               "严重心力衰竭者禁用。",
                                               "严重心功能不全(心力衰竭)者禁用。",
                                               "2岁以下儿童禁用。",
                                               "严重肝、心力衰竭者禁用。",
                                               "孕妇禁用或慎用。",
                                               "心力衰竭(Ⅲ级以上)者禁用。",
                                               "对卡马西平过敏者禁用。",
                                               "除孕妇外无禁忌。",
                                               "孕妇用药尚不明确。",
                                               "孕妇、哺乳期妇女...",
                                               "母亲有青光眼者禁用。",
                                           });
}

TEST(Mine, ReadsInteractionsFromClearPatterns) {
    EXPECT_EQ(read(with_interactions("与华法林合用可增加出血。")),
              (Keys{"substance/carbamazepine interacts_with substance/warfarin"}));
    EXPECT_EQ(read(with_contraindications("禁止与单胺氧化酶抑制剂、华法林合用。")),
              (Keys{"substance/carbamazepine interacts_with class/maoi",
                    "substance/carbamazepine interacts_with substance/warfarin"}));
    expect_nothing(with_interactions, {
                                          "与华法林合用未见相互作用。",
                                          "可与华法林合用。",
                                          "与华法林合用的资料尚不明确。",
                                          "巴氯芬与华法林合用可增加出血。",
                                          "与卡马西平合用。",
                                          "华法林可使出血增加。",
                                          "与华法林...",
                                          "华法林",
                                      });
}

TEST(Mine, ReadsWhatATestIsFor) {
    EXPECT_EQ(read(emg_for("用于诊断面肌痉挛，鉴别面瘫。")),
              (Keys{"condition/palsy diagnosed_by test/emg", "condition/spasm diagnosed_by test/emg"}));
    EXPECT_EQ(read(emg_for("用于面肌痉挛、面瘫的诊断。")).size(), 2U);
    EXPECT_EQ(read(emg_for("可帮助排除听神经瘤。")), (Keys{"condition/tumor diagnosed_by test/emg exclusion"}));
    expect_nothing(emg_for, {
                                "不能诊断面肌痉挛。",
                                "面肌痉挛除外。",
                                "已排除听神经瘤者适合做。",
                                "了解面肌痉挛手术后的恢复程度。",
                                "用于诊断糖尿病足。",
                                "用于诊断面肌痉...",
                                "用于诊断面肌痉挛...",
                                "面肌痉挛患者常会紧张。",
                                "能诊断面肌痉挛吗？",
                                "对诊断面肌痉挛意义不大。",
                            });
    EXPECT_EQ(read(make_record("test/unknown", xinglin::Test{"未知检查", "用于诊断面肌痉挛。", {}})), Keys{});
}

TEST(Mine, ReadsWhatADoctorTreats) {
    EXPECT_EQ(read(doctor_of("神经内科", "擅长面肌痉挛、癫痫的诊治。")),
              (Keys{"condition/epilepsy managed_in department/neurology",
                    "condition/spasm managed_in department/neurology"}));
    EXPECT_EQ(read(doctor_of("神经内科", "面肌痉挛、三叉神经痛的微血管减压术。")).size(), 3U);
    const auto specialty = [](const char* text) { return doctor_of("神经内科", text); };
    expect_nothing(specialty, {
                                  "从事面肌痉挛的基础研究。",
                                  "发表面肌痉挛论文十篇。",
                                  "不接诊癫痫。",
                                  "癫痫除外。",
                                  "擅长糖尿病足。",
                                  "擅长面肌痉...",
                                  "擅长面肌痉挛...",
                                  "擅长面肌痉挛吗？",
                                  "任癫痫学会委员。",
                              });
    EXPECT_EQ(read(doctor_of("未知科", "擅长面肌痉挛。")), Keys{});
}

TEST(Mine, AsksMoreOfADoctorForWhomNobodyAnswers) {
    KnowledgeData data;
    data.concepts = {make_concept("condition/gastritis", "胃炎"), make_concept("condition/spasm", "面肌痉挛"),
                     make_concept("department/neurology", "神经内科"), make_concept("department/gastro", "消化内科")};
    Relation known;
    known.subject = "condition/gastritis";
    known.predicate = Predicate::ManagedIn;
    known.object = "department/gastro";
    known.sources = {"source/x"};
    data.relations = {known};
    const Annotator own(std::make_shared<const Knowledge>(std::move(data)));
    Record doctor = doctor_of("神经内科", "擅长胃炎、面肌痉挛。");
    EXPECT_EQ(mine(own, doctor, "source/x").relations.size(), 2U);
    doctor.head.trust = Trust::Imported;
    const MinedText mined = mine(own, doctor, "source/x");
    ASSERT_EQ(mined.relations.size(), 1U);
    EXPECT_EQ(key_of(mined.relations[0]), "condition/spasm managed_in department/neurology");
    EXPECT_EQ(name_of(mined.declined.at(0).reason), "other-department");
}

TEST(Mine, ReadsTheSectionsOfAnArticle) {
    EXPECT_EQ(read(section("病因", "多由血管压迫引起。")), (Keys{"condition/spasm caused_by condition/compression"}));
    EXPECT_EQ(read(section("病因", "病因包括听神经瘤、血管压迫等。")).size(), 2U);
    EXPECT_EQ(read(section("症状", "主要表现为眼皮跳，可有头痛、头晕。")).size(), 3U);
    EXPECT_EQ(read(section("症状", "- 眼皮跳\n- 头痛、头晕\n")).size(), 3U);
    EXPECT_EQ(read(section("检查", "肌电图可明确诊断。")), (Keys{"condition/spasm diagnosed_by test/emg"}));
    EXPECT_EQ(read(section("检查", "做磁共振，排除肿物。")), (Keys{"condition/spasm diagnosed_by test/mri exclusion"}));
    EXPECT_EQ(read(section("治疗", "药物有卡马西平、巴氯芬等。")).size(), 2U);
    EXPECT_EQ(read(section("治疗", "微血管减压术是首选。")), (Keys{"condition/spasm treated_by procedure/mvd"}));
    EXPECT_EQ(read(section("并发症", "可并发面瘫。")), (Keys{"condition/spasm complicated_by condition/palsy"}));
    EXPECT_EQ(read(section("鉴别诊断", "1.三叉神经痛：疼。\n2.癫痫：抽。\n")).size(), 2U);
    EXPECT_EQ(read(section("其他", "应与三叉神经痛、癫痫相鉴别。")).size(), 2U);
}

TEST(Mine, ReadsPlainTextSections) {
    const auto body = [](std::string text) {
        Record record = article("面肌痉挛", std::move(text));
        std::get<Article>(record.body).body_is_markdown = false;
        record.head.trust = Trust::Imported;
        return record;
    };
    EXPECT_EQ(read(body("面肌痉挛。\n一、病因\n多由血管压迫引起。\n二、临床表现\n表现为眼皮跳。\n")).size(), 2U);
    EXPECT_EQ(read(body("【症状】表现为眼皮跳。\n【预防】出现头痛。\n")),
              (Keys{"condition/spasm has_symptom symptom/twitch"}));
    EXPECT_EQ(read(body("诊断：肌电图可明确诊断。")), (Keys{"condition/spasm diagnosed_by test/emg"}));
    EXPECT_EQ(read(body("症状：表现为眼皮跳、头痛")), (Keys{"condition/spasm has_symptom symptom/twitch"}));
}

TEST(Mine, ReadsNothingFromAnArticleThatDeniesDoubtsOrSpeaksOfSomethingElse) {
    struct Twin {
        const char* heading;
        const char* text;
    };
    const Twin twins[] = {
        {"病因", "并非由血管压迫引起。"},
        {"病因", "可能由血管压迫引起。"},
        {"病因", "血管压迫可能会引起面肌痉挛。"},
        {"病因", "血管压迫是诱因。"},
        {"病因", "癫痫多由血管压迫引起。"},
        {"病因", "由血管压迫引起的头痛很常见。"},
        {"病因", "母亲患糖尿病所致。"},
        {"病因", "是由血管压迫引起的吗？"},
        {"病因", "由血管压迫..."},
        {"症状", "不会出现头痛。"},
        {"症状", "没有头痛。"},
        {"症状", "如果出现头痛，应立即就医。"},
        {"症状", "癫痫可出现头痛。"},
        {"症状", "服药后可出现头晕。"},
        {"症状", "我妈妈出现头痛。"},
        {"症状", "表现为头痛..."},
        {"症状", "会出现头痛吗？"},
        {"预防", "表现为头痛。"},
        {"检查", "不需要做磁共振。"},
        {"检查", "用药期间复查肌电图。"},
        {"治疗", "避免使用卡马西平。"},
        {"治疗", "卡马西平无效。"},
        {"治疗", "孕妇慎用卡马西平。"},
        {"治疗", "癫痫可用卡马西平。"},
        {"治疗", "卡马西平的副作用有头晕。"},
        {"治疗", "可用卡马西..."},
        {"治疗", "能用卡马西平吗？"},
        {"并发症", "不会并发面瘫。"},
        {"并发症", "糖尿病可并发面瘫。"},
        {"鉴别", "无需与癫痫鉴别。"},
        {"鉴别", "应与继发性面肌痉挛鉴别。"},
        {"鉴别", "面瘫应与癫痫相鉴别。"},
        {"和三叉神经痛的不同", "表现为头痛。"},
    };
    for (const Twin& twin : twins)
        EXPECT_EQ(read(section(twin.heading, twin.text)), Keys{}) << twin.heading << ": " << twin.text;
    EXPECT_EQ(read(article("面瘫和面肌痉挛的区别", "## 症状\n\n表现为眼皮跳。\n")), Keys{});
}

TEST(Mine, SaysWhyItDeclined) {
    const auto reason_for = [](const Record& record) {
        const MinedText mined = mine(annotator(), record, "source/x");
        return mined.declined.empty() ? "" : std::string(name_of(mined.declined.front().reason));
    };
    EXPECT_EQ(reason_for(with_indications("癫痫无效。")), "taken-back");
    EXPECT_EQ(reason_for(with_indications("用于癫痫...")), "cut");
    EXPECT_EQ(reason_for(with_indications("预防癫痫。")), "prevention");
    EXPECT_EQ(reason_for(with_contraindications("孕妇慎用。")), "caution");
    EXPECT_EQ(reason_for(doctor_of("未知科", "擅长癫痫。")), "no-subject");
    EXPECT_EQ(reason_for(section("症状", "我妈妈出现头痛。")), "somebody-else");
}

TEST(Mine, RestsOnTheRecordsSourcesOrOnItsOwn) {
    Record record = with_indications("用于癫痫。");
    EXPECT_EQ(mine(annotator(), record, "source/mined-x").relations.at(0).sources, (Keys{"source/own"}));
    record.head.sources.clear();
    const Relation relation = mine(annotator(), record, "source/mined-x").relations.at(0);
    EXPECT_EQ(relation.sources, (Keys{"source/mined-x"}));
    EXPECT_EQ(relation.trust, Trust::Imported);
    EXPECT_TRUE(relation.statement.empty());
    EXPECT_EQ(*relation.mined_from,
              (TextEvidence{"drug/a", "indications", 0, 5, "用于癫痫。", "drug-label-indication"}));
}

TEST(Mine, QuotesPartOfASentenceThatIsAPageLong) {
    std::string text = "用于癫痫，";
    for (int i = 0; i < 400; ++i) text += "某某，";
    const MinedText mined = mine(annotator(), with_indications(text + "以及三叉神经痛的治疗。"), "source/x");
    ASSERT_EQ(mined.relations.size(), 2U);
    for (const Relation& relation : mined.relations) {
        EXPECT_LE(count_characters(relation.mined_from->quote), 300U);
    }
}

TEST(Mine, RefusesASentenceWithMarkup) {
    EXPECT_EQ(read(with_indications("用于癫痫<script>x</script>。")), Keys{});
}

std::string_view text_of(const Record& record, std::string_view field) {
    if (const auto* drug = std::get_if<Drug>(&record.body)) {
        if (field == "indications") return drug->indications;
        return field == "interactions" ? drug->interactions : drug->contraindications;
    }
    if (const auto* doctor = std::get_if<Doctor>(&record.body)) return doctor->specialty;
    if (const auto* test = std::get_if<Test>(&record.body)) return test->description;
    return {};
}

/// The range of `evidence` in characters, cut out the slow way.
std::string cut_out(std::string_view text, const TextEvidence& evidence) {
    std::string out;
    std::uint32_t character = 0;
    for (std::size_t offset = 0; offset < text.size(); ++character) {
        const Decoded decoded = decode_utf8(text, offset);
        if (character >= evidence.begin_character && character < evidence.end_character) {
            out += text.substr(offset, decoded.length);
        }
        offset += decoded.length;
    }
    return out;
}

bool quotes_a_name(const Relation& relation, const std::string& quote) {
    const Knowledge& knowledge = annotator().knowledge();
    for (const Mention& mention : annotator().annotate(quote)) {
        const std::string& id = knowledge.at(mention.concept_index).id;
        if (id == relation.subject || id == relation.object) return true;
    }
    return false;
}

/// Everything the header promises of a relation.
void check_promises(const Record& record, std::string_view text, const Relation& relation) {
    const TextEvidence& evidence = *relation.mined_from;
    EXPECT_EQ(evidence.record, record.head.id);
    EXPECT_EQ(cut_out(text, evidence), evidence.quote);
    EXPECT_TRUE(quotes_a_name(relation, evidence.quote)) << key_of(relation) << ": " << evidence.quote;
    const Knowledge& knowledge = annotator().knowledge();
    EXPECT_TRUE(kinds_fit(knowledge.at(*knowledge.find(relation.subject)).kind, relation.predicate,
                          knowledge.at(*knowledge.find(relation.object)).kind));
    EXPECT_TRUE(role_fits(relation.role, relation.predicate));
    const bool is_known_rule = std::ranges::any_of(mining_rules(), [&](const MiningRule& rule) {
        return rule.id == evidence.rule && rule.predicate == relation.predicate;
    });
    EXPECT_TRUE(is_known_rule) << evidence.rule;
}

/// A text of names, words of the rules, marks and debris.
std::string random_text(std::mt19937& random) {
    static const char* kParts[] = {
        "面肌痉挛", "癫痫",      "三叉神经痛", "头痛",     "发热",   "肌电图", "卡马西平", "华法林", "孕妇",
        "青光眼",   "神经内科",  "、",         "，",       "。",     "；",     "：",       "和",     "的",
        "治疗",     "用于",      "诊断",       "排除",     "禁用",   "慎用",   "与",       "合用",   "表现为",
        "由",       "引起",      "并发",       "鉴别",     "无",     "不",     "等",       "...",    "…",
        "\n",       "## 症状\n", "## 病因\n",  "【治疗】", "检查：", "(",      ")",        "1.",     "母亲",
        "可能",     "如果",      "？",         "擅长",     "\xE9",   "🙂",   "痛"};
    std::string text;
    const int count = 1 + static_cast<int>(random() % 40);
    for (int i = 0; i < count; ++i) text += kParts[random() % std::size(kParts)];
    return text;
}

TEST(Mine, EveryRangeHoldsTheQuoteAndAName) {
    std::size_t relations = 0;
    for (std::uint32_t seed = 0; seed < 1000; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        std::mt19937 random(seed);
        const std::string text = random_text(random);
        for (const Record& record : {with_indications(text), with_contraindications(text), with_interactions(text),
                                     emg_for(text), doctor_of("神经内科", text), article("面肌痉挛", text)}) {
            const auto* written = std::get_if<Article>(&record.body);
            const std::string plain = written ? plain_text(written->body) : std::string();
            const MinedText mined = mine(annotator(), record, "source/x");
            for (const Relation& relation : mined.relations) {
                check_promises(record, written ? plain : text_of(record, relation.mined_from->field), relation);
            }
            for (const DeclinedRelation& declined : mined.declined) {
                EXPECT_EQ(cut_out(written ? plain : text_of(record, declined.evidence.field), declined.evidence),
                          declined.evidence.quote);
            }
            relations += mined.relations.size();
        }
    }
    EXPECT_GT(relations, 100U);  // otherwise nothing was tested
}

TEST(Mine, TakesTimeLinearInOneEndlessSentence) {
    const auto mined = [](const Record& record) { (void)mine(annotator(), record, "source/x"); };
    for (const char* names : {"面肌痉挛、头痛、", "头痛、", "头痛、卡马西平、", "表现为面瘫、头晕，", "用于癫痫、"}) {
        const auto text_of = [&](std::size_t bytes) { return repeated_to(names, bytes); };
        EXPECT_LT(growth_of(
                      text_of, [&](const std::string& text) { mined(with_indications(text)); }, 8192),
                  kLinearGrowth)
            << names;
        EXPECT_LT(growth_of(
                      text_of, [&](const std::string& text) { mined(article("面肌痉挛", text)); }, 8192),
                  kLinearGrowth)
            << names;
    }
    const auto headings = [](std::size_t bytes) { return repeated_to("## 头痛\n\n发热。\n\n", bytes); };
    EXPECT_LT(growth_of(
                  headings, [&](const std::string& text) { mined(article("面肌痉挛", text)); }, 8192),
              kLinearGrowth);
}

TEST(Mine, EveryRuleHasAnIdOfItsOwnAndAnExplanation) {
    std::vector<std::string_view> ids;
    for (const MiningRule& rule : mining_rules()) {
        EXPECT_FALSE(rule.explanation.empty());
        ids.push_back(rule.id);
    }
    std::sort(ids.begin(), ids.end());
    EXPECT_TRUE(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
}

}  // namespace
}  // namespace xinglin
