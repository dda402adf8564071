#include "index/segment_writer.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <functional>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "index/bit_packing.h"
#include "index/fresh_file.h"
#include "index/index_error.h"
#include "index/segment_format.h"

namespace xinglin {

namespace format = segment_format;

namespace {

constexpr std::size_t kFlushBytes = std::size_t{1} << 20;
constexpr std::uint64_t kMaxPostingsBytes = UINT32_MAX - (1U << 24);
constexpr std::size_t kFeaturesPerBucket = 4;

template <typename T>
std::string_view bytes_of(const std::vector<T>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

std::uint32_t checksum_of(std::uint32_t before, std::string_view bytes) {
    return static_cast<std::uint32_t>(
        crc32_z(before, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}

void align(FreshFile& file) {
    file.append(std::string((format::kAlignment - file.size() % format::kAlignment) % format::kAlignment, '\0'));
}

}  // namespace

struct SegmentWriter::Labels {
    std::vector<format::Label> table;
    std::string data;
};

namespace {

/// Appends sections one behind the other and fills in their places.
class Sections {
  public:
    Sections(FreshFile& file, format::Header& header) : file_(file), header_(header) {}

    void put(format::SegmentSection section, std::string_view bytes) {
        align(file_);
        header_.sections[static_cast<std::size_t>(section)] = {file_.size(), bytes.size(), checksum_of(0, bytes), 0};
        file_.append(bytes);
    }

  private:
    FreshFile& file_;
    format::Header& header_;
};

void append_number(std::string& out, std::uint64_t value, std::size_t bytes) {
    out.append(reinterpret_cast<const char*>(&value), bytes);
}

/// The first key, then what each has above it.
std::string packed_keys(const std::vector<DocumentKey>& keys, std::uint32_t key_bytes) {
    const DocumentKey first = keys.empty() ? 0 : keys.front();
    std::string packed;
    packed.reserve(sizeof first + keys.size() * key_bytes);
    append_number(packed, first, sizeof first);
    for (const DocumentKey key : keys) append_number(packed, key - first, key_bytes);
    return packed;
}

}  // namespace

SegmentWriter::SegmentWriter(std::filesystem::path path, std::vector<DocumentKey> keys, std::uint64_t features)
    : path_(std::move(path)),
      keys_(std::move(keys)),
      file_(std::make_unique<FreshFile>(path_)),
      bucket_bits_(static_cast<std::uint32_t>(std::bit_width(features / kFeaturesPerBucket))),
      labels_(std::make_unique<Labels>()) {
    CHECK(keys_.size() <= format::kMaxDocuments);
    CHECK(std::adjacent_find(keys_.begin(), keys_.end(), std::greater_equal{}) == keys_.end());
    // The postings come first in the file: they are written as they arrive, all else is known at the end.
    file_->append(std::string(sizeof(format::Header), '\0'));
    align(*file_);
}

SegmentWriter::~SegmentWriter() = default;

bool SegmentWriter::comes_before(Feature a, Feature b) {
    return format::spread(a) < format::spread(b);
}

void SegmentWriter::add(Feature feature, std::span<const Posting> postings) {
    const std::uint64_t spread = format::spread(feature);
    CHECK(features_ == 0 || last_spread_ < spread);
    const std::size_t bucket = format::bucket_of(spread, bucket_bits_);
    buckets_.resize(std::max(buckets_.size(), bucket + 1), static_cast<std::uint32_t>(postings_bytes_));
    const std::size_t before = pending_.size();
    append_number(pending_, format::rest_of(spread, bucket_bits_), format::rest_bytes(bucket_bits_));
    write_postings(postings, pending_);
    postings_bytes_ += pending_.size() - before;
    if (postings_bytes_ > kMaxPostingsBytes) {
        throw IndexError(path_.string() + " would have more than 4 GiB of postings; index into several segments.");
    }
    ++features_;
    last_spread_ = spread;
    if (pending_.size() < kFlushBytes) return;
    checksum_ = checksum_of(checksum_, pending_);
    file_->append(pending_);
    pending_.clear();
}

void SegmentWriter::add_label(Feature label, std::span<const LocalDocument> documents) {
    const auto document_count = static_cast<std::uint32_t>(keys_.size());
    const bool as_bits = documents.size() * 32 > keys_.size();
    labels_->table.push_back({label, labels_->data.size(), static_cast<std::uint32_t>(documents.size()),
                              as_bits ? format::LabelShape::Bits : format::LabelShape::List});
    const auto append = [&](const auto& values) { labels_->data += bytes_of(values); };
    if (as_bits) {
        std::vector<std::uint64_t> words(format::words_for(document_count), 0);
        for (const LocalDocument document : documents) words[document / 64] |= std::uint64_t{1} << (document % 64);
        append(words);
    } else {
        std::vector<LocalDocument> list(documents.begin(), documents.end());
        if (list.size() % 2 != 0) list.push_back(UINT32_MAX);  // keeps what follows aligned to 8 bytes
        append(list);
    }
}

void SegmentWriter::finish() {
    format::Header header;
    std::ranges::copy(format::kMagic, header.magic.begin());
    Sections sections(*file_, header);
    checksum_ = checksum_of(checksum_, pending_);
    file_->append(pending_);
    const std::uint64_t postings_end = file_->size();
    file_->append(std::string(kUnpackSlack, '\0'));
    header.sections[static_cast<std::size_t>(format::SegmentSection::Postings)] = {postings_end - postings_bytes_,
                                                                                   postings_bytes_, checksum_, 0};

    header.document_count = static_cast<std::uint32_t>(keys_.size());
    header.feature_count = features_;
    header.bucket_bits = bucket_bits_;
    header.key_bytes = keys_.empty() ? 0 : format::bytes_needed(keys_.back() - keys_.front());
    buckets_.resize((std::size_t{1} << bucket_bits_) + 1, static_cast<std::uint32_t>(postings_bytes_));
    std::ranges::sort(labels_->table, {}, &format::Label::feature);
    header.label_count = static_cast<std::uint32_t>(labels_->table.size());

    sections.put(format::SegmentSection::Keys, packed_keys(keys_, header.key_bytes));
    sections.put(format::SegmentSection::Buckets, bytes_of(buckets_));
    sections.put(format::SegmentSection::Labels, bytes_of(labels_->table));
    sections.put(format::SegmentSection::LabelData, labels_->data);
    header.file_bytes = file_->size();
    const std::string_view bytes(reinterpret_cast<const char*>(&header), sizeof header);
    header.checksum = checksum_of(0, bytes);
    file_->overwrite(bytes);
    file_->publish();
}

namespace {

/// A posting on its way to its list.
struct Entry {
    std::uint64_t spread;
    LocalDocument document;
    std::uint8_t impact;
};

/// Orders by list. Entries come in the order of documents; a first pass by the highest bits, which keeps that order,
/// leaves runs that sort in the cache.
void sort_by_list(std::vector<Entry>& entries) {
    constexpr unsigned kBits = 11;
    std::vector<std::size_t> begins((std::size_t{1} << kBits) + 1, 0);
    for (const Entry& entry : entries) ++begins[(entry.spread >> (64 - kBits)) + 1];
    for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
    std::vector<Entry> sorted(entries.size());
    std::vector<std::size_t> next(begins.begin(), begins.end() - 1);
    for (const Entry& entry : entries) sorted[next[entry.spread >> (64 - kBits)]++] = entry;
    entries.swap(sorted);
    for (std::size_t run = 0; run + 1 < begins.size(); ++run) {
        const auto first = entries.begin() + static_cast<std::ptrdiff_t>(begins[run]);
        const auto last = entries.begin() + static_cast<std::ptrdiff_t>(begins[run + 1]);
        std::sort(first, last, [](const Entry& a, const Entry& b) {
            return std::tie(a.spread, a.document, b.impact) < std::tie(b.spread, b.document, a.impact);
        });
    }
}

void write_lists(const std::vector<Entry>& entries, SegmentWriter& writer) {
    std::vector<Posting> list;
    for (std::size_t i = 0; i < entries.size();) {
        const std::uint64_t spread = entries[i].spread;
        list.clear();
        for (; i < entries.size() && entries[i].spread == spread; ++i) {
            const bool is_new = list.empty() || list.back().document != entries[i].document;
            if (is_new) list.push_back({entries[i].document, entries[i].impact});
        }
        writer.add(format::feature_of(spread), list);
    }
}

void write_labels(std::vector<std::pair<Feature, LocalDocument>> labels, SegmentWriter& writer) {
    std::ranges::sort(labels);
    labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
    std::vector<LocalDocument> documents;
    for (std::size_t i = 0; i < labels.size();) {
        const Feature label = labels[i].first;
        documents.clear();
        for (; i < labels.size() && labels[i].first == label; ++i) documents.push_back(labels[i].second);
        writer.add_label(label, documents);
    }
}

}  // namespace

void write_segment(const std::filesystem::path& path, std::vector<const IndexDocument*> documents) {
    std::ranges::sort(documents, {}, &IndexDocument::key);
    std::size_t postings = 0;
    for (const IndexDocument* document : documents) postings += document->impacts.size();
    std::vector<DocumentKey> keys;
    std::vector<Entry> entries;
    entries.reserve(postings);
    std::vector<std::pair<Feature, LocalDocument>> labels;
    for (const IndexDocument* document : documents) {
        const auto place = static_cast<LocalDocument>(keys.size());
        keys.push_back(document->key);
        for (const Impact& each : document->impacts) {
            entries.push_back({format::spread(each.feature), place, std::max<std::uint8_t>(each.impact, 1)});
        }
        for (const Feature label : document->labels) labels.emplace_back(label, place);
    }
    sort_by_list(entries);

    std::uint64_t features = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i == 0 || entries[i].spread != entries[i - 1].spread) ++features;
    }
    SegmentWriter writer(path, std::move(keys), features);
    write_lists(entries, writer);
    write_labels(std::move(labels), writer);
    writer.finish();
}

}  // namespace xinglin
