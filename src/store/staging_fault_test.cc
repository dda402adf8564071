// An import in parts is interrupted at every database call, one after the other, by an error or by kill -9: nobody ever
// sees half of it, and the run that goes on ends with the same store as an undisturbed one.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "store/backends_test.h"
#include "store/faulty_database_test.h"
#include "store/sample_entities_test.h"

namespace xinglin {
namespace {

/// What a run of the importing program does: begins or goes on, stages the rest, publishes.
void import_in_parts(Store& store, const Origin& origin, const std::vector<StagedPart>& parts) {
    const auto rows = store.begin_staging(origin, "fingerprint");
    ASSERT_TRUE(rows);
    for (const StagedPart& part : parts) {
        if (part.rows <= *rows) continue;
        ASSERT_TRUE(store.stage(origin.name, part));
    }
    ASSERT_TRUE(store.publish_staged(origin.name));
}

/// An import that adds, changes, deletes and leaves alone, after imported_collection().
struct NextImport {
    NextImport() {
        Collection next = imported_collection();
        origin = next.origin;
        origin.version = "2.0.0";
        parts.resize(3);
        next.knowledge.concepts[0].name = "面肌痉挛症";
        next.knowledge.red_flags.clear();
        parts[0].knowledge = next.knowledge;
        parts[1].records = {next.records[0], sample_doctor("portal-wang", "王示例", "portal")};
        parts[2].knowledge.concepts = {next.knowledge.concepts[1]};
        parts[1].quarantine = {next.quarantine[0], next.quarantine[2]};
        parts[2].quarantine = {next.quarantine[1]};
        for (std::size_t i = 0; i < parts.size(); ++i) parts[i].rows = 2000 * (i + 1);
    }

    Origin origin;
    std::vector<StagedPart> parts;
};

/// What everybody sees: all but what is staged.
StoreState seen_at(const std::string& location) {
    StoreState state = state_of(*open_store(location));
    state.staged.clear();
    return state;
}

/// The states before and after an undisturbed import.
struct Undisturbed {
    explicit Undisturbed(Backend backend) {
        const TestLocation place(backend);
        EXPECT_TRUE(open_store(place.location())->replace_origin(imported_collection()));
        before = seen_at(place.location());
        const auto fault = std::make_shared<Fault>();
        const auto store = faulty_store(place.location(), fault);
        import_in_parts(*store, next.origin, next.parts);
        calls = fault->calls;
        after = state_of(*store);
    }

