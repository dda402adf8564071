#include "ingest/file_import.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <sstream>

#include "base/folder_for_tests.h"
#include "knowledge/codec.h"
#include "records/codec.h"
#include "store/store.h"

namespace xinglin {
namespace {

constexpr const char* kProfile = R"(adapter = "drugs"
origin = "labels"
title = "药品说明书"
publisher = "某平台"
year = 2018
licence = "仅供测试"
retrieved_on = 2026-11-01
columns = ["name=药名", "manufacturer=厂家", "indications=适应症"]
)";

/// A table of labels with something wrong in it.
std::string labels(std::size_t rows) {
    std::ostringstream text;
    text << "药名,厂家,适应症\n";
    for (std::size_t i = 0; i < rows; ++i) {
        switch (i % 9) {
            case 3:
                text << "药片" << i << "\n";
                break;
            case 5:
                text << ",某厂,头痛\n";
                break;
            case 7:
                text << "\"药片" << i << "\",\"某厂\",\"<script>alert(1)</script>\"\n";
                break;
            default:
                text << "药片" << i << ",某厂" << i % 4 << ",用于治疗三叉神经痛。\n";
        }
    }
    return text.str();
}

/// All that a store holds, as text.
std::string holdings(Store& store) {
    std::ostringstream text;
    const KnowledgeData knowledge = store.knowledge();
    for (const auto& source : knowledge.sources) text << to_json(source) << '\n';
    for (const auto& each : knowledge.concepts) text << to_json(each) << name_of(each.trust) << '\n';
    for (const auto& relation : knowledge.relations) text << to_json(relation) << name_of(relation.trust) << '\n';
    store.for_each_record([&](const Store::StoredRecord& stored) { text << to_json(stored.record) << '\n'; });
    for (const Origin& origin : store.origins()) {
        text << origin.name << ' ' << origin.source << ' ' << origin.input.file << ' ' << origin.input.bytes << ' '
             << origin.imported_on.iso() << '\n';
        for (const std::string& step : origin.steps) text << step << '\n';
        for (const auto& line : store.quarantine(origin.name)) {
            text << line.place << ' ' << line.rule << ' ' << line.message << ' ' << line.text << '\n';
        }
    }
    return text.str();
}

/// A report without what tells an interrupted import from another.
std::string report_text(const GateReport& report) {
    std::ostringstream text;
    text << report.rows << ' ' << report.import.concepts << ' ' << report.import.relations << ' '
         << report.import.records << ' ' << report.import.quarantined << '\n';
    for (const RuleFindings& rule : report.rules) {
        text << rule.rule << ' ' << rule.count << '\n';
        for (const FindingExample& example : rule.examples) text << example.place << ' ' << example.text << '\n';
    }
    return text.str();
}

std::string with_another_maker(std::string labels) {
    constexpr std::string_view kMaker = "某厂";
    for (auto at = labels.find(kMaker); at != std::string::npos; at = labels.find(kMaker, at)) {
        labels.replace(at, kMaker.size(), "别厂");
    }
    return labels;
}

class FileImportTest : public testing::Test {
  protected:
    FileImportTest() {
        folder_.write("labels.toml", kProfile);
        folder_.write("labels.csv", labels(300));
    }

    std::unique_ptr<Store> open(const std::string& name) const {
        return open_store((folder_.path() / (name + ".db")).string());
    }

    FileImportOptions options(std::size_t rows_a_part = 60) const {
        FileImportOptions options;
        options.today = *Date::parse("2026-11-23");
        options.rows_a_part = rows_a_part;
        return options;
    }

    Result<GateReport> import(Store& store, const FileImportOptions& options) const {
        return import_file(store, folder_.path() / "labels.csv", folder_.path() / "labels.toml", options);
    }

