#include "index/postings.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/check.h"
#include "index/bit_packing.h"
#include "index/segment_format.h"

namespace xinglin {
namespace {

// The head of a list behind its length: how many impacts its codes stand for;
// then, of one block the codes' width, of several whether a row's numbers have
// four bytes instead of three.
constexpr unsigned kValueCountBits = 5;
constexpr unsigned kValueCountMask = (1U << kValueCountBits) - 1;
constexpr unsigned kHasWideNumbers = 1U << kValueCountBits;
constexpr std::size_t kMaxValues = 16;
constexpr std::uint8_t kNoCode = UINT8_MAX;

// The byte of the only block that has the gaps' width.
constexpr unsigned kGapWidthMask = 0x1F;
constexpr unsigned kHasGapGroups = 0x20;
constexpr unsigned kHasImpactExceptions = 0x40;
constexpr unsigned kMaxGapWidth = 30;

// The byte of a row that has the codes' width and above it the number of exceptions.
constexpr unsigned kCodeWidthBits = 3;
constexpr unsigned kCodeWidthMask = (1U << kCodeWidthBits) - 1;
constexpr unsigned kMaxCodeWidth = 4;
constexpr unsigned kMaxImpactWidth = 8;
constexpr unsigned kNoWidth = 9;
constexpr std::size_t kMaxImpactExceptions = 31;
constexpr std::size_t kImpactExceptionBytes = 2;  // place in the block, impact

// A row: last document, end of the block's bytes, then this; the last two not where all impacts are equal.
constexpr std::size_t kNarrowerBytes = 4;
constexpr std::size_t kShortRowBytes = kNarrowerBytes + 1;
constexpr std::size_t kRowBytes = kShortRowBytes + 2;

constexpr std::size_t kGapGroup = 8;
constexpr std::size_t kMaxGroups = kBlockPostings / kGapGroup;
constexpr unsigned kMaxNarrower = 3;  // bits that a group's gaps may have less than the block's widest
constexpr std::size_t kNarrowNumberBytes = 3;
constexpr std::size_t kWideNumberBytes = 4;

/// Gaps of at most this width cannot carry a document over 32 bits, whatever
/// the bytes say.
constexpr unsigned kSafeGapWidth = 23;
static_assert(kBlockPostings * ((1ULL << kSafeGapWidth) + 1) + segment_format::kMaxDocuments <= UINT32_MAX);

std::uint32_t read_u32(const unsigned char* bytes) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes, sizeof value);
    return value;
}

void append_number(std::string& out, std::uint32_t value, std::size_t bytes) {
    for (; bytes > 0; --bytes, value >>= 8) out.push_back(static_cast<char>(value & 0xFF));
}

void append_byte(std::string& out, std::size_t value) {
    out.push_back(static_cast<char>(value));
}

void append_varint(std::string& out, std::uint32_t value) {
    for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
    out.push_back(static_cast<char>(value));
}

std::size_t blocks_for(std::size_t postings) {
    return (postings + kBlockPostings - 1) / kBlockPostings;
}

std::span<const Posting> block_of(std::span<const Posting> postings, std::size_t block) {
    const auto rest = postings.subspan(block * kBlockPostings);
    return rest.first(std::min(kBlockPostings, rest.size()));
}

std::size_t groups_of(std::size_t count) {
    return (count + kGapGroup - 1) / kGapGroup;
}

/// Two bits a group say how much narrower it is.
std::size_t narrower_bytes(std::size_t count) {
    return packed_bytes(groups_of(count), 2);
}

/// How a block's gaps are packed: those of a group in `width` bits less the group's `narrower`.
struct GapPacking {
    unsigned width = 0;
    std::array<std::uint32_t, kMaxGroups> narrower{};
};

