#include "index/segment_writer.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "index/bit_packing.h"
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

void sync_folder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

/// A file that grows under a temporary name.
class SegmentWriter::File {
  public:
    explicit File(const std::filesystem::path& path) : path_(path), temporary_(path.string() + ".tmp") {
        descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
        if (descriptor_ < 0) fail("cannot be created");
    }
    ~File() {
        if (descriptor_ < 0) return;
        ::close(descriptor_);
        ::unlink(temporary_.c_str());
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    std::uint64_t size() const { return size_; }

    void append(std::string_view bytes) {
        for (std::size_t done = 0; done < bytes.size();) {
            const ssize_t written = ::write(descriptor_, bytes.data() + done, bytes.size() - done);
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) fail("cannot be written");
            done += static_cast<std::size_t>(written);
        }
        size_ += bytes.size();
    }

    void align() { append(std::string((format::kAlignment - size_ % format::kAlignment) % format::kAlignment, '\0')); }

    /// Puts the header in place and gives the file its name.
    void finish(const format::Header& header) {
        const auto size = static_cast<ssize_t>(sizeof header);
        if (::pwrite(descriptor_, &header, sizeof header, 0) != size) fail("cannot be written");
        if (::fsync(descriptor_) != 0) fail("cannot be brought to the disk");
        if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail("cannot be given its name");
        ::close(std::exchange(descriptor_, -1));
        sync_folder(path_.parent_path());
    }

  private:
    [[noreturn]] void fail(const char* what) const {
        throw IndexError(path_.string() + " " + what + ": " + std::strerror(errno) + ".");
    }

    std::filesystem::path path_;
    std::filesystem::path temporary_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

struct SegmentWriter::Labels {
    std::vector<format::Label> table;
    std::string data;
};

namespace {

/// Appends sections one behind the other and fills in their places.
template <typename File>
class Sections {
  public:
    Sections(File& file, format::Header& header) : file_(file), header_(header) {}

    void begin(format::Section section) {
        file_.align();
        place_ = &header_.sections[static_cast<std::size_t>(section)];
        place_->offset = file_.size();
    }

    void append(std::string_view bytes) {
        file_.append(bytes);
        place_->size += bytes.size();
        place_->checksum = checksum_of(place_->checksum, bytes);
    }

    void put(format::Section section, std::string_view bytes) {
        begin(section);
        append(bytes);
    }

  private:
    File& file_;
    format::Header& header_;
    format::SectionPlace* place_ = nullptr;
};

/// Where each bucket's features begin, and behind the last bucket their number.
std::vector<std::uint32_t> bucket_begins(const std::vector<std::uint64_t>& features, std::uint32_t bucket_bits) {
    std::vector<std::uint32_t> begins((std::size_t{1} << bucket_bits) + 1, 0);
    for (const std::uint64_t feature : features) ++begins[format::bucket_of(feature, bucket_bits) + 1];
    for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
    return begins;
}

}  // namespace

SegmentWriter::SegmentWriter(std::filesystem::path path, std::vector<DocumentKey> keys)
    : path_(std::move(path)),
      keys_(std::move(keys)),
      file_(std::make_unique<File>(path_)),
      labels_(std::make_unique<Labels>()) {
    CHECK(std::adjacent_find(keys_.begin(), keys_.end(), std::greater_equal{}) == keys_.end());
    // The postings come first in the file: they are written as they arrive, all else is known at the end.
    file_->append(std::string(sizeof(format::Header), '\0'));
    file_->align();
    offsets_.push_back(0);
}

SegmentWriter::~SegmentWriter() = default;

bool SegmentWriter::comes_before(Feature a, Feature b) {
    return format::spread(a) < format::spread(b);
}

void SegmentWriter::add(Feature feature, std::span<const Posting> postings) {
    const std::uint64_t spread = format::spread(feature);
    CHECK(features_.empty() || features_.back() < spread);
    const std::size_t before = pending_.size();
    write_postings(postings, pending_);
    postings_bytes_ += pending_.size() - before;
    if (postings_bytes_ > kMaxPostingsBytes) {
        throw IndexError(path_.string() + " would have more than 4 GiB of postings; index into several segments.");
    }
    features_.push_back(spread);
    offsets_.push_back(static_cast<std::uint32_t>(postings_bytes_));
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
    header.sections[static_cast<std::size_t>(format::Section::Postings)] = {postings_end - postings_bytes_,
                                                                            postings_bytes_, checksum_, 0};

    header.document_count = static_cast<std::uint32_t>(keys_.size());
    header.feature_count = features_.size();
    header.bucket_bits = static_cast<std::uint32_t>(std::bit_width(features_.size() / kFeaturesPerBucket));
    std::ranges::sort(labels_->table, {}, &format::Label::feature);
    header.label_count = static_cast<std::uint32_t>(labels_->table.size());

    sections.put(format::Section::Keys, bytes_of(keys_));
    sections.put(format::Section::Buckets, bytes_of(bucket_begins(features_, header.bucket_bits)));
    sections.put(format::Section::Features, bytes_of(features_));
    sections.put(format::Section::Offsets, bytes_of(offsets_));
    sections.put(format::Section::Labels, bytes_of(labels_->table));
    sections.put(format::Section::LabelData, labels_->data);
    header.file_bytes = file_->size();
    header.checksum = checksum_of(0, {reinterpret_cast<const char*>(&header), sizeof header});
    file_->finish(header);
}

void write_segment(const std::filesystem::path& path, std::vector<IndexDocument> documents) {
    std::ranges::sort(documents, {}, &IndexDocument::key);
    std::vector<DocumentKey> keys;
    struct Triple {
        std::uint64_t spread;
        LocalDocument document;
        std::uint8_t impact;
        Feature feature;
    };
    std::vector<Triple> triples;
    std::vector<std::pair<Feature, LocalDocument>> labels;
    for (const IndexDocument& document : documents) {
        const auto place = static_cast<LocalDocument>(keys.size());
        keys.push_back(document.key);
        for (const Impact& each : document.impacts) {
            triples.push_back(
                {format::spread(each.feature), place, std::max<std::uint8_t>(each.impact, 1), each.feature});
        }
        for (const Feature label : document.labels) labels.emplace_back(label, place);
    }
    std::vector<IndexDocument>().swap(documents);
    std::ranges::sort(triples, [](const Triple& a, const Triple& b) {
        return std::tie(a.spread, a.document, b.impact) < std::tie(b.spread, b.document, a.impact);
    });

    SegmentWriter writer(path, std::move(keys));
    std::vector<Posting> list;
    for (std::size_t i = 0; i < triples.size();) {
        const Feature feature = triples[i].feature;
        list.clear();
        for (; i < triples.size() && triples[i].feature == feature; ++i) {
            if (list.empty() || list.back().document != triples[i].document) {
                list.push_back({triples[i].document, triples[i].impact});
            }
        }
        writer.add(feature, list);
    }
    std::ranges::sort(labels);
    std::vector<LocalDocument> labelled;
    for (std::size_t i = 0; i < labels.size();) {
        const Feature label = labels[i].first;
        labelled.clear();
        for (; i < labels.size() && labels[i].first == label; ++i) {
            if (labelled.empty() || labelled.back() != labels[i].second) labelled.push_back(labels[i].second);
        }
        writer.add_label(label, labelled);
    }
    writer.finish();
}

}  // namespace xinglin