    NextImport next;
    StoreState before;
    StoreState after;
    int calls = 0;  ///< of the database, in the whole import
};

class StagingFaults : public testing::TestWithParam<Backend> {};

std::string backend_name(const testing::TestParamInfo<Backend>& info) {
    return info.param == Backend::Sqlite ? "Sqlite" : "Postgres";
}
INSTANTIATE_TEST_SUITE_P(Backends, StagingFaults, testing::Values(Backend::Sqlite, Backend::Postgres), backend_name);

TEST_P(StagingFaults, AfterAnErrorAtAnyCallTheNextRunEndsAsAnUndisturbedOne) {
    const Undisturbed undisturbed(GetParam());
    ASSERT_GT(undisturbed.calls, 40);
    for (const FaultKind kind : {FaultKind::ThrowBefore, FaultKind::ThrowAfter}) {
        for (int n = 1; n <= undisturbed.calls; ++n) {
            // A server makes each step slow: there, one kind of error at each call, and both at the last.
            const bool is_turn = (n % 2 == 0) == (kind == FaultKind::ThrowBefore) || n == undisturbed.calls;
            if (GetParam() == Backend::Postgres && !is_turn) continue;
            SCOPED_TRACE(testing::Message() << "call " << n << " of " << undisturbed.calls);
            const TestLocation fresh(GetParam());
            ASSERT_TRUE(open_store(fresh.location())->replace_origin(imported_collection()));
            ASSERT_THROW(import_in_parts(*faulty_store(fresh.location(), std::make_shared<Fault>(Fault{n, kind, 0})),
                                         undisturbed.next.origin, undisturbed.next.parts),
                         DatabaseError);
            const bool is_published = n == undisturbed.calls && kind == FaultKind::ThrowAfter;
            ASSERT_TRUE(seen_at(fresh.location()) == (is_published ? undisturbed.after : undisturbed.before));
            const auto store = open_store(fresh.location());
            import_in_parts(*store, undisturbed.next.origin, undisturbed.next.parts);
            ASSERT_TRUE(state_of(*store) == undisturbed.after);
        }
    }
}

/// Runs `work` in a child process. True when it was killed.
template <typename Work>
bool is_killed(Work work) {
    const pid_t child = ::fork();
    if (child == 0) {
        work();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

TEST(StagingKilled, AtAnyCallTheNextRunEndsAsAnUndisturbedOne) {
    const Undisturbed undisturbed(Backend::Sqlite);
    for (int n = 1; n <= undisturbed.calls; ++n) {
        SCOPED_TRACE(testing::Message() << "call " << n << " of " << undisturbed.calls);
        const TestLocation place(Backend::Sqlite);
        ASSERT_TRUE(open_store(place.location())->replace_origin(imported_collection()));
        ASSERT_TRUE(is_killed([&] {
            const auto store =
                faulty_store(place.location(), std::make_shared<Fault>(Fault{n, FaultKind::KillBefore, 0}));
            import_in_parts(*store, undisturbed.next.origin, undisturbed.next.parts);
        }));
        ASSERT_TRUE(seen_at(place.location()) == undisturbed.before);
        const auto store = open_store(place.location());
        import_in_parts(*store, undisturbed.next.origin, undisturbed.next.parts);
        ASSERT_TRUE(state_of(*store) == undisturbed.after);
    }
}

/// An import so large that its pages are in the write-ahead log before the commit.
NextImport large_import() {
    NextImport large;
    large.parts.clear();
    for (std::uint64_t part = 0; part < 10; ++part) {
        large.parts.emplace_back();
        large.parts.back().rows = 150 * (part + 1);
        for (std::uint64_t i = 150 * part; i < large.parts.back().rows; ++i) {
            large.parts.back().records.push_back(
                sample_article("n" + std::to_string(i * 7919 % 1500), std::string(8'000, 'x'), "portal"));
        }
        large.parts.back().quarantine = {{"portal", "x:" + std::to_string(part), "cut-name", "m", "t"}};
    }
    return large;
}

TEST(StagingKilled, AtAnyMomentTheNextRunEndsAsAnUndisturbedOne) {
    const NextImport large = large_import();
    const TestLocation other(Backend::Sqlite);
    const auto healthy = open_store(other.location());
    const auto started = std::chrono::steady_clock::now();
    import_in_parts(*healthy, large.origin, large.parts);
    const auto whole = std::chrono::steady_clock::now() - started;
    const StoreState after = state_of(*healthy);

    constexpr int kMoments = 6;
    for (int moment = 1; moment <= kMoments; ++moment) {
        SCOPED_TRACE(testing::Message() << "moment " << moment << " of " << kMoments);
        const TestLocation place(Backend::Sqlite);
        (void)open_store(place.location());
        for (int run = 0; run < 2; ++run) {
            const pid_t child = ::fork();
            if (child == 0) {
                import_in_parts(*open_store(place.location()), large.origin, large.parts);
                ::_exit(0);
            }
            std::this_thread::sleep_for(whole * moment / kMoments);
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
            const StoreState seen = seen_at(place.location());
            ASSERT_TRUE(seen == StoreState{} || seen == after) << "half an import is seen";
        }
        const auto store = open_store(place.location());
        import_in_parts(*store, large.origin, large.parts);
        ASSERT_TRUE(state_of(*store) == after);
    }
}

}  // namespace
}  // namespace xinglin
