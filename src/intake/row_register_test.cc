#include "intake/row_register.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <vector>

namespace xinglin {
namespace {

using Standing = RowRegister::Standing;

InputRow row_at(std::size_t number) {
    return {number, number + 1, {}, {}};
}

/// The definition of the words: by looking at all rows.
RowRegister::Entry slow_find(const std::vector<std::pair<int, int>>& rows, std::size_t at) {
    std::size_t first = rows.size();
    for (std::size_t i = 0; i < at; ++i) {
        if (rows[i] == rows[at]) return {Standing::Repeated, i + 2};
        if (first == rows.size() && rows[i].first == rows[at].first) first = i;
    }
    if (first < rows.size()) return {Standing::Clashing, first + 2};
    return {};
}

TEST(RowRegister, SaysOfEveryRowWhatItIs) {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        std::vector<std::pair<int, int>> rows(random() % 12);
        RowRegister fast;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i] = {static_cast<int>(random() % 4), static_cast<int>(random() % 3)};
            fast.add(static_cast<std::uint64_t>(rows[i].first), static_cast<std::uint64_t>(rows[i].second),
                     row_at(i + 1));
        }
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto key = static_cast<std::uint64_t>(rows[i].first);
            const auto found = fast.find(key, static_cast<std::uint64_t>(rows[i].second), row_at(i + 1));
            const auto expected = slow_find(rows, i);
            EXPECT_EQ(found.standing, expected.standing);
            EXPECT_EQ(found.line, expected.line);
            std::set<int> contents;
            for (const auto& row : rows) {
                if (row.first == rows[i].first) contents.insert(row.second);
            }
            EXPECT_EQ(fast.has_several(key), contents.size() > 1);
        }
        EXPECT_FALSE(fast.first_content(99));
    }
}

TEST(DuplicateFinding, NamesTheOtherRow) {
    const GateFinding repeated = duplicate_finding(row_at(4), {Standing::Repeated, 2}, "name", "甲");
    EXPECT_EQ(repeated.rule, "duplicate-row");
    EXPECT_NE(repeated.message.find("line 2"), std::string::npos);
    EXPECT_EQ(repeated.line, 5U);
    const GateFinding clashing = duplicate_finding(row_at(4), {Standing::Clashing, 0}, "name", "甲");
    EXPECT_EQ(clashing.rule, "duplicate-id");
    EXPECT_NE(clashing.message.find("an earlier row"), std::string::npos);
}

}  // namespace
}  // namespace xinglin
