#include "index/bit_packing.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "index/random_documents_test.h"

namespace xinglin {
namespace {

/// The obvious twin: bit by bit.
std::string pack_slowly(const std::vector<std::uint32_t>& values, unsigned width) {
    std::string bytes(packed_bytes(values.size(), width), '\0');
    for (std::size_t bit = 0; bit < values.size() * width; ++bit) {
        const bool is_set = (values[bit / width] >> (bit % width) & 1) != 0;
        if (is_set) bytes[bit / 8] = static_cast<char>(bytes[bit / 8] | (1 << (bit % 8)));
    }
    return bytes;
}

TEST(BitPacking, EqualsPackingBitByBitAtEveryWidthAndReadsBack) {
    TestRandom random(1);
    for (unsigned width = 0; width <= 32; ++width) {
        const std::uint64_t limit = std::uint64_t{1} << width;
        for (std::size_t count = 0; count <= 130; ++count) {
            SCOPED_TRACE(testing::Message() << "width " << width << ", count " << count);
            std::vector<std::uint32_t> values(count);
            for (auto& value : values) value = static_cast<std::uint32_t>(random() % limit);
            std::string bytes;
            pack_bits(values, width, bytes);
            ASSERT_EQ(bytes, pack_slowly(values, width));
            bytes.append(kUnpackSlack, '\x5A');
            std::vector<std::uint32_t> read((count + 7) / 8 * 8);
            unpack_bits(reinterpret_cast<const unsigned char*>(bytes.data()), count, width, read.data());
            read.resize(count);
            ASSERT_EQ(read, values);
            std::vector<std::uint32_t> portably((count + 7) / 8 * 8);
            unpack_bits_portably(reinterpret_cast<const unsigned char*>(bytes.data()), count, width, portably.data());
            portably.resize(count);
            ASSERT_EQ(portably, values);
        }
    }
}

TEST(BitPacking, SumsGapsAsTheirTwin) {
    for (std::uint32_t seed = 0; seed < 500; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        TestRandom random(seed);
        const std::size_t count = 1 + random() % 128;
        std::vector<std::uint32_t> gaps(128);
        for (auto& gap : gaps) gap = random() >> random() % 32;
        const std::uint32_t first = random();
        auto twin = gaps;
        sum_gaps(gaps.data(), count, first);
        sum_gaps_portably(twin.data(), count, first);
        gaps.resize(count);
        twin.resize(count);
        ASSERT_EQ(gaps, twin);
    }
}

TEST(BitPacking, KeepsOnlyTheLowBitsOfEachValue) {
    std::string bytes;
    pack_bits(std::vector<std::uint32_t>{0xFF, 0x10, 0xFF}, 4, bytes);
    EXPECT_EQ(bytes, "\x0F\x0F");
}

TEST(BitPacking, CountsTheBitsOfAValue) {
    EXPECT_EQ(bits_of(0), 0U);
    EXPECT_EQ(bits_of(1), 1U);
    EXPECT_EQ(bits_of(255), 8U);
    EXPECT_EQ(bits_of(256), 9U);
    EXPECT_EQ(bits_of(UINT32_MAX), 32U);
}

}  // namespace
}  // namespace xinglin
