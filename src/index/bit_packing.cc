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

constexpr unsigned kMaxShortWidth = 16;  // eight values within 16 bytes

/// For each width: which bytes make each of eight values, and how far they are to be shifted.
struct ShortLayout {
    alignas(32) std::array<std::uint8_t, 32> bytes{};
    alignas(32) std::array<std::uint32_t, 8> shifts{};
};

constexpr auto kShortLayouts = [] {
    constexpr std::uint8_t kZero = 0x80;
    std::array<ShortLayout, kMaxShortWidth + 1> layouts{};
    for (unsigned width = 0; width <= kMaxShortWidth; ++width) {
        for (unsigned value = 0; value < kGroup; ++value) {
            const unsigned begin = value * width / 8;
            layouts[width].shifts[value] = value * width % 8;
            for (unsigned i = 0; i < 4; ++i) {
                layouts[width].bytes[value * 4 + i] = begin + i < 16 ? static_cast<std::uint8_t>(begin + i) : kZero;
            }
        }
    }
    return layouts;
}();

[[gnu::target("avx2")]] void unpack_short(const unsigned char* in, std::size_t count, unsigned width,
                                          std::uint32_t* out) {
    const ShortLayout& layout = kShortLayouts[width];
    const __m256i bytes = _mm256_load_si256(reinterpret_cast<const __m256i*>(layout.bytes.data()));
    const __m256i shifts = _mm256_load_si256(reinterpret_cast<const __m256i*>(layout.shifts.data()));
    const __m256i mask = _mm256_set1_epi32((1 << width) - 1);
    for (std::size_t begin = 0; begin < count; begin += kGroup, in += width) {
        const __m128i packed = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in));
        const __m256i spread = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(packed), bytes);
        const __m256i values = _mm256_and_si256(_mm256_srlv_epi32(spread, shifts), mask);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + begin), values);
    }
}

[[gnu::target("avx2")]] void sum_gaps_by_eight(std::uint32_t* values, std::size_t count, std::uint32_t first) {
    const __m256i steps = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    const __m256i fourth = _mm256_set1_epi32(3);
    const __m256i last = _mm256_set1_epi32(7);
    const __m256i upper = _mm256_setr_epi32(0, 0, 0, 0, -1, -1, -1, -1);
    __m256i base = _mm256_set1_epi32(static_cast<int>(first));
    for (std::size_t begin = 0; begin < count; begin += kGroup) {
        auto* const eight = reinterpret_cast<__m256i*>(values + begin);
        __m256i sums = _mm256_loadu_si256(eight);
        sums = _mm256_add_epi32(sums, _mm256_slli_si256(sums, 4));
        sums = _mm256_add_epi32(sums, _mm256_slli_si256(sums, 8));
        const __m256i of_lower = _mm256_and_si256(_mm256_permutevar8x32_epi32(sums, fourth), upper);
        sums = _mm256_add_epi32(sums, of_lower);
        _mm256_storeu_si256(eight, _mm256_add_epi32(_mm256_add_epi32(sums, steps), base));
        base = _mm256_add_epi32(base, _mm256_permutevar8x32_epi32(sums, last));
        base = _mm256_add_epi32(base, _mm256_set1_epi32(static_cast<int>(kGroup)));
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

}  // namespace xinglin
