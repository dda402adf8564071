#include "web/page_cache.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace xinglin {
namespace {

/// Renders "key@revision" and counts how often it was asked to.
struct Renderer {
    int calls = 0;

    std::string get(PageCache& cache, std::int64_t revision, const std::string& key) {
        const auto content = cache.get(revision, key, [&]() -> Result<PublicPage> {
            ++calls;
            return PublicPage(key + "@" + std::to_string(revision) + std::string(2000, '.'));
        });
        return (*content)->identity.substr(0, (*content)->identity.find('.'));
    }
};

TEST(PageCache, RendersOnceAndPacksWhatIsAskedForAgain) {
    PageCache cache(1'000'000);
    int calls = 0;
    const auto get = [&] {
        return *cache.get(1, "/a", [&]() -> Result<PublicPage> {
            ++calls;
            return PublicPage(std::string(2000, 'x'));
        });
    };
    const auto first = get();
    EXPECT_TRUE(first->brotli.empty()) << "nobody has asked for it again yet";
    EXPECT_FALSE(first->etag.empty());
    EXPECT_EQ(first->type, "text/html; charset=utf-8");
    EXPECT_EQ(first->identity, std::string(2000, 'x'));
    const auto second = get();
    EXPECT_FALSE(second->brotli.empty());
    EXPECT_EQ(second->identity, first->identity);
    EXPECT_EQ(second->etag, first->etag);
    EXPECT_EQ(get(), second);
    EXPECT_EQ(calls, 1);
}

TEST(PageCache, ForgetsWhenTheRevisionChangesAndNeverGoesBack) {
    PageCache cache(1'000'000);
    Renderer renderer;
    EXPECT_EQ(renderer.get(cache, 1, "/a"), "/a@1");
    EXPECT_EQ(renderer.get(cache, 2, "/a"), "/a@2");
    EXPECT_EQ(renderer.get(cache, 1, "/a"), "/a@1");
    EXPECT_EQ(renderer.get(cache, 2, "/a"), "/a@2");
    EXPECT_EQ(renderer.calls, 3);
}

TEST(PageCache, StaysWithinItsBytesAndDropsWhatWasNotAskedForLongest) {
    PageCache cache(3 * 2400);
    Renderer renderer;
    for (const char* key : {"/a", "/b", "/c"}) renderer.get(cache, 1, key);
    EXPECT_EQ(renderer.calls, 3);
    renderer.get(cache, 1, "/a");  // now the most recently used
    renderer.get(cache, 1, "/d");
    EXPECT_LE(cache.size_bytes(), 3U * 2400U);
    EXPECT_EQ(renderer.calls, 4);
    renderer.get(cache, 1, "/a");
    EXPECT_EQ(renderer.calls, 4);
    renderer.get(cache, 1, "/b");
    EXPECT_EQ(renderer.calls, 5);
}

TEST(PageCache, KeepsNoErrorsAndNothingThatIsTooBig) {
    PageCache cache(1000);
    const auto missing = cache.get(1, "/x", [] { return Result<PublicPage>(Error{ErrorCode::NotFound, "没有", ""}); });
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    Renderer renderer;
    renderer.get(cache, 1, "/a");
    renderer.get(cache, 1, "/a");
    EXPECT_EQ(renderer.calls, 2);
    EXPECT_EQ(cache.size_bytes(), 0U);
}

TEST(PageCache, ManyThreadsSeeTheirOwnPages) {
    PageCache cache(20'000);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&cache] {
            Renderer renderer;
            for (int i = 0; i < 300; ++i) {
                const std::string key = "/" + std::to_string(i % 13);
                const std::int64_t revision = i / 100;
                ASSERT_EQ(renderer.get(cache, revision, key), key + "@" + std::to_string(revision));
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace xinglin
