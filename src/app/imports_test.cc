#include "ingest/imports.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <sstream>

#include "app/example_for_tests.h"
#include "knowledge/codec.h"
#include "records/codec.h"
#include "store/store.h"

namespace xinglin {
namespace {

/// All that a store holds, as text. The revision is not in it.
std::string contents_of(Store& store) {
    std::ostringstream text;
    const KnowledgeData knowledge = store.knowledge();
    for (const auto& source : knowledge.sources) text << to_json(source) << '\n';
    for (const auto& each : knowledge.concepts) text << to_json(each) << '\n';
    for (const auto& relation : knowledge.relations) text << to_json(relation) << '\n';
    for (const auto& red_flag : knowledge.red_flags) text << to_json(red_flag) << '\n';
    for (const auto& rule : knowledge.triage_rules) text << to_json(rule) << '\n';
    store.for_each_record([&](const Store::StoredRecord& stored) { text << to_json(stored.record) << '\n'; });
    for (const Origin& origin : store.origins()) {
        text << origin.name << ' ' << origin.version << '\n';
        for (const auto& line : store.quarantine(origin.name)) text << line.place << ' ' << line.rule << '\n';
    }
    return text.str();
}

/// Every file of a folder by its path inside.
std::map<std::string, std::string> files_of(const std::filesystem::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        files[entry.path().lexically_relative(folder).generic_string()] = {std::istreambuf_iterator<char>(file), {}};
    }
    return files;
}

class ImportTest : public testing::Test {
  protected:
    ImportTest() : store_(open_store((folder_.path() / "xinglin.db").string())) {}

    ImportReport import(const std::string& name, BadLines bad_lines = BadLines::Quarantine) {
        auto report = import_folder(*store_, folder_.path() / name, bad_lines);
        EXPECT_TRUE(report) << report.error().message;
        return report ? *report : ImportReport{};
    }

    template <typename Body>
    std::vector<Body> bodies() {
        std::vector<Body> found;
        store_->for_each_record([&](const Store::StoredRecord& stored) {
            if (const auto* body = std::get_if<Body>(&stored.record.body)) found.push_back(*body);
        });
        return found;
    }

