#include "text/pinyin.h"

#include <gtest/gtest.h>
#include <iconv.h>
#include <unicode/normalizer2.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <random>
#include <sstream>
#include <utility>

namespace xinglin {
namespace {

/// Words and their syllables, "血管 xue guan", one a line.
constexpr std::string_view kWords = R"(
血管 xue guan
高血压 gao xue ya
便血 bian xue
血尿 xue niao
咳血 ke xue
咯血 ka xue
咯痰 ka tan
咳嗽 ke sou
吡咯 bi luo
长期 chang qi
长大 zhang da
生长激素 sheng zhang ji su
生长期 sheng zhang qi
院长 yuan zhang
护士长 hu shi zhang
长智齿 zhang zhi chi
长痘 zhang dou
延长 yan chang
重症 zhong zheng
重症肌无力 zhong zheng ji wu li
重庆 chong qing
重复 chong fu
体重 ti zhong
重吸收 chong xi shou
多重耐药 duo chong nai yao
重听 zhong ting
便秘 bian mi
便宜 pian yi
着凉 zhao liang
着床 zhuo chuang
色素沉着 se su chen zhuo
睡着 shui zhao
睡不着 shui bu zhao
附着体 fu zhuo ti
着急 zhao ji
子宫颈 zi gong jing
颈椎 jing zhui
颈椎病 jing zhui bing
腰椎间盘突出 yao zhui jian pan tu chu
椎动脉 zhui dong mai
银行 yin hang
行走困难 xing zou kun nan
步行 bu xing
流行性感冒 liu xing xing gan mao
五行 wu xing
人参 ren shen
党参 dang shen
丹参 dan shen
西洋参 xi yang shen
参考值 can kao zhi
病人参加 bing ren can jia
人参与 ren can yu
参苓白术散 shen ling bai zhu san
白术 bai zhu
苍术 cang zhu
莪术 e zhu
手术 shou shu
美白术 mei bai shu
膀胱 pang guang
膀胱炎 pang guang yan
肩膀 jian bang
粘连 zhan lian
肠粘连 chang zhan lian
双重人格 shuang chong ren ge
音乐疗法 yin yue liao fa
粘膜 nian mo
粘液 nian ye
黏膜 nian mo
阿胶 e jiao
阿司匹林 a si pi lin
阿莫西林 a mo xi lin
栓塞 shuan se
肺栓塞 fei shuan se
脑梗塞 nao geng se
鼻塞 bi sai
闭塞 bi se
堵塞 du se
塞来昔布 sai lai xi bu
地塞米松 di sai mi song
地西泮 di xi pan
地高辛 di gao xin
调节 tiao jie
失调 shi tiao
调理 tiao li
月经不调 yue jing bu tiao
音调 yin diao
声调 sheng diao
协调 xie tiao
单纯疱疹 dan chun pao zhen
单县 shan xian
口臭 kou chou
狐臭 hu chou
乳臭 ru xiu
心率 xin lv
发病率 fa bing lv
草率 cao shuai
率领 shuai ling
快乐 kuai le
参差 cen ci
差异 cha yi
出差 chu chai
厌恶 yan wu
恶心 e xin
恶性肿瘤 e xing zhong liu
恶寒 wu han
恶风 wu feng
恶露 e lu
泄露 xie lou
暴露 bao lu
脑卒中 nao cu zhong
冯了性风湿药酒 feng liao xing feng shi yao jiu
利什曼病 li shi man bing
屈光参差 qu guang cen ci
人参保肺丸 ren shen bao fei wan
三参口服液 san shen kou fu ye
额叶中的病变 e ye zhong de bing bian
可的松 ke di song
食物嵌塞 shi wu qian se
热和烫伤 re he tang shang
不对称 bu dui chen
肠段长度 chang duan chang du
霰弹枪伤 xian dan qiang shang
协调运动 xie tiao yun dong
调查 diao cha
卒倒 cu dao
中药 zhong yao
枸杞 gou qi
枸橼酸 ju yuan suan
槟榔 bing lang
厚朴 hou po
黄柏 huang bo
知柏地黄丸 zhi bai di huang wan
侧柏叶 ce bai ye
桔梗 jie geng
柑桔 gan ju
蛤蚧 ge jie
没药 mo yao
没食子 mo shi zi
没有 mei you
大黄 da huang
大夫 dai fu
大肠 da chang
枳壳 zhi qiao
壳核 ke he
藏红花 zang hong hua
藏药 zang yao
隐藏 yin cang
薄荷 bo he
薄弱 bo ruo
内膜薄 nei mo bao
芫荽 yan sui
芫花 yuan hua
荨麻疹 xun ma zhen
疟疾 nve ji
卵巢 luan chao
绿脓杆菌 lv nong gan jun
女性 nv xing
胆囊 dan nang
尿路 niao lu
咀嚼 ju jue
嚼碎 jiao sui
结扎 jie za
包扎 bao za
扎针 zha zhen
弹响指 tan xiang zhi
弹性 tan xing
子弹 zi dan
角膜 jiao mo
口角炎 kou jiao yan
角色 jue se
睡觉 shui jiao
感觉 gan jue
嗅觉 xiu jue
还原 huan yuan
生还 sheng huan
还是 hai shi
卡介苗 ka jie miao
鱼刺卡喉 yu ci qia hou
屏气 bing qi
血脑屏障 xue nao ping zhang
剥脱 bo tuo
削皮 xiao pi
切削 qie xiao
剖腹产 pou fu chan
不省人事 bu xing ren shi
反省 fan xing
供给 gong ji
给药 gei yao
了解 liao jie
治不了 zhi bu liao
目的 mu di
靶的 ba di
落枕 lao zhen
脱落 tuo luo
校正 jiao zheng
校医 xiao yi
模型 mo xing
模样 mu yang
否认 fou ren
恐吓 kong he
惊吓 jing xia
吞咽 tun yan
哽咽 geng ye
咽喉 yan hou
牙龈 ya yin
肋骨 lei gu
勒伤 lei shang
豆豉 dou chi
桑葚 sang shen
秘鲁 bi lu
分泌 fen mi
贲门 ben men
喹诺酮 kui nuo tong
噻嗪 sai qin
嘧啶 mi ding
嘌呤 piao ling
呋喃 fu nan
哌替啶 pai ti ding
巯基 qiu ji
胍 gua
膦酸 lin suan
茚 yin
苷 gan
羧基 suo ji
酰胺 xian an
酚 fen
铋剂 bi ji
铂 bo
髂骨 qia gu
骶骨 di gu
髌骨 bin gu
跖骨 zhi gu
踝关节 huai guan jie
腓肠肌 fei chang ji
颞叶 nie ye
下颌 xia he
蛔虫 hui chong
蛲虫 nao chong
绦虫 tao chong
痤疮 cuo chuang
痱子 fei zi
疖肿 jie zhong
胼胝 pian zhi
瘰疬 luo li
癃闭 long bi
癔症 yi zheng
痿证 wei zheng
瘙痒 sao yang
佝偻病 gou lou bing
呃逆 e ni
嗳气 ai qi
噎膈 ye ge
瓜蒌 gua lou
川芎 chuan xiong
瞿麦 qu mai
薏苡仁 yi yi ren
山茱萸 shan zhu yu
葛根 ge gen
莨菪 lang dang
茜草 qian cao
苯妥英钠 ben tuo ying na
卡马西平 ka ma xi ping
二甲双胍 er jia shuang gua
硝苯地平 xiao ben di ping
奥美拉唑 ao mei la zuo
头孢曲松 tou bao qu song
布洛芬 bu luo fen
胰岛素 yi dao su
青霉素 qing mei su
癫痫 dian xian
帕金森病 pa jin sen bing
阿尔茨海默病 a er ci hai mo bing
蛛网膜下腔出血 zhu wang mo xia qiang chu xue
动脉粥样硬化 dong mai zhou yang ying hua
房颤 fang chan
寒颤 han zhan
震颤 zhen chan
室性早搏 shi xing zao bo
心肌梗死 xin ji geng si
强直性脊柱炎 qiang zhi xing ji zhu yan
股骨头坏死 gu gu tou huai si
骨折 gu zhe
系统性红斑狼疮 xi tong xing hong ban lang chuang
类风湿关节炎 lei feng shi guan jie yan
甲状腺功能亢进 jia zhuang xian gong neng kang jin
糖尿病 tang niao bing
痛风 tong feng
高尿酸血症 gao niao suan xue zheng
肾盂肾炎 shen yu shen yan
前列腺增生 qian lie xian zeng sheng
宫外孕 gong wai yun
子痫 zi xian
流产 liu chan
多囊卵巢综合征 duo nang luan chao zong he zheng
输卵管堵塞 shu luan guan du se
手足口病 shou zu kou bing
川崎病 chuan qi bing
水痘 shui dou
麻疹 ma zhen
百日咳 bai ri ke
白癜风 bai dian feng
银屑病 yin xie bing
湿疹 shi zhen
带状疱疹 dai zhuang pao zhen
青光眼 qing guang yan
白内障 bai nei zhang
视网膜脱离 shi wang mo tuo li
中耳炎 zhong er yan
梅尼埃病 mei ni ai bing
龋齿 qu chi
扁桃体炎 bian tao ti yan
哮喘 xiao chuan
肺结核 fei jie he
肝硬化 gan ying hua
胰腺炎 yi xian yan
阑尾炎 lan wei yan
痔疮 zhi chuang
面肌痉挛 mian ji jing luan
三叉神经痛 san cha shen jing tong
抑郁症 yi yu zheng
精神分裂症 jing shen fen lie zheng
孤独症谱系障碍 gu du zheng pu xi zhang ai
首都 shou du
成都 cheng du
厦门 xia men
六安 lu an
乾坤 qian kun
慰藉 wei jie
著名 zhu ming
蚌埠 beng bu
番禺 pan yu
)";

struct KnownWord {
    std::string word;
    std::vector<std::string> syllables;
};

/// The lines of kWords that give a syllable for each character.
std::vector<KnownWord> known_words() {
    std::vector<KnownWord> words;
    std::istringstream lines{std::string(kWords)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        KnownWord known;
        if (!(fields >> known.word)) continue;
        for (std::string syllable; fields >> syllable;) known.syllables.push_back(syllable);
        if (known.syllables.size() == count_characters(known.word)) words.push_back(std::move(known));
    }
    return words;
}

std::vector<std::string> likely_syllables(std::string_view text) {
    std::vector<std::string> syllables;
    for (const SyllableReadings& entry : pinyin_of(text)) syllables.emplace_back(entry.likely().letters());
    return syllables;
}

std::string letters_of(std::string_view typed, const TypedUnit& unit) {
    return std::string(slice(typed, unit.span));
}

/// The pieces of one segmentation, joined by spaces.
std::string shown(std::string_view typed, const std::vector<TypedUnit>& units) {
    std::string text;
    for (const TypedUnit& unit : units) text += (text.empty() ? "" : " ") + letters_of(typed, unit);
    return text;
}

std::string best(std::string_view typed) {
    const auto found = segment_pinyin(typed, 1);
    return found.empty() ? "" : shown(typed, found.front());
}

bool spells(std::string_view typed, std::string_view word, TypedPinyin::Extent extent = TypedPinyin::Extent::Whole,
            Hearing hearing = Hearing::Exact) {
    return TypedPinyin(typed).spells(pinyin_of(word), extent, hearing);
}

TEST(Pinyin, ReadsMedicalWords) {
    const std::vector<KnownWord> words = known_words();
    EXPECT_GT(words.size(), 280U);
    for (const KnownWord& known : words) EXPECT_EQ(likely_syllables(known.word), known.syllables) << known.word;
}

TEST(Pinyin, OffersTheOtherReadingsToo) {
    const auto entries = pinyin_of("粘连");
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_TRUE(entries[0].may_read(Syllable::of("zhan")));
    EXPECT_TRUE(entries[0].may_read(Syllable::of("nian")));
    EXPECT_TRUE(entries[1].settled);
    EXPECT_FALSE(entries[1].may_read(Syllable{}));
}

TEST(Pinyin, SaysWhetherAWordSettledTheReading) {
    EXPECT_FALSE(pinyin_of("参")[0].settled);
    EXPECT_TRUE(pinyin_of("长大")[0].settled);
    EXPECT_TRUE(pinyin_of("肝")[0].settled);
}

TEST(Pinyin, SpansAreOfTheTextThatWasAsked) {
    const std::string_view text = "ＣT血管℃";
    const auto entries = pinyin_of(text);
    ASSERT_EQ(entries.size(), 6U);
    EXPECT_EQ(entries[0].character, U'c');
    EXPECT_EQ(slice(text, entries[0].span), "Ｃ");
    EXPECT_EQ(slice(text, entries[2].span), "血");
    EXPECT_EQ(slice(text, entries[4].span), "℃");
    EXPECT_EQ(entries[4].span, entries[5].span);
}

TEST(Pinyin, TraditionalCharactersReadAsSimplifiedOnes) {
    EXPECT_EQ(pinyin_key("長期"), pinyin_key("长期"));
    EXPECT_EQ(pinyin_key("頸椎"), "jingzhui");
}

TEST(Pinyin, KeysKeepLettersAndDigitsAndLeaveOutTheRest) {
    EXPECT_EQ(pinyin_key("面肌痉挛"), "mianjijingluan");
    EXPECT_EQ(pinyin_key("CT 检查（头部）"), "ctjianchatoubu");
    EXPECT_EQ(pinyin_key("β-地中海贫血，2型"), "βdizhonghaipinxue2xing");
    EXPECT_EQ(initials_key("重症肌无力"), "zzjwl");
    EXPECT_EQ(initials_key("B超"), "bc");
    EXPECT_EQ(pinyin_key(""), "");
    EXPECT_EQ(pinyin_key("！？\xFF"), "");
}

TEST(Pinyin, EveryCharacterOfGb2312HasAReading) {
    const iconv_t converter = iconv_open("UTF-8", "GB2312");
    ASSERT_NE(converter, reinterpret_cast<iconv_t>(-1));
    std::size_t characters = 0;
    for (int row = 0xB0; row <= 0xF7; ++row) {
        for (int column = 0xA1; column <= 0xFE; ++column) {
            char bytes[] = {static_cast<char>(row), static_cast<char>(column)};
            char converted[8] = {};
            char* in = bytes;
            char* out = converted;
            std::size_t in_left = sizeof bytes;
            std::size_t out_left = sizeof converted;
            if (iconv(converter, &in, &in_left, &out, &out_left) != 0) {
                iconv(converter, nullptr, nullptr, nullptr, nullptr);
                continue;
            }
            ++characters;
            EXPECT_TRUE(pinyin_of(std::string_view(converted, sizeof converted - out_left))[0].likely()) << converted;
        }
    }
    iconv_close(converter);
    EXPECT_EQ(characters, 6763U);
}

TEST(Pinyin, TheReadingOfEachSyllableIsASyllable) {
    for (char32_t character = 0x3400; character <= 0x9FFF; ++character) {
        std::string text;
        append_utf8(text, character);
        const SyllableReadings entry = pinyin_of(text)[0];
        for (const Syllable reading : entry.readings) {
            if (!reading) break;
            ASSERT_EQ(Syllable::of(reading.letters()), reading);
        }
    }
    EXPECT_FALSE(Syllable::of(""));
    EXPECT_FALSE(Syllable::of("zhe1"));
    EXPECT_EQ(Syllable::of("jv"), Syllable::of("ju"));
    EXPECT_EQ(Syllable::of("lue").letters(), "lve");
}

TEST(Pinyin, KeysJoinWhereNoWordSpansTheJoint) {
    // Punctuation is in no word, so nothing spans it.
    const auto words = known_words();
    std::mt19937 random(7);
    for (int round = 0; round < 500; ++round) {
        const std::string& left = words[random() % words.size()].word;
        const std::string& right = words[random() % words.size()].word;
        ASSERT_EQ(pinyin_key(left + "，" + right), pinyin_key(left) + pinyin_key(right));
        ASSERT_EQ(initials_key(left + "，" + right), initials_key(left) + initials_key(right));
    }
}

TEST(TypedPinyin, PartsSyllablesAndBeginnings) {
    EXPECT_EQ(best("mianjijingluan"), "mian ji jing luan");
    EXPECT_EQ(best("mianjijl"), "mian ji j l");
    EXPECT_EQ(best("mjjl"), "m j j l");
    EXPECT_EQ(best("mianjijinglua"), "mian ji jing lua");
    EXPECT_EQ(best("gaoxuey"), "gao xue y");
    EXPECT_EQ(best("MianJi"), "Mian Ji");
    EXPECT_EQ(best(""), "");
    EXPECT_EQ(best(" '"), "");
}

TEST(TypedPinyin, OffersEveryLikelyWay) {
    const std::string_view typed = "fangan";
    std::vector<std::string> ways;
    for (const auto& units : segment_pinyin(typed)) ways.push_back(shown(typed, units));
    ASSERT_GE(ways.size(), 2U);
    EXPECT_EQ(ways[0], "fang an");
    EXPECT_EQ(ways[1], "fan gan");
    EXPECT_EQ(segment_pinyin(typed, 0).size(), 0U);
    EXPECT_EQ(segment_pinyin(typed, 3).size(), 3U);
}

TEST(TypedPinyin, SeparatorsPartAndTonesAreReadOver) {
    EXPECT_EQ(best("xian"), "xian");
    EXPECT_EQ(best("xi'an"), "xi an");
    EXPECT_EQ(best("xue4guan3"), "xue4 guan3");
    EXPECT_TRUE(spells("xuèguǎn", "血管"));
    EXPECT_TRUE(spells("xue4guan3", "血管"));
    EXPECT_TRUE(spells("vitb12", "vitb12"));
    EXPECT_FALSE(spells("xi'an", "咸"));
}

TEST(TypedPinyin, KnowsEverySpellingOfU) {
    for (const std::string_view typed : {"lvse", "lüse", "lu:se", "LÜSE", "lǜse", "lu\xCC\x88se"})
        EXPECT_TRUE(spells(typed, "绿色")) << typed;
    EXPECT_TRUE(spells("nueji", "疟疾"));
    EXPECT_TRUE(spells("nveji", "疟疾"));
    EXPECT_TRUE(spells("xve", "血"));
    EXPECT_FALSE(spells("nuxing", "女性"));
    EXPECT_TRUE(spells("nuxing", "女性", TypedPinyin::Extent::Whole, Hearing::Fuzzy));
}

TEST(TypedPinyin, MixesCharactersAndPinyin) {
    EXPECT_EQ(best("mian肌"), "mian 肌");
    EXPECT_TRUE(spells("mian肌jl", "面肌痉挛"));
    EXPECT_TRUE(spells("面ji", "面肌痉挛", TypedPinyin::Extent::Beginning));
    EXPECT_FALSE(spells("面ji", "面肌痉挛"));
    EXPECT_FALSE(spells("mian机", "面肌痉挛", TypedPinyin::Extent::Beginning));
    EXPECT_TRUE(spells("ctjc", "CT检查"));
    EXPECT_TRUE(spells("ctjiancha", "CT检查"));
    EXPECT_TRUE(spells("2xing", "2型糖尿病", TypedPinyin::Extent::Beginning));
    EXPECT_TRUE(spells("toubu", "头（部）"));
}

TEST(TypedPinyin, HearsWhatManyDoNotTellApart) {
    EXPECT_FALSE(spells("zuiguan", "椎管"));
    EXPECT_TRUE(spells("zuiguan", "椎管", TypedPinyin::Extent::Whole, Hearing::Fuzzy));
    EXPECT_TRUE(spells("jinzui", "颈椎", TypedPinyin::Extent::Whole, Hearing::Fuzzy));
    EXPECT_FALSE(spells("gan", "肺", TypedPinyin::Extent::Whole, Hearing::Fuzzy));
    EXPECT_TRUE(spells("nianlian", "粘连"));
    for (const Syllable one : sounds_like(Syllable::of("zan"))) {
        const auto back = sounds_like(one);
        EXPECT_NE(std::find(back.begin(), back.end(), Syllable::of("zan")), back.end()) << one.letters();
    }
    EXPECT_EQ(sounds_like(Syllable::of("zan")).size(), 4U);
    EXPECT_EQ(sounds_like(Syllable::of("gou")).size(), 1U);
}

/// Whether one of the segmentations of `typed` is these syllables.
bool offers(std::string_view typed, const std::vector<SyllableReadings>& word, std::size_t limit) {
    for (const auto& units : segment_pinyin(typed, limit)) {
        if (units.size() != word.size()) continue;
        bool equal = true;
        for (std::size_t index = 0; index < units.size() && equal; ++index)
            equal = units[index].first == word[index].likely() && units[index].complete;
        if (equal) return true;
    }
    return false;
}

TEST(TypedPinyin, TheKeyOfAWordOffersThatWord) {
    for (const KnownWord& known : known_words()) {
        const auto word = pinyin_of(known.word);
        const std::string key = pinyin_key(known.word);
        EXPECT_TRUE(offers(key, word, 32)) << known.word << " " << key;
        EXPECT_TRUE(spells(key, known.word)) << known.word;
        EXPECT_TRUE(spells(initials_key(known.word), known.word)) << known.word;
        for (std::size_t length = 1; length < key.size(); ++length)
            ASSERT_TRUE(spells(key.substr(0, length), known.word, TypedPinyin::Extent::Beginning))
                << known.word << " " << length;
    }
}

TEST(TypedPinyin, TheKeyOfAnySequenceSpellsIt) {
    // Pairs of syllables, each by one of its characters, with a mark between them that no word spans: the lattice
    // misses no way of parting.
    std::map<Syllable, std::string> characters;
    for (char32_t character = 0x4E00; character <= 0x9FA5; ++character) {
        std::string text;
        append_utf8(text, character);
        const SyllableReadings entry = pinyin_of(text)[0];
        if (entry.settled && entry.likely()) characters.emplace(entry.likely(), text);
    }
    EXPECT_GT(characters.size(), 380U);
    std::vector<std::string> all;
    for (const auto& [syllable, character] : characters) all.push_back(character);
    for (std::size_t left = 0; left < all.size(); ++left) {
        for (std::size_t right = left % 12; right < all.size(); right += 12) {
            const std::string text = all[left] + "，" + all[right];
            ASSERT_TRUE(offers(pinyin_key(text), pinyin_of(all[left] + all[right]), 32)) << text;
        }
    }
}

TEST(TypedPinyin, SegmentationsCoverTheTextAndAreDistinct) {
    std::mt19937 random(11);
    constexpr std::string_view kAlphabet = "aeinghzu1'";
    for (int round = 0; round < 2000; ++round) {
        std::string typed;
        for (std::size_t length = random() % 12; length > 0; --length) typed += kAlphabet[random() % kAlphabet.size()];
        SCOPED_TRACE(typed);
        std::string spoken;
        for (const char letter : typed) {
            if (letter != '\'') spoken += letter;
        }
        std::vector<std::string> seen;
        for (const auto& units : segment_pinyin(typed, 16)) {
            std::string joined;
            for (const TypedUnit& unit : units) joined += letters_of(typed, unit);
            ASSERT_EQ(joined, spoken);
            seen.push_back(shown(typed, units));
        }
        ASSERT_EQ(seen.empty(), spoken.empty());
        std::sort(seen.begin(), seen.end());
        ASSERT_EQ(std::adjacent_find(seen.begin(), seen.end()), seen.end());
    }
}

// --- agreement with a public list of readings, where there is one ---

std::filesystem::path shared_file(const char* name) {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    return std::filesystem::path(root == nullptr ? "." : root) / "../shared/data" / name;
}

std::vector<std::string> gzip_lines(const std::filesystem::path& path) {
    std::string text;
    gzFile file = gzopen(path.c_str(), "rb");
    char buffer[1 << 16];
    for (int got = 0; file != nullptr && (got = gzread(file, buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(got));
    if (file != nullptr) gzclose(file);
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(std::move(line));
    return lines;
}

/// A reading with tone marks as our letters.
std::string toneless(const std::string& reading) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString decomposed =
        icu::Normalizer2::getNFDInstance(status)->normalize(icu::UnicodeString::fromUTF8(reading), status);
    std::string letters;
    for (int index = 0; index < decomposed.length(); ++index) {
        const char16_t unit = decomposed[index];
        if (unit == 0x308 && !letters.empty()) letters.back() = 'v';
        if (unit >= u'a' && unit <= u'z') letters += static_cast<char>(unit);
    }
    return letters;
}

TEST(Pinyin, AgreesWithTheSharedPhrases) {
    const auto path = shared_file("pinyin-phrases.txt.gz");
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
    std::size_t phrases = 0;
    std::size_t equal = 0;
    std::size_t offered = 0;
    for (const std::string& line : gzip_lines(path)) {
        const std::size_t colon = line.find(": ");
        if (line.starts_with("#") || colon == std::string::npos) continue;
        const auto readings = pinyin_of(std::string_view(line).substr(0, colon));
        std::istringstream fields(line.substr(colon + 2));
        std::vector<Syllable> wanted;
        for (std::string field; fields >> field;) wanted.push_back(Syllable::of(toneless(field)));
        if (wanted.size() != readings.size()) continue;
        ++phrases;
        bool same = true;
        bool possible = true;
        for (std::size_t index = 0; index < wanted.size(); ++index) {
            same = same && readings[index].likely() == wanted[index];
            possible = possible && readings[index].may_read(wanted[index]);
        }
        equal += same ? 1 : 0;
        offered += possible ? 1 : 0;
    }
    ASSERT_GT(phrases, 40'000U);
    const auto share = [&](std::size_t count) { return static_cast<double>(count) / static_cast<double>(phrases); };
    RecordProperty("agree", std::to_string(share(equal)));
    std::cout << "of " << phrases << " phrases " << share(equal) << " read the same, " << share(offered)
              << " with other readings\n";
    EXPECT_GE(share(equal), 0.978);
    EXPECT_GE(share(offered), 0.995);
}

TEST(Pinyin, AgreesWithTheSharedCharacters) {
    const auto path = shared_file("pinyin-chars.txt.gz");
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
    std::size_t characters = 0;
    std::size_t offered = 0;
    for (const std::string& line : gzip_lines(path)) {
        const std::size_t colon = line.find(": ");
        if (!line.starts_with("U+") || colon == std::string::npos) continue;
        const auto code_point = static_cast<char32_t>(std::stoul(line.substr(2, colon - 2), nullptr, 16));
        if (code_point < 0x4E00 || code_point > 0x9FA5) continue;
        std::string text;
        append_utf8(text, code_point);
        const auto entry = pinyin_of(text)[0];
        if (entry.character != code_point) continue;
        ++characters;
        std::string readings = line.substr(colon + 2, line.find('#') - colon - 2);
        std::replace(readings.begin(), readings.end(), ',', ' ');
        std::istringstream fields(readings);
        bool found = false;
        for (std::string field; fields >> field;) found = found || Syllable::of(toneless(field)) == entry.likely();
        offered += found ? 1 : 0;
    }
    ASSERT_GT(characters, 10'000U);
    std::cout << offered << " of " << characters << " characters have a likely reading that the list knows\n";
    EXPECT_GE(static_cast<double>(offered), 0.995 * static_cast<double>(characters));
}

}  // namespace
}  // namespace xinglin
