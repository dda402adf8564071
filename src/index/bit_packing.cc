#include "index/bit_packing.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace xinglin {
namespace {

constexpr std::size_t kGroup = 8;  // values of one width fill whole bytes
constexpr std::size_t kMaxGroups = 16;
constexpr unsigned kMaxWidth = 32;

std::uint64_t load(const unsigned char* bytes) {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes, sizeof value);
    return value;
}

/// Eight values a turn, so that every shift is a constant of the instance.
template <unsigned width>
void unpack(const unsigned char* in, std::size_t count, std::uint32_t* out) {
    constexpr std::uint64_t kMask = (std::uint64_t{1} << width) - 1;
    for (std::size_t begin = 0; begin < count; begin += kGroup, in += width, out += kGroup) {
        const auto take = [&](unsigned place) {
            out[place] = static_cast<std::uint32_t>((load(in + place * width / 8) >> (place * width % 8)) & kMask);
        };
        take(0), take(1), take(2), take(3), take(4), take(5), take(6), take(7);
    }
}

using Unpack = void (*)(const unsigned char*, std::size_t, std::uint32_t*);

template <std::size_t... widths>
constexpr std::array<Unpack, sizeof...(widths)> unpackers(std::index_sequence<widths...>) {
    return {unpack<widths>...};
}

constexpr auto kUnpackers = unpackers(std::make_index_sequence<kMaxWidth + 1>{});

#if defined(__x86_64__)
#define XINGLIN_HAS_AVX2 1

constexpr unsigned kWidthOfSixteen = 4;
constexpr unsigned kMaxShortWidth = 16;  // eight values within 16 bytes

/// For each width: which bytes make each of eight values, and how far they are
/// to be shifted.
struct ShortLayout {
    alignas(32) std::array<std::uint8_t, 32> bytes{};
    alignas(32) std::array<std::uint32_t, 8> shifts{};
    alignas(32) std::array<std::uint32_t, 8> mask{};
};

constexpr auto kShortLayouts = [] {
    constexpr std::uint8_t kZero = 0x80;
    std::array<ShortLayout, kMaxShortWidth + 1> layouts{};
    for (unsigned width = 0; width <= kMaxShortWidth; ++width) {
        for (unsigned value = 0; value < kGroup; ++value) {
            const unsigned begin = value * width / 8;
            layouts[width].shifts[value] = value * width % 8;
            layouts[width].mask[value] = (1U << width) - 1;
            for (unsigned i = 0; i < 4; ++i) {
                layouts[width].bytes[value * 4 + i] = begin + i < 16 ? static_cast<std::uint8_t>(begin + i) : kZero;
            }
        }
    }
    return layouts;
}();

[[gnu::target("avx2")]] inline __m256i unpack_eight(const unsigned char* in, const ShortLayout& layout) {
    const __m128i packed = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in));
    const __m256i bytes = _mm256_load_si256(reinterpret_cast<const __m256i*>(layout.bytes.data()));
    const __m256i shifts = _mm256_load_si256(reinterpret_cast<const __m256i*>(layout.shifts.data()));
    const __m256i mask = _mm256_load_si256(reinterpret_cast<const __m256i*>(layout.mask.data()));
    const __m256i spread = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(packed), bytes);
    return _mm256_and_si256(_mm256_srlv_epi32(spread, shifts), mask);
}

[[gnu::target("avx2")]] void unpack_short(const unsigned char* in, std::size_t count, unsigned width,
                                          std::uint32_t* out) {
    const ShortLayout& layout = kShortLayouts[width];
    for (std::size_t begin = 0; begin < count; begin += kGroup, in += width) {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + begin), unpack_eight(in, layout));
    }
}

[[gnu::target("avx2")]] void unpack_of_eight(const unsigned char* in, std::size_t count, unsigned width,
                                             const unsigned char* table, std::uint32_t* out) {
    const ShortLayout& layout = kShortLayouts[width];
    const __m256i values = _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(table)));
    for (std::size_t begin = 0; begin < count; begin += kGroup, in += width) {
        const __m256i codes = unpack_eight(in, layout);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + begin), _mm256_permutevar8x32_epi32(values, codes));
    }
}