    FolderForTests folder_;
};

TEST_F(FileImportTest, WhatPassesIsStoredWithItsProvenanceAndTheRestIsCounted) {
    const auto store = open("a");
    const auto report = import(*store, options());
    ASSERT_TRUE(report) << report.error().message << report.error().where;
    EXPECT_TRUE(report->import.stored);
    EXPECT_EQ(report->rows, 300U);
    EXPECT_EQ(report->import.records, 201U);
    ASSERT_EQ(report->records.size(), 1U);
    EXPECT_EQ(report->records[0].sort, "drug");
    EXPECT_EQ(report->import.quarantined, 99U);
    std::size_t found = 0;
    for (const RuleFindings& rule : report->rules) {
        found += rule.count;
        EXPECT_EQ(rule.examples.size(), 5U) << rule.rule;
    }
    EXPECT_EQ(found, 99U);
    std::size_t stored_findings = 0;
    for (const RuleCount& rule : store->quarantine_counts("labels")) stored_findings += rule.count;
    EXPECT_EQ(stored_findings, 99U);

    const auto origins = store->origins();
    ASSERT_EQ(origins.size(), 1U);
    EXPECT_EQ(origins[0].source, "source/labels");
    EXPECT_EQ(origins[0].input.file, "labels.csv");
    EXPECT_EQ(origins[0].imported_on.iso(), "2026-11-23");
    EXPECT_EQ(origins[0].trust, Trust::Imported);
    EXPECT_EQ(store->knowledge().sources.at(0).licence, "仅供测试");
    store->for_each_record([](const Store::StoredRecord& stored) {
        EXPECT_EQ(stored.record.head.trust, Trust::Imported);
        EXPECT_EQ(stored.record.head.sources, std::vector<std::string>{"source/labels"});
    });
    EXPECT_TRUE(store->staged_imports().empty());
}

TEST_F(FileImportTest, AgainChangesNothingAndAnotherFileReplaces) {
    const auto store = open("a");
    ASSERT_TRUE(import(*store, options()));
    const Revision revision = store->revision();
    FileImportOptions tomorrow = options(7);
    tomorrow.today = *Date::parse("2026-11-24");
    const auto again = import(*store, tomorrow);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->import.added + again->import.changed + again->import.deleted, 0U);
    EXPECT_EQ(store->revision(), revision);

    folder_.write("labels.csv", labels(100));
    const std::string before = holdings(*store);
    const auto refused = import(*store, options());
    ASSERT_FALSE(refused) << "two thirds would go";
    EXPECT_NE(refused.error().message.find("would delete"), std::string::npos) << refused.error().message;
    EXPECT_NE(refused.error().message.find("--allow-deletions"), std::string::npos);
    EXPECT_EQ(holdings(*store), before);
    EXPECT_TRUE(store->staged_imports().empty());
    FileImportOptions allowing = options();
    allowing.deletions = Deletions::Any;
    const auto less = import(*store, allowing);
    ASSERT_TRUE(less);
    EXPECT_GT(less->import.deleted, 0U);
    const auto other = open("b");
    ASSERT_TRUE(import(*other, options()));
    EXPECT_EQ(holdings(*store), holdings(*other));
}

TEST_F(FileImportTest, AFewDeletionsNeedNoWord) {
    const auto store = open("a");
    ASSERT_TRUE(import(*store, options()));
    folder_.write("labels.csv", labels(285));
    const auto less = import(*store, options());
    ASSERT_TRUE(less) << less.error().message;
    EXPECT_GT(less->import.deleted, 0U);
}

TEST_F(FileImportTest, ATableOfItsHeaderAloneTakesNothingAway) {
    const auto store = open("a");
    ASSERT_TRUE(import(*store, options()));
    const std::string before = holdings(*store);
    folder_.write("labels.csv", labels(0));
    const auto report = import(*store, options());
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->import.stored);
    EXPECT_EQ(holdings(*store), before);
}

TEST_F(FileImportTest, ThePartsDoNotShowInTheOutcome) {
    const auto reference = open("reference");
    const auto whole = import(*reference, options(100000));
    ASSERT_TRUE(whole);
    for (const std::size_t rows : {1U, 2U, 3U, 7U, 150U, 300U}) {
        const auto store = open("parts" + std::to_string(rows));
        const auto report = import(*store, options(rows));
        ASSERT_TRUE(report);
        EXPECT_EQ(holdings(*store), holdings(*reference)) << rows;
        EXPECT_EQ(report_text(*report), report_text(*whole));
    }
}

