// Imports in parts, on every database: what store.h promises of staging and publishing.
#include "store/staging.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "store/backends_test.h"
#include "store/sample_entities_test.h"

namespace xinglin {
namespace {

class StagedImports : public testing::TestWithParam<Backend> {
  protected:
    std::unique_ptr<Store> open() const { return open_store(place_.location()); }

    TestLocation place_{GetParam()};
    std::unique_ptr<Store> store_ = open();
};

std::string backend_name(const testing::TestParamInfo<Backend>& info) {
    return info.param == Backend::Sqlite ? "Sqlite" : "Postgres";
}
INSTANTIATE_TEST_SUITE_P(Backends, StagedImports, testing::Values(Backend::Sqlite, Backend::Postgres), backend_name);

/// The collection as parts: its knowledge, then one record each, with the quarantine in the middle.
std::vector<StagedPart> parts_of(const Collection& collection) {
    std::vector<StagedPart> parts(1);
    parts[0].knowledge = collection.knowledge;
    for (const Record& record : collection.records) {
        parts.emplace_back();
        parts.back().records = {record};
    }
    for (std::size_t i = 0; i < parts.size(); ++i) parts[i].rows = 10 * (i + 1);
    parts[parts.size() / 2].quarantine = collection.quarantine;
    return parts;
}

Result<WriteReport> import_in_parts(Store& store, const Collection& collection, std::string_view fingerprint = "f") {
    const auto rows = store.begin_staging(collection.origin, fingerprint);
    if (!rows) return rows.error();
    for (const StagedPart& part : parts_of(collection)) {
        if (part.rows <= *rows) continue;
        if (auto staged = store.stage(collection.origin.name, part); !staged) return staged.error();
    }
    return store.publish_staged(collection.origin.name);
}

StagedPart part_of(std::vector<Record> records, std::uint64_t rows) {
    StagedPart part;
    part.records = std::move(records);
    part.rows = rows;
    return part;
}

void expect_equal(const WriteReport& got, const WriteReport& expected) {
    EXPECT_EQ(got.revision, expected.revision);
    EXPECT_EQ(got.added, expected.added);
    EXPECT_EQ(got.changed, expected.changed);
    EXPECT_EQ(got.deleted, expected.deleted);
    EXPECT_EQ(got.unchanged, expected.unchanged);
}

TEST_P(StagedImports, PublishWhatReplacingTheOriginWouldWrite) {
    const TestLocation other(GetParam());
    const auto whole = open_store(other.location());
    Collection next = imported_collection();
    next.knowledge.concepts[0].name = "面肌痉挛症";
    next.knowledge.red_flags.clear();
    next.records[1] = sample_doctor("portal-wang", "王示例", "portal");
    next.quarantine.pop_back();
    for (const Collection& collection : {imported_collection(), imported_collection(), next}) {
        const auto expected = whole->replace_origin(collection);
        const auto report = import_in_parts(*store_, collection);
        ASSERT_TRUE(report) << report.error().message;
        expect_equal(*report, *expected);
        EXPECT_TRUE(state_of(*open()) == state_of(*whole));
    }
    EXPECT_EQ(store_->knowledge(), next.knowledge);
    EXPECT_EQ(store_->quarantine("portal"), next.quarantine);
    EXPECT_EQ(store_->origins(), std::vector{next.origin});
}

TEST_P(StagedImports, AreSeenByNobodyBeforeTheyArePublished) {
    const Collection collection = imported_collection();
    ASSERT_EQ(*store_->begin_staging(collection.origin, "f"), 0U);
    for (const StagedPart& part : parts_of(collection)) ASSERT_TRUE(store_->stage("portal", part));
    StoreState expected;
    expected.staged = {{collection.origin, "f", 30}};
    EXPECT_EQ(state_of(*open()), expected);
    EXPECT_FALSE(store_->record("doctor/portal-li"));
    EXPECT_TRUE(store_->quarantine("portal").empty());
}

TEST_P(StagedImports, GoOnWhereTheLastPartEnded) {
    const Collection collection = imported_collection();
    const auto parts = parts_of(collection);
    ASSERT_TRUE(store_->begin_staging(collection.origin, "f"));
    ASSERT_TRUE(store_->stage("portal", parts[0]));
    ASSERT_TRUE(store_->stage("portal", parts[1]));
    Collection tomorrow = collection;
    tomorrow.origin.imported_on = *Date::parse("2026-11-25");
    const auto again = open();
    EXPECT_EQ(*again->begin_staging(tomorrow.origin, "f"), 20U);
    ASSERT_TRUE(again->stage("portal", parts[2]));
    EXPECT_EQ(again->publish_staged("portal")->added, 8U);
    EXPECT_EQ(again->quarantine("portal"), collection.quarantine);
    EXPECT_EQ(again->origins()[0], tomorrow.origin);
}

TEST_P(StagedImports, StartAnewWhenTheInputOrItsDescriptionIsAnother) {
    const Collection collection = imported_collection();
    Origin retold = collection.origin;
    retold.steps.push_back("gate 2");
    const std::vector<std::pair<Origin, std::string>> others = {{collection.origin, "g"}, {retold, "f"}};
    for (const auto& [origin, fingerprint] : others) {
        ASSERT_TRUE(store_->begin_staging(collection.origin, "f"));
        ASSERT_TRUE(store_->stage("portal", part_of({sample_article("lost", "甲")}, 5)));
        EXPECT_EQ(*store_->begin_staging(origin, fingerprint), 0U);
        ASSERT_TRUE(store_->stage("portal", part_of({sample_article("kept", "甲")}, 1)));
        ASSERT_TRUE(store_->publish_staged("portal"));
        EXPECT_FALSE(store_->record("article/lost"));
        EXPECT_TRUE(store_->record("article/kept"));
    }
}

TEST_P(StagedImports, NothingNewWritesNothingNotEvenTheDate) {
    Collection collection = imported_collection();
    ASSERT_TRUE(import_in_parts(*store_, collection));
    const StoreState before = state_of(*store_);
    collection.origin.imported_on = *Date::parse("2027-01-01");
    const auto report = import_in_parts(*store_, collection);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->revision, 1);
    EXPECT_EQ(report->unchanged, 8U);
    EXPECT_EQ(state_of(*open()), before);
    EXPECT_EQ(store_->replace_origin(collection)->revision, 1) << "as with replace_origin()";
    EXPECT_EQ(state_of(*store_), before);

