#include "lint/lint.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

namespace xinglin {
namespace {

Source guideline() {
    Source source;
    source.id = "source/guideline";
    source.title = "某病诊疗共识";
    source.year = 2014;
    return source;
}

Concept concept_named(std::string id, std::string name, std::vector<Alias> aliases = {}) {
    Concept made;
    made.kind = *concept_kind_named(id.substr(0, id.find('/')));
    made.id = std::move(id);
    made.name = std::move(name);
    made.aliases = std::move(aliases);
    return made;
}

Relation relation(std::string subject, Predicate predicate, std::string object, Role role = Role::None) {
    Relation made;
    made.subject = std::move(subject);
    made.predicate = predicate;
    made.object = std::move(object);
    made.role = role;
    made.sources = {"source/guideline"};
    return made;
}

const Annotator& annotator() {
    static const Annotator made = [] {
        KnowledgeData data;
        data.sources.push_back(guideline());
        data.concepts = {concept_named("condition/hfs", "面肌痉挛"),
                         concept_named("condition/compression", "血管压迫面神经", {{"责任血管", AliasUse::Alone}}),
                         concept_named("condition/gerd", "胃食管反流病"),
                         concept_named("condition/ulcer", "消化性溃疡"),
                         concept_named("cause/hp", "幽门螺杆菌感染", {{"幽门螺杆菌", AliasUse::Alone}}),
                         concept_named("condition/odd", "怪病"),
                         concept_named("cause/unknown", "病因尚不明确"),
                         concept_named("procedure/mvd", "微血管减压术"),
                         concept_named("substance/antibiotic", "阿莫西林"),
                         concept_named("population/pregnant", "孕妇", {{"怀孕", AliasUse::Alone}}),
                         concept_named("condition/gbs", "吉兰-巴雷综合征"),
                         concept_named("class/steroids", "糖皮质激素"),
                         concept_named("substance/methylprednisolone", "甲泼尼龙"),
                         concept_named("condition/pd", "帕金森病"),
                         concept_named("substance/metoclopramide", "甲氧氯普胺"),
                         concept_named("substance/paracetamol", "对乙酰氨基酚"),
                         concept_named("substance/valproate", "丙戊酸钠"),
                         concept_named("substance/ibuprofen", "布洛芬"),
                         concept_named("substance/methotrexate", "甲氨蝶呤"),
                         concept_named("substance/aspirin", "阿司匹林"),
                         concept_named("substance/warfarin", "华法林", {{"可密定", AliasUse::Alone}}),
                         concept_named("class/anticoagulants", "抗凝药"),
                         concept_named("class/benzodiazepines", "苯二氮䓬类药"),
                         concept_named("substance/diazepam", "地西泮"),
                         concept_named("condition/epilepsy", "癫痫"),
                         concept_named("condition/neck", "脖子扭伤"),
                         concept_named("population/children", "儿童", {{"孩子", AliasUse::Alone}}),
                         concept_named("population/elderly", "老年人")};
        Relation cure = relation("condition/hfs", Predicate::TreatedBy, "procedure/mvd", Role::FirstLine);
        cure.curative = true;
        data.relations = {relation("condition/hfs", Predicate::CausedBy, "condition/compression", Role::Main),
                          cure,
                          relation("condition/hfs", Predicate::NotTreatedBy, "substance/antibiotic"),
                          relation("condition/ulcer", Predicate::CausedBy, "cause/hp", Role::Main),
                          relation("condition/odd", Predicate::CausedBy, "cause/unknown", Role::Main),
                          relation("substance/valproate", Predicate::ContraindicatedIn, "population/pregnant"),
                          relation("substance/methylprednisolone", Predicate::IsA, "class/steroids"),
                          relation("substance/warfarin", Predicate::IsA, "class/anticoagulants"),
                          relation("substance/diazepam", Predicate::IsA, "class/benzodiazepines"),
                          relation("condition/ulcer", Predicate::TreatedBy, "substance/antibiotic", Role::FirstLine),
                          relation("condition/gbs", Predicate::NotTreatedBy, "class/steroids"),
                          relation("condition/pd", Predicate::NotTreatedBy, "substance/metoclopramide")};
        return Annotator(std::make_shared<const Knowledge>(std::move(data)));
    }();
    return made;
}

std::vector<std::string> rules(std::string_view title, std::string_view text) {
    std::vector<std::string> out;
    for (const Finding& finding : lint(annotator(), title, text)) out.push_back(finding.rule);
    return out;
}

using Rules = std::vector<std::string>;

bool finds(std::string_view rule, std::string_view title, std::string_view text) {
    const Rules found = rules(title, text);
    return std::ranges::find(found, rule) != found.end();
}

TEST(Lint, TellsWhichMainCauseIsMissing) {
    const auto findings = lint(annotator(), "面肌痉挛是怎样引起的", "面肌痉挛与遗传、精神压力有关。");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].rule, "cause-missing");
    EXPECT_EQ(findings[0].sources, std::vector<std::string>{"source/guideline"});
    EXPECT_NE(findings[0].message.find("血管压迫面神经"), std::string::npos);
}

