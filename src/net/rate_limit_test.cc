#include "net/rate_limit.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const RateLimit::Clock::time_point kStart{std::chrono::hours(1)};

TEST(RateLimit, LetsABurstThroughAndThenSaysHowLongToWait) {
    RateLimit limit({10, 100, 1000});
    for (int i = 0; i < 100; ++i) ASSERT_FALSE(limit.take("a", 1, kStart)) << i;
    const auto refused = limit.take("a", 1, kStart);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 429);
    EXPECT_EQ(refused->retry_after_seconds, 1u);
    EXPECT_EQ(limit.take("a", 51, kStart)->retry_after_seconds, 6u);
    EXPECT_FALSE(limit.take("b", 1, kStart)) << "another client has an allowance of its own";
    EXPECT_FALSE(limit.take("a", 10, kStart + seconds(1)));
    EXPECT_TRUE(limit.take("a", 1, kStart + seconds(1)));
}

TEST(RateLimit, WhatWasSaidToBeEnoughIs) {
    for (std::size_t cost = 1; cost < 300; cost += 7) {
        RateLimit limit({10, 100, 1000});
        ASSERT_FALSE(limit.take("a", cost, kStart));
        const auto refused = limit.take("a", 100, kStart);
        ASSERT_TRUE(refused) << cost;
        EXPECT_FALSE(limit.take("a", 100, kStart + seconds(refused->retry_after_seconds))) << cost;
    }
}

TEST(RateLimit, WhatCostsMoreThanABurstPassesOnceAndIsPaidFor) {
    RateLimit limit({10, 100, 1000});
    EXPECT_FALSE(limit.take("a", 1000, kStart));
    EXPECT_TRUE(limit.take("a", 1, kStart + seconds(90)));
    EXPECT_FALSE(limit.take("a", 1, kStart + seconds(91)));
}

TEST(RateLimit, ForgetsClientsAtRestAndIsBounded) {
    RateLimit limit({10, 100, 2});
    EXPECT_FALSE(limit.take("a", 100, kStart));
    EXPECT_FALSE(limit.take("b", 100, kStart));
    EXPECT_FALSE(limit.take("c", 100, kStart + milliseconds(1)));
    EXPECT_FALSE(limit.take("c", 100, kStart + milliseconds(2))) << "no room to remember it";
    EXPECT_TRUE(limit.take("a", 100, kStart + milliseconds(3)));
    EXPECT_FALSE(limit.take("c", 100, kStart + seconds(11)));
    EXPECT_TRUE(limit.take("c", 100, kStart + seconds(11))) << "the others were at rest";
}

TEST(RateFilter, AsksForThoseThatHaveAnAllowance) {
    const Filter filter = rate_filter(std::make_shared<RateLimit>(RateLimit::Options{1, 2, 10}));
    Request request;
    request.client = "2001:db8::1";
    Exchange exchange{request, request.client, 2, true};
    EXPECT_FALSE(filter(exchange));
    request.client = "2001:db8::2";
    EXPECT_TRUE(filter(exchange)) << "the same household";
    exchange.has_allowance = false;
    EXPECT_FALSE(filter(exchange));
}

}  // namespace
}  // namespace xinglin