    collection.records.pop_back();
    ASSERT_TRUE(import_in_parts(*store_, collection));
    EXPECT_EQ(store_->origins()[0].imported_on, collection.origin.imported_on) << "now something changed";
}

TEST_P(StagedImports, TheSameEntityMayComeInSeveralPartsWhenItIsEqual) {
    ASSERT_TRUE(store_->begin_staging(imported_origin("portal"), "f"));
    StagedPart first;
    first.knowledge.concepts = {sample_concept("condition/a"), sample_concept("condition/a")};
    first.knowledge.relations = {sample_relation("condition/a", "substance/b")};
    first.records = {sample_article("a", "甲", "portal")};
    first.rows = 1;
    StagedPart second = first;
    second.records[0].head.origin = "";
    second.rows = 2;
    ASSERT_TRUE(store_->stage("portal", first));
    ASSERT_TRUE(store_->stage("portal", second));
    StagedPart third = first;
    third.rows = 3;
    third.knowledge.concepts[0].name = third.knowledge.concepts[1].name = "另一个名字";
    third.records.push_back(sample_article("b", "乙", "portal"));
    const auto staged = store_->stage("portal", third);
    ASSERT_FALSE(staged);
    EXPECT_EQ(staged.error().code, ErrorCode::Conflict);
    EXPECT_EQ(staged.error().where, "condition/a");
    EXPECT_EQ(store_->staged_imports()[0].rows, 2U) << "nothing of that part was staged";
    EXPECT_EQ(store_->publish_staged("portal")->added, 3U);
}

TEST_P(StagedImports, AnIdOfAnotherOriginIsFoundWhenPublishingAndAllStaysStaged) {
    ASSERT_TRUE(store_->put_record(sample_article("b", "乙", "editor"), std::nullopt));
    ASSERT_TRUE(store_->put_record(sample_article("c", "丙", "editor"), std::nullopt));
    ASSERT_TRUE(store_->begin_staging(imported_origin("portal"), "f"));
    const auto articles = {sample_article("c", "丙", "portal"), sample_article("a", "甲", "portal"),
                           sample_article("b", "乙", "portal")};
    ASSERT_TRUE(store_->stage("portal", part_of(articles, 3)));
    const StoreState before = state_of(*store_);
    const auto report = store_->publish_staged("portal");
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::Conflict);
    EXPECT_EQ(report.error().where, "article/b");
    EXPECT_EQ(state_of(*open()), before);
    ASSERT_TRUE(store_->delete_record("article/b"));
    ASSERT_TRUE(store_->delete_record("article/c"));
    EXPECT_EQ(store_->publish_staged("portal")->added, 3U);
}