TEST(Lint, IsContentWhenTheMainCauseIsNamed) {
    EXPECT_EQ(rules("面肌痉挛是怎样引起的", "多数是责任血管压在面神经上。"), Rules{});
}

TEST(Lint, MissesAGermAsItMissesADisease) {
    EXPECT_EQ(rules("消化性溃疡的病因", "消化性溃疡与压力、饮食不规律有关。"), Rules{"cause-missing"});
    EXPECT_EQ(rules("消化性溃疡的病因", "多数人的胃里查得到幽门螺杆菌。"), Rules{});
}

TEST(Lint, MissesNoCauseThatNobodyKnows) {
    EXPECT_EQ(rules("怪病的病因", "怪病可能与遗传有关。"), Rules{});
}

TEST(Lint, NeverReadsACutTextAsOmitting) {
    EXPECT_EQ(rules("面肌痉挛是怎样引起的", "面肌痉挛与遗传有关，此外..."), Rules{});
}

TEST(Lint, AsksForCausesOnlyWhereTheTitlePromisesThem) {
    EXPECT_EQ(rules("面肌痉挛的护理", "面肌痉挛患者应规律作息。"), Rules{});
}

TEST(Lint, ContradictsThatNothingCuresWhatAnOperationCures) {
    const std::string text = "面肌痉挛病因不明确，也没有什么可以治愈的方法。";
    const auto findings = lint(annotator(), "面肌痉挛的症状", text);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].rule, "claim-contradicted");
    EXPECT_EQ(findings[0].severity, Severity::Error);
    EXPECT_EQ(findings[0].begin, 10U) << "counted in characters";
    EXPECT_EQ(findings[0].end, 22U);
    EXPECT_TRUE(has_error(findings));
}

TEST(Lint, LetsTruthsAboutDrugsAndQuestionsStand) {
    EXPECT_EQ(rules("面肌痉挛", "药物无法根治面肌痉挛。"), Rules{});
    EXPECT_EQ(rules("面肌痉挛", "面肌痉挛不能治愈吗？"), Rules{});
    EXPECT_EQ(rules("面肌痉挛", "面肌痉挛并非无法治愈。"), Rules{});
    EXPECT_EQ(rules("胃食管反流病", "胃食管反流病目前没有根治的办法。"), Rules{}) << "no source knows a cure";
}

