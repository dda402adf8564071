#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace xinglin {

/// A document's place in its segment, in the order of keys.
using LocalDocument = std::uint32_t;

struct Posting {
    LocalDocument document = 0;
    std::uint8_t impact = 0;

    friend bool operator==(const Posting&, const Posting&) = default;
};

inline constexpr std::size_t kBlockPostings = 128;

/// Appends a list: documents rising, impacts 1 to 255, at least one posting.
/// docs/INDEX.md has the layout.
void write_postings(std::span<const Posting> postings, std::string& out);

/// A list inside a segment's bytes; owns nothing. Reading is safe on any bytes:
/// what is not a list of documents below `document_count` is refused by parse()
/// or decodes to a shorter or different list, never outside of the bytes.
class PostingList {
  public:
    /// One decoded block; documents rise and are below the segment's document
    /// count.
    struct Block {
        std::size_t count = 0;
        std::array<std::uint32_t, kBlockPostings> documents;
        std::array<std::uint32_t, kBlockPostings> impacts;
    };

    /// The list that `bytes` begin with; kUnpackSlack bytes behind them must be
    /// readable. Nothing when they begin with no list.
    static std::optional<PostingList> parse(std::span<const unsigned char> bytes, std::uint32_t document_count);

    /// How many of the bytes given to parse() are the list's.
    std::size_t byte_size() const { return byte_size_; }

    std::size_t size() const { return count_; }
    std::size_t block_count() const { return blocks_; }

    /// The block's largest document without decoding it; of a list of one block
    /// only that it is below the segment's document count. O(1).
    LocalDocument last_document(std::size_t block) const;

    /// The block's largest impact. O(1).
    std::uint8_t max_impact(std::size_t block) const;

    /// The largest impact of all blocks.
    std::uint8_t max_impact() const;

    void decode(std::size_t block, Block& out) const;

  private:
    struct Head;
    struct Layout;
    bool parse_impacts(Head& head);
    bool parse_one_block(Head& head);
    bool parse_rows(Head& head);
    /// What a row says of a block, or the bytes before the only one.
    struct Shape {
        unsigned gap_width = 0;
        std::uint32_t narrower = 0;  // by group of gaps, two bits each
        unsigned impact_width = 0;
        std::uint32_t least_impact = 0;  // without codes
        std::size_t impact_exceptions = 0;
    };
    static void set_range(unsigned least, unsigned most, Shape& shape);
    Shape shape_of(std::size_t block) const;
    Layout layout_of(std::size_t block, const Shape& shape) const;
    void decode_impacts(const Shape& shape, const Layout& layout, Block& out) const;
    void decode_wide_gaps(const Shape& shape, const Layout& layout, Block& out) const;

    std::uint32_t document_count_ = 0;
    std::size_t count_ = 0;
    std::size_t blocks_ = 0;
    std::size_t byte_size_ = 0;
    const unsigned char* values_ = nullptr;  // the impacts that codes stand for, 16 readable bytes
    std::size_t value_count_ = 0;            // 0: impacts are written as what they have above the block's least
    std::uint8_t max_impact_ = 0;            // of a list of one block
    Shape shape_;                            // of the only block
    const unsigned char* rows_ = nullptr;    // of blocks; nullptr when there is one
    std::size_t number_bytes_ = 0;           // of the two numbers of a row
    std::uint32_t number_mask_ = 0;
    std::size_t row_bytes_ = 0;
    std::span<const unsigned char> data_;  // the blocks; empty for a list of one posting
    Posting single_;
};

}  // namespace xinglin