TEST_P(StagedImports, SeveralOriginsAreStagedBesideEachOther) {
    for (const std::string name : {"b", "a"}) {
        ASSERT_TRUE(store_->begin_staging(imported_origin(name), "f " + name));
        for (const StagedPart& part : parts_of(imported_collection(name))) ASSERT_TRUE(store_->stage(name, part));
    }
    const auto staged = store_->staged_imports();
    ASSERT_EQ(staged.size(), 2U);
    EXPECT_EQ(staged[0].origin.name, "a");
    EXPECT_EQ(staged[1].fingerprint, "f b");
    ASSERT_TRUE(store_->discard_staged("b"));
    EXPECT_EQ(store_->publish_staged("a")->added, 8U);
    EXPECT_TRUE(store_->staged_imports().empty());
    EXPECT_EQ(store_->publish_staged("b").error().code, ErrorCode::NotFound);
    EXPECT_EQ(*store_->begin_staging(imported_origin("b"), "f b"), 0U);
}

StagedPart quarantining_part(const std::string& slug, std::uint64_t rows) {
    StagedPart part = part_of({sample_article(slug, "甲", "portal")}, rows);
    part.quarantine = {{"portal", "x:" + slug, "cut-name", "m", "t"}};
    return part;
}

TEST_P(StagedImports, RowsThatAnotherRunStagedAreAConflict) {
    const Origin origin = imported_origin("portal");
    const auto rival = open();
    ASSERT_TRUE(store_->begin_staging(origin, "f"));
    ASSERT_TRUE(rival->begin_staging(origin, "f"));
    ASSERT_TRUE(store_->stage("portal", quarantining_part("a", 2)));
    for (const std::uint64_t rows : {1U, 2U, 3U}) {
        EXPECT_EQ(rival->stage("portal", quarantining_part("a", rows)).error().code, ErrorCode::Conflict);
    }
    EXPECT_EQ(rival->publish_staged("portal").error().code, ErrorCode::Conflict) << "it did not stage all of this";
    EXPECT_EQ(store_->stage("portal", part_of({}, 1)).error().code, ErrorCode::Conflict);
    EXPECT_EQ(store_->stage("portal", quarantining_part("b", 2)).error().code, ErrorCode::Conflict);
    EXPECT_TRUE(store_->stage("portal", part_of({sample_article("b", "乙", "portal")}, 2))) << "a last part";
    ASSERT_TRUE(store_->publish_staged("portal"));
    EXPECT_EQ(store_->quarantine("portal").size(), 1U);
    EXPECT_EQ(rival->stage("portal", quarantining_part("c", 9)).error().code, ErrorCode::NotFound) << "it has ended";
}

TEST_P(StagedImports, WhatAnEarlierRunStagedMayBePublishedByAnother) {
    ASSERT_TRUE(store_->begin_staging(imported_origin("portal"), "f"));
    ASSERT_TRUE(store_->stage("portal", quarantining_part("a", 2)));
    EXPECT_EQ(open()->publish_staged("portal")->added, 1U);
}

