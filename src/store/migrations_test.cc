#include "store/migrations.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <thread>

#include "base/files.h"
#include "knowledge/codec.h"
#include "store/backends_test.h"
#include "store/sample_entities_test.h"
#include "store/sql_store.h"

namespace xinglin {
namespace {

class Migrations : public testing::TestWithParam<Backend> {
  protected:
    std::unique_ptr<Database> connect() const { return open_database(place_.location()); }

    /// The whole database file, "" for a server's.
    std::string file_bytes() const {
        return GetParam() == Backend::Sqlite ? *read_file(place_.location()) : std::string();
    }

    /// Columns of all tables, for comparing schemas that were reached by different ways.
    std::vector<std::string> schema() const;

    TestLocation place_{GetParam()};
};

std::string backend_name(const testing::TestParamInfo<Backend>& info) {
    return info.param == Backend::Sqlite ? "Sqlite" : "Postgres";
}
INSTANTIATE_TEST_SUITE_P(Backends, Migrations, testing::Values(Backend::Sqlite, Backend::Postgres), backend_name);

std::vector<std::string> Migrations::schema() const {
    const auto database = connect();
    std::vector<std::string> lines;
    const char* columns =
        GetParam() == Backend::Sqlite
            ? "SELECT m.name || '.' || c.name || ' ' || c.type FROM sqlite_master m, pragma_table_info(m.name) c ORDER "
              "BY 1"
            : "SELECT table_name || '.' || column_name || ' ' || data_type FROM information_schema.columns "
              "WHERE table_schema = current_schema() ORDER BY 1";
    database->run(columns, {}, [&](const Row& row) { lines.emplace_back(row.text(0)); });
    return lines;
}

std::vector<std::string> names_of_steps(Database& database) {
    std::vector<std::string> names;
    database.run("SELECT name FROM xinglin_schema ORDER BY version", {},
                 [&](const Row& row) { names.emplace_back(row.text(0)); });
    return names;
}

/// What migrate() says against it, "" when it does nothing against it.
std::string refusal_of(Database& database, std::span<const Migration> steps = migrations()) {
    try {
        migrate(database, steps);
        return "";
    } catch (const DatabaseError& error) {
        return error.what();
    }
}

TEST(MigrationList, IsNumberedFromOneWithoutGaps) {
    int expected = 0;
    for (const Migration& step : migrations()) EXPECT_EQ(step.version, ++expected) << step.name;
    EXPECT_GT(expected, 0);
}

TEST_P(Migrations, UpgradeFromEveryOlderVersionAndASecondRunIsANoOp) {
    migrate(*connect(), migrations());
    const auto fresh = schema();
    for (std::size_t from = 0; from <= migrations().size(); ++from) {
        SCOPED_TRACE(testing::Message() << "from version " << from);
        const TestLocation place(GetParam());
        migrate(*open_database(place.location()), migrations().first(from));
        for (int run = 0; run < 2; ++run) {
            const auto database = open_database(place.location());
            migrate(*database, migrations());
            EXPECT_EQ(names_of_steps(*database).size(), migrations().size());
        }
        EXPECT_TRUE(open_store(place.location())->replace_origin(sample_collection()));
    }
    EXPECT_EQ(schema(), fresh);
}

TEST_P(Migrations, KeepWhatAnOlderVersionStored) {
    constexpr Migration kNext[] = {{4, "a later step", "ALTER TABLE entity ADD COLUMN later TEXT NOT NULL DEFAULT ''"}};
    std::vector<Migration> steps(migrations().begin(), migrations().end());
    ASSERT_TRUE(open_store(place_.location())->replace_origin(sample_collection()));
    const StoreState before = state_of(*open_store(place_.location()));
    steps.push_back(kNext[0]);
    steps.back().version = static_cast<int>(steps.size());
    migrate(*connect(), steps);
    EXPECT_EQ(names_of_steps(*connect()).back(), "a later step");
    EXPECT_TRUE(state_of(*make_sql_store(connect())) == before);
}

TEST_P(Migrations, MakeImportedRelationsTheirOriginsOwn) {
    // Version 2 kept every relation under its triple.
    const Collection collection = imported_collection();
    const std::string triple = key_of(collection.knowledge.relations[0]);
    migrate(*connect(), migrations().first(2));
    const auto old = connect();
    old->begin(Access::Write);
    old->run(
        "INSERT INTO origin(name, version, title, licence, language, trust, fictitious) "
        "VALUES ('portal', '', '', '', '', 'imported', 0)",
        {});
    old->run(
        "INSERT INTO entity(entity, id, kind, origin, trust, status, revision, body) "
        "VALUES (2, $1, 'treated_by', 'portal', 'imported', '', 1, $2)",
        {triple, boost::json::serialize(to_json(collection.knowledge.relations[0]))});
    old->run("INSERT INTO change(revision, entity, id, kind, origin) VALUES (1, 2, $1, 0, 'portal')", {triple});
    old->run("UPDATE store_state SET revision = 1", {});
    old->commit();

    const auto store = open_store(place_.location());
    EXPECT_EQ(store->knowledge().relations, collection.knowledge.relations);
    EXPECT_EQ(store->changes_since(0, 10)[0].id, triple + " @portal");
    const auto report = store->replace_origin(collection);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->unchanged, 1U) << "the relation";
    EXPECT_EQ(report->deleted, 0U);
}

TEST_P(Migrations, ANewerDatabaseIsRefusedUntouched) {
    ASSERT_TRUE(open_store(place_.location())->replace_origin(sample_collection()));
    connect()->run("INSERT INTO xinglin_schema(version, name) VALUES ($1, 'from the future')",
                   {static_cast<std::int64_t>(migrations().size()) + 1});
    const std::string bytes = file_bytes();
    EXPECT_THROW(open_store(place_.location()), DatabaseError);
    EXPECT_NE(refusal_of(*connect()).find("newer Xinglin"), std::string::npos);
    EXPECT_TRUE(file_bytes() == bytes);
    EXPECT_EQ(names_of_steps(*connect()).back(), "from the future");
}

TEST_P(Migrations, ADatabaseOfAnotherProgramIsRefusedUntouched) {
    connect()->define("CREATE TABLE customer(name TEXT)");
    const std::string bytes = file_bytes();
    EXPECT_NE(refusal_of(*connect()).find("customer"), std::string::npos);
    EXPECT_THROW(open_store(place_.location()), DatabaseError);
    EXPECT_EQ(connect()->tables(), std::vector<std::string>{"customer"});
    EXPECT_TRUE(file_bytes() == bytes);
}

TEST_P(Migrations, ABrokenStepLeavesTheOldVersion) {
    constexpr Migration kBroken[] = {
        {1, "good", "CREATE TABLE good(a BIGINT)"},
        {2, "broken", "CREATE TABLE half(a BIGINT); CREATE TABLE good(a BIGINT)"},
    };
    migrate(*connect(), std::span(kBroken).first(1));
    EXPECT_NE(refusal_of(*connect(), kBroken), "");
    EXPECT_EQ(names_of_steps(*connect()), std::vector<std::string>{"good"});
    EXPECT_EQ(connect()->tables().size(), 2U) << "good and the table of versions";
}

}  // namespace
}  // namespace xinglin
