#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/strings.h"
#include "corpus/corpus.h"
#include "corpus/item.h"
#include "index/index.h"
#include "search/features.h"

namespace xinglin {

class ArchiveReader;
class ArchiveWriter;

/// Everything of one corpus that can be found, indexed. An item's slot is its key in the index; slots of items that are
/// gone stay empty. Immutable, so any number of threads may share one.
class ItemCollection {
  public:
    using Slot = std::uint32_t;

    /// Indexes all. Writes into a folder of its own under the system's folder for temporary files, which goes with the
    /// last collection that shares it. Throws IndexError.
    explicit ItemCollection(std::shared_ptr<const Corpus> corpus);

    /// Indexes what is new or changed since `previous`; all, when the knowledge is another.
    ItemCollection(const ItemCollection& previous, std::shared_ptr<const Corpus> corpus);

    /// What was saved of a collection of an equal corpus: `segment` is its index. Throws IndexError when that is
    /// damaged; to be thrown away when the archive has failed.
    ItemCollection(std::shared_ptr<const Corpus> corpus, ArchiveReader& archive,
                   std::shared_ptr<const Segment> segment);

    ~ItemCollection();

    /// Whether it can be saved: nothing is deleted, and the index is one segment.
    bool is_whole() const;
    /// For a file that the same build of the program reads back (base/archive.h); without the index.
    void save(ArchiveWriter& archive) const;

    const Corpus& corpus() const { return *corpus_; }
    const IndexSnapshot& index() const { return *index_; }
    std::size_t index_bytes() const;

    ItemType type_of(Slot slot) const { return items_[slot].type; }
    Trust trust_of(Slot slot) const { return items_[slot].trust; }
    std::size_t size() const { return items_.size(); }  ///< slots, empty ones included
    std::string_view id_of(Slot slot) const;
    std::u16string_view folded_title_of(Slot slot) const {
        const Item& item = items_[slot];
        return std::u16string_view(titles_).substr(item.title_begin, item.title_size);
    }
    /// The other names of a concept, each behind a '|'; "" of a record.
    std::u16string_view folded_names_of(Slot slot) const {
        const Item& item = items_[slot];
        return std::u16string_view(titles_).substr(item.title_begin + item.title_size, item.names_size);
    }
    /// Whether any record comes from an unreviewed import, or did when it was last indexed.
    bool has_behind() const { return has_behind_; }
    std::uint32_t aspects_of(Slot slot) const { return items_[slot].aspects; }

    /// Equal for near-duplicates, 0 when there are none.
    std::uint64_t duplicate_of(Slot slot) const { return items_[slot].duplicate; }

    /// What it is: a record or a concept.
    std::optional<RecordIndex> record_of(Slot slot) const;
    std::optional<ConceptIndex> concept_of(Slot slot) const;

    ItemText text_of(Slot slot) const;

    /// A facet's value by its number.
    const std::pair<FacetKind, std::string>& facet_value(std::uint32_t number) const { return facet_values_[number]; }
    std::span<const std::uint32_t> facets_of(Slot slot) const {
        return {facet_numbers_.data() + items_[slot].facets_begin, items_[slot].facets_size};
    }

  private:
    struct Storage;
    struct Item {
        std::uint64_t duplicate = 0;
        std::uint32_t source = 0;  // RecordIndex, or ConceptIndex when is_concept
        std::uint32_t title_begin = 0;
        std::uint32_t facets_begin = 0;
        std::uint32_t aspects = 0;
        std::uint16_t title_size = 0;
        std::uint16_t names_size = 0;
        std::uint16_t facets_size = 0;
        ItemType type = ItemType::Article;
        Trust trust = Trust::Curated;
        bool is_concept = false;
    };

    void add_all();
    Slot add(const ItemText& text, std::uint32_t source, bool is_concept);
    std::uint16_t add_names(const std::vector<std::string>& names);
    bool follow(const ItemCollection& previous);

    std::shared_ptr<const Corpus> corpus_;
    std::shared_ptr<Storage> storage_;
    std::shared_ptr<const IndexSnapshot> index_;
    std::vector<Item> items_;           // By slot.
    std::vector<Slot> slot_by_record_;  // By RecordIndex; kNoSlot for a test record that a concept stands for.
    std::u16string titles_;             // And behind each the item's other names.
    bool has_behind_ = false;
    std::vector<std::uint32_t> facet_numbers_;
    std::vector<std::pair<FacetKind, std::string>> facet_values_;
    StringMap<std::uint32_t> facet_number_by_name_;
};

}  // namespace xinglin