GapPacking best_gap_packing(std::span<const std::uint32_t> gaps) {
    std::array<unsigned, kMaxGroups> widths{};
    GapPacking packing;
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        unsigned& width = widths[i / kGapGroup];
        width = std::max(width, bits_of(gaps[i]));
        packing.width = std::max(packing.width, width);
    }
    if (packing.width < kMaxNarrower) return packing;
    std::size_t bytes = narrower_bytes(gaps.size());
    GapPacking grouped = packing;
    for (std::size_t group = 0; group < groups_of(gaps.size()); ++group) {
        grouped.narrower[group] = std::min(kMaxNarrower, packing.width - widths[group]);
        const std::size_t in_group = std::min(kGapGroup, gaps.size() - group * kGapGroup);
        bytes += packed_bytes(in_group, packing.width - grouped.narrower[group]);
    }
    return bytes < packed_bytes(gaps.size(), packing.width) ? grouped : packing;
}

/// The impacts that a list's codes stand for: the commoner, the smaller the
/// code.
struct Values {
    std::vector<std::uint8_t> impacts;
    std::array<std::uint8_t, 256> code_of;
};

/// The commonest impacts and the largest.
Values values_of(std::span<const Posting> postings) {
    std::array<std::size_t, 256> having{};
    for (const Posting& posting : postings) ++having[posting.impact];
    Values values;
    std::size_t largest = 0;
    for (std::size_t impact = 1; impact < having.size(); ++impact) {
        if (having[impact] == 0) continue;
        values.impacts.push_back(static_cast<std::uint8_t>(impact));
        largest = impact;
    }
    std::ranges::stable_sort(values.impacts, std::greater{}, [&](std::uint8_t impact) { return having[impact]; });
    if (values.impacts.size() > kMaxValues) {
        values.impacts.resize(kMaxValues);
        const bool has_largest = std::ranges::find(values.impacts, largest) != values.impacts.end();
        if (!has_largest) values.impacts.back() = static_cast<std::uint8_t>(largest);
    }
    values.code_of.fill(kNoCode);
    for (std::size_t code = 0; code < values.impacts.size(); ++code) {
        values.code_of[values.impacts[code]] = static_cast<std::uint8_t>(code);
    }
    return values;
}

/// How a block's impacts are packed.
struct ImpactPacking {
    unsigned width = 0;
    std::size_t exceptions = 0;
    std::size_t bytes = 0;
};

/// Of SIZE_MAX bytes when there would be too many exceptions.
ImpactPacking best_code_packing(std::span<const Posting> block, const Values& values) {
    std::array<std::size_t, kMaxValues> having{};
    for (const Posting& posting : block) {
        if (const std::uint8_t code = values.code_of[posting.impact]; code != kNoCode) ++having[code];
    }
    const unsigned whole = bits_of(static_cast<std::uint32_t>(values.impacts.size() - 1));
    ImpactPacking best{0, 0, SIZE_MAX};
    for (unsigned width = 0; width <= whole; ++width) {
        std::size_t exceptions = block.size();
        for (std::size_t code = 0; code < std::min(kMaxValues, std::size_t{1} << width); ++code) {
            exceptions -= having[code];
        }
        const std::size_t bytes = packed_bytes(block.size(), width) + exceptions * kImpactExceptionBytes;
        if (exceptions <= kMaxImpactExceptions && bytes < best.bytes) best = {width, exceptions, bytes};
    }
    return best;
}

struct Range {
    std::uint8_t least = UINT8_MAX;
    std::uint8_t most = 0;

    unsigned width() const { return bits_of(static_cast<std::uint32_t>(most - least)); }
};

Range range_of(std::span<const Posting> block) {
    Range range;
    for (const Posting& posting : block) {
        range.least = std::min(range.least, posting.impact);
        range.most = std::max(range.most, posting.impact);
    }
    return range;
}

/// The list's values, or none where it is shorter to write what impacts have
/// above the block's least.
Values best_values(std::span<const Posting> postings) {
    Values values = values_of(postings);
    std::size_t with_codes = values.impacts.size();
    std::size_t above_least = 0;
    for (std::size_t block = 0; block < blocks_for(postings.size()); ++block) {
        const auto of_block = block_of(postings, block);
        const std::size_t bytes = best_code_packing(of_block, values).bytes;
        with_codes = bytes == SIZE_MAX ? SIZE_MAX / 2 : with_codes + bytes;
        above_least += packed_bytes(of_block.size(), range_of(of_block).width());
    }
    // A list of one block has its range in two bytes instead of its values.
    if (postings.size() <= kBlockPostings) above_least += 2;
    if (above_least < with_codes) values.impacts.clear();
    return values;
}

