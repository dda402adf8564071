#include "index/merge.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <vector>

#include "base/folder_for_tests.h"
#include "index/index_error.h"
#include "index/random_documents_test.h"
#include "index/segment_writer.h"

namespace xinglin {
namespace {

constexpr std::uint64_t kMega = 1 << 20;
using Places = std::vector<std::size_t>;

TEST(PickMerge, TakesTheWidthOfOneTier) {
    std::vector<SegmentWeight> segments(3, {100, 10, 0});
    EXPECT_EQ(pick_merge(segments, 4, 1000 * kMega), Places{});
    segments.push_back({50 * kMega, 10, 0});
    EXPECT_EQ(pick_merge(segments, 4, 1000 * kMega), Places{});
    segments.push_back({100, 10, 0});
    EXPECT_EQ(pick_merge(segments, 4, 1000 * kMega), (Places{0, 1, 2, 4}));
}

TEST(PickMerge, RewritesASegmentThatIsMostlyDeleted) {
    const std::vector<SegmentWeight> segments = {{100, 10, 5}, {5000 * kMega, 10, 6}};
    EXPECT_EQ(pick_merge(segments, 4, 1000 * kMega), Places{1});
}

TEST(PickMerge, MakesNoSegmentAboveTheLimit) {
    const std::vector<SegmentWeight> segments(4, {400 * kMega, 10, 0});
    EXPECT_EQ(pick_merge(segments, 4, 1000 * kMega), (Places{0, 1}));
    EXPECT_EQ(pick_merge(segments, 4, 700 * kMega), Places{});
    EXPECT_EQ(pick_merge(segments, 4, 300 * kMega), Places{});
}

TEST(PickMerge, KeepsFewSegmentsAndRewritesADocumentAboutOnceATier) {
    constexpr std::uint64_t kFresh = 4 * kMega;
    for (std::size_t width = 2; width <= 8; width *= 2) {
        std::vector<SegmentWeight> segments;
        std::uint64_t written = 0;
        constexpr std::uint64_t kCommits = 1000;
        for (std::uint64_t i = 0; i < kCommits; ++i) {
            segments.push_back({kFresh, 100, 0});
            while (true) {
                const Places chosen = pick_merge(segments, width, UINT64_MAX / 2);
                if (chosen.empty()) break;
                ASSERT_GT(chosen.size(), 1U);
                SegmentWeight merged;
                for (const std::size_t place : chosen) merged.bytes += segments[place].bytes;
                for (auto place = chosen.rbegin(); place != chosen.rend(); ++place) {
                    segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(*place));
                }
                merged.documents = 100;
                written += merged.bytes;
                segments.push_back(merged);
            }
            ASSERT_LT(segments.size(), width * 14) << "width " << width << " after " << i;
        }
        EXPECT_LT(written, kCommits * kFresh * 14) << "width " << width;
    }
}

struct Written {
    std::map<DocumentKey, IndexDocument> live;
    std::vector<LiveSegment> segments;
};

/// Segments of distinct documents, some of them deleted.
Written write_sources(const std::filesystem::path& folder, TestRandom& random) {
    Written written;
    const SmallWorld world{1 + random() % 60, 1 + random() % 40, 9, 12};
    const std::size_t count = 1 + random() % 5;
    std::vector<std::vector<IndexDocument>> parts(count);
    for (DocumentKey key = 0; key < random() % 900; ++key)
        parts[random() % count].push_back(random_document(key, world, random));
    for (std::size_t part = 0; part < count; ++part) {
        std::vector<const IndexDocument*> pointers;
        for (const IndexDocument& document : parts[part]) pointers.push_back(&document);
        const auto path = folder / std::to_string(part);
        write_segment(path, pointers);
        LiveSegment live{Segment::open(path, Verify::Everything), nullptr};
        auto bits =
            std::make_shared<std::vector<std::uint64_t>>(segment_format::words_for(live.segment->document_count()));
        for (const IndexDocument& document : parts[part]) {
            const LocalDocument place = *live.segment->find(document.key);
            if (random() % 4 == 0)
                (*bits)[place / 64] |= std::uint64_t{1} << (place % 64);
            else
                written.live[document.key] = document;
        }
        if (random() % 5 != 0 && !bits->empty()) {
            live.deleted = bits;
        } else {
            for (const IndexDocument& document : parts[part]) written.live[document.key] = document;
        }
        written.segments.push_back(live);
    }
    return written;
}

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(Merge, GivesTheBytesOfASegmentWrittenFromTheLiveDocuments) {
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        TestRandom random(seed);
        const FolderForTests folder;
        const Written written = write_sources(folder.path(), random);
        merge_segments(written.segments, folder.path() / "merged");
        std::vector<const IndexDocument*> live;
        for (const auto& [key, document] : written.live) live.push_back(&document);
        write_segment(folder.path() / "written", live);
        ASSERT_EQ(bytes_of(folder.path() / "merged"), bytes_of(folder.path() / "written"));
    }
}

TEST(Merge, RefusesASourceWithADamagedByteAndLeavesNoFile) {
    TestRandom random(1);
    const FolderForTests folder;
    Written written = write_sources(folder.path(), random);
    std::string bytes = bytes_of(folder.path() / "0");
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    folder.write("damaged", bytes);
    written.segments[0].segment = Segment::open(folder.path() / "damaged", Verify::Structure);
    EXPECT_THROW(merge_segments(written.segments, folder.path() / "merged"), IndexError);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "merged"));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "merged.tmp"));
}

}  // namespace
}  // namespace xinglin
