#include "index/postings.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "index/bit_packing.h"
#include "index/segment_format.h"

namespace xinglin {
namespace {

// A block's shape: the width of its documents' gaps, its least and its largest impact. What the impacts have above the
// least takes as many bits as the largest needs; or, where that is shorter, fewer bits, and what does not fit follows
// them as exceptions. kHasExceptions in the first byte says so; then width and number of exceptions come before the
// bits.
constexpr std::size_t kShapeBytes = 3;
constexpr unsigned kHasExceptions = 0x80;
constexpr std::size_t kExceptionsHeadBytes = 2;
constexpr std::size_t kExceptionBytes = 2;  // place in the block, impact
constexpr std::size_t kGapWidth = 0;
constexpr std::size_t kLeastImpact = 1;
constexpr std::size_t kMaxImpact = 2;

// With several blocks, a row for each stands before the data: the shape, the last document, the end of its bytes.
constexpr std::size_t kLastDocument = kShapeBytes;
constexpr std::size_t kEnd = kLastDocument + 4;
constexpr std::size_t kRowBytes = kEnd + 4;

/// Gaps of at most this width cannot carry a document over 32 bits, whatever the bytes say.
constexpr unsigned kSafeGapWidth = 23;
static_assert(kBlockPostings * ((1ULL << kSafeGapWidth) + 1) + segment_format::kMaxDocuments <= UINT32_MAX);

void append_u32(std::string& out, std::uint32_t value) {
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out.append(bytes, sizeof value);
}

std::uint32_t read_u32(const unsigned char* bytes) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes, sizeof value);
    return value;
}

void append_varint(std::string& out, std::uint32_t value) {
    for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
    out.push_back(static_cast<char>(value));
}

std::optional<std::uint32_t> take_varint(std::span<const unsigned char>& bytes) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift <= 28; shift += 7) {
        if (bytes.empty()) return {};
        const unsigned char byte = bytes.front();
        bytes = bytes.subspan(1);
        value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
        if (byte < 0x80) return value > UINT32_MAX ? std::nullopt : std::optional(static_cast<std::uint32_t>(value));
    }
    return {};
}

std::size_t blocks_for(std::size_t postings) {
    return (postings + kBlockPostings - 1) / kBlockPostings;
}

/// How a block's impacts are packed.
struct ImpactPacking {
    unsigned width = 0;
    std::size_t exceptions = 0;
    std::size_t bytes = 0;
};

/// The shortest packing of what impacts have above the least. Without exceptions when they do not help.
ImpactPacking best_packing(std::span<const std::uint32_t> impacts, unsigned full_width) {
    std::array<std::size_t, 9> needing{};  // how many need just so many bits
    for (const std::uint32_t impact : impacts) ++needing[bits_of(impact)];
    ImpactPacking best{full_width, 0, packed_bytes(impacts.size(), full_width)};
    std::size_t exceptions = 0;
    for (unsigned width = full_width; width > 0; --width) {
        exceptions += needing[width];
        const std::size_t bytes =
            kExceptionsHeadBytes + packed_bytes(impacts.size(), width - 1) + exceptions * kExceptionBytes;
        if (bytes < best.bytes) best = {width - 1, exceptions, bytes};
    }
    return best;
}

/// Appends the block's shape to `table` and its bits to `data`. Its documents are `next` or behind.
void write_block(std::span<const Posting> block, std::uint32_t next, std::string& table, std::string& data) {
    std::array<std::uint32_t, kBlockPostings> gaps;
    std::array<std::uint32_t, kBlockPostings> impacts;
    std::uint32_t all_gaps = 0;
    std::uint8_t least = UINT8_MAX;
    std::uint8_t most = 0;
    for (std::size_t i = 0; i < block.size(); ++i) {
        CHECK(block[i].document >= next && block[i].impact > 0);
        gaps[i] = block[i].document - next;
        all_gaps |= gaps[i];
        least = std::min(least, block[i].impact);
        most = std::max(most, block[i].impact);
        next = block[i].document + 1;
    }
    for (std::size_t i = 0; i < block.size(); ++i) impacts[i] = static_cast<std::uint32_t>(block[i].impact - least);
    const unsigned gap_width = bits_of(all_gaps);
    const ImpactPacking packing =
        best_packing({impacts.data(), block.size()}, bits_of(static_cast<std::uint32_t>(most - least)));
    table.push_back(static_cast<char>(gap_width | (packing.exceptions > 0 ? kHasExceptions : 0)));
    table.push_back(static_cast<char>(least));
    table.push_back(static_cast<char>(most));

    pack_bits({gaps.data(), block.size()}, gap_width, data);
    if (packing.exceptions > 0) {
        data.push_back(static_cast<char>(packing.width));
        data.push_back(static_cast<char>(packing.exceptions));
    }
    pack_bits({impacts.data(), block.size()}, packing.width, data);
    for (std::size_t i = 0; packing.exceptions > 0 && i < block.size(); ++i) {
        if (bits_of(impacts[i]) <= packing.width) continue;
        data.push_back(static_cast<char>(i));
        data.push_back(static_cast<char>(block[i].impact));
    }
}

}  // namespace

void write_postings(std::span<const Posting> postings, std::string& out) {
    CHECK(!postings.empty());
    append_varint(out, static_cast<std::uint32_t>(postings.size()));
    if (postings.size() == 1) {
        append_varint(out, postings.front().document);
        out.push_back(static_cast<char>(postings.front().impact));
        return;
    }
    const bool has_rows = postings.size() > kBlockPostings;
    std::string table;
    std::string data;
    std::uint32_t next = 0;  // the smallest document that may come
    for (std::size_t begin = 0; begin < postings.size(); begin += kBlockPostings) {
        const auto block = postings.subspan(begin, std::min(kBlockPostings, postings.size() - begin));
        write_block(block, next, table, data);
        next = block.back().document + 1;
        if (!has_rows) break;
        append_u32(table, block.back().document);
        append_u32(table, static_cast<std::uint32_t>(data.size()));
    }
    out += table;
    out += data;
}