/// Writes one block after another.
class BlockWriter {
  public:
    explicit BlockWriter(const Values& values) : values_(values) {}

    /// What a reader must know of a block before its bytes.
    struct Shape {
        unsigned gap_width = 0;
        std::uint32_t narrower = 0;
        ImpactPacking codes;
        Range range;
    };

    Shape write(std::span<const Posting> block) {
        Shape shape;
        write_gaps(block, shape);
        shape.range = range_of(block);
        if (values_.impacts.empty()) {
            write_above_least(block, shape.range);
        } else {
            shape.codes = best_code_packing(block, values_);
            write_codes(block, shape.codes);
        }
        return shape;
    }

    const std::string& data() const { return data_; }

  private:
    void write_gaps(std::span<const Posting> block, Shape& shape) {
        std::array<std::uint32_t, kBlockPostings> gaps;
        for (std::size_t i = 0; i < block.size(); ++i) {
            CHECK(block[i].document >= next_ && block[i].impact > 0);
            gaps[i] = block[i].document - next_;
            next_ = block[i].document + 1;
        }
        const GapPacking packing = best_gap_packing({gaps.data(), block.size()});
        shape.gap_width = packing.width;
        for (std::size_t group = 0; group < groups_of(block.size()); ++group) {
            const std::size_t begin = group * kGapGroup;
            const std::size_t count = std::min(kGapGroup, block.size() - begin);
            pack_bits({gaps.data() + begin, count}, packing.width - packing.narrower[group], data_);
            shape.narrower |= packing.narrower[group] << (2 * group);
        }
    }

    void write_above_least(std::span<const Posting> block, const Range& range) {
        std::array<std::uint32_t, kBlockPostings> above;
        for (std::size_t i = 0; i < block.size(); ++i) {
            above[i] = static_cast<std::uint32_t>(block[i].impact - range.least);
        }
        pack_bits({above.data(), block.size()}, range.width(), data_);
    }

    void write_codes(std::span<const Posting> block, const ImpactPacking& packing) {
        std::array<std::uint32_t, kBlockPostings> codes;
        std::string exceptions;
        for (std::size_t i = 0; i < block.size(); ++i) {
            codes[i] = values_.code_of[block[i].impact];
            if (codes[i] >> packing.width == 0) continue;
            codes[i] = 0;
            append_byte(exceptions, i);
            append_byte(exceptions, block[i].impact);
        }
        pack_bits({codes.data(), block.size()}, packing.width, data_);
        data_ += exceptions;
    }

    const Values& values_;
    std::uint32_t next_ = 0;  // the smallest document that may come
    std::string data_;
};

void append_values(const Values& values, std::string& out) {
    for (const std::uint8_t impact : values.impacts) append_byte(out, impact);
}

void write_one_block(std::span<const Posting> postings, const Values& values, std::string& out) {
    BlockWriter writer(values);
    const auto shape = writer.write(postings);
    append_byte(out, values.impacts.size() | shape.codes.width << kValueCountBits);
    append_values(values, out);
    append_byte(out, shape.gap_width | (shape.narrower != 0 ? kHasGapGroups : 0) |
                         (shape.codes.exceptions > 0 ? kHasImpactExceptions : 0));
    if (shape.narrower != 0) append_number(out, shape.narrower, narrower_bytes(postings.size()));
    if (shape.codes.exceptions > 0) append_byte(out, shape.codes.exceptions);
    if (values.impacts.empty()) {
        append_byte(out, shape.range.least);
        append_byte(out, shape.range.most);
    }
    out += writer.data();
}