    FolderForTests folder_;
    std::unique_ptr<Store> store_;
};

TEST_F(ImportTest, APackArrivesWholeAndASecondTimeChangesNothing) {
    write_example_pack(folder_);
    const ImportReport first = import("demo-zh", BadLines::Refuse);
    EXPECT_TRUE(first.is_pack && first.stored);
    EXPECT_EQ(first.origin, "demo-zh");
    EXPECT_EQ(first.concepts, 16U);
    EXPECT_EQ(first.relations, 11U);
    EXPECT_EQ(first.records, 13U);
    EXPECT_EQ(first.added, 2U + 16U + 11U + 1U + 13U) << "sources, concepts, relations, care cards, records";
    EXPECT_TRUE(first.problems.empty());

    const Revision revision = store_->revision();
    const ImportReport second = import("demo-zh");
    EXPECT_EQ(second.unchanged, first.added);
    EXPECT_EQ(second.added + second.changed + second.deleted, 0U);
    EXPECT_EQ(store_->revision(), revision);
}

TEST_F(ImportTest, ABadPackIsRefusedAndTheStoreIsAsItWas) {
    write_example_pack(folder_);
    import("demo-zh");
    const Revision revision = store_->revision();
    const std::string before = contents_of(*store_);

    folder_.write("demo-zh/doctors.jsonl",
                  "{\"id\":\"doctor/new\",\"name\":\"新来的\",\"department\":\"骨科\"}\n"
                  "{\"id\":\"doctor/bad\",\"nmae\":\"错字\"}\n");
    const ImportReport report = import("demo-zh");
    EXPECT_TRUE(report.is_pack);
    EXPECT_FALSE(report.stored);
    ASSERT_FALSE(report.problems.empty());
    EXPECT_NE(report.problems.front().find("doctors.jsonl:2:"), std::string::npos) << report.problems.front();
    EXPECT_EQ(store_->revision(), revision);
    EXPECT_EQ(contents_of(*store_), before);
}

TEST_F(ImportTest, AChangedPackDeletesWhatIsGone) {
    write_example_pack(folder_);
    import("demo-zh");
    std::filesystem::remove(folder_.path() / "demo-zh/articles/bowel.md");
    folder_.write("demo-zh/tests.jsonl",
                  "{\"id\":\"test/grip\",\"name\":\"握力测试\",\"description\":\"换了说法。\"}\n");
    const ImportReport report = import("demo-zh");
    EXPECT_EQ(report.deleted, 2U) << "the article and the page of electromyography";
    EXPECT_EQ(report.changed, 1U);
    EXPECT_EQ(report.added, 0U);
    EXPECT_FALSE(store_->record("article/bowel"));
    EXPECT_EQ(std::get<xinglin::Test>(store_->record("test/grip")->record.body).description, "换了说法。");
}

TEST_F(ImportTest, ANameThatIsNoFolderIsNotFound) {
    const auto missing = import_folder(*store_, folder_.path() / "nowhere", BadLines::Quarantine);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    folder_.write("file", "");
    EXPECT_EQ(check_pack(folder_.path() / "file").error().code, ErrorCode::NotFound);
}

TEST_F(ImportTest, TheSameIdFromAnotherOriginIsAConflict) {
    write_example_pack(folder_);
    import("demo-zh");
    const std::string before = contents_of(*store_);
    write_example_pack(folder_, "copy");
    folder_.write(
        "copy/pack.toml",
        "name = \"copy\"\nversion = \"1\"\nformat = 1\ntitle = \"抄本\"\nlicence = \"CC0\"\nlanguage = \"zh-CN\"\n");
    const auto copied = import_folder(*store_, folder_.path() / "copy", BadLines::Quarantine);
    ASSERT_FALSE(copied);
    EXPECT_EQ(copied.error().code, ErrorCode::Conflict);
    EXPECT_EQ(contents_of(*store_), before);
}

TEST_F(ImportTest, ADumpKeepsWhatItCanAndQuarantinesTheRest) {
    write_example_dump(folder_);
    const ImportReport report = import("old-portal");
    EXPECT_FALSE(report.is_pack);
    EXPECT_TRUE(report.stored);
    EXPECT_EQ(report.origin, "old-portal");
    EXPECT_EQ(report.records, 8U);
    EXPECT_EQ(report.quarantined, 3U);
    ASSERT_EQ(report.problems.size(), 3U);
    EXPECT_TRUE(report.problems[0].starts_with("articles.jsonl:3: ")) << report.problems[0];
    EXPECT_TRUE(report.problems[1].starts_with("questions.jsonl:2: ")) << report.problems[1];
    EXPECT_TRUE(report.problems[2].starts_with("questions.jsonl:3: ")) << report.problems[2];
    std::vector<std::string> lines;
    EXPECT_TRUE(
        for_each_quarantined_line(*store_, "old-portal", [&](const std::string& line) { lines.push_back(line); }));
    EXPECT_EQ(lines, report.problems);
    std::size_t counted = 0;
    const auto rules = quarantine_counts_of(*store_, "old-portal");
    ASSERT_TRUE(rules);
    for (const SortCount& rule : *rules) counted += rule.count;
    EXPECT_EQ(counted, lines.size());

    EXPECT_EQ(bodies<Drug>().size(), 2U) << "one drug by two makers is two records";
    for (const Article& article : bodies<Article>()) EXPECT_FALSE(article.body_is_markdown);
    const auto articles = bodies<Article>();
    EXPECT_TRUE(std::ranges::any_of(articles, [](const Article& a) {
        return a.body == "面肌痉挛很少自己好，多数人会...";
    })) << "cut text is kept as it was";
    ASSERT_EQ(bodies<Hospital>().size(), 1U);
    EXPECT_EQ(bodies<Hospital>()[0].name, "梧桐市第二医院");
    store_->for_each_record(
        [](const Store::StoredRecord& stored) { EXPECT_EQ(stored.record.head.trust, Trust::Imported); });
}

TEST_F(ImportTest, ADumpImportedAgainChangesNothing) {
    write_example_dump(folder_);
    import("old-portal");
    const Revision revision = store_->revision();
    const ImportReport again = import("old-portal");
    EXPECT_EQ(again.unchanged, 8U);
    EXPECT_EQ(store_->revision(), revision);
}

TEST_F(ImportTest, AStrictImportRefusesADumpWithABadLine) {
    write_example_dump(folder_);
    const std::string before = contents_of(*store_);
    const ImportReport report = import("old-portal", BadLines::Refuse);
    EXPECT_FALSE(report.stored);
    EXPECT_EQ(report.problems.size(), 3U);
    EXPECT_EQ(store_->revision(), 0);
    EXPECT_EQ(contents_of(*store_), before);
}

TEST_F(ImportTest, WhatWasExportedImportsAsTheSame) {
    write_example_pack(folder_);
    import("demo-zh");
    ASSERT_TRUE(export_origin(*store_, "demo-zh", folder_.path() / "first"));
    const std::string before = contents_of(*store_);

    EXPECT_EQ(import("first").unchanged, 43U);
    EXPECT_EQ(contents_of(*store_), before);
    ASSERT_TRUE(export_origin(*store_, "demo-zh", folder_.path() / "second"));
    EXPECT_EQ(files_of(folder_.path() / "first"), files_of(folder_.path() / "second"));

    const auto full = export_origin(*store_, "demo-zh", folder_.path() / "first");
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().code, ErrorCode::Conflict);
    EXPECT_EQ(export_origin(*store_, "nobody", folder_.path() / "third").error().code, ErrorCode::NotFound);
}

