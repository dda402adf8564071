#include "index/score_scan.h"

#include <gtest/gtest.h>

#include <vector>

#include "index/random_documents_test.h"

namespace xinglin {
namespace {

TEST(ScoreScan, FindsWhatItsTwinFinds) {
    for (std::uint32_t seed = 0; seed < 500; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        TestRandom random(seed);
        std::vector<std::uint32_t> scores(random() % 20 * kScanGroup);
        const std::uint32_t shift = random() % 33;
        for (auto& score : scores) score = shift == 32 ? random() % 3 : random() >> shift;
        const std::uint32_t least = scores.empty() ? 1 : scores[random() % scores.size()];
        std::vector<std::uint32_t> found(scores.size() + kScanGroup);
        std::vector<std::uint32_t> twin(found.size());
        found.resize(scan_scores(scores.data(), scores.size(), least, 64, found.data()));
        twin.resize(scan_scores_portably(scores.data(), scores.size(), least, 64, twin.data()));
        ASSERT_EQ(found, twin);
        for (std::size_t i = 0, next = 0; i < scores.size(); ++i) {
            if (scores[i] < least) continue;
            ASSERT_LT(next, found.size());
            ASSERT_EQ(found[next++], 64 + i);
        }
    }
}

}  // namespace
}  // namespace xinglin