void write_rows(std::span<const Posting> postings, const Values& values, std::string& out) {
    struct Row {
        std::uint32_t last_document;
        std::uint32_t end;
        BlockWriter::Shape shape;
    };
    BlockWriter writer(values);
    std::vector<Row> rows;
    for (std::size_t block = 0; block < blocks_for(postings.size()); ++block) {
        const auto of_block = block_of(postings, block);
        const auto shape = writer.write(of_block);
        rows.push_back({of_block.back().document, static_cast<std::uint32_t>(writer.data().size()), shape});
    }
    const bool is_wide = std::max(rows.back().last_document, rows.back().end) >> (8 * kNarrowNumberBytes) != 0;
    const std::size_t number_bytes = is_wide ? kWideNumberBytes : kNarrowNumberBytes;
    append_varint(out, rows.back().end);
    append_byte(out, values.impacts.size() | (is_wide ? kHasWideNumbers : 0));
    append_values(values, out);
    for (const Row& row : rows) {
        append_number(out, row.last_document, number_bytes);
        append_number(out, row.end, number_bytes);
        append_number(out, row.shape.narrower, kNarrowerBytes);
        append_byte(out, row.shape.gap_width);
        if (values.impacts.size() == 1) continue;
        const std::size_t codes = row.shape.codes.width | row.shape.codes.exceptions << kCodeWidthBits;
        append_byte(out, values.impacts.empty() ? row.shape.range.least : codes);
        append_byte(out, row.shape.range.most);
    }
    out += writer.data();
}

}  // namespace

void write_postings(std::span<const Posting> postings, std::string& out) {
    CHECK(!postings.empty());
    append_varint(out, static_cast<std::uint32_t>(postings.size()));
    if (postings.size() == 1) {
        CHECK(postings.front().impact > 0);
        append_varint(out, postings.front().document);
        append_byte(out, postings.front().impact);
        return;
    }
    const Values values = best_values(postings);
    if (postings.size() <= kBlockPostings)
        write_one_block(postings, values, out);
    else
        write_rows(postings, values, out);
}

/// The bytes that are still to be read.
struct PostingList::Head {
    std::span<const unsigned char> bytes;

    std::optional<unsigned char> byte() {
        if (bytes.empty()) return {};
        const unsigned char taken = bytes.front();
        bytes = bytes.subspan(1);
        return taken;
    }

    const unsigned char* take(std::size_t count) {
        if (bytes.size() < count) return nullptr;
        const unsigned char* const taken = bytes.data();
        bytes = bytes.subspan(count);
        return taken;
    }

    std::optional<std::uint32_t> varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift <= 28; shift += 7) {
            const auto next = byte();
            if (!next) return {};
            value |= static_cast<std::uint64_t>(*next & 0x7FU) << shift;
            if (*next >= 0x80) continue;
            return value > UINT32_MAX ? std::nullopt : std::optional(static_cast<std::uint32_t>(value));
        }
        return {};
    }
};

/// Where a block's bytes stand, within bounds whatever they say.
struct PostingList::Layout {
    const unsigned char* gaps = nullptr;
    const unsigned char* impacts = nullptr;
    std::span<const unsigned char> impact_exceptions;
    std::uint32_t first = 0;  ///< the smallest document that the block may have
    std::size_t count = 0;    ///< 0 when the bytes are damaged
    std::size_t end = 0;      ///< of the block in the list's data
};

std::optional<PostingList> PostingList::parse(std::span<const unsigned char> bytes, std::uint32_t document_count) {
    PostingList list;
    Head head{bytes};
    list.document_count_ = document_count;
    const auto count = head.varint();
    if (!count || *count == 0 || *count > document_count || document_count > segment_format::kMaxDocuments) return {};
    list.count_ = *count;
    list.blocks_ = blocks_for(*count);
    if (*count == 1) {
        const auto document = head.varint();
        const auto impact = head.byte();
        if (!document || *document >= document_count || !impact || *impact == 0) return {};
        list.single_ = {*document, *impact};
        list.max_impact_ = *impact;
    } else {
        const bool is_list = list.blocks_ == 1 ? list.parse_one_block(head) : list.parse_rows(head);
        if (!is_list) return {};
    }
    list.byte_size_ = bytes.size() - head.bytes.size();
    return list;
}

