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
    return checked(std::shared_ptr<Segment>(new Segment(path, map(path))), verify);
}

std::shared_ptr<const Segment> Segment::over(std::span<const unsigned char> bytes, std::shared_ptr<const void> memory,
                                             const std::filesystem::path& name) {
    std::shared_ptr<Segment> segment(new Segment(name, bytes));
    segment->memory_ = std::move(memory);
    if (bytes.size() < sizeof(format::Header)) segment->damaged("it is too short");
    return checked(std::move(segment), Verify::Structure);
}

std::shared_ptr<const Segment> Segment::checked(std::shared_ptr<Segment> segment, Verify verify) {
    segment->check_header();
    if (verify == Verify::Everything) segment->check_checksums();
    segment->buckets_ = segment->section<std::uint32_t>(format::SegmentSection::Buckets);
    segment->postings_ = segment->section<unsigned char>(format::SegmentSection::Postings);
    segment->labels_ = segment->section<format::Label>(format::SegmentSection::Labels);
    segment->label_data_ = segment->section<unsigned char>(format::SegmentSection::LabelData);
    segment->check_structure();
    return segment;
}

Segment::Segment(std::filesystem::path path, std::span<const unsigned char> bytes)
    : path_(std::move(path)), bytes_(bytes) {}

Segment::~Segment() {
    if (!memory_) ::munmap(const_cast<unsigned char*>(bytes_.data()), bytes_.size());
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
void Segment::check_structure() {
    const format::Header& known = header();
    check_keys();
    const auto& postings = known.sections[static_cast<std::size_t>(format::SegmentSection::Postings)];
    if (postings.size > bytes_.size() - postings.offset ||
        bytes_.size() - postings.offset - postings.size < kUnpackSlack)
        damaged("postings at the end");
    if (labels_.size() != known.label_count || known.document_count > format::kMaxDocuments) damaged("sizes");
    if (known.bucket_bits > 32 || buckets_.size() != (std::size_t{1} << known.bucket_bits) + 1) damaged("buckets");
    for (const format::Label& label : labels_) {
        const std::size_t bytes = label.shape == format::LabelShape::Bits
                                      ? format::words_for(known.document_count) * sizeof(std::uint64_t)
                                      : std::size_t{label.count} * sizeof(LocalDocument);
        if (label.offset % 8 != 0 || label.offset > label_data_.size() || bytes > label_data_.size() - label.offset)
            damaged("labels");
    }
}

/// The first key, then what each has above it; a key is read as eight bytes, so as many must follow.
void Segment::check_keys() {
    const format::Header& known = header();
    const auto keys = section<unsigned char>(format::SegmentSection::Keys);
    constexpr std::size_t kWholeKey = sizeof(DocumentKey);
    if (known.key_bytes > kWholeKey || keys.size() != kWholeKey + std::size_t{known.key_bytes} * known.document_count ||
        static_cast<std::size_t>(bytes_.data() + bytes_.size() - keys.data()) < keys.size() + kWholeKey) {
        damaged("keys");
    }
    std::memcpy(&first_key_, keys.data(), kWholeKey);
    keys_ = keys.data() + kWholeKey;
    key_mask_ = format::byte_mask(known.key_bytes);
}

std::optional<LocalDocument> Segment::find(DocumentKey key) const {
    LocalDocument begin = 0;
    LocalDocument end = document_count();
    while (begin < end) {
        const LocalDocument middle = begin + (end - begin) / 2;
        if (this->key(middle) < key)
            begin = middle + 1;
        else
            end = middle;
    }
    if (begin == document_count() || this->key(begin) != key) return {};
    return begin;
}

std::span<const unsigned char> Segment::bucket(std::size_t bucket) const {
    const std::size_t begin = buckets_[bucket];
    const std::size_t end = buckets_[bucket + 1];
    if (begin > end || end > postings_.size()) return {};
    return postings_.subspan(begin, end - begin);
}

std::optional<Segment::Entry> Segment::entry_at(std::span<const unsigned char> bytes) const {
    const std::size_t rest_bytes = format::rest_bytes(header().bucket_bits);
    if (bytes.size() < rest_bytes) return {};
    Entry entry;
    std::memcpy(&entry.rest, bytes.data(), sizeof entry.rest);
    entry.rest &= format::byte_mask(rest_bytes);
    const auto list = PostingList::parse(bytes.subspan(rest_bytes), document_count());
    if (!list) return {};
    entry.list = *list;
    entry.bytes = rest_bytes + list->byte_size();
    return entry;
}

std::optional<PostingList> Segment::postings(Feature feature) const {
    const std::uint64_t spread = format::spread(feature);
    const std::uint64_t rest = format::rest_of(spread, header().bucket_bits);
    auto bytes = bucket(format::bucket_of(spread, header().bucket_bits));
    while (!bytes.empty()) {
        const auto entry = entry_at(bytes);
        if (!entry || entry->rest > rest) return {};
        if (entry->rest == rest) return entry->list;
        bytes = bytes.subspan(entry->bytes);
    }
    return {};
}

void SegmentLists::read() {
    const std::uint32_t bits = segment_->header().bucket_bits;
    const std::size_t buckets = segment_->buckets_.size() - 1;
    while (rest_of_bucket_.empty() && next_bucket_ < buckets) rest_of_bucket_ = segment_->bucket(next_bucket_++);
    if (rest_of_bucket_.empty()) {
        at_end_ = true;
        if (read_ != segment_->feature_count()) segment_->damaged("number of lists");
        return;
    }
    const auto entry = segment_->entry_at(rest_of_bucket_);
    if (!entry) segment_->damaged("list");
    const std::uint64_t bucket = bits == 0 ? 0 : std::uint64_t{next_bucket_ - 1} << (64 - bits);
    const std::uint64_t spread = bucket + entry->rest;
    const bool rises = read_ == 0 || spread > spread_feature_;
    if (!rises) segment_->damaged("order of lists");
    ++read_;
    spread_feature_ = spread;
    list_ = entry->list;
    rest_of_bucket_ = rest_of_bucket_.subspan(entry->bytes);
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
