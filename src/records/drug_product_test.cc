#include "records/drug_product.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "records/medicine_data.h"
#include "text/data_lines.h"

namespace xinglin {
namespace {

using enum Administration;

Administrations routes(std::string name, std::string form = "") {
    Drug drug;
    drug.name = std::move(name);
    drug.form = std::move(form);
    return administrations_of(drug);
}

constexpr Administrations kInjected(Intravenous, Intramuscular, Subcutaneous, LocalInjection, Intrathecal,
                                    Intravitreal);

TEST(DrugProduct, FormAndNameSayTheRoute) {
    EXPECT_EQ(routes("甲吡酮片", "片剂"), Administrations(Oral));
    EXPECT_EQ(routes("甲吡酮缓释胶囊"), Administrations(Oral));
    EXPECT_EQ(routes("甲吡酮口服液"), Administrations(Oral));
    EXPECT_EQ(routes("注射用甲吡酮", "粉针剂"), kInjected);
    EXPECT_EQ(routes("甲吡酮注射液"), kInjected);
    EXPECT_EQ(routes("静注甲球蛋白", "注射剂"), Administrations(Intravenous));
    EXPECT_EQ(routes("甲吡酮滴眼液"), Administrations(Ophthalmic));
    EXPECT_EQ(routes("甲吡酮阴道泡腾片"), Administrations(Vaginal));
    EXPECT_EQ(routes("甲吡酮含片"), Administrations(Oromucosal));
    EXPECT_EQ(routes("复方甲吡酮漱口液"), Administrations(Oromucosal));
    EXPECT_EQ(routes("甲吡酮舌下片"), Administrations(Sublingual));
    EXPECT_EQ(routes("甲吡酮吸入气雾剂", "气雾剂"), Administrations(Inhaled));
    EXPECT_EQ(routes("甲吡酮鼻喷雾剂", "喷雾剂"), Administrations(Nasal));
    EXPECT_EQ(routes("甲吡酮乳膏", "乳膏剂"), Administrations(Topical));
    EXPECT_EQ(routes("甲吡酮软膏（虚构品名）"), Administrations(Topical));
    EXPECT_EQ(routes("甲吡酮栓", "栓剂"), Administrations(Rectal, Vaginal));
    EXPECT_EQ(routes("甲吡酮透皮贴剂", "贴剂"), Administrations(Transdermal));
    EXPECT_TRUE(routes("甲吡酮").empty());
}

TEST(DrugProduct, MonographHasTheRoutesOfAllItsForms) {
    EXPECT_EQ(routes("甲吡酮", "1.片剂：25mg；2.注射剂：50mg(2ml)；3.滴眼剂：0.1%。"),
              Administrations(Oral, Ophthalmic) | kInjected);
    // Prose behind the forms says nothing of them.
    EXPECT_EQ(routes("甲吡酮", "片剂：25mg。本品静脉滴注后分布于全身各组织并且很快在肝脏被代谢为无活性的产物"),
              Administrations(Oral));
}

TEST(DrugProduct, NameLeavesItsIngredientButNeverAPart) {
    const auto leaves = [](std::string_view name, std::string_view bare) {
        const auto names = bare_names(name);
        return std::ranges::find(names, bare) != names.end();
    };
    EXPECT_TRUE(leaves("盐酸甲吡酮缓释片", "甲吡酮"));
    EXPECT_TRUE(leaves("注射用甲吡酮琥珀酸钠", "甲吡酮"));
    EXPECT_TRUE(leaves("甲吡酮片(0.1g)", "甲吡酮"));
    EXPECT_FALSE(leaves("甲吡酮乙吡酮钾片", "甲吡酮"));
    EXPECT_FALSE(leaves("复方甲吡酮片", "甲吡酮"));
    EXPECT_FALSE(leaves("甲吡酮镇痛片", "甲吡酮"));
    EXPECT_TRUE(bare_names("").empty());
    EXPECT_TRUE(bare_names(std::string(5000, 'x')).empty());
}

TEST(DrugProduct, ListOfIngredientsIsTakenApart) {
    EXPECT_EQ(listed_ingredients("醋白芷、川芎"), (std::vector<std::string_view>{"醋白芷", "川芎"}));
    EXPECT_EQ(listed_ingredients("本品主要成份为盐酸甲吡酮。辅料：淀粉、硬脂酸镁"),
              (std::vector<std::string_view>{"盐酸甲吡酮"}));
    EXPECT_EQ(listed_ingredients("左甲吡酮和乙吡酮"), (std::vector<std::string_view>{"左甲吡酮", "乙吡酮"}));
    EXPECT_TRUE(listed_ingredients("").empty());
}

LabelUse use(std::string_view label, std::string_view name) {
    const auto begin = static_cast<std::uint32_t>(label.find(name));
    return label_use_of(label, {begin, begin + static_cast<std::uint32_t>(name.size())});
}

TEST(DrugLabel, PreventionIsNotTreatment) {
    EXPECT_EQ(use("用于偏头痛发作的治疗。", "偏头痛"), LabelUse::Treats);
    EXPECT_EQ(use("预防偏头痛发作。", "偏头痛"), LabelUse::Prevents);
    EXPECT_EQ(use("用于成人偏头痛的预防性治疗。", "偏头痛"), LabelUse::Prevents);
    EXPECT_EQ(use("用于预防和治疗坏血病。", "坏血病"), LabelUse::Treats);
    EXPECT_EQ(use("用于坏血病的预防和治疗。", "坏血病"), LabelUse::Treats);
    EXPECT_EQ(use("用于防治坏血病。", "坏血病"), LabelUse::Treats);
    EXPECT_EQ(use("用于偏头痛急性发作，不用于预防。", "偏头痛"), LabelUse::Treats);
    EXPECT_EQ(use("用于近期缺血性卒中患者，预防血栓事件。", "缺血性卒中"), LabelUse::Prevents);
    EXPECT_EQ(use("用于糖尿病患者，降低心肌梗死和卒中的风险。", "卒中"), LabelUse::Prevents);
    EXPECT_EQ(use("预防心绞痛复发，用于高血压。", "高血压"), LabelUse::Treats);
}

TEST(DrugLabel, BackgroundIsNotTreated) {
    EXPECT_EQ(use("用于帕金森综合征（脑炎后、中毒性）。", "脑炎"), LabelUse::Background);
    EXPECT_EQ(use("用于脑卒中后遗的肢体麻木。", "脑卒中"), LabelUse::Background);
    EXPECT_EQ(use("用于糖尿病引起的周围神经痛。", "糖尿病"), LabelUse::Background);
    EXPECT_EQ(use("用于糖尿病引起的周围神经痛。", "周围神经痛"), LabelUse::Treats);
    EXPECT_EQ(use("用于胃溃疡、胆囊炎所致的腹痛。", "胃溃疡"), LabelUse::Background);
    EXPECT_EQ(use("用于偏头痛的治疗和术后疼痛。", "偏头痛"), LabelUse::Treats);
    EXPECT_EQ(use("不用于药物引起的帕金森综合征。", "帕金森综合征"), LabelUse::NotUsed);
    EXPECT_EQ(use("作为癫痫部分性发作的辅助治疗。", "癫痫"), LabelUse::Adjunct);
    EXPECT_EQ(use("用于敏感菌所致的咽炎、肺炎。", "肺炎"), LabelUse::Background);
    EXPECT_EQ(use("用于重症肌无力的诊断。", "重症肌无力"), LabelUse::Test);
}

TEST(DrugLabel, ForbidsOrWarns) {
    const auto contra = [](std::string_view text, std::string_view name) {
        const auto begin = static_cast<std::uint32_t>(text.find(name));
        return contraindication_for(text, {begin, begin + static_cast<std::uint32_t>(name.size())});
    };
    const auto caution = [](std::string_view text, std::string_view name) {
        const auto begin = static_cast<std::uint32_t>(text.find(name));
        return precaution_for(text, {begin, begin + static_cast<std::uint32_t>(name.size())});
    };
    EXPECT_EQ(contra("孕妇、青光眼患者禁用。", "孕妇"), LabelVerdict::Forbids);
    EXPECT_EQ(contra("活动性消化性溃疡。", "消化性溃疡"), LabelVerdict::Forbids);
    EXPECT_EQ(contra("孕妇慎用。", "孕妇"), LabelVerdict::Warns);
    EXPECT_EQ(contra("对甲吡酮过敏者禁用。", "甲吡酮"), LabelVerdict::Nothing);
    EXPECT_EQ(caution("孕妇慎用。儿童须减量。", "孕妇"), LabelVerdict::Warns);
    EXPECT_EQ(caution("孕妇慎用。儿童须减量。", "儿童"), LabelVerdict::Nothing);
    EXPECT_EQ(caution("哺乳期妇女禁用。", "哺乳期妇女"), LabelVerdict::Forbids);
    EXPECT_TRUE(is_for_adults("用于成人偏头痛。"));
    EXPECT_FALSE(is_for_adults("用于成人和12岁以上青少年的癫痫。"));
    EXPECT_FALSE(is_for_adults("用于偏头痛。"));
}

TEST(DrugLabel, AnySpanOfAnyBytesIsReadWithinBounds) {
    std::mt19937 random(7);
    const std::string label = "用于预防和治疗偏头痛，脑炎后的癫痫；不用于儿童。降低卒中的风险，孕妇慎用";
    for (int i = 0; i < 2000; ++i) {
        std::string text = label;
        for (char& byte : text)
            if (random() % 40 == 0) byte = static_cast<char>(random() % 256);
        const auto begin = static_cast<std::uint32_t>(random() % text.size());
        const auto end = begin + static_cast<std::uint32_t>(random() % (text.size() - begin));
        static_cast<void>(label_use_of(text, {begin, end}));
        static_cast<void>(precaution_for(text, {begin, end}));
        static_cast<void>(routes(text, text));
        static_cast<void>(bare_names(text.substr(0, 100)));
        static_cast<void>(listed_ingredients(text));
    }
}

TEST(DrugLabel, ADegreeBelongsToTheNameBehindIt) {
    const auto degree = [](std::string_view text, std::string_view name) {
        const auto begin = static_cast<std::uint32_t>(text.find(name));
        return degree_before(text, {begin, begin + static_cast<std::uint32_t>(name.size())});
    };
    EXPECT_EQ(degree("重度哮喘患者禁用。", "哮喘"), "重度");
    EXPECT_EQ(degree("严重心、肝功能障碍者。", "肝功能障碍"), "严重");
    EXPECT_EQ(degree("失代偿期肝硬化。", "肝硬化"), "失代偿期");
    EXPECT_EQ(degree("严重过敏史、哮喘患者禁用。", "哮喘"), "");
    EXPECT_EQ(degree("哮喘患者禁用。", "哮喘"), "");
}

/// The checker of the data files: every line has its fields, words stand once, routes and roles are known.
TEST(MedicineData, LinesAreWellFormedAndWordsStandOnce) {
    for (const auto& [file, count] : {std::pair<std::string_view, std::size_t>{"dose_forms.txt", 3},
                                      {"ingredient_words.txt", 2},
                                      {"label_words.txt", 2}}) {
        std::vector<std::string_view> words;
        for (const DataLine& line : data_lines(records_data(file))) {
            const auto fields = data_fields(line.text);
            ASSERT_EQ(fields.size(), count) << file << ":" << line.number;
            EXPECT_EQ(std::ranges::find(words, fields[0]), words.end()) << file << ":" << line.number;
            words.push_back(fields[0]);
        }
        EXPECT_GT(words.size(), 20U) << file;
    }
}

}  // namespace
}  // namespace xinglin
