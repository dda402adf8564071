// Corrections of one pack over what another brought, on both databases.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "knowledge/codec.h"
#include "records/codec.h"
#include "store/backends_test.h"
#include "store/sample_entities_test.h"

namespace xinglin {
namespace {

std::string backend_name(const testing::TestParamInfo<Backend>& info) {
    return info.param == Backend::Sqlite ? "Sqlite" : "Postgres";
}

class Overlays : public testing::TestWithParam<Backend> {
  protected:
    Overlays() : store_(open_store(place_.location())) {
        EXPECT_TRUE(store_->replace_origin(sample_collection("starter")));
    }

    static Overlay overlay(std::string of, std::string body = "") {
        return {std::move(of), std::move(body), "李编辑", *Date::parse("2026-12-01"), "说明书无此适应证"};
    }
    Result<WriteReport> put(std::vector<Overlay> overlays, const std::string& origin = "own") {
        Collection collection;
        collection.origin = sample_origin(origin);
        collection.overlays = std::move(overlays);
        return store_->replace_origin(collection);
    }
    std::size_t records() {
        std::size_t count = 0;
        store_->for_each_record([&](const Store::StoredRecord&) { ++count; });
        return count;
    }

    TestLocation place_{GetParam()};
    std::unique_ptr<Store> store_;
    const std::string relation_ = key_of(sample_relation("condition/facial-spasm", "substance/carbamazepine"));
};
INSTANTIATE_TEST_SUITE_P(Backends, Overlays, testing::Values(Backend::Sqlite, Backend::Postgres), backend_name);

TEST_P(Overlays, TakeBackWhatAnotherSaysUntilTheyGo) {
    ASSERT_TRUE(put({overlay(relation_), overlay("red_flag/stroke"), overlay("article/causes")}));
    EXPECT_TRUE(store_->knowledge().relations.empty());
    EXPECT_TRUE(store_->knowledge().red_flags.empty());
    EXPECT_FALSE(store_->record("article/causes"));
    EXPECT_EQ(records(), 1U);
    EXPECT_EQ(store_->knowledge_of("starter").relations.size(), 1U) << "an export is what was brought";

    const Revision before = store_->revision();
    ASSERT_TRUE(put({}));
    EXPECT_EQ(store_->knowledge().relations.size(), 1U);
    EXPECT_TRUE(store_->record("article/causes"));
    EXPECT_EQ(store_->changes_since(before, 100).size(), 3U) << "whoever follows reads them again";
}

TEST_P(Overlays, StandInThePlaceOfWhatTheyReplace) {
    Relation milder = sample_relation("condition/facial-spasm", "substance/carbamazepine", "二线药物。");
    Record doctor = sample_doctor("li", "李更名", "own");
    ASSERT_TRUE(put({overlay(relation_, boost::json::serialize(to_json(milder))),
                     overlay("doctor/li", boost::json::serialize(to_json(doctor)))}));
    ASSERT_EQ(store_->knowledge().relations.size(), 1U);
    EXPECT_EQ(store_->knowledge().relations[0].statement, "二线药物。");
    EXPECT_EQ(name_of(store_->record("doctor/li")->record), "李更名");
    EXPECT_EQ(records(), 2U);
}

TEST_P(Overlays, OutliveAnUpgradeThatTellsOfIt) {
    ASSERT_TRUE(put({overlay(relation_), overlay("condition/nowhere")}));
    auto overlays = store_->overlays();
    ASSERT_EQ(overlays.size(), 2U);
    for (const StoredOverlay& each : overlays) EXPECT_FALSE(each.upstream_changed);
    EXPECT_FALSE(overlays[0].has_target) << overlays[0].overlay.of;

    Collection upgraded = sample_collection("starter");
    upgraded.knowledge.relations[0].statement = "一线药物，证据更新。";
    ASSERT_TRUE(store_->replace_origin(upgraded));
    EXPECT_TRUE(store_->knowledge().relations.empty()) << "the correction stays";
    overlays = store_->overlays();
    EXPECT_TRUE(overlays[1].upstream_changed);

    const Revision before = store_->revision();
    ASSERT_TRUE(put({overlay(relation_), overlay("condition/nowhere")}));
    EXPECT_EQ(store_->revision(), before) << "said again, it is the same";
    EXPECT_TRUE(store_->overlays()[1].upstream_changed);
}

TEST_P(Overlays, TwoPacksDoNotCorrectTheSameThing) {
    ASSERT_TRUE(put({overlay(relation_)}));
    const auto refused = put({overlay(relation_)}, "second");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Conflict);
    ASSERT_TRUE(store_->remove_origin("own"));
    EXPECT_EQ(store_->knowledge().relations.size(), 1U);
    EXPECT_TRUE(put({overlay(relation_)}, "second"));
}

TEST_P(Overlays, ATrialStoresNothing) {
    Collection smaller = sample_collection("starter");
    smaller.records.clear();
    const Revision before = store_->revision();
    const auto tried = store_->replace_origin(smaller, {false, true});
    ASSERT_TRUE(tried);
    EXPECT_EQ(tried->deleted, 2U);
    EXPECT_EQ(tried->changes.size(), 2U);
    EXPECT_EQ(store_->revision(), before);
    EXPECT_EQ(records(), 2U);
    const auto refused = store_->replace_origin(smaller, {true, false});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Conflict);
    EXPECT_EQ(records(), 2U);
}