bool PostingList::parse_impacts(Head& head) {
    if (value_count_ > kMaxValues) return false;
    values_ = head.take(value_count_);
    if (values_ == nullptr) return false;
    const std::span values(values_, value_count_);
    if (std::ranges::find(values, 0) != values.end()) return false;
    if (!values.empty()) max_impact_ = *std::ranges::max_element(values);
    return true;
}

bool PostingList::parse_one_block(Head& head) {
    const auto first = head.byte();
    if (!first) return false;
    value_count_ = *first & kValueCountMask;
    if (!parse_impacts(head)) return false;
    const auto gaps = head.byte();
    if (!gaps) return false;
    shape_.gap_width = *gaps & kGapWidthMask;
    if ((*gaps & kHasGapGroups) != 0) {
        const unsigned char* const narrower = head.take(narrower_bytes(count_));
        if (narrower == nullptr) return false;
        const std::uint64_t mask = (std::uint64_t{1} << (8 * narrower_bytes(count_))) - 1;
        shape_.narrower = read_u32(narrower) & static_cast<std::uint32_t>(mask);
    }
    if ((*gaps & kHasImpactExceptions) != 0) {
        const auto exceptions = head.byte();
        if (!exceptions || value_count_ < 2) return false;
        shape_.impact_exceptions = *exceptions;
    }
    shape_.impact_width = *first >> kValueCountBits;
    if (value_count_ == 0) {
        const unsigned char* const range = head.take(2);
        if (range == nullptr) return false;
        max_impact_ = range[1];
        set_range(range[0], range[1], shape_);
    }
    data_ = head.bytes;
    const Layout layout = layout_of(0, shape_);
    if (layout.count == 0) return false;
    data_ = data_.first(layout.end);
    return head.take(layout.end) != nullptr;
}

bool PostingList::parse_rows(Head& head) {
    const auto size = head.varint();
    const auto first = head.byte();
    if (!size || !first) return false;
    value_count_ = *first & kValueCountMask;
    number_bytes_ = (*first & kHasWideNumbers) != 0 ? kWideNumberBytes : kNarrowNumberBytes;
    number_mask_ = (*first & kHasWideNumbers) != 0 ? UINT32_MAX : (1U << (8 * kNarrowNumberBytes)) - 1;
    row_bytes_ = 2 * number_bytes_ + (value_count_ == 1 ? kShortRowBytes : kRowBytes);
    if (!parse_impacts(head)) return false;
    rows_ = head.take(blocks_ * row_bytes_);
    if (rows_ == nullptr) return false;
    data_ = head.bytes.first(std::min<std::size_t>(*size, head.bytes.size()));
    return head.take(*size) != nullptr;
}

LocalDocument PostingList::last_document(std::size_t block) const {
    if (rows_ != nullptr) return read_u32(rows_ + block * row_bytes_) & number_mask_;
    return count_ == 1 ? single_.document : document_count_ - 1;
}

std::uint8_t PostingList::max_impact(std::size_t block) const {
    const bool is_in_row = rows_ != nullptr && value_count_ != 1;
    return is_in_row ? rows_[(block + 1) * row_bytes_ - 1] : max_impact_;
}

std::uint8_t PostingList::max_impact() const {
    std::uint8_t most = 0;
    for (std::size_t block = 0; block < blocks_; ++block) most = std::max(most, max_impact(block));
    return most;
}

/// A least impact of 0 or above the largest leaves a width that no block has.
void PostingList::set_range(unsigned least, unsigned most, Shape& shape) {
    shape.least_impact = least;
    shape.impact_width = least == 0 || most < least ? kNoWidth : bits_of(most - least);
}

