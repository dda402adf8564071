#include "index/postings.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <vector>

#include "index/bit_packing.h"
#include "index/random_documents_test.h"

namespace xinglin {
namespace {

/// A list's bytes in memory of just their size and the slack, so that a sanitizer sees a read behind them.
class Bytes {
  public:
    explicit Bytes(const std::string& bytes)
        : size_(bytes.size()), memory_(std::make_unique<unsigned char[]>(bytes.size() + kUnpackSlack)) {
        std::copy(bytes.begin(), bytes.end(), memory_.get());
    }
    std::span<const unsigned char> span() const { return {memory_.get(), size_}; }

  private:
    std::size_t size_;
    std::unique_ptr<unsigned char[]> memory_;
};

std::vector<Posting> read_all(const PostingList& list, std::uint32_t document_count) {
    std::vector<Posting> postings;
    PostingList::Block block;
    for (std::size_t i = 0; i < list.block_count(); ++i) {
        list.decode(i, block);
        EXPECT_LE(block.count, kBlockPostings);
        for (std::size_t place = 0; place < block.count; ++place) {
            EXPECT_LT(block.documents[place], document_count);
            postings.push_back({block.documents[place], static_cast<std::uint8_t>(block.impacts[place])});
        }
    }
    return postings;
}

std::vector<Posting> random_postings(std::size_t count, std::uint32_t widest_gap, std::uint32_t impacts,
                                     TestRandom& random) {
    std::vector<Posting> postings;
    std::uint32_t document = 0;
    for (std::size_t i = 0; i < count; ++i) {
        document += random() % widest_gap;
        postings.push_back({document++, static_cast<std::uint8_t>(1 + random() % impacts)});
    }
    return postings;
}

TEST(Postings, ReadBackAsWrittenWithTrueBlockBounds) {
    for (std::uint32_t seed = 0; seed < 600; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        TestRandom random(seed);
        const std::uint32_t widest = seed % 5 == 0 ? 1 : 1U << random() % 21;
        auto postings = random_postings(1 + random() % 500, widest, 1 + random() % 255, random);
        if (seed % 3 == 0) {
            // As impacts are in earnest: a few of them, most of them one.
            for (Posting& posting : postings) posting.impact = random() % 4 == 0 ? posting.impact : 77;
        }
        const std::uint32_t document_count = postings.back().document + 1 + random() % 3;
        std::string bytes("before");
        const std::size_t before = bytes.size();
        write_postings(postings, bytes);
        bytes.erase(0, before);
        const Bytes memory(bytes);
        const auto list = PostingList::parse(memory.span(), document_count);
        ASSERT_TRUE(list);
        ASSERT_EQ(list->size(), postings.size());
        ASSERT_EQ(list->byte_size(), bytes.size());
        ASSERT_EQ(read_all(*list, document_count), postings);
        for (std::size_t block = 0; block < list->block_count(); ++block) {
            const auto of_block = std::span(postings).subspan(block * kBlockPostings);
            const auto used = of_block.first(std::min(kBlockPostings, of_block.size()));
            std::uint8_t most = 0;
            for (const Posting& posting : used) most = std::max(most, posting.impact);
            ASSERT_EQ(list->max_impact(block), most);
            if (list->block_count() > 1)
                ASSERT_EQ(list->last_document(block), used.back().document);
            else
                ASSERT_GE(list->last_document(block), used.back().document);
        }
    }
}

TEST(Postings, TakeGapsOfEveryWidthThatASegmentCanHave) {
    for (std::uint32_t width = 0; width < 30; ++width) {
        const std::vector<Posting> postings = {{0, 1}, {1U << width, 255}, {(1U << 30) - 1, 7}};
        if (postings[1].document >= postings[2].document) continue;
        std::string bytes;
        write_postings(postings, bytes);
        const Bytes memory(bytes);
        const auto list = PostingList::parse(memory.span(), 1U << 30);
        ASSERT_TRUE(list);
        EXPECT_EQ(read_all(*list, 1U << 30), postings);
    }
}

TEST(Postings, TakeOneWideGapOfEveryWidthAmongNarrowOnes) {
    for (std::uint32_t width = 0; width < 30; ++width) {
        for (const std::uint32_t count : {20U, 128U, 300U}) {
            SCOPED_TRACE(testing::Message() << "width " << width << ", count " << count);
            std::vector<Posting> postings;
            for (std::uint32_t i = 0; i < count; ++i) {
                const std::uint32_t jump = i < count / 2 ? 0 : 1U << width;
                postings.push_back({i * 5 + jump, static_cast<std::uint8_t>(1 + i % 3)});
            }
            std::string bytes;
            write_postings(postings, bytes);
            const Bytes memory(bytes);
            const auto list = PostingList::parse(memory.span(), 1U << 30);
            ASSERT_TRUE(list);
            ASSERT_EQ(read_all(*list, 1U << 30), postings);
        }
    }
}

std::size_t bytes_of(const std::vector<std::uint8_t>& impacts) {
    std::vector<Posting> postings;
    for (std::uint32_t i = 0; i < impacts.size(); ++i) postings.push_back({i * 8, impacts[i]});
    std::string bytes;
    write_postings(postings, bytes);
    return bytes.size();
}

TEST(Postings, PayForTheNumberOfDifferentImpactsNotForTheirSize) {
    std::vector<std::uint8_t> impacts(128, 8);
    const std::size_t with_one = bytes_of(impacts);
    for (std::size_t i = 0; i < 64; ++i) impacts[i] = 200;
    EXPECT_EQ(bytes_of(impacts), with_one + 1 + 128 / 8) << "the other value, and a bit each";
    for (std::size_t i = 0; i < 128; ++i) impacts[i] = static_cast<std::uint8_t>(1 + i);
    EXPECT_EQ(bytes_of(impacts), with_one + 1 + 128 * 7 / 8) << "128 values: what is above the least, in 7 bits";
}

TEST(Postings, PayForUnusualImpactsOneByOne) {
    std::vector<std::uint8_t> impacts(128, 8);
    const std::size_t with_one = bytes_of(impacts);
    impacts[3] = impacts[70] = 200;
    EXPECT_EQ(bytes_of(impacts), with_one + 1 + 1 + 2 * 2) << "the other value, how many have it, two exceptions";
}

TEST(Postings, PayForWideGapsByGroup) {
    std::vector<Posting> postings;
    for (std::uint32_t i = 0; i < 128; ++i) postings.push_back({i * 8 + (i < 60 ? 0 : 50), 1});
    std::string bytes;
    write_postings(postings, bytes);
    const std::size_t with_one_wide_gap = 2 + 2 + 1 + 4 + 16 * 3 + 3;
    EXPECT_EQ(bytes.size(), with_one_wide_gap) << "length, impact, width, groups' widths; 3 bits each, one group of 6";
}

TEST(Postings, DamagedBytesNeverLeadOutOfTheListOrTheSegment) {
    for (std::uint32_t seed = 0; seed < 3000; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        TestRandom random(seed);
        const auto postings = random_postings(1 + random() % 400, 1U << random() % 12, 1 + random() % 255, random);
        const std::uint32_t document_count = postings.back().document + 1;
        std::string bytes;
        write_postings(postings, bytes);
        for (std::uint32_t changes = 1 + random() % 4; changes > 0; --changes) {
            // The table in front is where damage reaches furthest.
            const std::size_t reach = random() % 2 == 0 ? std::min<std::size_t>(bytes.size(), 40) : bytes.size();
            bytes[random() % reach] = static_cast<char>(random());
        }
        if (random() % 3 == 0) bytes.resize(random() % (bytes.size() + 1));
        const Bytes memory(bytes);
        const auto list = PostingList::parse(memory.span(), document_count);
        if (list) read_all(*list, document_count);
    }
}

TEST(Postings, RefuseWhatIsNoList) {
    const auto parse = [](const std::string& bytes, std::uint32_t document_count) {
        return PostingList::parse(Bytes(bytes).span(), document_count).has_value();
    };
    EXPECT_FALSE(parse("", 10)) << "nothing";
    EXPECT_FALSE(parse(std::string("\0", 1), 10)) << "no posting";
    EXPECT_FALSE(parse("\x0B", 10)) << "more postings than documents";
    EXPECT_FALSE(parse("\xFF\xFF\xFF\xFF\xFF", 10)) << "a number without end";
    EXPECT_FALSE(parse("\x01\x0A\x01", 10)) << "a document behind the last";
    EXPECT_FALSE(parse(std::string("\x01\x00\x00", 3), 10)) << "an impact of 0";
    EXPECT_FALSE(parse("\x02\x01", 10)) << "half of a shape";
    EXPECT_TRUE(parse("\x01\x09\x01", 10));
}

}  // namespace
}  // namespace xinglin
