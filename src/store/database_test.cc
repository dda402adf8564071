// What is particular to one database: files that are none, rights, locks, lost connections.
#include "database/database.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/files.h"
#include "store/backends_test.h"
#include "store/sample_entities_test.h"
#include "store/store.h"

namespace xinglin {
namespace {

constexpr std::chrono::milliseconds kShortWait{30};

/// What opening says against it, "" when it opens.
std::string refusal_of(const std::string& location) {
    try {
        open_store(location);
        return "";
    } catch (const DatabaseError& error) {
        return error.what();
    }
}

TEST(Batch, KeepsTextsOfAllLengthsApart) {
    Batch batch{ColumnType::Text, ColumnType::Integer};
    batch.add({"", 1});
    batch.add({"甲乙", -2});
    batch.add({"", 3});
    EXPECT_EQ(batch.size(), 3U);
    EXPECT_EQ(batch.columns()[0].text(0), "");
    EXPECT_EQ(batch.columns()[0].text(1), "甲乙");
    EXPECT_EQ(batch.columns()[0].text(2), "");
    EXPECT_EQ(batch.columns()[1].integers, (std::vector<std::int64_t>{1, -2, 3}));
    batch.clear();
    EXPECT_EQ(batch.size() + batch.columns()[0].bytes.size(), 0U);
}

TEST(SqliteDatabase, AFileThatIsNoDatabaseIsRefusedUntouched) {
    const TemporaryFolder folder;
    const std::string path = folder.path() / "notes.txt";
    for (const std::string& bytes : {std::string("面"), std::string(10'000, 'x')}) {
        ASSERT_TRUE(write_file(path, bytes));
        EXPECT_NE(refusal_of(path).find(path), std::string::npos);
        EXPECT_EQ(*read_file(path), bytes);
    }
}

TEST(SqliteDatabase, ADamagedDatabaseIsToldNotRead) {
    const TestLocation place(Backend::Sqlite);
    ASSERT_TRUE(open_store(place.location())->replace_origin(sample_collection()));
    std::string bytes = *read_file(place.location());
    for (std::size_t i = 4096; i < bytes.size(); ++i) bytes[i] = 'x';
    ASSERT_TRUE(write_file(place.location(), bytes));
    EXPECT_NE(refusal_of(place.location()), "");
}

TEST(SqliteDatabase, AFolderThatIsNotThereOrNotWritableIsToldWithTheMend) {
    const TemporaryFolder folder;
    EXPECT_NE(refusal_of(folder.path() / "none/store.sqlite").find("folder must exist"), std::string::npos);
    EXPECT_NE(refusal_of("/proc/store.sqlite"), "") << "not even root may write there";
    EXPECT_NE(refusal_of(folder.path()), "") << "a folder is no file";
    EXPECT_NE(refusal_of(""), "");
}

TEST(SqliteDatabase, AnEmptyFileBecomesAStore) {
    const TestLocation place(Backend::Sqlite);
    ASSERT_TRUE(write_file(place.location(), ""));
    EXPECT_EQ(open_store(place.location())->revision(), 0);
}

TEST(SqliteDatabase, APathIsAlwaysAFile) {
    const TemporaryFolder folder;
    open_store(folder.path() / "a?b=c #1 杏林.sqlite");
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "a?b=c #1 杏林.sqlite"));
}

class Databases : public testing::TestWithParam<Backend> {
  protected:
    TestLocation place_{GetParam()};
};

std::string backend_name(const testing::TestParamInfo<Backend>& info) {
    return info.param == Backend::Sqlite ? "Sqlite" : "Postgres";
}
INSTANTIATE_TEST_SUITE_P(Backends, Databases, testing::Values(Backend::Sqlite, Backend::Postgres), backend_name);

TEST_P(Databases, AWriterThatWaitsTooLongIsTold) {
    open_store(place_.location());
    const auto first = open_database(place_.location());
    const Transaction holds_the_lock(*first, Access::Write);
    const auto second = open_database(place_.location(), kShortWait);
    try {
        second->begin(Access::Write);
        FAIL() << "two writers at once";
    } catch (const DatabaseError& error) {
        EXPECT_NE(std::string(error.what()).find("another program is writing"), std::string::npos) << error.what();
    }
    EXPECT_FALSE(second->in_transaction());
    const Transaction reads_meanwhile(*second, Access::Read);
}

TEST_P(Databases, ATransactionThatIsNotCommittedLeavesNothing) {
    const auto database = open_database(place_.location());
    {
        const Transaction dropped(*database, Access::Write);
        database->define("CREATE TABLE thing(a BIGINT)");
    }
    EXPECT_TRUE(database->tables().empty());
}

TEST_P(Databases, AFailedStatementDoesNotSpoilTheNextTransaction) {
    const auto database = open_database(place_.location());
    database->define("CREATE TABLE thing(a BIGINT PRIMARY KEY)");
    {
        const Transaction failing(*database, Access::Write);
        database->run("INSERT INTO thing(a) VALUES ($1)", {1});
        EXPECT_THROW(database->run("INSERT INTO thing(a) VALUES ($1)", {1}), DatabaseError);
    }
    Transaction next(*database, Access::Write);
    database->run("INSERT INTO thing(a) VALUES ($1)", {1});
    next.commit();
    std::int64_t count = 0;
    database->run("SELECT count(*) FROM thing", {}, [&](const Row& row) { count = row.integer(0); });
    EXPECT_EQ(count, 1);
}

TEST_P(Databases, ABulkStatementRunsTwiceWithoutRepeatingTheFirst) {
    const auto database = open_database(place_.location());
    database->define("CREATE TABLE thing(a BIGINT PRIMARY KEY, b TEXT)");
    Batch batch{ColumnType::Integer, ColumnType::Text};
    for (std::int64_t round = 0; round < 2; ++round) {
        batch.clear();
        batch.add({2 * round, "{\"a\", NULL}"});
        batch.add({2 * round + 1, ""});
        database->run_each("INSERT INTO thing(a, b) SELECT c1, c2 FROM {rows}", batch);
    }
    batch.clear();
    database->run_each("INSERT INTO thing(a, b) SELECT c1, c2 FROM {rows}", batch);
    std::vector<std::pair<std::int64_t, std::string>> rows;
    database->run("SELECT a, b FROM thing ORDER BY a", {},
                  [&](const Row& row) { rows.emplace_back(row.integer(0), row.text(1)); });
    const std::vector<std::pair<std::int64_t, std::string>> expected = {
        {0, "{\"a\", NULL}"}, {1, ""}, {2, "{\"a\", NULL}"}, {3, ""}};
    EXPECT_EQ(rows, expected);
}

TEST(PostgresDatabase, WorksAgainAfterTheConnectionWasLost) {
    const TestLocation place(Backend::Postgres);
    // A name of its own, since other tests may be at work on the same server.
    const std::string unique = "lost-" + std::to_string(std::hash<std::string>{}(place.location()));
    const auto store = open_store(place.location() + "&application_name=" + unique);
    ASSERT_TRUE(store->replace_origin(sample_collection()));
    run_on_test_server("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = '" +
                       unique + "'");
    EXPECT_THROW(store->revision(), DatabaseError);
    EXPECT_EQ(store->revision(), 1);
    EXPECT_TRUE(store->put_record(sample_doctor("new", "新"), std::nullopt));
}

TEST(PostgresDatabase, AMessageShowsNoPassword) {
    const std::string refusal = refusal_of("postgresql://someone:geheim@127.0.0.1:1/portal");
    EXPECT_NE(refusal.find("portal"), std::string::npos) << refusal;
    EXPECT_EQ(refusal.find("geheim"), std::string::npos);
    EXPECT_NE(refusal_of("postgresql://host:notaport/"), "");
}

TEST(PostgresDatabase, ASchemaThatIsNotThereIsTold) {
    const TestLocation place(Backend::Postgres);
    EXPECT_NE(refusal_of(place.location() + "x").find("search_path"), std::string::npos);
}

}  // namespace
}  // namespace xinglin