TEST(Lint, LeavesThoseAloneWhoDenyAPromise) {
    for (const std::string_view text :
         {"没有任何药物能保证根治消化性溃疡。", "消化性溃疡没有任何治疗能保证一劳永逸。", "目前没有药物可以根治癫痫。",
          "尚无任何偏方可以根治癫痫。", "没有任何药物可以代替面肌痉挛的手术。", "没有任何办法能保证面肌痉挛不复发。",
          "没有什么办法能保证治好面肌痉挛。"}) {
        EXPECT_EQ(rules("说明", text), Rules{}) << text;
    }
    EXPECT_EQ(rules("说明", "消化性溃疡没有任何药能治。"), Rules{"no-treatment"});
    EXPECT_EQ(rules("说明", "消化性溃疡没有任何办法，只能熬。"), Rules{"no-treatment"});
    EXPECT_EQ(rules("说明", "面肌痉挛找不到可以治好的手段。"), Rules{"claim-contradicted"});
    EXPECT_TRUE(finds("absolute-claim", "说明", "没有打针也可以根治癫痫。"));
    EXPECT_TRUE(finds("absolute-claim", "说明", "没有痛苦可以根治癫痫。"));
}

TEST(Lint, ContradictsRecommendationsAgainstTheKnowledge) {
    EXPECT_EQ(rules("面肌痉挛", "面肌痉挛可以服用阿莫西林治疗。"), Rules{"claim-contradicted"});
    EXPECT_EQ(rules("面肌痉挛", "面肌痉挛不推荐用阿莫西林治疗。"), Rules{});
    EXPECT_EQ(rules("面肌痉挛", "面肌痉挛不应首选阿莫西林。"), Rules{});
    EXPECT_EQ(rules("护理", "面肌痉挛由怪病引起，治疗首选阿莫西林。").back(), "claim-contradicted")
        << "the disease stands in the clause that tells of its cause";
    EXPECT_TRUE(finds("claim-contradicted", "护理", "面肌痉挛要用阿莫西林治疗，微血管减压术没有用。"));
    EXPECT_FALSE(finds("claim-contradicted", "护理", "面肌痉挛要用阿莫西林治疗，这种说法没有依据。"));
    EXPECT_FALSE(finds("claim-contradicted", "消化性溃疡", "面肌痉挛可以引起消化性溃疡，治疗首选阿莫西林。"));
    EXPECT_EQ(rules("丙戊酸钠", "孕妇可以使用丙戊酸钠。"), Rules{"claim-contradicted"});
    EXPECT_EQ(rules("丙戊酸钠", "孕妇禁用丙戊酸钠。"), Rules{});
}

TEST(Lint, SeesTheClassBehindADrug) {
    EXPECT_EQ(rules("吉兰-巴雷综合征", "吉兰-巴雷综合征应尽早静脉滴注甲泼尼龙。"), Rules{"claim-contradicted"});
}

TEST(Lint, ReadsACautionAsACaution) {
    for (const std::string_view text :
         {"怀孕后发现正在服用丙戊酸钠的，请尽快联系医生，由医生决定换药治疗。", "甲氧氯普胺可以引起帕金森病样的表现。",
          "帕金森病患者恶心时不宜使用甲氧氯普胺。", "吉兰-巴雷综合征单独使用糖皮质激素没有明确效果，不推荐。",
          "孕妇是否继续服用丙戊酸钠，由医生权衡。", "服用丙戊酸钠的孕妇要定期复查。"}) {
        EXPECT_EQ(rules("用药须知", text), Rules{}) << text;
    }
}

TEST(Lint, WantsASourceForRates) {
    const Rules unsourced{"unsourced-cure-rate"};
    for (const std::string_view text : {"该手术治愈率高达95%。", "该手术有效率达九成。", "该法总有效率达到92以上。",
                                        "十个病人里有九个能治好。", "该法复发率为零。", "约百分之九十的病人痊愈。"}) {
        EXPECT_EQ(rules("手术", text), unsourced) << text;
    }
    EXPECT_EQ(rules("手术", "九成以上的病人再没发作过。"), unsourced);
    EXPECT_EQ(rules("手术", "该手术治愈率约为90%[@mvd-consensus]。"), Rules{});
    EXPECT_EQ(rules("手术", "据《微血管减压术共识》，治愈率约为90%。"), Rules{});
    EXPECT_EQ(rules("手术", "治愈率受多种因素影响。"), Rules{});
}

