#include "relate/measured_values.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/growth_for_tests.h"

namespace xinglin {
namespace {

const Knowledge& knowledge() {
    static const Knowledge made = [] {
        KnowledgeData data;
        for (const std::string_view id : measured_concepts()) {
            const auto is_there = [&](const Concept& each) { return each.id == id; };
            if (std::ranges::any_of(data.concepts, is_there)) continue;
            Concept& entry = data.concepts.emplace_back();
            entry.id = id;
            entry.name = id;
            entry.kind = *concept_kind_named(id.substr(0, id.find('/')));
        }
        return Knowledge(std::move(data));
    }();
    return made;
}

/// The dangers of a text, "part=concept" each.
std::string read(std::string_view text) {
    std::string found;
    for (const DangerPhrase& danger : dangerous_values(knowledge(), text)) {
        if (!found.empty()) found += ' ';
        const std::string& id = knowledge().at(danger.mention.concept_index).id;
        found += std::string(slice(text, danger.mention.span)) + "=" + id.substr(id.find('/') + 1);
    }
    return found;
}

TEST(MeasuredValues, NormalOnesAreNoDanger) {
    for (const std::string_view text :
         {"血氧97%", "体温36.4度", "血压118/76", "高压125低压82", "心率72次", "脉搏每分钟66次", "血糖5.1", "血钾4.2",
          "呼吸频率16次", "心率60到100算正常吗", "血氧95%以上就可以吗", "体温三十六度八", "室温39度", "胎心率155"}) {
        EXPECT_EQ(read(text), "") << text;
    }
}

TEST(MeasuredValues, AbnormalOnesAreWhatTheyMean) {
    EXPECT_EQ(read("血氧只剩86了"), "血氧只剩86=low-oxygen");
    EXPECT_EQ(read("血氧饱和度百分之七十八"), "血氧饱和度百分之七十八=low-oxygen");
    EXPECT_EQ(read("指脉氧低于90"), "指脉氧低于90=low-oxygen");
    EXPECT_EQ(read("血压 195／105"), "血压 195／105=very-high-blood-pressure");
    EXPECT_EQ(read("血压160/125"), "血压160/125=very-high-blood-pressure");
    EXPECT_EQ(read("高压二百一"), "高压二百一=very-high-blood-pressure");
    EXPECT_EQ(read("体温39度2"), "体温39度2=fever");
    EXPECT_EQ(read("体温三十九度五"), "体温三十九度五=fever");
    EXPECT_EQ(read("体温33.5"), "体温33.5=hypothermia");
    EXPECT_EQ(read("心跳一分钟才34次"), "心跳一分钟才34=slow-heartbeat");
    EXPECT_EQ(read("坐着心率172"), "心率172=very-fast-heartbeat");
    EXPECT_EQ(read("跑步时心率172"), "");
    EXPECT_EQ(read("血糖2.3"), "血糖2.3=hypoglycaemia");
    EXPECT_EQ(read("血钾7.1"), "血钾7.1=hyperkalaemia");
}

TEST(MeasuredValues, OtherNumbersAreNoValues) {
    EXPECT_EQ(read("血氧测了30分钟"), "");
    EXPECT_EQ(read("血压药吃了200片"), "");
    EXPECT_EQ(read("体温计39块钱"), "");
    EXPECT_EQ(read("体温不到38.5要吃药吗"), "");
    EXPECT_EQ(read("血压，今年190斤"), "");
    EXPECT_EQ(read("血氧980"), "");
}

TEST(MeasuredValues, TakeTimeInProportionToTheText) {
    for (const std::string_view part : {"血氧", "血氧86", "高压低于", "体温三十", "心率172跑步"}) {
        const auto text_of = [&](std::size_t bytes) { return repeated_to(part, bytes); };
        const auto work = [](const std::string& text) { dangerous_values(knowledge(), text); };
        EXPECT_LT(growth_of(text_of, work, 20'000), 8) << part;
    }
}

}  // namespace
}  // namespace xinglin