/// Each picks from the lower and from the upper half of the table, its fourth bit says which counts.
[[gnu::target("avx2")]] void unpack_of_sixteen(const unsigned char* in, std::size_t count, const unsigned char* table,
                                               std::uint32_t* out) {
    const ShortLayout& layout = kShortLayouts[kWidthOfSixteen];
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(table));
    const __m256i lower = _mm256_cvtepu8_epi32(bytes);
    const __m256i upper = _mm256_cvtepu8_epi32(_mm_srli_si128(bytes, 8));
    for (std::size_t begin = 0; begin < count; begin += kGroup, in += kWidthOfSixteen) {
        const __m256i codes = unpack_eight(in, layout);
        const __m256 of_lower = _mm256_castsi256_ps(_mm256_permutevar8x32_epi32(lower, codes));
        const __m256 of_upper = _mm256_castsi256_ps(_mm256_permutevar8x32_epi32(upper, codes));
        const __m256 is_upper = _mm256_castsi256_ps(_mm256_slli_epi32(codes, 28));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + begin),
                            _mm256_castps_si256(_mm256_blendv_ps(of_lower, of_upper, is_upper)));
    }
}

/// Sums eight gaps at a time.
struct GapSums {
    [[gnu::target("avx2")]] explicit GapSums(std::uint32_t first)
        : base(_mm256_add_epi32(_mm256_set1_epi32(static_cast<int>(first)),
                                _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7))) {}

    [[gnu::target("avx2")]] __m256i next(__m256i gaps) {
        const __m256i fourth = _mm256_set1_epi32(3);
        const __m256i last = _mm256_set1_epi32(7);
        const __m256i upper = _mm256_setr_epi32(0, 0, 0, 0, -1, -1, -1, -1);
        __m256i sums = _mm256_add_epi32(gaps, _mm256_slli_si256(gaps, 4));
        sums = _mm256_add_epi32(sums, _mm256_slli_si256(sums, 8));
        const __m256i of_lower = _mm256_and_si256(_mm256_permutevar8x32_epi32(sums, fourth), upper);
        sums = _mm256_add_epi32(sums, of_lower);
        const __m256i documents = _mm256_add_epi32(sums, base);
        base = _mm256_add_epi32(base, _mm256_permutevar8x32_epi32(sums, last));
        base = _mm256_add_epi32(base, _mm256_set1_epi32(static_cast<int>(kGroup)));
        return documents;
    }

    __m256i base;
};

[[gnu::target("avx2")]] void sum_gaps_by_eight(std::uint32_t* values, std::size_t count, std::uint32_t first) {
    GapSums sums(first);
    for (std::size_t begin = 0; begin < count; begin += kGroup) {
        auto* const eight = reinterpret_cast<__m256i*>(values + begin);
        _mm256_storeu_si256(eight, sums.next(_mm256_loadu_si256(eight)));
    }
}

[[gnu::target("avx2")]] void unpack_and_sum_short(const unsigned char* in, std::size_t count, unsigned width,
                                                  std::uint32_t first, std::uint32_t* out) {
    const ShortLayout& layout = kShortLayouts[width];
    GapSums sums(first);
    for (std::size_t begin = 0; begin < count; begin += kGroup, in += width) {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + begin), sums.next(unpack_eight(in, layout)));
    }
}

[[gnu::target("avx2")]] void unpack_groups_and_sum_short(const unsigned char* in, std::size_t count, unsigned width,
                                                         std::uint32_t narrower, std::uint32_t first,
                                                         std::uint32_t* out) {
    GapSums sums(first);
    for (std::size_t begin = 0; begin < count; begin += kGroup, narrower >>= 2) {
        const unsigned of_group = width - (narrower & 3);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + begin),
                            sums.next(unpack_eight(in, kShortLayouts[of_group])));
        in += of_group;
    }
}

const bool kHasAvx2 = __builtin_cpu_supports("avx2") != 0;
#endif

static_assert(std::endian::native == std::endian::little, "segments are little-endian");

}  // namespace

unsigned bits_of(std::uint32_t value) {
    return static_cast<unsigned>(std::bit_width(value));
}

