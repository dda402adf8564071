#include "search/item_collection.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <limits>

#include "base/archive.h"
#include "index/fresh_file.h"
#include "index/index_error.h"
#include "index/manifest.h"
#include "search/text_units.h"

namespace xinglin {
namespace {

constexpr ItemCollection::Slot kNoSlot = std::numeric_limits<ItemCollection::Slot>::max();
constexpr std::size_t kMostTitleCharacters = 200;
constexpr std::size_t kAlwaysMerged = 20'000;
constexpr std::uint64_t kFirstMark = 1;  // of the first commit

/// A folder that nobody else has and that goes with the object.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "xinglin-search-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr)
            throw IndexError(name + ": no folder for the search index can be made there; set TMPDIR to one with room");
        path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// A test's record that a concept of its own stands for is found as the concept.
bool stands_for_itself(const AnnotatedRecord& record) {
    return !(record.record.kind() == RecordKind::Test && record.concept_index);
}

std::string facet_name(FacetKind kind, std::string_view value) {
    return std::string(name_of(kind)) + ' ' + std::string(value);
}

}  // namespace

/// Shared by a collection and those that followed it. Only the last of them may be followed further.
struct ItemCollection::Storage {
    TemporaryFolder folder;
    std::unique_ptr<Index> index;

    Storage() : index(Index::open(folder.path())) {}

