#pragma once

#include <cstdint>
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

    ~Segment();
    Segment(const Segment&) = delete;
    Segment& operator=(const Segment&) = delete;

    /// Throws IndexError when a checksum of the file is wrong: what Verify::Everything does.
    void check_every_byte() const { check_checksums(); }

    std::uint32_t document_count() const { return header().document_count; }
    std::uint64_t feature_count() const { return header().feature_count; }
    std::uint64_t file_bytes() const { return bytes_.size(); }
    const std::filesystem::path& path() const { return path_; }

    DocumentKey key(LocalDocument document) const { return keys_[document]; }
    std::span<const DocumentKey> keys() const { return keys_; }  ///< rising
    std::optional<LocalDocument> find(DocumentKey key) const;

    /// The documents that have the feature; nothing when none has. About two dependent memory reads.
    std::optional<PostingList> postings(Feature feature) const;

    /// All features in the order of the file, for merging: spread features and their lists.
    std::span<const std::uint64_t> spread_features() const { return features_; }
    std::optional<PostingList> postings_at(std::size_t feature_place) const;

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

    const segment_format::Header& header() const;
    template <typename T>
    std::span<const T> section(segment_format::SegmentSection section) const;
    void check_header() const;
    void check_checksums() const;
    void check_structure() const;
    const segment_format::Label* find_label(Feature label) const;
    [[noreturn]] void damaged(const char* what) const;

    std::filesystem::path path_;
    std::span<const unsigned char> bytes_;  // mapped
    std::span<const DocumentKey> keys_;
    std::span<const std::uint32_t> buckets_;
    std::span<const std::uint64_t> features_;  // spread, rising
    std::span<const std::uint32_t> offsets_;
    std::span<const unsigned char> postings_;
    std::span<const segment_format::Label> labels_;
    std::span<const unsigned char> label_data_;
};

}  // namespace xinglin
