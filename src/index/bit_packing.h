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

}  // namespace xinglin
