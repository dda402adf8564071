#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>

#include "index/document.h"
#include "index/postings.h"
#include "index/segment_format.h"

namespace xinglin {

/// How much of a file open() looks at: what it needs to be safe to read (milliseconds), or every byte's checksum.
enum class Verify { Structure, Everything };

/// A mapped, immutable segment. Any number of threads.
class Segment {
  public:
    /// Throws IndexError when the file is not there, is damaged, or is of a newer Xinglin; what() says which.
    static std::shared_ptr<const Segment> open(const std::filesystem::path& path, Verify verify);

    /// The same of bytes that `memory` keeps there, such as a part of a mapped file; they begin at a multiple of 64.
    /// `name` is for messages.
    static std::shared_ptr<const Segment> over(std::span<const unsigned char> bytes, std::shared_ptr<const void> memory,
                                               const std::filesystem::path& name);

    ~Segment();
    Segment(const Segment&) = delete;
    Segment& operator=(const Segment&) = delete;

    /// Throws IndexError when a checksum of the file is wrong: what Verify::Everything does.
    void check_every_byte() const { check_checksums(); }

    std::uint32_t document_count() const { return header().document_count; }
    std::uint64_t feature_count() const { return header().feature_count; }
    std::uint64_t file_bytes() const { return bytes_.size(); }
    std::span<const unsigned char> bytes() const { return bytes_; }
    const std::filesystem::path& path() const { return path_; }

    /// Keys rise with documents.
    DocumentKey key(LocalDocument document) const {
        std::uint64_t above_first = 0;
        std::memcpy(&above_first, keys_ + std::size_t{document} * header().key_bytes, sizeof above_first);
        return first_key_ + (above_first & key_mask_);
    }
    std::optional<LocalDocument> find(DocumentKey key) const;

    /// The documents that have the feature; nothing when none has. About two dependent memory reads.
    std::optional<PostingList> postings(Feature feature) const;

    /// The documents that have a label: `bits` with a bit a document, or `list` rising; both empty when none has.
    struct Labelled {
        std::span<const std::uint64_t> bits;
        std::span<const LocalDocument> list;
    };
    Labelled labelled(Feature label) const;

    /// How many documents have the label.
    std::uint32_t label_frequency(Feature label) const;
    std::span<const segment_format::Label> labels() const { return labels_; }

  private:
    Segment(std::filesystem::path path, std::span<const unsigned char> bytes);

    friend class SegmentLists;

    const segment_format::Header& header() const {
        return *reinterpret_cast<const segment_format::Header*>(bytes_.data());
    }

    /// A feature's rest, and its list behind it.
    struct Entry {
        std::uint64_t rest = 0;
        PostingList list;
        std::size_t bytes = 0;
    };
    std::optional<Entry> entry_at(std::span<const unsigned char> bytes) const;

    /// The entries of a bucket; none when the file says nonsense.
    std::span<const unsigned char> bucket(std::size_t bucket) const;

    template <typename T>
    std::span<const T> section(segment_format::SegmentSection section) const;
    void check_header() const;
    void check_checksums() const;
    void check_structure();
    void check_keys();
    const segment_format::Label* find_label(Feature label) const;
    [[noreturn]] void damaged(const char* what) const;

    static std::shared_ptr<const Segment> checked(std::shared_ptr<Segment> segment, Verify verify);

    std::filesystem::path path_;
    std::span<const unsigned char> bytes_;  // mapped
    std::shared_ptr<const void> memory_;    // that they are in; null when they are this object's own mapping
    const unsigned char* keys_ = nullptr;
    DocumentKey first_key_ = 0;
    std::uint64_t key_mask_ = 0;
    std::span<const std::uint32_t> buckets_;
    std::span<const unsigned char> postings_;
    std::span<const segment_format::Label> labels_;
    std::span<const unsigned char> label_data_;
};

/// Goes through the lists of a segment, which must outlive it, in the order of the file. Throws IndexError on a segment
/// whose lists are damaged.
class SegmentLists {
  public:
    explicit SegmentLists(const Segment& segment) : segment_(&segment) { read(); }

    bool at_end() const { return at_end_; }
    void next() { read(); }

    std::uint64_t spread_feature() const { return spread_feature_; }  ///< rising
    const PostingList& list() const { return list_; }

  private:
    void read();

    const Segment* segment_;
    std::size_t next_bucket_ = 0;
    std::span<const unsigned char> rest_of_bucket_;
    std::uint64_t read_ = 0;
    bool at_end_ = false;
    std::uint64_t spread_feature_ = 0;
    PostingList list_;
};

}  // namespace xinglin
