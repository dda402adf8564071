#include "corpus/saved_records.h"

#include <zstd.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "base/archive.h"
#include "base/check.h"
#include "corpus/saved.h"

namespace xinglin {
namespace {

/// Larger blocks pack better, and smaller ones are read sooner.
constexpr std::size_t kBlockBytes = std::size_t{16} << 10U;
/// No block is larger, whatever a file says: one record and what fits before it.
constexpr std::size_t kMostBlockBytes = std::size_t{256} << 20U;
constexpr int kLevel = 3;

std::string packed(std::string_view bytes) {
    std::string frame(ZSTD_compressBound(bytes.size()), '\0');
    const std::size_t size = ZSTD_compress(frame.data(), frame.size(), bytes.data(), bytes.size(), kLevel);
    CHECK(ZSTD_isError(size) == 0);
    frame.resize(size);
    return frame;
}

/// Nothing when it is no whole frame.
std::optional<std::string> unpacked(std::string_view frame) {
    const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (size > kMostBlockBytes) return {};  // also: not known, no frame
    std::string bytes(size, '\0');
    const std::size_t read = ZSTD_decompress(bytes.data(), bytes.size(), frame.data(), frame.size());
    if (ZSTD_isError(read) != 0 || read != size) return {};
    return bytes;
}

}  // namespace

bool is_sound(const AnnotatedRecord& record, std::size_t concept_count) {
    const auto is_known = [&](ConceptIndex index) { return index.value < concept_count; };
    const auto lies_inside = [&](const FieldMention& found) {
        const Span& span = found.mention.span;
        return is_known(found.mention.concept_index) && span.begin <= span.end &&
               span.end <= record.text_of(found.field).size();
    };
    const auto all_known = [&](const std::vector<ConceptIndex>& all) { return std::ranges::all_of(all, is_known); };
    return std::ranges::all_of(record.mentions, lies_inside) &&
           std::ranges::all_of(record.main, is_known, &MainConcept::concept_index) && all_known(record.concepts) &&
           all_known(record.forbidden) && all_known(record.warned) && all_known(record.spoken_of) &&
           (!record.concept_index || is_known(*record.concept_index));
}

void SavedRecordsWriter::add(const AnnotatedRecord& record) {
    if (block_.empty()) first_records_.push_back(count_);
    ++count_;
    ArchiveWriter one;
    one(record);
    ArchiveWriter framed;
    framed(one.bytes());
    block_ += framed.bytes();
    if (block_.size() >= kBlockBytes) end_block();
}

void SavedRecordsWriter::end_block() {
    frames_ += packed(block_);
    frame_begins_.push_back(frames_.size());
    block_.clear();
}

std::string SavedRecordsWriter::finish() && {
    if (!block_.empty()) end_block();
    ArchiveWriter section;
    section(count_);
    section.raw(frame_begins_);
    section.raw(first_records_);
    section(frames_);
    return std::move(section).take();
}

std::shared_ptr<const SavedRecords> SavedRecords::open(std::string_view section, std::shared_ptr<const void> memory,
                                                       std::size_t concept_count) {
    std::shared_ptr<SavedRecords> opened(new SavedRecords());
    ArchiveReader archive(section);
    std::uint32_t count = 0;
    archive(count);
    archive.raw(opened->frame_begins_);
    archive.raw(opened->first_records_);
    opened->frames_ = archive.view();
    opened->size_ = count;
    opened->concept_count_ = concept_count;
    opened->memory_ = std::move(memory);
    if (!archive.ok() || !archive.at_end() || !opened->is_sound()) return nullptr;
    opened->read_ = std::make_unique<std::atomic<const AnnotatedRecord*>[]>(count);
    return opened;
}

bool SavedRecords::is_sound() const {
    const std::size_t blocks = first_records_.size();
    if (frame_begins_.size() != blocks + 1 || frame_begins_.front() != 0 || frame_begins_.back() != frames_.size())
        return false;
    if (!std::ranges::is_sorted(frame_begins_)) return false;
    if (blocks == 0) return size_ == 0;
    // A frame holds at least a byte for each record, and zstd packs no better than 1 to some 32,000.
    if (size_ / 40'000 > frames_.size()) return false;
    return first_records_.front() == 0 && first_records_.back() < size_ &&
           std::ranges::adjacent_find(first_records_, std::greater_equal<>()) == first_records_.end();
}

SavedRecords::~SavedRecords() {
    if (!read_) return;
    for (std::size_t place = 0; place < size_; ++place) delete read_[place].load();
}

std::unique_ptr<const AnnotatedRecord> SavedRecords::read(std::uint32_t place) const {
    const auto behind = std::ranges::upper_bound(first_records_, place);
    const auto block = static_cast<std::size_t>(behind - first_records_.begin()) - 1;
    const auto bytes = unpacked(frames_.substr(frame_begins_[block], frame_begins_[block + 1] - frame_begins_[block]));
    ArchiveReader framed(bytes ? std::string_view(*bytes) : std::string_view());
    for (std::uint32_t before = first_records_[block]; before < place; ++before) framed.view();
    ArchiveReader archive(framed.view());
    auto record = std::make_unique<AnnotatedRecord>();
    archive(*record);
    if (framed.ok() && archive.ok() && archive.at_end() && xinglin::is_sound(*record, concept_count_)) return record;
    throw SavedModelError(
        "The saved read model was damaged while it was open. Start again with --rebuild, or delete the folder `model` "
        "beside the store.");
}

const AnnotatedRecord& SavedRecords::at(std::uint32_t place) const {
    CHECK(place < size_);
    if (const AnnotatedRecord* there = read_[place].load(std::memory_order_acquire)) return *there;
    std::unique_ptr<const AnnotatedRecord> made = read(place);
    const AnnotatedRecord* first = nullptr;
    if (read_[place].compare_exchange_strong(first, made.get(), std::memory_order_acq_rel)) return *made.release();
    return *first;  // another thread was faster
}

std::shared_ptr<const AnnotatedRecord> SavedRecords::read_once(std::uint32_t place) const {
    CHECK(place < size_);
    const AnnotatedRecord* there = read_[place].load(std::memory_order_acquire);
    if (there != nullptr) return {std::shared_ptr<const void>(), there};
    return read(place);
}

const AnnotatedRecord& RecordHandle::read() const {
    return saved_->at(place_);
}

std::shared_ptr<const AnnotatedRecord> RecordHandle::read_once() const {
    return record_ ? record_ : saved_->read_once(place_);
}

}  // namespace xinglin