/// Runs the import in a process of its own and kills it at the `stop`th step.
void import_and_be_killed(const std::filesystem::path& folder, const std::string& database, int stop) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const auto store = open_store((folder / database).string());
        FileImportOptions options;
        options.today = *Date::parse("2026-11-22");
        options.rows_a_part = 60;
        options.on_progress = [&stop](const ImportProgress&) {
            if (--stop <= 0) kill(getpid(), SIGKILL);
        };
        const auto report = import_file(*store, folder / "labels.csv", folder / "labels.toml", options);
        _exit(report ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status)) << status;
}

TEST_F(FileImportTest, KilledAnywhereTheSameCommandEndsWithTheSameStore) {
    const auto reference = open("reference");
    const auto whole = import(*reference, options());
    ASSERT_TRUE(whole);
    std::mt19937 random(42);
    for (int round = 0; round < 8; ++round) {
        SCOPED_TRACE(testing::Message() << "round " << round);
        const std::string name = "killed" + std::to_string(round);
        // 300 rows surveyed, 300 converted, and once before publishing.
        const int last = 601;
        const int stop = round == 0 ? last : 1 + static_cast<int>(random() % last);
        import_and_be_killed(folder_.path(), name + ".db", stop);
        if (round % 3 == 0) import_and_be_killed(folder_.path(), name + ".db", 301 + static_cast<int>(random() % 300));
        const auto store = open(name);
        EXPECT_TRUE(store->origins().empty()) << "nothing is seen of half an import";
        EXPECT_EQ(store->revision(), 0);
        const auto report = import(*store, options());
        ASSERT_TRUE(report) << report.error().message;
        if (round == 0) {
            EXPECT_EQ(report->resumed_rows, 300U);
        }
        EXPECT_EQ(holdings(*store), holdings(*reference));
        EXPECT_EQ(report_text(*report), report_text(*whole));
        EXPECT_TRUE(store->staged_imports().empty());
    }
}

TEST_F(FileImportTest, AnInterruptedImportOfAnotherFileIsNotGoneOnWith) {
    import_and_be_killed(folder_.path(), "a.db", 500);
    folder_.write("labels.csv", labels(299));
    const auto store = open("a");
    const auto report = import(*store, options());
    ASSERT_TRUE(report);
    EXPECT_EQ(report->resumed_rows, 0U);
    const auto reference = open("reference");
    ASSERT_TRUE(import(*reference, options()));
    EXPECT_EQ(holdings(*store), holdings(*reference));
}

TEST_F(FileImportTest, StrictRefusesEverythingForOneFinding) {
    const auto store = open("a");
    FileImportOptions strict = options();
    strict.bad_lines = BadLines::Refuse;
    const auto report = import(*store, strict);
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->import.stored);
    EXPECT_EQ(report->import.quarantined, 99U);
    EXPECT_TRUE(store->origins().empty());
    EXPECT_TRUE(store->staged_imports().empty());
    folder_.write("labels.csv", "药名,厂家,适应症\n药片,某厂,用于头痛。\n");
    const auto clean = import(*store, strict);
    ASSERT_TRUE(clean);
    EXPECT_TRUE(clean->import.stored);
}

TEST_F(FileImportTest, WhatIsWrongWithTheFilesLeavesTheStoreAsItWas) {
    const auto store = open("a");
    ASSERT_TRUE(import(*store, options()));
    const std::string before = holdings(*store);

    folder_.write("labels.csv", "name,maker\n甲,乙\n");
    EXPECT_EQ(import(*store, options()).error().code, ErrorCode::InvalidInput);
    folder_.write("labels.csv", std::string("\x1F\x8B\x08\x00", 4));
    EXPECT_NE(import(*store, options()).error().message.find("cut off"), std::string::npos);
    folder_.write("labels.csv", labels(10));
    folder_.write("labels.toml", "adapter = \"drugs\"\n");
    EXPECT_NE(import(*store, options()).error().where.find("labels.toml:1"), std::string::npos);
    std::filesystem::remove(folder_.path() / "labels.csv");
    folder_.write("labels.toml", kProfile);
    EXPECT_EQ(import(*store, options()).error().code, ErrorCode::NotFound);
    EXPECT_EQ(holdings(*store), before);
}

