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

/// Appends a list: documents rising, impacts 1 to 255, at least one posting. docs/INDEX.md has the layout.
void write_postings(std::span<const Posting> postings, std::string& out);

/// A list inside a segment's bytes; owns nothing. Reading is safe on any bytes: what is not a list of documents below
/// `document_count` is refused by parse() or decodes to a shorter or different list, never outside of the bytes.
class PostingList {
  public:
    /// One decoded block; documents rise and are below the segment's document count.
    struct Block {
        std::size_t count = 0;
        std::array<std::uint32_t, kBlockPostings> documents;
        std::array<std::uint32_t, kBlockPostings> impacts;
    };

    /// The list at the start of `bytes`, behind which kUnpackSlack bytes must be readable. Nothing when the bytes are
    /// no list.
    static std::optional<PostingList> parse(std::span<const unsigned char> bytes, std::uint32_t document_count);

    std::size_t size() const { return count_; }
    std::size_t block_count() const { return blocks_; }

    /// The block's largest document without decoding it; of a list of one block only that it is below the segment's
    /// document count. O(1).
    LocalDocument last_document(std::size_t block) const;

    /// The block's largest impact. O(1).
    std::uint8_t max_impact(std::size_t block) const;

    /// The largest impact of all blocks.
    std::uint8_t max_impact() const;

    void decode(std::size_t block, Block& out) const;

  private:
    struct Layout;
    Layout layout_of(std::size_t block) const;

    std::uint32_t document_count_ = 0;
    std::size_t count_ = 0;
    std::size_t blocks_ = 0;
    const unsigned char* shapes_ = nullptr;  // of blocks; nullptr for a list of one posting
    std::span<const unsigned char> data_;
    Posting single_;
};

}  // namespace xinglin
