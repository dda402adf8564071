#include "index/postings.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "index/bit_packing.h"

namespace xinglin {
namespace {

// A block's row in the table before the data: last document, end of its bytes in the data, widths and largest impact.
constexpr std::size_t kRowBytes = 11;
constexpr std::size_t kLastDocument = 0;
constexpr std::size_t kEnd = 4;
constexpr std::size_t kDocumentWidth = 8;
constexpr std::size_t kImpactWidth = 9;
constexpr std::size_t kMaxImpact = 10;

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

}  // namespace

void write_postings(std::span<const Posting> postings, std::string& out) {
    CHECK(!postings.empty());
    append_varint(out, static_cast<std::uint32_t>(postings.size()));
    if (postings.size() == 1) {
        append_varint(out, postings.front().document);
        out.push_back(static_cast<char>(postings.front().impact));
        return;
    }
    std::string table;
    std::string data;
    std::array<std::uint32_t, kBlockPostings> gaps;
    std::array<std::uint32_t, kBlockPostings> impacts;
    std::uint32_t next = 0;  // the smallest document that may come
    for (std::size_t begin = 0; begin < postings.size(); begin += kBlockPostings) {
        const auto block = postings.subspan(begin, std::min(kBlockPostings, postings.size() - begin));
        std::uint32_t all_gaps = 0;
        std::uint32_t all_impacts = 0;
        std::uint8_t max_impact = 0;
        for (std::size_t i = 0; i < block.size(); ++i) {
            CHECK(block[i].document >= next && block[i].impact > 0);
            gaps[i] = block[i].document - next;
            impacts[i] = block[i].impact - 1U;
            all_gaps |= gaps[i];
            all_impacts |= impacts[i];
            max_impact = std::max(max_impact, block[i].impact);
            next = block[i].document + 1;
        }
        const unsigned document_width = bits_of(all_gaps);
        const unsigned impact_width = bits_of(all_impacts);
        pack_bits({gaps.data(), block.size()}, document_width, data);
        pack_bits({impacts.data(), block.size()}, impact_width, data);
        append_u32(table, block.back().document);
        append_u32(table, static_cast<std::uint32_t>(data.size()));
        table.push_back(static_cast<char>(document_width));
        table.push_back(static_cast<char>(impact_width));
        table.push_back(static_cast<char>(max_impact));
    }
    out += table;
    out += data;
}

/// Where a block's bytes stand, within bounds whatever the table says.
struct PostingList::Layout {
    const unsigned char* documents = nullptr;
    const unsigned char* impacts = nullptr;
    unsigned document_width = 0;
    unsigned impact_width = 0;
    std::size_t count = 0;  ///< 0 when the table is damaged
};

std::optional<PostingList> PostingList::parse(std::span<const unsigned char> bytes, std::uint32_t document_count) {
    PostingList list;
    list.document_count_ = document_count;
    const auto count = take_varint(bytes);
    if (!count || *count == 0 || *count > document_count) return {};
    list.count_ = *count;
    list.blocks_ = blocks_for(*count);
    if (*count == 1) {
        const auto document = take_varint(bytes);
        if (!document || *document >= document_count || bytes.empty() || bytes.front() == 0) return {};
        list.single_ = {*document, bytes.front()};
        return list;
    }
    const std::size_t table_bytes = list.blocks_ * kRowBytes;
    if (bytes.size() < table_bytes) return {};
    list.table_ = bytes.data();
    list.data_ = bytes.subspan(table_bytes);
    return list;
}

LocalDocument PostingList::last_document(std::size_t block) const {
    return table_ ? read_u32(table_ + block * kRowBytes + kLastDocument) : single_.document;
}

std::uint8_t PostingList::max_impact(std::size_t block) const {
    return table_ ? table_[block * kRowBytes + kMaxImpact] : single_.impact;
}

PostingList::Layout PostingList::layout_of(std::size_t block) const {
    const unsigned char* row = table_ + block * kRowBytes;
    const std::size_t begin = block == 0 ? 0 : read_u32(row - kRowBytes + kEnd);
    const std::size_t count = std::min(kBlockPostings, count_ - block * kBlockPostings);
    Layout layout;
    layout.document_width = row[kDocumentWidth];
    layout.impact_width = row[kImpactWidth];
    if (layout.document_width > 32 || layout.impact_width > 8) return {};
    const std::size_t document_bytes = packed_bytes(count, layout.document_width);
    const std::size_t end = begin + document_bytes + packed_bytes(count, layout.impact_width);
    if (begin > data_.size() || end > data_.size()) return {};
    layout.documents = data_.data() + begin;
    layout.impacts = layout.documents + document_bytes;
    layout.count = count;
    return layout;
}

void PostingList::decode(std::size_t block, Block& out) const {
    if (!table_) {
        out.count = 1;
        out.documents[0] = single_.document;
        out.impacts[0] = single_.impact;
        return;
    }
    const Layout layout = layout_of(block);
    unpack_bits(layout.documents, layout.count, layout.document_width, out.documents.data());
    unpack_bits(layout.impacts, layout.count, layout.impact_width, out.impacts.data());
    std::uint64_t document = block == 0 ? 0 : std::uint64_t{last_document(block - 1)} + 1;
    out.count = layout.count;
    for (std::size_t i = 0; i < layout.count; ++i) {
        document += out.documents[i];
        if (document >= document_count_) {  // damaged: what follows has no document
            out.count = i;
            return;
        }
        out.documents[i] = static_cast<std::uint32_t>(document++);
        ++out.impacts[i];
    }
}

}  // namespace xinglin
