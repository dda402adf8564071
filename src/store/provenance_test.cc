// Where content comes from and what of it is taken back, on every database: trust, provenance, quarantine, withdrawals.
#include <gtest/gtest.h>

#include "store/backends_test.h"
#include "store/sample_entities_test.h"
#include "store/store.h"

namespace xinglin {
namespace {

class Provenance : public testing::TestWithParam<Backend> {
  protected:
    std::unique_ptr<Store> open() const { return open_store(place_.location()); }

    TestLocation place_{GetParam()};
    std::unique_ptr<Store> store_ = open();
};

std::string backend_name(const testing::TestParamInfo<Backend>& info) {
    return info.param == Backend::Sqlite ? "Sqlite" : "Postgres";
}
INSTANTIATE_TEST_SUITE_P(Backends, Provenance, testing::Values(Backend::Sqlite, Backend::Postgres), backend_name);

SourceStatus status_of(const KnowledgeData& data, std::string_view id) {
    for (const Source& source : data.sources) {
        if (source.id == id) return source.status;
    }
    ADD_FAILURE() << "no " << id;
    return SourceStatus::InForce;
}

const Withdrawal kWithdrawal{"source/portal", *Date::parse("2026-11-24"), "错误太多"};

TEST_P(Provenance, AnOriginKeepsAllThatIsSaidOfIt) {
    ASSERT_TRUE(store_->replace_origin(imported_collection()));
    EXPECT_EQ(open()->origins(), std::vector{imported_origin("portal")});
}

TEST_P(Provenance, WhomAnOriginIsShownToIsKeptAndANewAudienceIsAChange) {
    Collection collection = imported_collection();
    ASSERT_TRUE(store_->replace_origin(collection));
    EXPECT_EQ(open()->origins()[0].audience, Audience::Readers);
    collection.origin.audience = Audience::Editors;
    EXPECT_EQ(store_->replace_origin(collection)->revision, 2);
    EXPECT_EQ(open()->origins()[0].audience, Audience::Editors);
}

TEST_P(Provenance, ANewDescriptionIsAChangeAndTheDateAloneIsNone) {
    Collection collection = imported_collection();
    ASSERT_TRUE(store_->replace_origin(collection));
    collection.origin.imported_on = *Date::parse("2027-02-03");
    EXPECT_EQ(store_->replace_origin(collection)->revision, 1);
    EXPECT_EQ(store_->origins()[0].imported_on, imported_origin("portal").imported_on);
    collection.origin.input.hash += 1;
    EXPECT_EQ(store_->replace_origin(collection)->revision, 2);
    EXPECT_EQ(store_->origins()[0], collection.origin);
    collection.origin.steps.clear();
    collection.origin.imported_on = {};
    EXPECT_EQ(store_->replace_origin(collection)->revision, 3);
    EXPECT_EQ(open()->origins()[0], collection.origin);
}

TEST_P(Provenance, KnowledgeIsReadWithTheTrustOfItsOrigin) {
    ASSERT_TRUE(store_->replace_origin(sample_collection()));
    Collection portal = imported_collection();
    for (Concept& each : portal.knowledge.concepts) each.trust = Trust::Curated;
    for (Relation& each : portal.knowledge.relations) each.trust = Trust::Curated;
    ASSERT_TRUE(store_->replace_origin(portal));
    EXPECT_EQ(store_->knowledge_of("pack"), sample_collection().knowledge);
    EXPECT_EQ(store_->knowledge_of("portal"), imported_collection().knowledge);
    for (const Concept& each : store_->knowledge().concepts) {
        EXPECT_EQ(each.trust == Trust::Imported, each.id.find("portal") != std::string::npos) << each.id;
    }
}

TEST_P(Provenance, SeveralImportsMaySayTheRelationOfAPackWithoutOwningIt) {
    for (const std::string name : {"portal", "atlas"}) ASSERT_TRUE(store_->replace_origin(imported_collection(name)));
    ASSERT_TRUE(store_->replace_origin(sample_collection()));
    const auto relations = store_->knowledge().relations;
    ASSERT_EQ(relations.size(), 3U);
    EXPECT_EQ(relations[0].trust, Trust::Curated) << "the curated one comes first";
    EXPECT_EQ(relations[1].trust, Trust::Imported);
    EXPECT_EQ(key_of(relations[0]), key_of(relations[2]));

    Collection without = imported_collection("atlas");
    without.knowledge.relations.clear();
    ASSERT_TRUE(store_->replace_origin(without));
    const std::vector<Change> expected = {{4, EntityKind::Relation, ChangeKind::Delete,
                                           "condition/facial-spasm treated_by substance/carbamazepine @atlas",
                                           "atlas"}};
    EXPECT_EQ(store_->changes_since(3, 10), expected);
    EXPECT_EQ(store_->knowledge().relations.size(), 2U);
    ASSERT_TRUE(store_->remove_origin("pack"));
    EXPECT_EQ(store_->knowledge().relations.size(), 1U);
}

TEST_P(Provenance, AnOriginThatBecomesCuratedOwnsItsRelations) {
    Collection collection = imported_collection();
    ASSERT_TRUE(store_->replace_origin(collection));
    collection.origin.trust = Trust::Curated;
    const auto report = store_->replace_origin(collection);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->added, 1U) << "the relation has another id now";
    EXPECT_EQ(report->deleted, 1U);
    ASSERT_EQ(store_->knowledge().relations.size(), 1U);
    EXPECT_EQ(store_->knowledge().relations[0].trust, Trust::Curated);
}

TEST_P(Provenance, QuarantinedLinesAreWalkedInOrderAndCountedByRule) {
    Collection collection = imported_collection();
    for (int i = 0; i < 450; ++i) {
        collection.quarantine.push_back({"portal", "kb.jsonl:9", "broken-json", std::to_string(i), "{"});
    }
    ASSERT_TRUE(store_->replace_origin(collection));
    std::vector<QuarantinedLine> walked;
    store_->for_each_quarantined("portal", [&](const QuarantinedLine& line) {
        walked.push_back(line);
        if (walked.size() == 1) {
            EXPECT_EQ(store_->origins().size(), 1U) << "a visitor may read";
        }
    });
    EXPECT_EQ(walked, collection.quarantine);
    const std::vector<RuleCount> counts = {
        {"broken-json", 450}, {"cut-name", 3}, {"question-as-name", 2}, {"missing-field", 1}};
    EXPECT_EQ(store_->quarantine_counts("portal"), counts);
    for (const std::string& name : {std::string("none"), std::string(), std::string("\xff")}) {
        EXPECT_TRUE(store_->quarantine_counts(name).empty());
        store_->for_each_quarantined(name, [](const QuarantinedLine&) { ADD_FAILURE(); });
    }
}

TEST_P(Provenance, AWithdrawnSourceIsAnsweredAsWithdrawnAndExportedAsItWasBrought) {
    ASSERT_TRUE(store_->replace_origin(imported_collection()));
    const auto report = store_->withdraw_source(kWithdrawal);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->revision, 2);
    EXPECT_EQ(report->changed, 1U);
    const std::vector<Change> expected = {{2, EntityKind::Source, ChangeKind::Put, "source/portal", "portal"}};
    EXPECT_EQ(store_->changes_since(1, 10), expected);
    EXPECT_EQ(open()->withdrawals(), std::vector{kWithdrawal});
    EXPECT_EQ(status_of(store_->knowledge(), "source/portal"), SourceStatus::Withdrawn);
    EXPECT_EQ(store_->knowledge_of("portal"), imported_collection().knowledge);
}