TEST(Lint, FindsPromisesThatNobodyCanKeep) {
    for (const std::string_view text : {"本法包治面肌痉挛，永不复发！", "保证100%有效。", "七天断根。",
                                        "没有任何副作用。", "纯草本，无毒副，老人孩子都能放心吃。"}) {
        EXPECT_TRUE(finds("absolute-claim", "偏方", text)) << text;
    }
    EXPECT_TRUE(finds("secret-remedy", "偏方", "祖传秘方，三代行医。"));
    EXPECT_TRUE(finds("guarantee", "诊所", "签约治疗，无效退款。"));
    EXPECT_TRUE(finds("superlative", "医院", "引进国际最先进的设备。"));
    EXPECT_TRUE(finds("testimony", "故事", "周大妈吃了三盒，手不抖了。"));
    for (const std::string_view text :
         {"这种病不能根治。", "不要相信“包治”的广告。", "氧饱和度可达100%。", "根治性手术适用于早期患者。",
          "凡是说“断根”的，都是骗局。", "误区：偏方除根。", "网传“喝醋断根”。专家说，这是谣言。"}) {
        EXPECT_FALSE(finds("absolute-claim", "说明", text)) << text;
    }
}

TEST(Lint, CitesTheParagraphOfTheLaw) {
    const auto findings = lint(annotator(), "医院", "我院疗效全国第一。");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_NE(findings[0].message.find("《中华人民共和国广告法》"), std::string::npos);
    EXPECT_NE(findings[0].message.find("第九条第三项"), std::string::npos);
    EXPECT_EQ(findings[0].sources, std::vector<std::string>{"source/advertising-law-2021"});
}

TEST(Lint, FindsRemediesThatHurtUnlessWarnedAgainst) {
    for (const std::string_view text :
         {"抽搐时马上掐住人中。", "抽风时可把毛巾塞进孩子嘴里。", "中风后在十个手指尖扎针放血。", "烫伤后抹上牙膏。",
          "误喝强碱要赶紧催吐。", "被毒蛇咬了要用皮筋勒紧腿，拿嘴吸几口。", "被狗咬破了皮，没必要打狂犬疫苗。",
          "钉子扎穿脚底，撒把香灰就行，不必打破伤风针。", "中风的人要赶紧灌安宫牛黄丸。",
          "关节脱臼自己用力拽一拽就复位了。", "宝宝发烧用白酒擦身。", "漏服后下一顿吃双倍剂量。",
          "好了以后就可以把阿司匹林停掉。", "不要慌张，用力掐他的人中，让抽搐停下来。"}) {
        EXPECT_TRUE(finds("harmful-remedy", "急救", text)) << text;
    }
    for (const std::string_view text :
         {"抽搐时不要掐人中，也别往嘴里塞毛巾。", "切勿撬开牙关，按压四肢，喂水。抽搐停了再喂。",
          "抽搐时按住手脚容易造成骨折。", "误区：烫伤后抹牙膏。", "有人说中风要在指尖放血，这没有科学依据。",
          "误服强酸后禁止催吐。", "被毒蛇咬伤后不要绑扎，也不要切开伤口。",
          "伤口又深又脏，要不要打破伤风针由医生决定。", "抽搐时常见的错误做法：\n- 掐人中\n- 塞筷子\n- 按住手脚",
          "自行停用阿司匹林，可能导致脑梗死复发。", "做胃镜前可以停用阿司匹林几天，听医生的。"}) {
        EXPECT_FALSE(finds("harmful-remedy", "急救", text)) << text;
    }
}