TEST_F(ImportTest, RemovingAnOriginLeavesTheOthers) {
    write_example_pack(folder_);
    write_example_dump(folder_);
    import("demo-zh");
    const std::string before = contents_of(*store_);
    import("old-portal");
    ASSERT_EQ(origins_of(*store_).size(), 2U);
    EXPECT_EQ(origins_of(*store_)[1].quarantined, 3U);

    const auto removed = remove_origin(*store_, "old-portal");
    ASSERT_TRUE(removed);
    EXPECT_EQ(*removed, 8U);
    EXPECT_EQ(contents_of(*store_), before);
    EXPECT_EQ(remove_origin(*store_, "old-portal").error().code, ErrorCode::NotFound);
    EXPECT_EQ(quarantine_counts_of(*store_, "old-portal").error().code, ErrorCode::NotFound);
}

TEST_F(ImportTest, CheckCountsWhatAPackHolds) {
    write_example_pack(folder_);
    const auto good = check_pack(folder_.path() / "demo-zh");
    ASSERT_TRUE(good);
    EXPECT_EQ(good->errors, 0U) << good->lines.front();
    EXPECT_EQ(good->concepts, 16U);
    EXPECT_EQ(good->relations, 11U);
    EXPECT_EQ(good->records, 13U);

    folder_.write("demo-zh/tests.jsonl", "{\"id\":\"test/grip\"}\n");
    const auto bad = check_pack(folder_.path() / "demo-zh");
    ASSERT_TRUE(bad);
    EXPECT_EQ(bad->errors, 1U);
    EXPECT_NE(bad->lines.front().find("tests.jsonl:1:"), std::string::npos) << bad->lines.front();
    ASSERT_EQ(bad->by_rule.size(), 1U);
    EXPECT_EQ(bad->by_rule[0].rule, "missing-field");
    EXPECT_EQ(bad->by_rule[0].severity, "error");
    EXPECT_EQ(bad->by_rule[0].count, 1U);
    EXPECT_FALSE(bad->by_rule[0].explanation.empty());
}

}  // namespace
}  // namespace xinglin