    /// Goes on from a segment that another index made.
    explicit Storage(const Segment& segment) {
        const auto bytes = segment.bytes();
        publish_file(folder.path() / segment_file_name(1), {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        publish_file(folder.path() / kManifestName, print_manifest({2, kFirstMark, {{1, 0}}}));
        index = Index::open(folder.path());
    }
};

ItemCollection::ItemCollection(std::shared_ptr<const Corpus> corpus, ArchiveReader& archive,
                               std::shared_ptr<const Segment> segment)
    : corpus_(std::move(corpus)) {
    std::vector<char16_t> titles;
    std::vector<std::string> facet_values;
    std::vector<std::uint8_t> facet_kinds;
    archive(has_behind_, facet_values);
    archive.raw(facet_kinds);
    archive.raw(items_);
    archive.raw(slot_by_record_);
    archive.raw(titles);
    archive.raw(facet_numbers_);
    if (slot_by_record_.size() != corpus_->records().size() || facet_kinds.size() != facet_values.size())
        archive.fail();
    if (!archive.ok()) return;
    titles_.assign(titles.begin(), titles.end());
    for (std::size_t i = 0; i < facet_values.size(); ++i) {
        const auto kind = static_cast<FacetKind>(facet_kinds[i]);
        facet_number_by_name_.emplace(facet_name(kind, facet_values[i]), static_cast<std::uint32_t>(i));
        facet_values_.emplace_back(kind, std::move(facet_values[i]));
    }
    auto index = std::make_shared<IndexSnapshot>();
    index->segments.push_back({std::move(segment), nullptr});
    index->mark = kFirstMark;
    index_ = std::move(index);
}

bool ItemCollection::is_whole() const {
    return index_->segments.size() == 1 && !index_->segments.front().deleted &&
           index_->segments.front().segment->document_count() == items_.size();
}

void ItemCollection::save(ArchiveWriter& archive) const {
    std::vector<std::string> facet_values;
    std::vector<std::uint8_t> facet_kinds;
    for (const auto& [kind, value] : facet_values_) {
        facet_kinds.push_back(static_cast<std::uint8_t>(kind));
        facet_values.push_back(value);
    }
    archive(has_behind_, facet_values);
    archive.raw(facet_kinds);
    archive.raw(items_);
    archive.raw(slot_by_record_);
    archive.raw(std::span(titles_.data(), titles_.size()));
    archive.raw(facet_numbers_);
}

ItemCollection::ItemCollection(std::shared_ptr<const Corpus> corpus) : corpus_(std::move(corpus)) {
    add_all();
}

ItemCollection::ItemCollection(const ItemCollection& previous, std::shared_ptr<const Corpus> corpus)
    : corpus_(std::move(corpus)) {
    if (!follow(previous)) add_all();
}

ItemCollection::~ItemCollection() = default;

void ItemCollection::add_all() {
    storage_ = std::make_shared<Storage>();
    items_.clear();
    titles_.clear();
    facet_numbers_.clear();
    const Corpus& corpus = *corpus_;
    const auto concepts = static_cast<std::uint32_t>(corpus.knowledge().concepts().size());
    for (std::uint32_t i = 0; i < concepts; ++i)
        if (item_type_of(corpus.knowledge().at(ConceptIndex{i}).kind) &&
            corpus.knowledge().is_for_readers(ConceptIndex{i}))
            add(item_text_of(corpus, ConceptIndex{i}), i, true);
    const auto records = static_cast<std::uint32_t>(corpus.records().size());
    slot_by_record_.assign(records, kNoSlot);
    for (std::uint32_t i = 0; i < records; ++i)
        if (stands_for_itself(corpus.at(RecordIndex{i})))
            slot_by_record_[i] = add(item_text_of(corpus, RecordIndex{i}), i, false);
    storage_->index->commit(kFirstMark);
    storage_->index->merge_all();
    index_ = storage_->index->current();
}

ItemCollection::Slot ItemCollection::add(const ItemText& text, std::uint32_t source, bool is_concept) {
    const auto slot = static_cast<Slot>(items_.size());
    Item item;
    item.source = source;
    item.is_concept = is_concept;
    item.type = text.type;
    item.trust = text.trust;
    item.aspects = text.aspects;
    if (!text.duplicate_key.empty()) item.duplicate = fnv1a(text.duplicate_key);
    const FoldedText title(text.title);
    item.title_begin = static_cast<std::uint32_t>(titles_.size());
    item.title_size = static_cast<std::uint16_t>(std::min(title.size(), kMostTitleCharacters));
    titles_ += title.characters().substr(0, item.title_size);
    if (is_concept) item.names_size = add_names(text.other_names);
    has_behind_ = has_behind_ || text.behind;
    item.facets_begin = static_cast<std::uint32_t>(facet_numbers_.size());
    item.facets_size = static_cast<std::uint16_t>(std::min<std::size_t>(text.facets.size(), 1000));
    for (std::size_t i = 0; i < item.facets_size; ++i) {
        const auto& [kind, value] = text.facets[i];
        const auto [number, is_new] = facet_number_by_name_.try_emplace(
            facet_name(kind, value), static_cast<std::uint32_t>(facet_values_.size()));
        if (is_new) facet_values_.emplace_back(kind, value);
        facet_numbers_.push_back(number->second);
    }
    items_.push_back(item);
    storage_->index->put(index_document_of(corpus_->knowledge(), text, slot));
    return slot;
}

std::uint16_t ItemCollection::add_names(const std::vector<std::string>& names) {
    constexpr std::size_t kMostCharacters = 4000;
    const std::size_t begin = titles_.size();
    for (const std::string& name : names) {
        const FoldedText folded(name);
        if (titles_.size() - begin + 1 + folded.size() > kMostCharacters) break;
        titles_ += u'|';
        titles_ += folded.characters();
    }
    return static_cast<std::uint16_t>(titles_.size() - begin);
}

/// False when that is not worth it: other knowledge changes what every item says, and many empty slots cost.
bool ItemCollection::follow(const ItemCollection& previous) {
    if (&previous.corpus_->knowledge() != &corpus_->knowledge()) return false;
    if (previous.storage_ && previous.storage_->index->current() != previous.index_) return false;
    const std::size_t things = corpus_->knowledge().concepts().size() + corpus_->records().size();
    if (previous.items_.size() > 2 * things + 1000) return false;

    // What was opened from a file goes on in a folder of its own.
    storage_ = previous.storage_ ? previous.storage_ : std::make_shared<Storage>(*previous.index_->segments[0].segment);
    items_ = previous.items_;
    titles_ = previous.titles_;
    has_behind_ = previous.has_behind_;
    facet_numbers_ = previous.facet_numbers_;
    facet_values_ = previous.facet_values_;
    facet_number_by_name_ = previous.facet_number_by_name_;
    const auto before = previous.corpus_->records();
    const auto now = corpus_->records();
    slot_by_record_.assign(now.size(), kNoSlot);
    const auto old_id = [&](std::size_t place) {
        return previous.corpus_->id_of(RecordIndex{static_cast<std::uint32_t>(place)});
    };
    std::size_t old = 0;
    const auto remove_old = [&] {
        if (const Slot slot = previous.slot_by_record_[old]; slot != kNoSlot) storage_->index->remove(slot);
        ++old;
    };
    for (std::uint32_t i = 0; i < now.size(); ++i) {
        while (old < before.size() && old_id(old) < corpus_->id_of(RecordIndex{i})) remove_old();
        const bool same_id = old < before.size() && old_id(old) == corpus_->id_of(RecordIndex{i});
        if (same_id && before[old] == now[i]) {
            const Slot slot = previous.slot_by_record_[old++];
            slot_by_record_[i] = slot;
            if (slot != kNoSlot) items_[slot].source = i;
            continue;
        }
        if (same_id) remove_old();
        if (stands_for_itself(*now[i])) slot_by_record_[i] = add(item_text_of(*corpus_, RecordIndex{i}), i, false);
    }
    while (old < before.size()) remove_old();
    storage_->index->commit(previous.index_->mark + 1);
    // Rarity counts deleted items until they are merged away: among few items each of them shows in the ranking.
    if (items_.size() <= kAlwaysMerged) {
        storage_->index->merge_all();
    } else {
        storage_->index->merge_once();
    }
    index_ = storage_->index->current();
    return true;
}

std::size_t ItemCollection::index_bytes() const {
    std::size_t bytes = 0;
    for (const LiveSegment& each : index_->segments) bytes += each.segment->file_bytes();
    return bytes;
}

std::string_view ItemCollection::id_of(Slot slot) const {
    const Item& item = items_[slot];
    return item.is_concept ? std::string_view(corpus_->knowledge().at(ConceptIndex{item.source}).id)
                           : corpus_->id_of(RecordIndex{item.source});
}

std::optional<RecordIndex> ItemCollection::record_of(Slot slot) const {
    if (items_[slot].is_concept) return std::nullopt;
    return RecordIndex{items_[slot].source};
}

std::optional<ConceptIndex> ItemCollection::concept_of(Slot slot) const {
    if (!items_[slot].is_concept) return std::nullopt;
    return ConceptIndex{items_[slot].source};
}

ItemText ItemCollection::text_of(Slot slot) const {
    const Item& item = items_[slot];
    return item.is_concept ? item_text_of(*corpus_, ConceptIndex{item.source})
                           : item_text_of(*corpus_, RecordIndex{item.source});
}

}  // namespace xinglin
