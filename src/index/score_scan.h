#pragma once

#include <cstddef>
#include <cstdint>

namespace xinglin {

/// Scores that are read together; scan_scores() takes a multiple of it.
inline constexpr std::size_t kScanGroup = 8;

/// Writes the places of scores of at least `least`, counted from `first_place`, rising, to `out`; returns how many.
/// `out` must have room for `count` and kScanGroup more.
std::size_t scan_scores(const std::uint32_t* scores, std::size_t count, std::uint32_t least, std::uint32_t first_place,
                        std::uint32_t* out);

/// The same without the instructions that not every machine has.
std::size_t scan_scores_portably(const std::uint32_t* scores, std::size_t count, std::uint32_t least,
                                 std::uint32_t first_place, std::uint32_t* out);

}  // namespace xinglin