PostingList::Shape PostingList::shape_of(std::size_t block) const {
    if (rows_ == nullptr) return shape_;
    const unsigned char* const row = rows_ + block * row_bytes_ + 2 * number_bytes_;
    Shape shape;
    shape.narrower = read_u32(row);
    shape.gap_width = row[kNarrowerBytes];
    if (value_count_ == 0) {
        set_range(row[kShortRowBytes], row[kShortRowBytes + 1], shape);
    } else if (value_count_ > 1) {
        shape.impact_width = row[kShortRowBytes] & kCodeWidthMask;
        shape.impact_exceptions = row[kShortRowBytes] >> kCodeWidthBits;
    }
    return shape;
}

PostingList::Layout PostingList::layout_of(std::size_t block, const Shape& shape) const {
    Layout layout;
    std::size_t begin = 0;
    if (block > 0) {
        begin = read_u32(rows_ + (block - 1) * row_bytes_ + number_bytes_) & number_mask_;
        layout.first = last_document(block - 1) + 1;
    }
    if (begin > data_.size() || layout.first >= document_count_) return {};
    if (shape.gap_width > kMaxGapWidth || (shape.narrower != 0 && shape.gap_width < kMaxNarrower)) return {};
    if (shape.impact_width > (value_count_ > 0 ? kMaxCodeWidth : kMaxImpactWidth)) return {};
    const std::size_t count = std::min(kBlockPostings, count_ - block * kBlockPostings);
    const std::size_t impacts = begin + group_bytes(count, shape.gap_width, shape.narrower);
    const std::size_t exceptions = impacts + packed_bytes(count, shape.impact_width);
    layout.end = exceptions + shape.impact_exceptions * kImpactExceptionBytes;
    if (layout.end > data_.size()) return {};
    layout.gaps = data_.data() + begin;
    layout.impacts = data_.data() + impacts;
    layout.impact_exceptions = data_.subspan(exceptions, layout.end - exceptions);
    layout.count = count;
    return layout;
}

void PostingList::decode(std::size_t block, Block& out) const {
    if (count_ == 1) {
        out.count = 1;
        out.documents[0] = single_.document;
        out.impacts[0] = single_.impact;
        return;
    }
    const Shape shape = shape_of(block);
    const Layout layout = layout_of(block, shape);
    out.count = layout.count;
    if (layout.count == 0) return;
    decode_impacts(shape, layout, out);
    if (shape.gap_width > kSafeGapWidth) return decode_wide_gaps(shape, layout, out);
    std::uint32_t* const documents = out.documents.data();
    if (shape.narrower != 0)
        unpack_groups_and_sum(layout.gaps, layout.count, shape.gap_width, shape.narrower, layout.first, documents);
    else
        unpack_and_sum(layout.gaps, layout.count, shape.gap_width, layout.first, documents);
    // Damaged: what is behind the last document is none.
    while (out.count > 0 && out.documents[out.count - 1] >= document_count_) --out.count;
}

void PostingList::decode_impacts(const Shape& shape, const Layout& layout, Block& out) const {
    std::uint32_t* const impacts = out.impacts.data();
    if (value_count_ > 0 && shape.impact_width == 0) {
        std::fill_n(impacts, layout.count, values_[0]);
    } else if (value_count_ > 0) {
        unpack_of_table(layout.impacts, layout.count, shape.impact_width, values_, impacts);
    } else {
        unpack_bits(layout.impacts, layout.count, shape.impact_width, impacts);
        for (std::size_t i = 0; i < layout.count; ++i) impacts[i] += shape.least_impact;
    }
    for (std::size_t i = 0; i < layout.impact_exceptions.size(); i += kImpactExceptionBytes) {
        impacts[layout.impact_exceptions[i] % kBlockPostings] = layout.impact_exceptions[i + 1];
    }
}

/// Sums in more bits than a document has.
void PostingList::decode_wide_gaps(const Shape& shape, const Layout& layout, Block& out) const {
    const unsigned char* gaps = layout.gaps;
    for (std::size_t begin = 0; begin < layout.count; begin += kGapGroup) {
        const unsigned width = shape.gap_width - (shape.narrower >> (2 * (begin / kGapGroup)) & kMaxNarrower);
        unpack_bits(gaps, kGapGroup, width, out.documents.data() + begin);
        gaps += width;
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