TEST_P(Provenance, AWithdrawalOutlivesImportsAndTheOrigin) {
    ASSERT_TRUE(store_->replace_origin(imported_collection()));
    ASSERT_TRUE(store_->withdraw_source(kWithdrawal));
    EXPECT_EQ(store_->replace_origin(imported_collection())->revision, 2) << "the same import changes nothing";
    Collection renamed = imported_collection();
    renamed.knowledge.sources[0].title = "新标题";
    ASSERT_TRUE(store_->replace_origin(renamed));
    EXPECT_EQ(status_of(store_->knowledge(), "source/portal"), SourceStatus::Withdrawn);
    ASSERT_TRUE(store_->remove_origin("portal"));
    EXPECT_EQ(store_->withdrawals(), std::vector{kWithdrawal});
    Collection elsewhere = imported_collection("atlas");
    elsewhere.knowledge.sources = {sample_source("source/portal")};
    ASSERT_TRUE(store_->replace_origin(elsewhere));
    EXPECT_EQ(status_of(store_->knowledge(), "source/portal"), SourceStatus::Withdrawn);
    EXPECT_EQ(status_of(store_->knowledge_of("atlas"), "source/portal"), SourceStatus::InForce);
}

TEST_P(Provenance, RestoringASourceUndoesItsWithdrawal) {
    ASSERT_TRUE(store_->replace_origin(imported_collection()));
    const KnowledgeData before = store_->knowledge();
    ASSERT_TRUE(store_->withdraw_source(kWithdrawal));
    const auto report = store_->restore_source("source/portal");
    ASSERT_TRUE(report);
    EXPECT_EQ(report->revision, 3);
    EXPECT_EQ(store_->knowledge(), before);
    EXPECT_TRUE(store_->withdrawals().empty());
    const std::vector<Change> expected = {{3, EntityKind::Source, ChangeKind::Put, "source/portal", "portal"}};
    EXPECT_EQ(store_->changes_since(2, 10), expected);
    EXPECT_EQ(store_->restore_source("source/portal").error().code, ErrorCode::NotFound);
    EXPECT_EQ(store_->revision(), 3);
}

