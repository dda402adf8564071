#include "coding/gram_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace xinglin {
namespace {

/// A collection whose texts are all scored, one after another.
struct SlowTwin {
    std::vector<std::vector<Gram>> texts;
    std::vector<float> sizes;

    std::vector<std::uint32_t> best(const std::vector<GramIndex::Weighted>& query, std::size_t limit) const {
        std::vector<std::uint32_t> found;
        for (const auto measure : {GramIndex::likeness, GramIndex::containment}) {
            std::vector<std::pair<float, std::uint32_t>> order;
            for (std::uint32_t i = 0; i < texts.size(); ++i) {
                const std::set<Gram> grams(texts[i].begin(), texts[i].end());
                float shared = 0;
                for (const auto& wanted : query)
                    if (grams.contains(wanted.gram)) shared += wanted.weight;
                if (shared > 0) order.emplace_back(-measure(shared, sizes[i]), i);
            }
            std::sort(order.begin(), order.end());
            for (std::size_t i = 0; i < std::min(limit, order.size()); ++i) found.push_back(order[i].second);
        }
        return found;
    }
};

TEST(GramIndex, FindsWhatScoringEveryTextFinds) {
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        std::mt19937 random(seed);
        SlowTwin twin;
        GramIndex index;
        const std::size_t count = random() % 60;
        for (std::size_t i = 0; i < count; ++i) {
            std::vector<Gram> grams(random() % 6);
            for (Gram& gram : grams) gram = random() % 12;
            twin.texts.push_back(grams);
            twin.sizes.push_back(1.0F + static_cast<float>(random() % 4));
            index.add(grams, twin.sizes.back());
        }
        index.finish();
        std::vector<GramIndex::Weighted> query;
        for (Gram gram = 0; gram < 12; ++gram)
            if (random() % 3 == 0) query.push_back({gram, 0.5F * static_cast<float>(random() % 4)});
        GramIndex::Scratch own;
        ASSERT_EQ(index.best(query, 5, own), twin.best(query, 5));
        ASSERT_EQ(index.best(query, 5, own), twin.best(query, 5)) << "again in the same space";
    }
}

TEST(GramIndex, NothingIsFoundForNothing) {
    GramIndex index;
    index.finish();
    GramIndex::Scratch scratch;
    EXPECT_TRUE(index.best({}, 5, scratch).empty());
}

}  // namespace
}  // namespace xinglin
