#include "knowledge/saved.h"

#include <algorithm>

namespace xinglin {
namespace {

struct SavedName {
    std::string text;
    std::vector<ConceptIndex> concepts;
};

template <typename Archive>
void fields(Archive& archive, IsOf<SavedName> auto& name) {
    auto& [text, concepts] = name;
    archive(text, concepts);
}

/// Whether the rows lie one behind the other inside what they are rows of.
bool are_rows(const std::vector<std::uint32_t>& begins, std::size_t rows, std::size_t size) {
    return begins.size() == rows + 1 && begins.front() == 0 && begins.back() == size && std::ranges::is_sorted(begins);
}

}  // namespace

// Saved: what is in force, and what is slow to find: links in order, folded names. Built when loaded: the tables by id,
// what is above, where signs stand.

void Knowledge::save(ArchiveWriter& archive) const {
    std::vector<std::uint8_t> for_readers(for_readers_.begin(), for_readers_.end());
    std::vector<SavedName> names;
    names.reserve(concepts_by_name_.size());
    for (const auto& [text, concepts] : concepts_by_name_) names.push_back({text, concepts});
    std::ranges::sort(names, {}, &SavedName::text);
    archive(data_, names, derived_names_);
    archive.raw(for_readers);
    archive.raw(outgoing_);
    archive.raw(outgoing_begins_);
    archive.raw(incoming_);
    archive.raw(incoming_begins_);
}

bool Knowledge::has_sound_links() const {
    const std::size_t concepts = data_.concepts.size();
    const auto is_sound = [&](const Link& link) {
        return link.relation.value < data_.relations.size() && link.other.value < concepts;
    };
    return are_rows(outgoing_begins_, concepts * kPredicateCount, outgoing_.size()) &&
           are_rows(incoming_begins_, concepts * kPredicateCount, incoming_.size()) &&
           std::ranges::all_of(outgoing_, is_sound) && std::ranges::all_of(incoming_, is_sound);
}

Knowledge Knowledge::load(ArchiveReader& archive) {
    Knowledge loaded;
    std::vector<SavedName> names;
    std::vector<std::uint8_t> for_readers;
    archive(loaded.data_, names, loaded.derived_names_);
    archive.raw(for_readers);
    archive.raw(loaded.outgoing_);
    archive.raw(loaded.outgoing_begins_);
    archive.raw(loaded.incoming_);
    archive.raw(loaded.incoming_begins_);
    const std::size_t concepts = loaded.data_.concepts.size();
    const auto is_known = [&](ConceptIndex index) { return index.value < concepts; };
    const bool is_sound =
        archive.ok() && for_readers.size() == concepts && loaded.has_sound_links() &&
        std::ranges::all_of(names,
                            [&](const SavedName& name) { return std::ranges::all_of(name.concepts, is_known); }) &&
        std::ranges::all_of(loaded.derived_names_, is_known, &DerivedName::concept_index);
    if (!is_sound) {
        archive.fail();
        return Knowledge();
    }
    loaded.for_readers_.assign(for_readers.begin(), for_readers.end());
    loaded.concepts_by_name_.reserve(names.size());
    for (SavedName& name : names) loaded.concepts_by_name_.emplace(std::move(name.text), std::move(name.concepts));
    loaded.concept_by_id_.reserve(concepts);
    for (std::uint32_t i = 0; i < concepts; ++i) loaded.concept_by_id_.emplace(loaded.data_.concepts[i].id, i);
    for (std::uint32_t i = 0; i < loaded.data_.sources.size(); ++i)
        loaded.source_by_id_.emplace(loaded.data_.sources[i].id, i);
    loaded.index_ancestors();
    loaded.index_red_flags();
    return loaded;
}

}  // namespace xinglin
