#include "pack/dump.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "base/folder_for_tests.h"
#include "base/strings.h"
#include "pack/line_reader.h"
#include "records/validity.h"

namespace xinglin {
namespace {

/// Each quarantined line as "place rule".
std::string shown(const Dump& dump) {
    std::string lines;
    for (const DumpProblem& problem : dump.quarantine) {
        EXPECT_FALSE(problem.message.empty());
        EXPECT_FALSE(problem.mend.empty());
        lines += (lines.empty() ? "" : "\n") + problem.place + " " + problem.rule;
    }
    return lines;
}

constexpr std::string_view kGoodDrug =
    "{\"name\": \"甲片\", \"manufacturer\": \"某药业...\", \"indications\": \"用于头痛...\"}\n";

const Record* find(const Dump& dump, std::string_view name) {
    const auto found = std::find_if(dump.records.begin(), dump.records.end(),
                                    [&](const Record& record) { return name_of(record) == name; });
    return found == dump.records.end() ? nullptr : &*found;
}

TEST(ReadDump, TellsKindsByTheirFields) {
    const FolderForTests folder;
    folder.write("old/all.jsonl",
                 "{\"title\": \"文章\", \"body\": \"一\\r\\n二\", \"breadcrumb\": [\"首页\", \"内科\", \"神经内科\"], "
                 "\"source\": \"医联媒体\"}\n"
                 "{\"title\": \"摘要\", \"excerpt\": \"只有一半...\"}\n"
                 "{\"question\": \"为什么？\", \"answer\": \"因为...\", \"answered_by\": {\"name\": \"孙医生\", "
                 "\"title\": \"主任医师\", \"hospital\": \"中心医院\"}}\n"
                 "{\"question\": \"怎么办？\", \"answer\": \"\", \"answered_by\": null}\n"
                 "{\"name\": \"王医生\", \"titles\": [\"教授\"], \"hospital\": \"中心医院\", \"department\": \"骨科\", "
                 "\"specialty\": \"脊柱...\"}\n"
                 "{\"name\": \"甲片\", \"manufacturer\": \"某药业...\", \"indications\": \"用于头痛...\"}\n"
                 "{\"name\": \"肌电图\", \"description\": \"检查肌肉...\"}\n");
    const auto read = read_dump(folder.path() / "old");
    ASSERT_TRUE(read) << read.error().message;
    const Dump& dump = *read;
    EXPECT_EQ(shown(dump), "");
    EXPECT_EQ(dump.origin, "old");
    ASSERT_EQ(dump.records.size(), 8U);
    for (const Record& record : dump.records) {
        EXPECT_EQ(record.head.trust, Trust::Imported);
        EXPECT_EQ(record.head.origin, "old");
        EXPECT_TRUE(check(record).empty());
        EXPECT_TRUE(std::string_view(record.head.id).starts_with(std::string(name_of(record.kind())) + "/old-"))
            << record.head.id;
    }
    EXPECT_EQ(std::get<Article>(find(dump, "文章")->body),
              (Article{"文章", "一\n二", false, "医联媒体", {"内科", "神经内科"}}));
    EXPECT_EQ(std::get<Article>(find(dump, "摘要")->body).body, "只有一半...");
    const Answer& answer = std::get<Question>(find(dump, "为什么？")->body).answers.at(0);
    EXPECT_EQ(answer, (Answer{"因为...", "", "孙医生", "主任医师", "中心医院", {}}));
    EXPECT_TRUE(std::get<Question>(find(dump, "怎么办？")->body).answers.empty());
    const Record* hospital = find(dump, "中心医院");
    ASSERT_NE(hospital, nullptr);
    EXPECT_EQ(std::get<Doctor>(find(dump, "王医生")->body),
              (Doctor{"王医生", {"教授"}, hospital->head.id, "中心医院", "骨科", "脊柱...", ""}));
    EXPECT_EQ(std::get<Drug>(find(dump, "甲片")->body).manufacturer, "某药业...");
    EXPECT_EQ(std::get<xinglin::Test>(find(dump, "肌电图")->body).description, "检查肌肉...");
}

TEST(ReadDump, GivesTheSameIdsInWhateverOrderTheLinesCome) {
    const std::string a =
        "{\"name\": \"王医生\", \"hospital\": \"中心医院\", \"department\": \"骨科\", \"specialty\": \"脊柱\"}\n";
    const std::string b =
        "{\"name\": \"王医生\", \"hospital\": \"中心医院\", \"department\": \"骨科\", \"specialty\": \"关节\"}\n";
    const std::string c = "{\"name\": \"王医生\", \"hospital\": \"中心医院\", \"department\": \"眼科\"}\n";
    const FolderForTests folder;
    folder.write("old/x.jsonl", a + b + c);
    const auto first = read_dump(folder.path() / "old");
    folder.write("old/x.jsonl", c + b);
    folder.write("old/y.jsonl", a);
    const auto second = read_dump(folder.path() / "old");
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->records, second->records);
    EXPECT_EQ(first->records.size(), 4U) << "three doctors, two of them of one name and department, and a hospital";
}

TEST(ReadDump, KeepsAnIdWhenOtherFieldsAreCorrected) {
    const FolderForTests folder;
    folder.write("old/x.jsonl", "{\"name\": \"甲片\", \"manufacturer\": \"某药业\", \"indications\": \"头疼\"}\n");
    const auto before = read_dump(folder.path() / "old");
    folder.write("old/x.jsonl", "{\"name\": \"甲片\", \"manufacturer\": \"某药业\", \"indications\": \"头痛\"}\n");
    const auto after = read_dump(folder.path() / "old");
    EXPECT_EQ(before->records[0].head.id, after->records[0].head.id);
    EXPECT_NE(before->records[0], after->records[0]);
}

TEST(ReadDump, CollapsesLinesThatSayExactlyTheSame) {
    const FolderForTests folder;
    const std::string drug(kGoodDrug);
    folder.write(
        "old/x.jsonl",
        drug + drug + "{\"indications\": \"用于头痛...\", \"name\": \"甲片\", \"manufacturer\": \"某药业...\"}\n");
    const auto dump = read_dump(folder.path() / "old");
    EXPECT_EQ(dump->records.size(), 1U);
    EXPECT_EQ(dump->duplicates, 2U);
    EXPECT_EQ(dump->records[0].head.id.size(), std::string("drug/old-").size() + 12);
}

TEST(ReadDump, QuarantinesWhatItCannotUse) {
    const FolderForTests folder;
    folder.write("old/a.jsonl", std::string(kGoodDrug) +
                                    "{\"name\": \"乙片\"\n"
                                    "{\"name\": \"丙\"}\n"
                                    "{\"name\": \"丁\", \"indications\": \"x\", \"description\": \"y\"}\n"
                                    "{\"name\": \"戊\", \"indications\": 5}\n"
                                    "{\"name\": \"\", \"indications\": \"x\"}\n"
                                    "{\"name\": \"己\", \"indications\": \"<script>x</script>\"}\n"
                                    "{\"name\": \"庚\", \"indications\": \"a\\u0000b\"}\n"
                                    "{\"name\": \"辛\", \"indications\": \"\xFF\"}\n"
                                    "{\"name\": \"壬\", \"name\": \"癸\", \"indications\": \"x\"}\n"
                                    "[1]\n"
                                    "{\"title\": \"x\", \"body\": \"\"}\n" +
                                    std::string(kMaxLineBytes + 1, '{') + "\n" +
                                    "{\"title\": \"最后\", \"body\": \"x\"}\n");
    const auto dump = read_dump(folder.path() / "old");
    ASSERT_TRUE(dump);
    EXPECT_EQ(shown(*dump),
              "a.jsonl:2 broken-json\na.jsonl:3 unknown-record-shape\na.jsonl:4 unknown-record-shape\n"
              "a.jsonl:5 bad-field\na.jsonl:6 missing-field\na.jsonl:7 dirty-text\na.jsonl:8 dirty-text\n"
              "a.jsonl:9 invalid-utf8\na.jsonl:10 duplicate-field\na.jsonl:11 not-an-object\na.jsonl:12 missing-field\n"
              "a.jsonl:13 line-too-long");
    EXPECT_EQ(dump->records.size(), 2U);
    EXPECT_EQ(dump->quarantine[1].text, "{\"name\": \"丙\"}");
    EXPECT_EQ(dump->quarantine[11].text.size(), 4096U);
    EXPECT_NE(dump->quarantine[2].message.find("drug test"), std::string::npos) << dump->quarantine[2].message;
}

TEST(ReadDump, CountsFieldsThatItDoesNotUse) {
    const FolderForTests folder;
    folder.write("old/a.jsonl",
                 "{\"name\": \"甲\", \"indications\": \"x\", \"price\": 5}\n{\"name\": \"乙\", \"indications\": \"x\", "
                 "\"price\": 6}\n");
    const auto dump = read_dump(folder.path() / "old");
    EXPECT_EQ(dump->ignored_fields, (std::map<std::string, std::size_t>{{"price", 2}}));
    EXPECT_EQ(shown(*dump), "");
}

TEST(ReadDump, NamesFilesThatAreNotOneObjectALine) {
    const FolderForTests folder;
    folder.write("old/a.jsonl", kGoodDrug);
    folder.write("old/b.jsonl", "[\n  {\"name\": \"x\", \"indications\": \"y\"}\n]\n");
    folder.write("old/c.jsonl", "{\n  \"name\": \"x\"\n}\n");
    folder.write("old/d.jsonl", "name,indications\nx,y\n");
    folder.write("old/e.csv", "name,indications\nx,y\n");
    folder.write("old/README.md", "x");
    folder.write("old/f.jsonl", "\xEF\xBB\xBF{\"name\": \"乙\", \"indications\": \"y\"}\n");
    const auto dump = read_dump(folder.path() / "old");
    ASSERT_TRUE(dump);
    EXPECT_EQ(shown(*dump), "b.jsonl wrong-file\nc.jsonl wrong-file\nd.jsonl wrong-file\ne.csv wrong-file");
    EXPECT_EQ(dump->records.size(), 2U);
}

TEST(ReadDump, FailsWhenThereIsNothingToUse) {
    const FolderForTests folder;
    EXPECT_EQ(read_dump(folder.path() / "none").error().code, ErrorCode::InvalidInput);
    std::filesystem::create_directory(folder.path() / "empty");
    EXPECT_FALSE(read_dump(folder.path() / "empty"));
    folder.write("table/a.csv", "x,y\n");
    const auto table = read_dump(folder.path() / "table");
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().where, "a.csv");
    folder.write("linked/b.txt", "");
    std::filesystem::create_symlink(folder.path() / "table" / "a.csv", folder.path() / "linked" / "a.jsonl");
    EXPECT_EQ(read_dump(folder.path() / "linked").error().where, "a.jsonl");
}