/// All that readers and exports see, without revisions.
std::string seen(Store& store) {
    std::string all;
    const KnowledgeData knowledge = store.knowledge();
    for (const Source& each : knowledge.sources) all += boost::json::serialize(to_json(each)) + "\n";
    for (const Concept& each : knowledge.concepts) all += boost::json::serialize(to_json(each)) + "\n";
    for (const Relation& each : knowledge.relations) all += boost::json::serialize(to_json(each)) + "\n";
    store.for_each_record(
        [&](const Store::StoredRecord& each) { all += boost::json::serialize(to_json(each.record)) + "\n"; });
    for (const Origin& origin : store.origins()) {
        all += origin.name + " " + origin.version + " " + std::to_string(store.quarantine(origin.name).size()) + "\n";
    }
    return all;
}

TEST_P(Overlays, AnImportIsUndoneAsAWhole) {
    ASSERT_TRUE(put({overlay(relation_)}));
    const std::string before = seen(*store_);
    Collection next = sample_collection("starter");
    next.origin.version = "2.0.0";
    next.records = {sample_article("causes", "改过的题目", "starter"), sample_article("new", "新文章", "starter")};
    next.knowledge.concepts.pop_back();
    next.quarantine.clear();
    ASSERT_TRUE(store_->replace_origin(next));
    EXPECT_NE(seen(*store_), before);
    const Revision revision = store_->revision();
    const auto undone = store_->undo_import("starter");
    ASSERT_TRUE(undone) << undone.error().message;
    EXPECT_EQ(undone->deleted, 1U);
    EXPECT_EQ(undone->changed, 3U) << "an article, a doctor and a concept";
    EXPECT_EQ(seen(*store_), before);
    EXPECT_EQ(store_->changes_since(revision, 100).size(), 4U);
    const auto again = store_->undo_import("starter");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::NotFound);
}

TEST_P(Overlays, TheFirstImportIsUndoneToNothingAndAStagedOneToo) {
    const std::string before = seen(*store_);
    Collection portal = imported_collection("portal");
    for (int round = 0; round < 2; ++round) {
        ASSERT_TRUE(store_->begin_staging(portal.origin, "print" + std::to_string(round)));
        ASSERT_TRUE(store_->stage("portal", {portal.knowledge, portal.records, portal.quarantine, 5}));
        ASSERT_TRUE(store_->publish_staged("portal"));
        if (round == 0) {
            ASSERT_TRUE(store_->undo_import("portal"));
            EXPECT_EQ(seen(*store_), before);
        }
    }
    const std::string imported = seen(*store_);
    portal.records.pop_back();
    ASSERT_TRUE(store_->begin_staging(portal.origin, "print"));
    ASSERT_TRUE(store_->stage("portal", {portal.knowledge, portal.records, portal.quarantine, 5}));
    ASSERT_TRUE(store_->publish_staged("portal"));
    ASSERT_TRUE(store_->undo_import("portal"));
    EXPECT_EQ(seen(*store_), imported);
}

TEST_P(Overlays, WhatWasChangedSinceIsNotUndone) {
    ASSERT_TRUE(store_->delete_record("doctor/li"));
    const auto refused = store_->undo_import("starter");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Conflict);
}

}  // namespace
}  // namespace xinglin
