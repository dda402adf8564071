#include "suggest/range_least.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace xinglin {
namespace {

TEST(RangeLeast, FindsTheLeastOfEveryRange) {
    std::mt19937 random(1);
    for (const std::size_t size : {1U, 31U, 32U, 33U, 64U, 1000U, 40'000U}) {
        std::vector<std::uint32_t> values(size);
        for (std::uint32_t& each : values) each = static_cast<std::uint32_t>(random() % (size * 2));
        const RangeLeast least(values);
        for (int round = 0; round < 300; ++round) {
            std::size_t begin = random() % size;
            std::size_t end = random() % size;
            if (begin > end) std::swap(begin, end);
            ++end;
            const auto first = values.begin() + static_cast<std::ptrdiff_t>(begin);
            const auto last = values.begin() + static_cast<std::ptrdiff_t>(end);
            const std::size_t place = least.least(begin, end);
            ASSERT_TRUE(begin <= place && place < end);
            ASSERT_EQ(values[place], *std::min_element(first, last)) << size << " " << begin << " " << end;
        }
    }
}

TEST(LeastFirst, GivesTheValuesOfSeveralRangesInOrder) {
    std::mt19937 random(2);
    for (int round = 0; round < 100; ++round) {
        std::vector<std::uint32_t> values(500);
        for (std::uint32_t& each : values) each = static_cast<std::uint32_t>(random() % 300);
        const RangeLeast least(values);
        LeastFirst first(least);
        std::vector<std::uint32_t> expected;
        for (int range = 0; range < 4; ++range) {
            const std::size_t begin = random() % values.size();
            const std::size_t end = begin + random() % (values.size() - begin);
            first.add(begin, end);
            expected.insert(expected.end(), values.begin() + static_cast<std::ptrdiff_t>(begin),
                            values.begin() + static_cast<std::ptrdiff_t>(end));
        }
        std::sort(expected.begin(), expected.end());
        std::vector<std::uint32_t> found;
        while (const auto value = first.next()) found.push_back(*value);
        ASSERT_EQ(found, expected) << "round " << round;
    }
}

}  // namespace
}  // namespace xinglin
