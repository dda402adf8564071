#include "intake/row_gate.h"

#include "knowledge/reader_condition.h"

#include "intake/adapter_runs_test.h"

namespace xinglin {
namespace {

TEST(GateCodedName, KeepsAClassificationsOwnWritingOutOfTexts) {
    const InputRow row;
    bool is_readable = false;
    EXPECT_FALSE(gate_coded_name(row, "name", "面肌痉挛", ConceptKind::Condition, is_readable));
    EXPECT_TRUE(is_readable);
    for (const char* name :
         {"谵妄,附加于痴呆的", "血管性头痛,不可归类在他处者", "未特指的霍乱", "为保险目的接受的检查"}) {
        EXPECT_FALSE(gate_coded_name(row, "name", name, ConceptKind::Condition, is_readable)) << name;
        EXPECT_FALSE(is_readable) << name;
    }
    for (const char* name : {"", "面肌痉...", "运输事故的淹溺和", "什么病", "无", "僵"}) {
        EXPECT_TRUE(gate_coded_name(row, "name", name, ConceptKind::Condition, is_readable)) << name;
    }
}

TEST(IsResidual, TellsWhatHasNoBetterPlace) {
    EXPECT_TRUE(is_residual_name("其他特指的细菌性肠道感染"));
    EXPECT_TRUE(is_residual_name("癫痫,未特指"));
    EXPECT_FALSE(is_residual_name("癫痫"));
    EXPECT_FALSE(is_residual_name("原因不明的发热"));
}

TEST(KeepOutOfTexts, PutsTheCodeIntoTheName) {
    Concept known;
    known.name = "其他癫痫";
    keep_out_of_texts(known, "G40.8");
    EXPECT_EQ(known.name, "其他癫痫（G40.8）");
    EXPECT_EQ(aliases_of(known), Lines{"其他癫痫 search_only"});
}

}  // namespace
}  // namespace xinglin
