#pragma once

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <string>
#include <string_view>

namespace xinglin {

/// `piece` again and again, at least `bytes` bytes of it in whole pieces.
inline std::string repeated_to(std::string_view piece, std::size_t bytes) {
    std::string text;
    text.reserve(bytes + piece.size());
    while (text.size() < bytes) text += piece;
    return text;
}

/// By how much the processor time of `work` on a text grows when the text is four times as long: about 4 for what is
/// linear, 16 for what is quadratic. Of each length the best of some runs counts, which a busy machine disturbs little.
template <typename TextOf, typename Work>
double growth_of(TextOf text_of, Work work, std::size_t bytes) {
    const auto seconds = [] {
        timespec now{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
    };
    const auto best_of = [&](std::size_t length, int runs) {
        const std::string text = text_of(length);
        double best = 1e9;
        for (int i = 0; i < runs; ++i) {
            const double begin = seconds();
            work(text);
            best = std::min(best, seconds() - begin);
        }
        return best;
    };
    const double once = best_of(bytes, 5);
    return best_of(4 * bytes, 3) / std::max(once, 2e-4);
}

inline constexpr double kLinearGrowth = 9.0;

}  // namespace xinglin
