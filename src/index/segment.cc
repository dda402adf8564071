#include "index/segment.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "index/bit_packing.h"
#include "index/index_error.h"

namespace xinglin {

namespace format = segment_format;

namespace {

std::uint32_t checksum_of(std::span<const unsigned char> bytes) {
    return static_cast<std::uint32_t>(crc32_z(0, bytes.data(), bytes.size()));
}

std::span<const unsigned char> map(const std::filesystem::path& path) {
    const auto fail = [&](int descriptor, const std::string& why) {
        if (descriptor >= 0) ::close(descriptor);
        throw IndexError(path.string() + " cannot be opened: " + why + ".");
    };
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) fail(descriptor, std::strerror(errno));
    struct stat facts {};
    if (::fstat(descriptor, &facts) != 0) fail(descriptor, std::strerror(errno));
    const auto size = static_cast<std::size_t>(facts.st_size);
    if (size < sizeof(format::Header)) fail(descriptor, "it is too short for a segment; build the index anew");
    void* const begin = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
    if (begin == MAP_FAILED) fail(descriptor, std::strerror(errno));
    ::close(descriptor);
    return {static_cast<const unsigned char*>(begin), size};
}

}  // namespace

std::shared_ptr<const Segment> Segment::open(const std::filesystem::path& path, Verify verify) {
    std::shared_ptr<Segment> segment(new Segment(path, map(path)));
    segment->check_header();
    if (verify == Verify::Everything) segment->check_checksums();
    segment->keys_ = segment->section<DocumentKey>(format::SegmentSection::Keys);
    segment->buckets_ = segment->section<std::uint32_t>(format::SegmentSection::Buckets);
    segment->features_ = segment->section<std::uint64_t>(format::SegmentSection::Features);
    segment->offsets_ = segment->section<std::uint32_t>(format::SegmentSection::Offsets);
    segment->postings_ = segment->section<unsigned char>(format::SegmentSection::Postings);
    segment->labels_ = segment->section<format::Label>(format::SegmentSection::Labels);
    segment->label_data_ = segment->section<unsigned char>(format::SegmentSection::LabelData);
    segment->check_structure();
    return segment;
}

Segment::Segment(std::filesystem::path path, std::span<const unsigned char> bytes)
    : path_(std::move(path)), bytes_(bytes) {}

Segment::~Segment() {
    ::munmap(const_cast<unsigned char*>(bytes_.data()), bytes_.size());
}

const format::Header& Segment::header() const {
    return *reinterpret_cast<const format::Header*>(bytes_.data());
}

void Segment::damaged(const char* what) const {
    throw IndexError(path_.string() + " is damaged (" + what + "); remove the index folder and build it anew.");
}

template <typename T>
std::span<const T> Segment::section(format::SegmentSection section) const {
    const format::SectionPlace& place = header().sections[static_cast<std::size_t>(section)];
    return {reinterpret_cast<const T*>(bytes_.data() + place.offset), place.size / sizeof(T)};
}

void Segment::check_header() const {
    const format::Header& known = header();
    if (!std::ranges::equal(known.magic, format::kMagic)) {
        throw IndexError(path_.string() + " is not a segment of Xinglin; give the index a folder of its own.");
    }
    if (known.version > format::kVersion) {
        throw IndexError(path_.string() + " has format " + std::to_string(known.version) +
                         " and was written by a newer Xinglin; this one knows " + std::to_string(format::kVersion) +
                         ". Use the newer program.");
    }
    if (known.version < format::kVersion) {
        throw IndexError(path_.string() + " has format " + std::to_string(known.version) +
                         " of an older Xinglin; this one reads only " + std::to_string(format::kVersion) +
                         ". Remove the index folder and build it anew.");
    }
    format::Header copy = known;
    copy.checksum = 0;
    if (checksum_of({reinterpret_cast<const unsigned char*>(&copy), sizeof copy}) != known.checksum) damaged("header");
    if (known.file_bytes != bytes_.size()) damaged("it was cut or grew");
    for (const format::SectionPlace& place : known.sections) {
        if (place.offset > bytes_.size() || place.size > bytes_.size() - place.offset) damaged("section out of bounds");
        if (place.offset % format::kAlignment != 0) damaged("section out of place");
    }
}

void Segment::check_checksums() const {
    for (const format::SectionPlace& place : header().sections) {
        if (checksum_of(bytes_.subspan(place.offset, place.size)) != place.checksum) damaged("checksum");
    }
}

/// What reading relies on, so that no byte of the file can lead it out of the mapping. The lists check themselves.
void Segment::check_structure() const {
    const format::Header& known = header();
    const auto& postings = known.sections[static_cast<std::size_t>(format::SegmentSection::Postings)];
    if (postings.size > bytes_.size() - postings.offset ||
        bytes_.size() - postings.offset - postings.size < kUnpackSlack)
        damaged("postings at the end");
    if (keys_.size() != known.document_count || features_.size() != known.feature_count ||
        labels_.size() != known.label_count || known.document_count > format::kMaxDocuments ||
        offsets_.size() != features_.size() + 1) {
        damaged("sizes");
    }
    if (known.bucket_bits > 32 || buckets_.size() != (std::size_t{1} << known.bucket_bits) + 1) damaged("buckets");
    if (offsets_.back() > postings_.size()) damaged("offsets");
    for (const format::Label& label : labels_) {
        const std::size_t bytes = label.shape == format::LabelShape::Bits
                                      ? format::words_for(known.document_count) * sizeof(std::uint64_t)
                                      : std::size_t{label.count} * sizeof(LocalDocument);
        if (label.offset % 8 != 0 || label.offset > label_data_.size() || bytes > label_data_.size() - label.offset)
            damaged("labels");
    }
}

std::optional<LocalDocument> Segment::find(DocumentKey key) const {
    const auto found = std::ranges::lower_bound(keys_, key);
    if (found == keys_.end() || *found != key) return {};
    return static_cast<LocalDocument>(found - keys_.begin());
}

std::optional<PostingList> Segment::postings(Feature feature) const {
    const std::uint64_t spread = format::spread(feature);
    const std::size_t bucket = format::bucket_of(spread, header().bucket_bits);
    const std::size_t begin = buckets_[bucket];
    const std::size_t end = std::min<std::size_t>(buckets_[bucket + 1], features_.size());
    for (std::size_t place = begin; place < end; ++place) {
        if (features_[place] == spread) return postings_at(place);
    }
    return {};
}

std::optional<PostingList> Segment::postings_at(std::size_t feature_place) const {
    const std::size_t begin = offsets_[feature_place];
    const std::size_t end = offsets_[feature_place + 1];
    if (begin > end || end > postings_.size()) return {};
    return PostingList::parse(postings_.subspan(begin, end - begin), document_count());
}

const format::Label* Segment::find_label(Feature label) const {
    const auto found = std::ranges::lower_bound(labels_, label, {}, &format::Label::feature);
    return found == labels_.end() || found->feature != label ? nullptr : &*found;
}

std::uint32_t Segment::label_frequency(Feature label) const {
    const format::Label* const found = find_label(label);
    return found == nullptr ? 0 : found->count;
}

Segment::Labelled Segment::labelled(Feature label) const {
    const format::Label* const found = find_label(label);
    if (found == nullptr) return {};
    const unsigned char* data = label_data_.data() + found->offset;
    if (found->shape == format::LabelShape::Bits) {
        return {{reinterpret_cast<const std::uint64_t*>(data), format::words_for(document_count())}, {}};
    }
    return {{}, {reinterpret_cast<const LocalDocument*>(data), found->count}};
}

}  // namespace xinglin
