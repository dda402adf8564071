#include "net/work_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>

namespace xinglin {
namespace {

TEST(WorkPool, RunsWhatItTakes) {
    std::atomic<int> done{0};
    std::promise<void> last;
    WorkPool pool({2, 100, 0});
    for (int i = 0; i < 50; ++i) {
        ASSERT_TRUE(pool.submit([&] {
            if (++done == 50) last.set_value();
        }));
    }
    last.get_future().wait();
    EXPECT_EQ(done, 50);
}

TEST(WorkPool, RefusesWhenItsQueueIsFullAndDropsWhatWaitsAtItsEnd) {
    std::promise<void> begun;
    std::promise<void> go_on;
    std::atomic<int> done{0};
    const auto job = [&] { ++done; };
    {
        WorkPool pool({1, 2, 0});
        ASSERT_TRUE(pool.submit([&] {
            begun.set_value();
            go_on.get_future().wait();
        }));
        begun.get_future().wait();
        EXPECT_TRUE(pool.submit(job));
        EXPECT_TRUE(pool.submit(job));
        EXPECT_FALSE(pool.submit(job));
        std::thread ender([&] { go_on.set_value(); });
        ender.join();
    }
    EXPECT_LE(done, 2);
}

TEST(WorkPool, OutlivesAJobThatThrows) {
    std::promise<void> done;
    WorkPool pool({1, 10, 0});
    ASSERT_TRUE(pool.submit([] { throw std::runtime_error("planted"); }));
    ASSERT_TRUE(pool.submit([&] { done.set_value(); }));
    EXPECT_EQ(done.get_future().wait_for(std::chrono::seconds(5)), std::future_status::ready);
}

}  // namespace
}  // namespace xinglin