TEST_P(StagedImports, ARunThatWasOvertakenNeitherStagesNorPublishes) {
    const Origin origin = imported_origin("portal");
    const auto slow = open();
    ASSERT_TRUE(slow->begin_staging(origin, "f"));
    ASSERT_TRUE(slow->stage("portal", part_of({sample_article("a", "甲", "portal")}, 1)));
    ASSERT_TRUE(store_->begin_staging(origin, "f"));
    ASSERT_TRUE(store_->publish_staged("portal"));
    EXPECT_EQ(slow->stage("portal", part_of({}, 2)).error().code, ErrorCode::NotFound);
    ASSERT_TRUE(store_->begin_staging(origin, "f"));
    const auto late = slow->stage("portal", part_of({sample_article("b", "乙", "portal")}, 2));
    EXPECT_EQ(late.error().code, ErrorCode::Conflict) << "the first row is not there any more";
    EXPECT_EQ(slow->publish_staged("portal").error().code, ErrorCode::Conflict);
    EXPECT_EQ(slow->discard_staged("portal").error().code, ErrorCode::Conflict);
    ASSERT_TRUE(store_->begin_staging(origin, "another file"));
    EXPECT_EQ(slow->publish_staged("portal").error().code, ErrorCode::Conflict);
    EXPECT_TRUE(store_->stage("portal", part_of({sample_article("a", "甲", "portal")}, 1)));
    EXPECT_EQ(slow->publish_staged("portal").error().code, ErrorCode::Conflict) << "the same rows of another file";
    EXPECT_TRUE(store_->publish_staged("portal"));
}

TEST_P(StagedImports, WhatADatabaseCannotKeepIsInvalidInput) {
    Origin origin = imported_origin("portal");
    EXPECT_EQ(store_->begin_staging(origin, "\xff").error().code, ErrorCode::InvalidInput);
    origin.steps = {"\xff"};
    EXPECT_EQ(store_->begin_staging(origin, "f").error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(store_->begin_staging(sample_origin(""), "f").error().code, ErrorCode::InvalidInput);
    ASSERT_TRUE(store_->begin_staging(imported_origin("portal"), "f"));
    const auto staged = store_->stage("portal", part_of({sample_article("bad", "\xff", "portal")}, 1));
    EXPECT_EQ(staged.error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(staged.error().where, "article/bad");
    EXPECT_EQ(store_->staged_imports()[0].rows, 0U);
}

TEST_P(StagedImports, AreNotFoundUnlessBegun) {
    for (const std::string& name : {std::string("portal"), std::string(), std::string("\xff"), std::string("a\0", 2)}) {
        EXPECT_EQ(store_->stage(name, {}).error().code, ErrorCode::NotFound);
        EXPECT_EQ(store_->publish_staged(name).error().code, ErrorCode::NotFound);
        EXPECT_EQ(store_->discard_staged(name).error().code, ErrorCode::NotFound);
    }
}

TEST_P(StagedImports, AnEmptyImportEmptiesItsOrigin) {
    ASSERT_TRUE(store_->replace_origin(imported_collection()));
    Collection empty;
    empty.origin = imported_origin("portal");
    const auto report = import_in_parts(*store_, empty);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->deleted, 8U);
    EXPECT_EQ(store_->origins(), std::vector{empty.origin});
    EXPECT_EQ(store_->changes_since(1, 100).size(), 8U);
}

TEST_P(StagedImports, PartsLargerThanABatchAreKeptWhole) {
    Collection large;
    large.origin = imported_origin("portal");
    for (int i = 0; i < 3100; ++i) {
        large.records.push_back(sample_article("n" + std::to_string(i), std::to_string(i), "portal"));
        large.quarantine.push_back({"portal", "x:" + std::to_string(i), "r" + std::to_string(i % 7), "m", "t"});
    }
    StagedPart part = part_of(large.records, 3100);
    part.quarantine = large.quarantine;
    ASSERT_TRUE(store_->begin_staging(large.origin, "f"));
    ASSERT_TRUE(store_->stage("portal", part));
    EXPECT_EQ(store_->publish_staged("portal")->added, 3100U);
    EXPECT_EQ(store_->replace_origin(large)->unchanged, 3100U);
    EXPECT_EQ(store_->revision(), 1);
}

}  // namespace
}  // namespace xinglin
