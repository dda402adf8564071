#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "annotate/annotator.h"
#include "annotate/complaint_words.h"
#include "pack/pack.h"

namespace xinglin {
namespace {

const Annotator& annotator() {
    static const Annotator made = [] {
        const char* root = std::getenv("XINGLIN_SOURCE_DIR");
        PackReading reading = read_pack(std::filesystem::path(root ? root : ".") / "packs/neurology-zh");
        return Annotator(std::make_shared<const Knowledge>(std::move(reading.pack->knowledge)));
    }();
    return made;
}

std::string name_of_first(std::span<const ConceptIndex> concepts) {
    return concepts.size() == 1 ? annotator().knowledge().at(concepts.front()).name : "";
}

/// The names of what a text mentions, a minus before what is denied.
std::string read(std::string_view text) {
    std::string found;
    for (const Mention& mention : annotator().annotate(text)) {
        if (!found.empty()) found += ' ';
        if (mention.negated) found += '-';
        found += annotator().knowledge().at(mention.concept_index).name;
    }
    return found;
}

TEST(PackWords, EveryComplaintOfTheVocabularyIsAFindingOfThePack) {
    for (const ComplaintWords::Complaint& complaint : ComplaintWords::embedded().complaints()) {
        EXPECT_FALSE(annotator().knowledge().named(complaint.concept_name).empty()) << complaint.concept_name;
    }
}

TEST(PackWords, ComplaintsInEverydayWords) {
    EXPECT_EQ(read("我爸后脖颈前天起老是发硬"), "颈项强直");
    EXPECT_EQ(read("左手筷子都拿不住"), "肢体无力");
    EXPECT_EQ(read("右眼怎么也闭不严"), "闭眼不能");
    EXPECT_EQ(read("看人一个变两个"), "复视");
    EXPECT_EQ(read("大便黑得像墨汁"), "黑便");
    EXPECT_EQ(read("两条腿晚上难受总想动"), "腿部不适想动");
    EXPECT_EQ(read("胃口很好，手机很好"), "");
    EXPECT_EQ(read("脸不麻，说话也不含糊"), "-面部麻木 -言语不清");
}

TEST(PackWords, NamesOfOtherRegionsBrandsAndVariants) {
    const Knowledge& knowledge = annotator().knowledge();
    const auto means = [&](std::string_view text) { return name_of_first(knowledge.named(text)); };
    EXPECT_EQ(means("巴金森氏症"), "帕金森病");
    EXPECT_EQ(means("睡眠呼吸中止症"), "阻塞性睡眠呼吸暂停");
    EXPECT_EQ(means("額顳葉失智症"), "额颞叶痴呆");
    EXPECT_EQ(means("胃食道逆流"), "胃食管反流病");
    EXPECT_EQ(means("頸動脈超音波"), "颈动脉超声");
    EXPECT_EQ(means("頭部電腦斷層"), "头颅CT");
    EXPECT_EQ(means("新陳代謝科"), "内分泌科");
    EXPECT_EQ(means("不宁腿症候群"), "不宁腿综合征");
    EXPECT_EQ(means("波立维"), "氯吡格雷");
    EXPECT_EQ(read("一直吃曲莱和妥泰"), "奥卡西平 托吡酯");
    EXPECT_EQ(read("疑似MG，查重症肌无力抗体"), "重症肌无力 重症肌无力");
    EXPECT_EQ(read("MG是什么"), "");
}

TEST(PackWords, WhatIsCodedApartIsAConceptOfItsOwn) {
    EXPECT_EQ(read("二型糖尿病"), "2型糖尿病");
    EXPECT_EQ(read("十二指肠溃疡"), "十二指肠溃疡");
    EXPECT_EQ(read("体检说脑供血不足"), "脑血管病") << "no TIA, whose card is an emergency";
}

}  // namespace
}  // namespace xinglin
