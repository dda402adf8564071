#include "base/budget.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

/// How many of `most` checks pass before one throws.
int checks_passed(int most) {
    for (int i = 0; i < most; ++i) {
        try {
            check_budget();
        } catch (const BudgetOver&) {
            return i;
        }
    }
    return most;
}

TEST(Budget, IsOverAtItsEndOrWhenNobodyWaits) {
    const auto now = Budget::Clock::now();
    EXPECT_FALSE(Budget().is_over());
    EXPECT_TRUE(Budget(now).is_over());
    const Budget hour(now + std::chrono::hours(1));
    const Budget copy = hour;
    EXPECT_FALSE(copy.is_over());
    hour.cancel();
    EXPECT_TRUE(copy.is_over());
    Budget().cancel();
    EXPECT_FALSE(Budget().is_over());
}

TEST(Budget, StopsALoopWithinItsScopeOnly) {
    const Budget over(Budget::Clock::now());
    EXPECT_EQ(checks_passed(1000), 1000);
    {
        const BudgetScope scope(over);
        EXPECT_LT(checks_passed(1000), 64);
        {
            const BudgetScope inner{Budget()};
            EXPECT_EQ(checks_passed(1000), 1000);
        }
        EXPECT_LT(checks_passed(1000), 64);
    }
    EXPECT_EQ(checks_passed(1000), 1000);
}

}  // namespace
}  // namespace xinglin