TEST(Lint, FindsADangerLeftAtHome) {
    const std::string_view rule = "danger-at-home";
    EXPECT_TRUE(finds(rule, "头痛", "突然剧烈头痛，先吃片止痛药睡一觉，第二天还不好再去急诊。"));
    EXPECT_TRUE(finds(rule, "发烧", "高烧又脖子硬，先观察几天。"));
    EXPECT_TRUE(finds(rule, "黑便", "拉黑便的，自己买点止血药就行。"));
    EXPECT_TRUE(finds(rule, "麻木", "突然一侧手脚没劲，在家艾灸几天就能恢复。"));
    EXPECT_TRUE(finds(rule, "误吞", "孩子吞下纽扣电池，等他拉出来。"));
    EXPECT_TRUE(finds(rule, "黄疸", "宝宝生下来头一天就发黄，抱到阳台晒晒太阳就行。"));
    EXPECT_TRUE(finds(rule, "黄疸", "新生儿不满二十四小时全身变黄，不用管，过几天自己会退。"));
    EXPECT_FALSE(finds(rule, "黄疸", "新生儿头一天就发黄，不能只晒太阳，要立即就医。"));
    EXPECT_FALSE(finds(rule, "康复", "恢复期手脚没劲，可以做按摩和训练。"));
    EXPECT_FALSE(finds(rule, "头痛", "突然剧烈头痛，立即拨打120，不要睡一觉再说。"));
    EXPECT_FALSE(finds(rule, "黑便", "吃铁剂后大便发黑，不用担心。"));
}

TEST(Lint, FindsDosesBeyondTheLabel) {
    const std::string_view rule = "dose-too-high";
    EXPECT_TRUE(finds(rule, "退烧", "对乙酰氨基酚每次1克，一天六次。"));
    EXPECT_TRUE(finds(rule, "退烧", "对乙酰氨基酚片（每片500毫克）一次三片，每日4次。"));
    EXPECT_TRUE(finds(rule, "退烧", "对乙酰氨基酚一天不超过8克即可。"));
    EXPECT_FALSE(finds(rule, "退烧", "对乙酰氨基酚一次0.5克，24小时不超过2克。"));
    EXPECT_FALSE(finds(rule, "退烧", "对乙酰氨基酚一天超过8克会造成肝损伤。"));
    EXPECT_FALSE(finds(rule, "退烧", "对乙酰氨基酚每次10~15mg/kg。"));
}

TEST(Lint, CountsPiecesAndIntervals) {
    const std::string_view rule = "dose-too-high";
    for (const std::string_view text :
         {"布洛芬缓释胶囊一次四颗，每天三回。", "对乙酰氨基酚每隔两小时吃一片半，每次一片半。", "布洛芬一口气吃六片。",
          "对乙酰氨基酚早中晚各三片。", "对乙酰氨基酚一天吃十二片。", "甲氨蝶呤每天吃一片。"}) {
        EXPECT_TRUE(finds(rule, "用法", text)) << text;
    }
    EXPECT_TRUE(finds(rule, "布洛芬怎么吃", "成人一次五片，一天四次。")) << "the drug of the title";
    for (const std::string_view text : {"布洛芬缓释胶囊一次一粒，每天两次。", "对乙酰氨基酚每隔六小时一片。",
                                        "甲氨蝶呤每周吃一次，不能每天吃。", "布洛芬一次吃十片会伤胃。"}) {
        EXPECT_FALSE(finds(rule, "用法", text)) << text;
    }
}

TEST(Lint, KnowsTheCeilingOfNarrowDrugs) {
    const std::string_view rule = "dose-too-high";
    for (const std::string_view text : {"秋水仙碱一次八毫克。", "痛风急性发作，秋水仙碱每隔一小时服一片，不要停。",
                                        "地高辛每日六片。", "心慌时地高辛一次服2毫克。"}) {
        EXPECT_TRUE(finds(rule, "用法", text)) << text << " of which the knowledge knows nothing";
    }
    EXPECT_TRUE(finds(rule, "地高辛怎么吃", "成人一次十片，一天一次。"));
    for (const std::string_view text : {"秋水仙碱一次一片，每日两次。", "地高辛每天半片，按时抽血查浓度。",
                                        "地高辛每日六片会中毒。", "地高辛一次0.125毫克，阿司匹林一次100毫克。"}) {
        EXPECT_FALSE(finds(rule, "用法", text)) << text;
    }
}

