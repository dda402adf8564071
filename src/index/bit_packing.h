#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace xinglin {

/// Bits that `value` needs; 0 for 0.
unsigned bits_of(std::uint32_t value);

/// Bytes of `count` values of `width` bits each.
inline std::size_t packed_bytes(std::size_t count, unsigned width) {
    return (count * width + 7) / 8;
}

/// Appends the low `width` bits (0 to 32) of each value, least significant bit first.
void pack_bits(std::span<const std::uint32_t> values, unsigned width, std::string& out);

/// The reverse. Reads up to kUnpackSlack bytes behind packed_bytes(count, width): the caller must own them. `out` must
/// have room for `count` rounded up to a multiple of 8.
void unpack_bits(const unsigned char* in, std::size_t count, unsigned width, std::uint32_t* out);

inline constexpr std::size_t kUnpackSlack = 40;

/// Turns gaps into numbers: number i is `first` + i + the gaps up to and with i, in 32 bits without a carry. `values`
/// has room for `count` rounded up to a multiple of 8.
void sum_gaps(std::uint32_t* values, std::size_t count, std::uint32_t first);

/// unpack_bits() and sum_gaps() without the instructions that not every machine has: their twins in tests.
void unpack_bits_portably(const unsigned char* in, std::size_t count, unsigned width, std::uint32_t* out);
void sum_gaps_portably(std::uint32_t* values, std::size_t count, std::uint32_t first);

}  // namespace xinglin