TEST_F(FileImportTest, AFileThatChangesUnderTheImportIsRefused) {
    const auto store = open("a");
    FileImportOptions watching = options();
    watching.on_progress = [&](const ImportProgress& progress) {
        if (progress.phase == ImportProgress::Phase::Survey && progress.rows == 300) {
            folder_.write("labels.csv", labels(300) + "新药,某厂,用于头痛。\n");
        }
    };
    const auto report = import(*store, watching);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::Conflict);
    EXPECT_TRUE(store->origins().empty());
}

TEST_F(FileImportTest, AChangeThatIsUndoneLeavesNoRowBehind) {
    const auto store = open("a");
    const auto reference = open("reference");
    ASSERT_TRUE(import(*reference, options()));
    const std::string other = with_another_maker(labels(300));
    FileImportOptions watching = options();
    watching.on_progress = [&](const ImportProgress& progress) {
        if (progress.phase == ImportProgress::Phase::Survey && progress.rows == 300) folder_.write("labels.csv", other);
    };
    EXPECT_EQ(import(*store, watching).error().code, ErrorCode::Conflict);
    EXPECT_TRUE(store->staged_imports().empty());
    folder_.write("labels.csv", labels(300));
    ASSERT_TRUE(import(*store, options()));
    EXPECT_EQ(holdings(*store), holdings(*reference));
}

TEST_F(FileImportTest, ARunThatWasKilledOverAChangedFileIsNotGoneOnWith) {
    const auto store = open("a");
    const auto reference = open("reference");
    ASSERT_TRUE(import(*reference, options()));
    const auto file = folder_.path() / "labels.csv";
    const auto written_at = std::filesystem::last_write_time(file);
    const std::string other = with_another_maker(labels(300));
    FileImportOptions dying = options();
    dying.on_progress = [&](const ImportProgress& progress) {
        if (progress.phase == ImportProgress::Phase::Survey && progress.rows == 300) folder_.write("labels.csv", other);
        if (progress.phase == ImportProgress::Phase::Convert && progress.rows == 200)
            throw std::runtime_error("killed");
    };
    EXPECT_THROW((void)import(*store, dying), std::runtime_error);
    ASSERT_FALSE(store->staged_imports().empty());
    folder_.write("labels.csv", labels(300));
    std::filesystem::last_write_time(file, written_at + std::chrono::seconds(5));
    const auto report = import(*store, options());
    ASSERT_TRUE(report);
    EXPECT_EQ(report->resumed_rows, 0U);
    EXPECT_EQ(holdings(*store), holdings(*reference));
}

TEST_F(FileImportTest, AFileOfWhichNothingCanBeUsedLeavesTheStoreAsItWas) {
    const auto store = open("a");
    folder_.write("labels.csv", "药名,厂家,适应症\n坏行\n也坏\n");
    const auto first = import(*store, options());
    ASSERT_TRUE(first);
    EXPECT_FALSE(first->import.stored);
    EXPECT_EQ(first->import.quarantined, 2U);
    EXPECT_TRUE(store->origins().empty() && store->staged_imports().empty());

    folder_.write("labels.csv", labels(300));
    ASSERT_TRUE(import(*store, options()));
    const std::string before = holdings(*store);
    folder_.write("labels.csv", "药名,厂家,适应症\n");
    FileImportOptions any = options();
    any.deletions = Deletions::Any;
    const auto emptied = import(*store, any);
    ASSERT_TRUE(emptied);
    EXPECT_FALSE(emptied->import.stored) << "`xinglin remove` is for that";
    EXPECT_EQ(holdings(*store), before);
}

}  // namespace
}  // namespace xinglin