TEST(Lint, FindsTheStoppingOfWhatMustBeTaken) {
    for (const std::string_view text :
         {"乙肝病人能自行停替诺福韦，没关系。", "吃野菜三周，可密定就可以直接停掉了。", "抗凝药伤身体，趁早停了好。",
          "没有感觉的不用打胰岛素，打了会上瘾。", "血糖一正常就马上停药，降糖药本来就不该吃。",
          "心情好了就可以把抗抑郁药扔掉。"}) {
        EXPECT_TRUE(finds("harmful-remedy", "调养", text)) << text;
    }
    EXPECT_TRUE(finds("harmful-remedy", "癫痫", "三个月没发作就可以停药。")) << "the disease of the title";
    for (const std::string_view text :
         {"血糖正常后能不能停药，要问医生。", "不要因为没有症状就自己停药。", "症状好转就停药容易复发。",
          "心情好了也不能把抗抑郁药扔掉。", "有人血压正常就停药，结果中风了。"}) {
        EXPECT_FALSE(finds("harmful-remedy", "癫痫", text)) << text;
    }
    EXPECT_FALSE(finds("harmful-remedy", "感冒", "不发烧就可以停药。")) << "nothing that must be taken";
}

TEST(Lint, ReadsTheTitleToo) {
    const auto findings = lint(annotator(), "本市最好的眼科中心，无效退款", "周一到周六开诊。");
    ASSERT_FALSE(findings.empty());
    EXPECT_TRUE(findings.front().in_title);
    EXPECT_EQ(findings.front().begin, 0U);
    EXPECT_TRUE(finds("guarantee", "无效退款", "周一到周六开诊。"));
    EXPECT_FALSE(finds("guarantee", "警惕“无效退款”", "周一到周六开诊。"));
    EXPECT_FALSE(finds("guarantee", "无效退款", "这样的承诺不可信。")) << "the text takes it back";
    EXPECT_FALSE(finds("absolute-claim", "这种病能断根吗", "请问医生。"));
}

TEST(Lint, KeepsDrugsFromThoseWhoMustNotTakeThem) {
    const std::string_view rule = "claim-contradicted";
    EXPECT_TRUE(finds(rule, "退烧", "孩子发烧，可以吃半片阿司匹林。"));
    EXPECT_TRUE(finds(rule, "退烧", "孩子烧到39度。可以服用阿司匹林。")) << "the child of the sentence before";
    EXPECT_TRUE(finds(rule, "退烧", "八岁的孩子可以吃布洛芬缓释胶囊。"));
    EXPECT_TRUE(finds("harmful-remedy", "腹泻", "两岁娃拉肚子，吃点喹诺酮消炎。")) << "a class by its short name";
    EXPECT_FALSE(finds("harmful-remedy", "腹泻", "孩子拉肚子不要吃喹诺酮。"));
    EXPECT_TRUE(finds(rule, "睡眠", "老年人失眠推荐服用地西泮。"));
    EXPECT_FALSE(finds(rule, "退烧", "孩子发烧不要吃阿司匹林。"));
    EXPECT_FALSE(finds(rule, "退烧", "十三岁的孩子可以吃布洛芬缓释胶囊。"));
    EXPECT_FALSE(finds(rule, "退烧", "孩子发烧可以服用布洛芬混悬液。")) << "only the form is forbidden";
    EXPECT_FALSE(finds(rule, "退烧", "孩子不能吃。大人可以吃阿司匹林。"));
    EXPECT_FALSE(finds(rule, "川崎病", "川崎病的孩子要服用阿司匹林。"));
}