TEST_P(Provenance, AWithdrawalIsUndoneAlsoWhenNobodyBringsTheSourceAnyMore) {
    ASSERT_TRUE(store_->replace_origin(imported_collection()));
    ASSERT_TRUE(store_->withdraw_source(kWithdrawal));
    ASSERT_TRUE(store_->remove_origin("portal"));
    ASSERT_TRUE(store_->restore_source("source/portal"));
    const std::vector<Change> expected = {{4, EntityKind::Source, ChangeKind::Put, "source/portal", ""}};
    EXPECT_EQ(store_->changes_since(3, 10), expected);
    EXPECT_EQ(store_->withdraw_source(kWithdrawal).error().code, ErrorCode::NotFound);
}

TEST_P(Provenance, WithdrawingAgainReplacesTheReasonOrWritesNothing) {
    ASSERT_TRUE(store_->replace_origin(imported_collection()));
    ASSERT_TRUE(store_->withdraw_source(kWithdrawal));
    Withdrawal again = kWithdrawal;
    again.on = *Date::parse("2027-01-01");
    EXPECT_EQ(store_->withdraw_source(again)->unchanged, 1U);
    EXPECT_EQ(store_->revision(), 2);
    EXPECT_EQ(store_->withdrawals(), std::vector{kWithdrawal});
    again.reason = "出版者撤回";
    EXPECT_EQ(store_->withdraw_source(again)->revision, 3);
    EXPECT_EQ(store_->withdrawals(), std::vector{again});
}

TEST_P(Provenance, OnlySourcesAreWithdrawnAndReasonsAreText) {
    ASSERT_TRUE(store_->replace_origin(imported_collection()));
    for (const std::string& id : {std::string("source/none"), std::string("condition/portal-1"), std::string(),
                                  std::string("\xff"), std::string("a\0", 2)}) {
        EXPECT_EQ(store_->withdraw_source({id, {}, "x"}).error().code, ErrorCode::NotFound);
        EXPECT_EQ(store_->restore_source(id).error().code, ErrorCode::NotFound);
    }
    EXPECT_EQ(store_->withdraw_source({"source/portal", {}, "\xff"}).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(store_->revision(), 1);
    EXPECT_TRUE(store_->withdraw_source({"source/portal", {}, ""}));
    EXPECT_EQ(store_->withdrawals()[0], (Withdrawal{"source/portal", {}, ""}));
}

}  // namespace
}  // namespace xinglin