void pack_bits(std::span<const std::uint32_t> values, unsigned width, std::string& out) {
    const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
    std::uint64_t pending = 0;
    unsigned filled = 0;
    for (const std::uint32_t value : values) {
        pending |= (value & mask) << filled;
        filled += width;
        for (; filled >= 8; filled -= 8, pending >>= 8) out.push_back(static_cast<char>(pending & 0xFF));
    }
    if (filled > 0) out.push_back(static_cast<char>(pending & 0xFF));
}

void unpack_bits_portably(const unsigned char* in, std::size_t count, unsigned width, std::uint32_t* out) {
    kUnpackers[width](in, count, out);
}

void sum_gaps_portably(std::uint32_t* values, std::size_t count, std::uint32_t first) {
    for (std::size_t i = 0; i < count; ++i) {
        first += values[i];
        values[i] = first++;
    }
}

void unpack_of_table_portably(const unsigned char* in, std::size_t count, unsigned width, const unsigned char* table,
                              std::uint32_t* out) {
    unpack_bits_portably(in, count, width, out);
    for (std::size_t i = 0; i < count; ++i) out[i] = table[out[i]];
}

void unpack_bits(const unsigned char* in, std::size_t count, unsigned width, std::uint32_t* out) {
#ifdef XINGLIN_HAS_AVX2
    if (kHasAvx2 && width <= kMaxShortWidth) return unpack_short(in, count, width, out);
#endif
    unpack_bits_portably(in, count, width, out);
}

void sum_gaps(std::uint32_t* values, std::size_t count, std::uint32_t first) {
#ifdef XINGLIN_HAS_AVX2
    if (kHasAvx2) return sum_gaps_by_eight(values, count, first);
#endif
    sum_gaps_portably(values, count, first);
}

void unpack_and_sum(const unsigned char* in, std::size_t count, unsigned width, std::uint32_t first,
                    std::uint32_t* out) {
#ifdef XINGLIN_HAS_AVX2
    if (kHasAvx2 && width <= kMaxShortWidth) return unpack_and_sum_short(in, count, width, first, out);
#endif
    unpack_bits(in, count, width, out);
    sum_gaps(out, count, first);
}

void unpack_groups_and_sum_portably(const unsigned char* in, std::size_t count, unsigned width, std::uint32_t narrower,
                                    std::uint32_t first, std::uint32_t* out) {
    for (std::size_t begin = 0; begin < count; begin += kGroup, narrower >>= 2) {
        const unsigned of_group = width - (narrower & 3);
        unpack_bits_portably(in, kGroup, of_group, out + begin);
        in += of_group;
    }
    sum_gaps_portably(out, count, first);
}

void unpack_groups_and_sum(const unsigned char* in, std::size_t count, unsigned width, std::uint32_t narrower,
                           std::uint32_t first, std::uint32_t* out) {
#ifdef XINGLIN_HAS_AVX2
    if (kHasAvx2 && width <= kMaxShortWidth) return unpack_groups_and_sum_short(in, count, width, narrower, first, out);
#endif
    unpack_groups_and_sum_portably(in, count, width, narrower, first, out);
}

std::size_t group_bytes(std::size_t count, unsigned width, std::uint32_t narrower) {
    const std::size_t groups = count / kGroup;
    const std::uint32_t of_last = groups == kMaxGroups ? 0 : narrower >> (2 * groups) & 3;
    const std::uint32_t of_whole = groups == kMaxGroups ? narrower : narrower & ((1U << (2 * groups)) - 1);
    // The sum of sixteen numbers of two bits.
    std::uint32_t sum = (of_whole & 0x33333333) + (of_whole >> 2 & 0x33333333);
    sum = (sum + (sum >> 4)) & 0x0F0F0F0F;
    sum = sum * 0x01010101 >> 24;
    return groups * width - sum + packed_bytes(count % kGroup, width - of_last);
}

void unpack_of_table(const unsigned char* in, std::size_t count, unsigned width, const unsigned char* table,
                     std::uint32_t* out) {
#ifdef XINGLIN_HAS_AVX2
    if (kHasAvx2 && width < kWidthOfSixteen) return unpack_of_eight(in, count, width, table, out);
    if (kHasAvx2) return unpack_of_sixteen(in, count, table, out);
#endif
    unpack_of_table_portably(in, count, width, table, out);
}

}  // namespace xinglin