TEST(Lint, DoubtsACauseThatIsNone) {
    for (const std::string_view text :
         {"面肌痉挛是缺钙引起的。", "面肌痉挛都是由怪病造成的。", "面肌痉挛的病根是上火。"})
        EXPECT_EQ(rules("护理", text), Rules{"cause-missing"}) << text;
    for (const std::string_view text :
         {"面肌痉挛不是缺钙引起的。", "面肌痉挛是责任血管压迫引起的。", "部分面肌痉挛可能是怪病引起的。",
          "怪病是受凉引起的。", "面肌痉挛是一种运动障碍。"}) {
        EXPECT_EQ(rules("护理", text), Rules{}) << text;
    }
}

TEST(Lint, DoubtsTheFirstChoiceOfSomethingElse) {
    EXPECT_TRUE(finds("treatment-unknown", "溃疡", "消化性溃疡首选微血管减压术。"));
    EXPECT_FALSE(finds("treatment-unknown", "溃疡", "消化性溃疡首选阿莫西林。"));
    EXPECT_FALSE(finds("treatment-unknown", "溃疡", "消化性溃疡一般不做微血管减压术。"));
}

TEST(Lint, CallsAFalseCureOfALifelongDiseaseAnError) {
    const auto severity = [](std::string_view text) {
        const auto findings = lint(annotator(), "", text);
        return findings.empty() ? Severity::Note : findings.front().severity;
    };
    EXPECT_EQ(severity("本疗法让癫痫断根。"), Severity::Error);
    EXPECT_EQ(severity("本疗法让脚气断根。"), Severity::Warning);
}

TEST(Lint, FindsTheMissingCauseInASectionOfAPage) {
    const std::string page =
        "## 概述\n面肌痉挛是脸的抽动。\n\n## 病因\n受凉、熬夜。\n\n## 治疗\n手术解除血管压迫面神经。";
    EXPECT_EQ(rules("面肌痉挛", page), Rules{"cause-missing"});
    const std::string good = "## 病因\n血管压迫面神经。\n\n## 治疗\n手术。";
    EXPECT_EQ(rules("面肌痉挛", good), Rules{});
    EXPECT_EQ(rules("面肌痉挛", "面肌痉挛的原因是受凉和熬夜。"), Rules{"cause-missing"});
    EXPECT_EQ(rules("面肌痉挛为什么要做磁共振", "为了看血管。"), Rules{});
}

TEST(Lint, KnowsWhichFindingHoldsATextBack) {
    EXPECT_EQ(harmful_finding(lint(annotator(), "手术", "我院疗效全国第一。")), nullptr);
    const auto findings = lint(annotator(), "急救", "全国第一急救法：抽搐时掐人中。");
    ASSERT_NE(harmful_finding(findings), nullptr);
    EXPECT_EQ(harmful_finding(findings)->rule, "harmful-remedy");
}

TEST(Lint, TakesTwiceAsLongForTwiceTheText) {
    for (const std::string_view unit :
         {"100%治", "根治", "治不好", "没有", "没有办法治愈", "不要掐人中，", "掐人中、", "突然剧烈头痛睡一觉",
          "吉兰-巴雷综合征用甲泼尼龙，", "吉兰-巴雷综合征、甲泼尼龙、用", "对乙酰氨基酚每次9克，", "治愈率99%，",
          "原因是面肌痉挛，", "## 病因\n", "误区："}) {
        std::string text;
        while (text.size() < 20000) text += unit;
        std::size_t once = 0;
        std::size_t twice = 0;
        EXPECT_LE(lint(annotator(), "", text, &once).size(), kMostFindings);
        lint(annotator(), "", text + text, &twice);
        EXPECT_LE(twice, 2 * once + once / 4 + 1000) << unit;
    }
}

TEST(Lint, SurvivesAnyBytes) {
    for (const std::string_view text :
         {std::string_view("\xff\xfe没有\xe6"), std::string_view(""), std::string_view("没有"),
          std::string_view("%%%治愈率"), std::string_view("治愈率9")}) {
        EXPECT_NO_THROW((void)lint(annotator(), text, text));
    }
}

}  // namespace
}  // namespace xinglin