TEST(SlugFrom, KeepsSlugsAndTellsOtherNamesApart) {
    EXPECT_EQ(slug_from("seed-page"), "seed-page");
    EXPECT_EQ(slug_from("2020"), "2020");
    std::vector<std::string> slugs;
    for (const std::string& name : std::initializer_list<std::string>{
             "Seed-Page", "seed_page", "seed page", "旧门户", "旧站", "", "-", "a-", "../..", std::string(200, 'a')}) {
        slugs.push_back(slug_from(name));
        EXPECT_TRUE(is_valid_slug(slugs.back())) << slugs.back();
        EXPECT_LE(slugs.back().size(), 60U);
    }
    slugs.push_back("seed-page");
    slugs.push_back("a");
    std::sort(slugs.begin(), slugs.end());
    EXPECT_EQ(std::adjacent_find(slugs.begin(), slugs.end()), slugs.end());
}

TEST(ReadDump, ReadsTheFirstRealPage) {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    if (root == nullptr) GTEST_SKIP() << "XINGLIN_SOURCE_DIR is not set";
    const auto folder = std::filesystem::path(root) / "../shared/seed-page";
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "there is no " << folder;
    const auto dump = read_dump(folder);
    ASSERT_TRUE(dump) << dump.error().message;
    EXPECT_EQ(shown(*dump), "");
    EXPECT_EQ(dump->origin, "seed-page");
    std::size_t counts[kRecordKindCount] = {};
    for (const Record& record : dump->records) ++counts[static_cast<std::size_t>(record.kind())];
    EXPECT_EQ(counts[static_cast<std::size_t>(RecordKind::Article)], 6U);
    EXPECT_EQ(counts[static_cast<std::size_t>(RecordKind::Doctor)], 12U);
    EXPECT_EQ(counts[static_cast<std::size_t>(RecordKind::Hospital)], 8U);
    EXPECT_EQ(counts[static_cast<std::size_t>(RecordKind::Drug)], 5U);
    EXPECT_EQ(counts[static_cast<std::size_t>(RecordKind::Test)], 5U);
    EXPECT_EQ(counts[static_cast<std::size_t>(RecordKind::Question)], 5U);
}

}  // namespace
}  // namespace xinglin
