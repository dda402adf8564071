#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "index/document.h"
#include "index/fresh_file.h"
#include "index/postings.h"

namespace xinglin {

/// Writes one segment, list by list, in memory bounded by its buckets (4 bytes for 2 to 4 features) and its keys. The
/// file appears under its name when finish() returns, whole and on the disk, or not at all. Throws IndexError when the
/// disk refuses.
class SegmentWriter {
  public:
    /// `keys` rising: document n of the segment has keys[n]. `features` of them will be added.
    SegmentWriter(std::filesystem::path path, std::vector<DocumentKey> keys, std::uint64_t features);
    ~SegmentWriter();
    SegmentWriter(const SegmentWriter&) = delete;
    SegmentWriter& operator=(const SegmentWriter&) = delete;

    /// Features come in the order of comes_before(), each once, with at least one posting.
    void add(Feature feature, std::span<const Posting> postings);

    /// Labels, each once, in any order, after all features; documents rising.
    void add_label(Feature label, std::span<const LocalDocument> documents);

    void finish();

    static bool comes_before(Feature a, Feature b);

  private:
    struct Labels;

    std::filesystem::path path_;
    std::vector<DocumentKey> keys_;
    std::unique_ptr<FreshFile> file_;
    std::string pending_;
    std::uint32_t bucket_bits_;
    std::vector<std::uint32_t> buckets_;  // where the entries of each begin
    std::uint64_t features_ = 0;
    std::uint64_t last_spread_ = 0;
    std::uint64_t postings_bytes_ = 0;
    std::uint32_t checksum_ = 0;  // of the postings
    std::unique_ptr<Labels> labels_;
};

/// Writes `documents`, in any order and of distinct keys, as one segment; takes 32 bytes of memory a posting. Throws
/// IndexError.
void write_segment(const std::filesystem::path& path, std::vector<const IndexDocument*> documents);

}  // namespace xinglin
