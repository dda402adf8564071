#include "ingest/mining.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "app/example_for_tests.h"
#include "app/sources.h"
#include "store/store.h"

namespace xinglin {
namespace {

Drug label(std::string ingredients, std::string indications, std::string contraindications = {}) {
    Drug drug;
    drug.name = ingredients + "片";
    drug.ingredients = std::move(ingredients);
    drug.indications = std::move(indications);
    drug.contraindications = std::move(contraindications);
    return drug;
}

Record make_record(std::string id, decltype(Record::body) body) {
    Record record;
    record.head.id = std::move(id);
    record.body = std::move(body);
    return record;
}

using Keys = std::vector<std::string>;

class MiningTest : public testing::Test {
  protected:
    MiningTest() : store_(open_store((folder_.path() / "xinglin.db").string())) {
        write_example_pack(folder_);
        EXPECT_TRUE(import_folder(*store_, folder_.path() / "demo-zh", BadLines::Refuse));
    }

    /// Puts `records` in place of what the origin "labels" had.
    void bring(std::vector<Record> records, std::string source = {}) {
        Collection collection;
        collection.origin = {"labels", "1", "说明书集", "CC-BY-4.0", "zh-CN", Trust::Imported, false};
        collection.origin.source = source;
        if (!source.empty()) {
            Source made;
            made.id = source;
            made.title = "说明书集";
            made.year = 2020;
            collection.knowledge.sources.push_back(made);
        }
        for (Record& record : records) {
            if (!source.empty()) record.head.sources = {source};
        }
        collection.records = std::move(records);
        const auto written = store_->replace_origin(collection);
        ASSERT_TRUE(written) << written.error().message;
    }

    MiningReport run(MineOptions::Run how = MineOptions::Run::Write) {
        MineOptions options;
        options.run = how;
        options.today = *Date::parse("2026-11-23");
        auto report = mine_all(*store_, options);
        EXPECT_TRUE(report) << report.error().message;
        return report ? *report : MiningReport{};
    }

    std::vector<std::string> mined() {
        std::vector<std::string> keys;
        for (const Relation& relation : store_->knowledge_of(kMinedOrigin).relations) {
            if (relation.mined_from->record.starts_with("drug/l")) keys.push_back(key_of(relation));
        }
        std::sort(keys.begin(), keys.end());
        return keys;
    }

    static const MinedRule& rule_in(const MiningReport& report, std::string_view id) {
        return *std::ranges::find(report.rules, id, &MinedRule::rule);
    }

