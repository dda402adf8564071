#include "text/clusters.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "text/sentences.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

/// The seen characters of a text.
std::vector<std::string> clusters_of(std::string_view text) {
    std::vector<std::string> clusters;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = cluster_end(text, begin + decode_utf8(text, begin).length);
        clusters.emplace_back(text.substr(begin, end - begin));
        for (std::size_t at = begin; at < end; at += decode_utf8(text, at).length)
            EXPECT_EQ(cluster_begin(text, at), begin) << text;
        begin = end;
    }
    return clusters;
}

TEST(Clusters, KeepTogetherWhatIsSeenAsOne) {
    for (const char* whole : {"面", "e\u0301", "\U0001F1E8\U0001F1F3", "\U0001F44D\U0001F3FD",
                              "\U0001F468\u200D\U0001F469\u200D\U0001F467", "\u2764\uFE0F", "\r\n", "\U00020BB7"})
        EXPECT_EQ(clusters_of(whole), std::vector<std::string>{whole});
}

TEST(Clusters, PartWhatIsSeenAsTwo) {
    EXPECT_EQ(clusters_of("面肌a").size(), 3U);
    EXPECT_EQ(clusters_of("\U0001F1E8\U0001F1F3\U0001F1EF\U0001F1F5").size(), 2U);
    EXPECT_EQ(clusters_of("\U0001F44D\U0001F44D").size(), 2U);
    EXPECT_EQ(clusters_of("a\u200D").size(), 1U);
    EXPECT_EQ(clusters_of("\xFF\xFE").size(), 2U);
}

TEST(Clusters, TellFlagsApartInALongRow) {
    std::string flags;
    for (int i = 0; i < 100; ++i) flags += "\U0001F1EF\U0001F1F5";
    const std::vector<std::string> found = clusters_of(flags);
    ASSERT_EQ(found.size(), 100U);
    EXPECT_EQ(found.back(), "\U0001F1EF\U0001F1F5");
}

TEST(Clusters, AnExcerptDoesNotCutOne) {
    EXPECT_EQ(excerpt_of("好\U0001F44D\U0001F3FD的", 2), "好\U0001F44D\U0001F3FD…");
    EXPECT_EQ(excerpt_of("cafe\u0301s", 4), "cafe\u0301…");
}

}  // namespace
}  // namespace xinglin
