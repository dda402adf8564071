#include "intake/record_lines.h"

#include "base/folder_for_tests.h"
#include "intake/adapter_runs_test.h"
#include "pack/dump.h"

namespace xinglin {
namespace {

ImportProfile profile() {
    return columns_profile(AdapterKind::Records, {});
}

TEST(RecordLines, AreTheRecordsOfADump) {
    const std::vector<std::string> lines = {
        R"({"title": "面肌痉挛", "body": "正文", "breadcrumb": ["首页", "神经内科"], "source": "某编辑部"})",
        R"({"question": "为什么？", "answer": "因为。", "answered_by": {"name": "孙医生", "title": "主任医师", "hospital": "中心医院"}})",
        R"({"name": "王医生", "titles": ["教授"], "hospital": "中心医院", "department": "骨科", "specialty": "脊柱"})",
        R"({"name": "王医生", "hospital": "中心医院", "department": "骨科", "specialty": "关节"})",
        R"({"name": "甲片", "indications": "头痛", "price": "9"})",
        R"({"name": "肌电图", "description": "检查肌肉"})"};
    const AdapterRun run(profile(), lines);
    EXPECT_EQ(run.faults(), Lines{});

    const FolderForTests folder;
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    folder.write("sample/all.jsonl", text);
    const auto dump = read_dump(folder.path() / "sample");
    ASSERT_TRUE(dump);
    ASSERT_EQ(dump->records.size(), run.records.size());
    for (Record expected : dump->records) {
        expected.head.sources = {"source/sample"};
        EXPECT_EQ(run.records.at(expected.head.id), expected) << expected.head.id;
    }
}

TEST(RecordLines, QuarantinesWhatItCannotUse) {
    const std::string drug = R"({"name": "甲片", "indications": "头痛"})";
    const AdapterRun run(
        profile(), {R"({"kind": "ward"})", drug, drug, R"({"title": "题", "body": ""})",
                    R"({"name": "甲", "description": "<img onclick=x>y"})", R"({"name": 7, "indications": "头痛"})"});
    EXPECT_EQ(run.faults(), (Lines{"1 unknown-record-shape", "3 duplicate-row", "4 missing-field body",
                                   "5 dirty-text description", "6 bad-field name"}));
    EXPECT_EQ(run.records.size(), 1U);
}

}  // namespace
}  // namespace xinglin
