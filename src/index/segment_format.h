#pragma once

// The bytes of a segment file, as docs/INDEX.md describes them: a header, then the sections that it names.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/enumeration.h"
#include "index/document.h"

namespace xinglin::segment_format {

inline constexpr std::string_view kMagic = "XLSEGMNT";
inline constexpr std::uint32_t kVersion = 2;

/// Of one segment; the sum of a document and a window's length stays within 32 bits.
inline constexpr std::uint32_t kMaxDocuments = 1U << 30;

enum class SegmentSection : std::size_t { Keys, Buckets, Postings, Labels, LabelData };
inline constexpr std::size_t kSectionCount = count_of<SegmentSection>;

struct SectionPlace {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint32_t checksum = 0;  ///< CRC-32 of the section's bytes
    std::uint32_t reserved = 0;
};

struct Header {
    std::array<char, 8> magic{};
    std::uint32_t version = kVersion;
    std::uint32_t checksum = 0;  ///< CRC-32 of the header with this field 0
    std::uint64_t file_bytes = 0;
    std::uint64_t feature_count = 0;
    std::uint32_t document_count = 0;
    std::uint32_t label_count = 0;
    std::uint32_t bucket_bits = 0;
    std::uint32_t key_bytes = 0;  ///< of what a key has above the first
    std::array<SectionPlace, kSectionCount> sections{};
};
static_assert(sizeof(Header) == 48 + 24 * kSectionCount);

/// A facet's value and the documents that have it: a list of documents, or where that is shorter a bit for each.
enum class LabelShape : std::uint32_t { List, Bits };
struct Label {
    Feature feature = 0;
    std::uint64_t offset = 0;  ///< in SegmentSection::LabelData
    std::uint32_t count = 0;   ///< of documents
    LabelShape shape = LabelShape::List;
};
static_assert(sizeof(Label) == 24);

/// Every section begins at a multiple of this.
inline constexpr std::size_t kAlignment = 64;

/// Spreads features evenly, so that their first bits pick a bucket of a few; one to one (the finaliser of SplitMix64).
/// Features are stored spread, in rising order.
constexpr std::uint64_t spread(Feature feature) {
    feature = (feature ^ (feature >> 30)) * 0xbf58476d1ce4e5b9ULL;
    feature = (feature ^ (feature >> 27)) * 0x94d049bb133111ebULL;
    return feature ^ (feature >> 31);
}

/// The reverse of spread().
constexpr Feature feature_of(std::uint64_t spread_feature) {
    std::uint64_t feature = spread_feature;
    feature = (feature ^ (feature >> 31) ^ (feature >> 62)) * 0x319642b2d24d8ec3ULL;
    feature = (feature ^ (feature >> 27) ^ (feature >> 54)) * 0x96de1b173f119089ULL;
    return feature ^ (feature >> 30) ^ (feature >> 60);
}

constexpr std::size_t bucket_of(std::uint64_t spread_feature, std::uint32_t bucket_bits) {
    return bucket_bits == 0 ? 0 : static_cast<std::size_t>(spread_feature >> (64 - bucket_bits));
}

/// What a feature has below the bits of its bucket.
constexpr std::uint64_t rest_of(std::uint64_t spread_feature, std::uint32_t bucket_bits) {
    return bucket_bits == 0 ? spread_feature : spread_feature & ((std::uint64_t{1} << (64 - bucket_bits)) - 1);
}

/// Bytes of such a rest.
constexpr std::size_t rest_bytes(std::uint32_t bucket_bits) {
    return (64 - bucket_bits + 7) / 8;
}

/// How many of the lowest bytes of `value` it takes to write it.
constexpr std::uint32_t bytes_needed(std::uint64_t value) {
    return static_cast<std::uint32_t>((std::bit_width(value) + 7) / 8);
}

/// The lowest bytes of a number.
constexpr std::uint64_t byte_mask(std::size_t bytes) {
    return bytes >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * bytes)) - 1;
}

/// 64-bit words of one bit a document.
constexpr std::size_t words_for(std::uint32_t documents) {
    return (static_cast<std::size_t>(documents) + 63) / 64;
}

}  // namespace xinglin::segment_format
