#include "index/bit_packing.h"

#include <gtest/gtest.h>

#include <array>
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

TEST(BitPacking, UnpacksAndSumsGroupsOfTheirOwnWidthsAsItsTwin) {
    for (std::uint32_t seed = 0; seed < 2000; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        TestRandom random(seed);
        const std::size_t count = 1 + random() % 128;
        const unsigned width = 3 + random() % 20;
        std::uint32_t narrower = random();
        if (count <= 120) narrower &= (1U << (2 * ((count + 7) / 8))) - 1;
        const std::uint32_t first = random() % 1000;
        std::vector<std::uint32_t> expected;
        std::string bytes;
        std::uint32_t next = first;
        for (std::size_t begin = 0; begin < count; begin += 8) {
            const unsigned of_group = width - (narrower >> (begin / 4) & 3);
            std::vector<std::uint32_t> gaps(std::min<std::size_t>(8, count - begin));
            for (auto& gap : gaps) {
                gap = random() % (1U << of_group);
                next += gap;
                expected.push_back(next++);
            }
            pack_bits(gaps, of_group, bytes);
        }
        ASSERT_EQ(group_bytes(count, width, narrower), bytes.size());
        bytes.append(kUnpackSlack, '\x5A');
        const auto* const in = reinterpret_cast<const unsigned char*>(bytes.data());
        std::vector<std::uint32_t> documents(128);
        unpack_groups_and_sum(in, count, width, narrower, first, documents.data());
        std::vector<std::uint32_t> twin(128);
        unpack_groups_and_sum_portably(in, count, width, narrower, first, twin.data());
        documents.resize(count);
        twin.resize(count);
        ASSERT_EQ(documents, expected);
        ASSERT_EQ(twin, expected);
    }
}

TEST(BitPacking, UnpacksAndSumsGapsOfOneWidthAsTheTwoSteps) {
    TestRandom random(1);
    for (unsigned width = 0; width <= 23; ++width) {
        for (std::size_t count = 1; count <= 128; ++count) {
            std::vector<std::uint32_t> gaps(count);
            for (auto& gap : gaps) gap = random() % (1U << width);
            std::string bytes;
            pack_bits(gaps, width, bytes);
            bytes.append(kUnpackSlack, '\x5A');
            gaps.resize(128);
            sum_gaps_portably(gaps.data(), count, 7);
            std::vector<std::uint32_t> documents(128);
            unpack_and_sum(reinterpret_cast<const unsigned char*>(bytes.data()), count, width, 7, documents.data());
            documents.resize(count);
            gaps.resize(count);
            ASSERT_EQ(documents, gaps) << "width " << width << ", count " << count;
        }
    }
}

TEST(BitPacking, UnpacksWhatCodesStandForAsItsTwin) {
    TestRandom random(1);
    for (unsigned width = 0; width <= 4; ++width) {
        for (std::size_t count = 1; count <= 128; ++count) {
            std::array<unsigned char, 16> table;
            for (auto& value : table) value = static_cast<unsigned char>(random());
            std::vector<std::uint32_t> codes(count);
            std::vector<std::uint32_t> expected;
            for (auto& code : codes) {
                code = random() % (1U << width);
                expected.push_back(table[code]);
            }
            std::string bytes;
            pack_bits(codes, width, bytes);
            bytes.append(kUnpackSlack, '\x5A');
            const auto* const in = reinterpret_cast<const unsigned char*>(bytes.data());
            std::vector<std::uint32_t> values(128);
            unpack_of_table(in, count, width, table.data(), values.data());
            std::vector<std::uint32_t> twin(128);
            unpack_of_table_portably(in, count, width, table.data(), twin.data());
            values.resize(count);
            twin.resize(count);
            ASSERT_EQ(values, expected) << "width " << width << ", count " << count;
            ASSERT_EQ(twin, expected);
        }
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
