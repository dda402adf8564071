// The world fails at every single database call, one after the other: afterwards the store is old or new, never mixed.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/backends_test.h"
#include "store/faulty_database_test.h"
#include "store/migrations.h"
#include "store/sample_entities_test.h"

namespace xinglin {
namespace {

/// The write under test: it adds, changes, deletes and leaves alone, and replaces the quarantine.
Collection next_collection() {
    Collection next = sample_collection();
    next.origin.version = "2.0.0";
    next.knowledge.sources.pop_back();
    next.knowledge.concepts[0].name = "面肌痉挛症";
    next.records.erase(next.records.begin());
    next.records.push_back(sample_doctor("wang", "王示例"));
    next.quarantine[0].place = "drugs.jsonl:4";
    return next;
}

StoreState state_at(const std::string& location) {
    return state_of(*open_store(location));
}

/// A database in the old state, and what the new one looks like.
struct Scene {
    explicit Scene(Backend backend) : place(backend), other(backend) {
        EXPECT_TRUE(open_store(place.location())->replace_origin(sample_collection()));
        old_state = state_at(place.location());
        const auto healthy = open_store(other.location());
        EXPECT_TRUE(healthy->replace_origin(sample_collection()));
        EXPECT_TRUE(healthy->replace_origin(next_collection()));
        new_state = state_of(*healthy);
    }

    bool is_old() const { return state_at(place.location()) == old_state; }
    bool is_new() const { return state_at(place.location()) == new_state; }

    TestLocation place;
    TestLocation other;
    StoreState old_state;
    StoreState new_state;
};

int calls_of_one_write(Backend backend) {
    const Scene scene(backend);
    const auto fault = std::make_shared<Fault>();
    EXPECT_TRUE(faulty_store(scene.place.location(), fault)->replace_origin(next_collection()));
    return fault->calls;
}

class StoreFaults : public testing::TestWithParam<Backend> {};

std::string backend_name(const testing::TestParamInfo<Backend>& info) {
    return info.param == Backend::Sqlite ? "Sqlite" : "Postgres";
}
INSTANTIATE_TEST_SUITE_P(Backends, StoreFaults, testing::Values(Backend::Sqlite, Backend::Postgres), backend_name);

TEST_P(StoreFaults, AFailingCallLeavesTheOldStateAndTheStoreUsable) {
    const int calls = calls_of_one_write(GetParam());
    ASSERT_GT(calls, 15);
    const Scene scene(GetParam());
    for (const FaultKind kind : {FaultKind::ThrowBefore, FaultKind::ThrowAfter}) {
        for (int n = 1; n < calls; ++n) {
            SCOPED_TRACE(testing::Message() << "call " << n << " of " << calls);
            const auto store = faulty_store(scene.place.location(), std::make_shared<Fault>(Fault{n, kind, 0}));
            ASSERT_THROW((void)store->replace_origin(next_collection()), DatabaseError);
            ASSERT_TRUE(scene.is_old());
            ASSERT_TRUE(state_of(*store) == scene.old_state);
        }
    }
}

TEST_P(StoreFaults, TheCommitDecidesBetweenOldAndNew) {
    const int calls = calls_of_one_write(GetParam());
    const Scene scene(GetParam());
    const auto refused = std::make_shared<Fault>(Fault{calls, FaultKind::ThrowBefore, 0});
    const auto store = faulty_store(scene.place.location(), refused);
    EXPECT_THROW((void)store->replace_origin(next_collection()), DatabaseError);
    EXPECT_TRUE(scene.is_old());
    const auto answer_lost = std::make_shared<Fault>(Fault{calls, FaultKind::ThrowAfter, 0});
    EXPECT_THROW((void)faulty_store(scene.place.location(), answer_lost)->replace_origin(next_collection()),
                 DatabaseError);
    EXPECT_TRUE(scene.is_new());
    EXPECT_EQ(store->replace_origin(next_collection())->revision, 2) << "trying again finds it done";
}

/// False when the migration failed.
bool migrates(Database& database) {
    try {
        migrate(database, migrations());
        return true;
    } catch (const DatabaseError&) {
        return false;
    }
}

TEST_P(StoreFaults, AFailingMigrationLeavesNoTables) {
    const TestLocation place(GetParam());
    int n = 1;
    for (;; ++n) {
        FaultyDatabase database(open_database(place.location()),
                                std::make_shared<Fault>(Fault{n, FaultKind::ThrowBefore, 0}));
        if (migrates(database)) break;
        ASSERT_TRUE(database.tables().empty()) << "call " << n;
    }
    EXPECT_GT(n, 2 * static_cast<int>(migrations().size()));
}

/// Runs the write in a child process that kills itself at one call. True when it was killed.
bool killed_while(const std::string& location, const Fault& fault) {
    const pid_t child = ::fork();
    if (child == 0) {
        (void)faulty_store(location, std::make_shared<Fault>(fault))->replace_origin(next_collection());
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

TEST(StoreKilled, LeavesTheOldStateUntilTheCommitIsThrough) {
    const int calls = calls_of_one_write(Backend::Sqlite);
    const Scene scene(Backend::Sqlite);
    for (int n = 1; n <= calls; ++n) {
        SCOPED_TRACE(testing::Message() << "call " << n << " of " << calls);
        ASSERT_TRUE(killed_while(scene.place.location(), {n, FaultKind::KillBefore, 0}));
        ASSERT_TRUE(scene.is_old());
    }
    ASSERT_TRUE(killed_while(scene.place.location(), {calls, FaultKind::KillAfter, 0}));
    EXPECT_TRUE(scene.is_new());
}

TEST(StoreKilled, LeavesTheOldStateWhenMuchWasWrittenAlready) {
    const TestLocation place(Backend::Sqlite);
    ASSERT_TRUE(open_store(place.location())->replace_origin(sample_collection()));
    const StoreState before = state_at(place.location());
    const pid_t child = ::fork();
    if (child == 0) {
        Collection large = sample_collection();
        for (int i = 0; i < 6000; ++i) {
            large.records.push_back(sample_article("large" + std::to_string(i), std::string(16'000, 'x')));
        }
        // More than the page cache holds, so that much of it is in the write-ahead log; killed before the commit.
        const auto fault = std::make_shared<Fault>();
        auto database = std::make_unique<FaultyDatabase>(open_database(place.location()), fault);
        *fault = {80, FaultKind::KillBefore, 0};
        (void)make_sql_store(std::move(database))->replace_origin(large);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_TRUE(std::filesystem::file_size(place.location() + "-wal") > 1'000'000);
    EXPECT_TRUE(state_at(place.location()) == before);
}

}  // namespace
}  // namespace xinglin
