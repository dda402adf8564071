#include "index/score_scan.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <algorithm>
#include <array>
#include <bit>

namespace xinglin {
namespace {

#if defined(__x86_64__)
#define XINGLIN_HAS_AVX2 1

/// For each set of eight bits: their places, first those that are set.
constexpr auto kPlacesOfBits = [] {
    std::array<std::array<std::uint8_t, kScanGroup>, 256> places{};
    for (unsigned bits = 0; bits < 256; ++bits) {
        std::size_t next = 0;
        for (std::uint8_t place = 0; place < kScanGroup; ++place) {
            if ((bits >> place & 1) != 0) places[bits][next++] = place;
        }
    }
    return places;
}();

[[gnu::target("avx2")]] inline __m256i eight_at(const std::uint32_t* scores) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(scores));
}

/// A bit for each of the eight that reaches the bound.
[[gnu::target("avx2")]] inline unsigned reaching(__m256i eight, __m256i bound) {
    const __m256i reach = _mm256_cmpeq_epi32(_mm256_max_epu32(eight, bound), eight);
    return static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(reach)));
}

[[gnu::target("avx2")]] inline bool any_of_many_reaches(const std::uint32_t* scores, __m256i bound) {
    const __m256i first = _mm256_max_epu32(eight_at(scores), eight_at(scores + kScanGroup));
    const __m256i second = _mm256_max_epu32(eight_at(scores + 2 * kScanGroup), eight_at(scores + 3 * kScanGroup));
    return reaching(_mm256_max_epu32(first, second), bound) != 0;
}

/// Few scores reach the bound once there are good hits, so groups are passed over four at a time.
[[gnu::target("avx2")]] std::size_t scan_by_eight(const std::uint32_t* scores, std::size_t count, std::uint32_t least,
                                                  std::uint32_t first_place, std::uint32_t* out) {
    constexpr std::size_t kMany = 4 * kScanGroup;
    const __m256i bound = _mm256_set1_epi32(static_cast<int>(least));
    std::size_t found = 0;
    for (std::size_t begin = 0; begin < count;) {
        const std::size_t end = std::min(count, begin + kMany);
        const bool has_none = end - begin == kMany && !any_of_many_reaches(scores + begin, bound);
        if (has_none) begin = end;
        for (; begin < end; begin += kScanGroup) {
            const unsigned bits = reaching(eight_at(scores + begin), bound);
            const __m128i places = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(kPlacesOfBits[bits].data()));
            const __m256i base = _mm256_set1_epi32(static_cast<int>(first_place + begin));
            _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + found),
                                _mm256_add_epi32(_mm256_cvtepu8_epi32(places), base));
            found += static_cast<std::size_t>(std::popcount(bits));
        }
    }
    return found;
}

const bool kHasAvx2 = __builtin_cpu_supports("avx2") != 0;
#endif

}  // namespace

std::size_t scan_scores_portably(const std::uint32_t* scores, std::size_t count, std::uint32_t least,
                                 std::uint32_t first_place, std::uint32_t* out) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < count; ++i) {
        out[found] = first_place + static_cast<std::uint32_t>(i);
        found += scores[i] >= least ? 1 : 0;
    }
    return found;
}

std::size_t scan_scores(const std::uint32_t* scores, std::size_t count, std::uint32_t least, std::uint32_t first_place,
                        std::uint32_t* out) {
#ifdef XINGLIN_HAS_AVX2
    if (kHasAvx2) return scan_by_eight(scores, count, least, first_place, out);
#endif
    return scan_scores_portably(scores, count, least, first_place, out);
}

}  // namespace xinglin