/// Where a block's bytes stand, within bounds whatever the table says.
struct PostingList::Layout {
    const unsigned char* gaps = nullptr;
    const unsigned char* impacts = nullptr;
    unsigned gap_width = 0;
    unsigned impact_width = 0;
    std::uint32_t least_impact = 0;
    std::span<const unsigned char> exceptions;
    std::uint32_t first = 0;  ///< the smallest document that the block may have
    std::size_t count = 0;    ///< 0 when the table is damaged
};

std::optional<PostingList> PostingList::parse(std::span<const unsigned char> bytes, std::uint32_t document_count) {
    PostingList list;
    list.document_count_ = document_count;
    const auto count = take_varint(bytes);
    if (!count || *count == 0 || *count > document_count || document_count > segment_format::kMaxDocuments) return {};
    list.count_ = *count;
    list.blocks_ = blocks_for(*count);
    if (*count == 1) {
        const auto document = take_varint(bytes);
        if (!document || *document >= document_count || bytes.empty() || bytes.front() == 0) return {};
        list.single_ = {*document, bytes.front()};
        return list;
    }
    const std::size_t table_bytes = list.blocks_ == 1 ? kShapeBytes : list.blocks_ * kRowBytes;
    if (bytes.size() < table_bytes) return {};
    list.shapes_ = bytes.data();
    list.data_ = bytes.subspan(table_bytes);
    return list;
}

LocalDocument PostingList::last_document(std::size_t block) const {
    if (!shapes_) return single_.document;
    return blocks_ == 1 ? document_count_ - 1 : read_u32(shapes_ + block * kRowBytes + kLastDocument);
}

std::uint8_t PostingList::max_impact(std::size_t block) const {
    return shapes_ ? shapes_[block * kRowBytes + kMaxImpact] : single_.impact;
}

std::uint8_t PostingList::max_impact() const {
    std::uint8_t most = 0;
    for (std::size_t block = 0; block < blocks_; ++block) most = std::max(most, max_impact(block));
    return most;
}

PostingList::Layout PostingList::layout_of(std::size_t block) const {
    const unsigned char* row = shapes_ + block * kRowBytes;
    const std::size_t begin = block == 0 ? 0 : read_u32(row - kRowBytes + kEnd);
    const std::size_t count = std::min(kBlockPostings, count_ - block * kBlockPostings);
    Layout layout;
    layout.gap_width = row[kGapWidth] & ~kHasExceptions;
    layout.least_impact = row[kLeastImpact];
    if (layout.gap_width > 32 || layout.least_impact == 0 || row[kMaxImpact] < layout.least_impact) return {};
    layout.impact_width = bits_of(row[kMaxImpact] - layout.least_impact);
    std::size_t end = begin + packed_bytes(count, layout.gap_width);
    if (end > data_.size()) return {};
    layout.gaps = data_.data() + begin;
    std::size_t exceptions = 0;
    if ((row[kGapWidth] & kHasExceptions) != 0) {
        if (data_.size() - end < kExceptionsHeadBytes || data_[end] > layout.impact_width) return {};
        layout.impact_width = data_[end];
        exceptions = data_[end + 1];
        end += kExceptionsHeadBytes;
    }
    layout.impacts = data_.data() + end;
    end += packed_bytes(count, layout.impact_width);
    if (end > data_.size() || data_.size() - end < exceptions * kExceptionBytes) return {};
    layout.exceptions = data_.subspan(end, exceptions * kExceptionBytes);
    layout.first = block == 0 ? 0 : read_u32(row - kRowBytes + kLastDocument) + 1;
    if (layout.first >= document_count_) return {};
    layout.count = count;
    return layout;
}

void PostingList::decode(std::size_t block, Block& out) const {
    if (!shapes_) {
        out.count = 1;
        out.documents[0] = single_.document;
        out.impacts[0] = single_.impact;
        return;
    }
    const Layout layout = layout_of(block);
    out.count = layout.count;
    if (layout.count == 0) return;
    unpack_bits(layout.gaps, layout.count, layout.gap_width, out.documents.data());
    unpack_bits(layout.impacts, layout.count, layout.impact_width, out.impacts.data());
    for (std::size_t i = 0; i < layout.count; ++i) out.impacts[i] += layout.least_impact;
    for (std::size_t i = 0; i < layout.exceptions.size(); i += kExceptionBytes) {
        out.impacts[layout.exceptions[i] % kBlockPostings] = layout.exceptions[i + 1];
    }

    const bool fits_without_carry = layout.gap_width <= kSafeGapWidth;
    if (fits_without_carry) {
        sum_gaps(out.documents.data(), layout.count, layout.first);
        if (out.documents[layout.count - 1] < document_count_) return;
        // Damaged: what is behind the last document is none.
        while (out.count > 0 && out.documents[out.count - 1] >= document_count_) --out.count;
        return;
    }
    std::uint64_t document = layout.first;
    for (std::size_t i = 0; i < layout.count; ++i, ++document) {
        document += out.documents[i];
        if (document >= document_count_) {
            out.count = i;
            return;
        }
        out.documents[i] = static_cast<std::uint32_t>(document);
    }
}

}  // namespace xinglin
