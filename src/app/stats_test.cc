#include "app/stats.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "app/example_for_tests.h"
#include "ingest/imports.h"
#include "store/store.h"

namespace xinglin {
namespace {

class StatsTest : public testing::Test {
  protected:
    StatsTest() : store_(open_store((folder_.path() / "xinglin.db").string())) {
        write_example_pack(folder_);
        const auto imported = import_folder(*store_, folder_.path() / "demo-zh", BadLines::Quarantine);
        EXPECT_TRUE(imported && imported->stored);
    }

    FolderForTests folder_;
    std::unique_ptr<Store> store_;
};

TEST_F(StatsTest, TotalsAreThoseOfTheStore) {
    const Stats stats = stats_of(*store_);
    const KnowledgeData knowledge = store_->knowledge();
    const auto total = [](const auto& counts) {
        std::size_t sum = 0;
        for (const auto& [word, count] : counts) sum += count;
        return sum;
    };
    EXPECT_EQ(total(stats.concepts), knowledge.concepts.size());
    EXPECT_EQ(total(stats.relations), knowledge.relations.size());
    EXPECT_EQ(total(stats.sources), knowledge.sources.size());
    EXPECT_EQ(stats.red_flags, knowledge.red_flags.size());
    EXPECT_EQ(stats.imported_concepts + stats.imported_relations + stats.imported_records, 0U);
}

TEST_F(StatsTest, CoverageCountsEachConditionsRelationsOneByOne) {
    const auto rows = coverage_of(*store_);
    const KnowledgeData knowledge = store_->knowledge();
    ASSERT_FALSE(rows.empty());
    for (const ConditionCoverage& row : rows) {
        const auto relations = [&](Predicate predicate) {
            return static_cast<std::size_t>(std::ranges::count_if(knowledge.relations, [&](const Relation& relation) {
                return relation.predicate == predicate && relation.subject == row.id;
            }));
        };
        EXPECT_EQ(row.departments, relations(Predicate::ManagedIn)) << row.id;
        EXPECT_EQ(row.tests, relations(Predicate::DiagnosedBy)) << row.id;
        EXPECT_EQ(row.drugs + row.procedures, relations(Predicate::TreatedBy)) << row.id;
    }
    EXPECT_GE(rows.front().articles, rows.back().articles);
}

}  // namespace
}  // namespace xinglin
