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

/// Appends the low `width` bits (0 to 32) of each value, least significant bit
/// first.
void pack_bits(std::span<const std::uint32_t> values, unsigned width, std::string& out);

/// The reverse. Reads up to kUnpackSlack bytes behind packed_bytes(count,
/// width): the caller must own them. `out` must have room for `count` rounded
/// up to a multiple of 8.
void unpack_bits(const unsigned char* in, std::size_t count, unsigned width, std::uint32_t* out);

inline constexpr std::size_t kUnpackSlack = 40;

/// Turns gaps into numbers: number i is `first` + i + the gaps up to and with
/// i, in 32 bits without a carry. `values` has room for `count` rounded up to a
/// multiple of 8.
void sum_gaps(std::uint32_t* values, std::size_t count, std::uint32_t first);

/// unpack_bits(), then sum_gaps().
void unpack_and_sum(const unsigned char* in, std::size_t count, unsigned width, std::uint32_t first,
                    std::uint32_t* out);

/// As unpack_and_sum(), of groups of eight gaps (the last may have fewer) that follow each other, each of its own
/// width: `width` less two bits of `narrower`, lowest first. At most 16 groups; `width` is at least 3.
void unpack_groups_and_sum(const unsigned char* in, std::size_t count, unsigned width, std::uint32_t narrower,
                           std::uint32_t first, std::uint32_t* out);

/// Bytes of such groups.
std::size_t group_bytes(std::size_t count, unsigned width, std::uint32_t narrower);

/// As unpack_bits(), of at most 4 bits each, but gives table[value] in place of each value. Reads 16 bytes of `table`.
void unpack_of_table(const unsigned char* in, std::size_t count, unsigned width, const unsigned char* table,
                     std::uint32_t* out);

/// The same without the instructions that not every machine has: their twins in tests.
void unpack_bits_portably(const unsigned char* in, std::size_t count, unsigned width, std::uint32_t* out);
void sum_gaps_portably(std::uint32_t* values, std::size_t count, std::uint32_t first);
void unpack_groups_and_sum_portably(const unsigned char* in, std::size_t count, unsigned width, std::uint32_t narrower,
                                    std::uint32_t first, std::uint32_t* out);
void unpack_of_table_portably(const unsigned char* in, std::size_t count, unsigned width, const unsigned char* table,
                              std::uint32_t* out);

}  // namespace xinglin