    FolderForTests folder_;
    std::unique_ptr<Store> store_;
};

TEST_F(MiningTest, WritesWhatTextsSayUnderItsOwnOriginAndASecondRunWritesNothing) {
    bring({make_record("drug/l1", label("山莨菪碱", "用于肠痉挛、面神经麻痹。"))});
    const MiningReport report = run();
    EXPECT_TRUE(report.stored);
    EXPECT_GT(report.added, 0U);
    const Keys keys = mined();
    EXPECT_EQ(std::ranges::count(keys, "condition/facial-palsy treated_by substance/anisodamine"), 1);
    const Revision revision = store_->revision();
    const MiningReport again = run();
    EXPECT_EQ(again.added + again.changed + again.deleted, 0U);
    EXPECT_EQ(store_->revision(), revision);
}

TEST_F(MiningTest, KeepsTheFirstPlaceAndCountsTheOthers) {
    const Record second = make_record("drug/l2", label("山莨菪碱", "用于面神经麻痹。"));
    bring({second});
    const MinedRule once = rule_in(run(), "drug-label-indication");
    bring({second, make_record("drug/l1", label("山莨菪碱", "适用于面神经麻痹。"))});
    const MinedRule twice = rule_in(run(), "drug-label-indication");
    EXPECT_EQ(twice.places, once.places + 1);
    EXPECT_EQ(twice.relations, once.relations);
    const auto relations = store_->knowledge_of(kMinedOrigin).relations;
    const auto found = std::ranges::find_if(relations, [](const Relation& relation) {
        return key_of(relation) == "condition/facial-palsy treated_by substance/anisodamine";
    });
    ASSERT_NE(found, relations.end());
    EXPECT_EQ(found->mined_from->record, "drug/l1");
    EXPECT_EQ(found->mined_from->quote, "适用于面神经麻痹。");
}

TEST_F(MiningTest, OnlyCountsWhatCuratedKnowledgeSays) {
    bring({make_record("drug/l1", label("卡马西平", "用于面肌痉挛。"))});
    const MiningReport report = run();
    EXPECT_GE(rule_in(report, "drug-label-indication").confirmed, 1U);
    EXPECT_EQ(mined(), Keys{});
}

TEST_F(MiningTest, DoesNotWriteWhatCuratedKnowledgeContradicts) {
    Collection curated;
    curated.origin = {"more", "1", "又一个包", "CC-BY-4.0", "zh-CN", Trust::Curated, false};
    Relation negative;
    negative.subject = "condition/facial-palsy";
    negative.predicate = Predicate::NotTreatedBy;
    negative.object = "substance/anisodamine";
    negative.sources = {"source/neurology-book"};
    curated.knowledge.relations = {negative};
    ASSERT_TRUE(store_->replace_origin(curated));
    bring({make_record("drug/l1", label("山莨菪碱", "用于面神经麻痹。"))});
    const MiningReport report = run();
    EXPECT_EQ(mined(), Keys{});
    EXPECT_EQ(rule_in(report, "drug-label-indication").contradicted, 1U);
    const auto& declined = rule_in(report, "drug-label-indication").declined;
    EXPECT_NE(std::ranges::find(declined, "contradicts-curated", &DeclineCount::reason), declined.end());
}

TEST_F(MiningTest, ForgetsWhatNoRecordSaysAnyMore) {
    bring({make_record("drug/l1", label("山莨菪碱", "用于面神经麻痹。"))});
    run();
    ASSERT_EQ(mined().size(), 1U);
    bring({make_record("drug/l1", label("山莨菪碱", "用于颈椎病。"))});
    run();
    EXPECT_EQ(mined(), (Keys{"condition/cervical-spondylosis treated_by substance/anisodamine"}));
    bring({});
    run();
    EXPECT_EQ(mined(), Keys{});
}

TEST_F(MiningTest, ADryRunWritesNothing) {
    bring({make_record("drug/l1", label("山莨菪碱", "用于面神经麻痹。"))});
    const Revision revision = store_->revision();
    const MiningReport report = run(MineOptions::Run::Dry);
    EXPECT_FALSE(report.stored);
    EXPECT_EQ(store_->revision(), revision);
    const auto& examples = rule_in(report, "drug-label-indication").examples;
    EXPECT_TRUE(std::ranges::any_of(examples, [](const MinedExample& each) { return each.object_name == "山莨菪碱"; }));
}

TEST_F(MiningTest, MakesASourceForAnOriginThatHasNone) {
    bring({make_record("drug/l1", label("山莨菪碱", "用于面神经麻痹。"))});
    run();
    const auto sources = store_->knowledge_of(kMinedOrigin).sources;
    const auto made = std::ranges::find(sources, "source/mined-labels", &Source::id);
    ASSERT_NE(made, sources.end());
    EXPECT_EQ(made->kind, SourceKind::Mined);
    EXPECT_EQ(made->licence, "CC-BY-4.0");
    EXPECT_EQ(made->year, 2026);
    EXPECT_TRUE(check(KnowledgeData{{*made}, {}, {}, {}, {}}).empty());
}

TEST_F(MiningTest, AWithdrawnSourceIsNotRead) {
    bring({make_record("drug/l1", label("山莨菪碱", "用于面神经麻痹。"))}, "source/labels");
    run();
    ASSERT_EQ(mined().size(), 1U);
    ASSERT_TRUE(store_->withdraw_source({"source/labels", *Date::parse("2026-11-24"), "错误"}));
    run();
    EXPECT_EQ(mined(), Keys{});
    ASSERT_TRUE(store_->restore_source("source/labels"));
    run();
    EXPECT_EQ(mined().size(), 1U);
}

TEST_F(MiningTest, ADraftIsNotRead) {
    Record draft = make_record("drug/l1", label("山莨菪碱", "用于面神经麻痹。"));
    draft.head.status = Status::Draft;
    bring({draft});
    run();
    EXPECT_EQ(mined(), Keys{});
}

TEST_F(MiningTest, LeavesACollectionOfTheSameNameAlone) {
    Collection other;
    other.origin = {kMinedOrigin, "1", "别人的", "", "zh-CN", Trust::Imported, false};
    ASSERT_TRUE(store_->replace_origin(other));
    const auto report = mine_all(*store_, {});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::Conflict);
}

TEST_F(MiningTest, ReportsProgressUpToTheEnd) {
    MineOptions options;
    std::size_t last = 0;
    std::size_t all = 0;
    options.on_progress = [&](std::size_t done, std::size_t of) {
        EXPECT_GE(done, last);
        last = done;
        all = of;
    };
    ASSERT_TRUE(mine_all(*store_, options));
    EXPECT_EQ(last, all);
    EXPECT_GT(all, 0U);
}

}  // namespace
}  // namespace xinglin
