#include "index/bit_packing.h"

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

void unpack_bits(const unsigned char* in, std::size_t count, unsigned width, std::uint32_t* out) {
    kUnpackers[width](in, count, out);
}

}  // namespace xinglin
