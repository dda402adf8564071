#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/corpus.h"
#include "corpus/item.h"
#include "index/document.h"
#include "knowledge/knowledge.h"
#include "search/searcher.h"

namespace xinglin {

// What the index keeps of an item, and the features that documents and queries agree on.

/// The item speaks of the concept.
Feature names_feature(const Concept& named);
/// It speaks of a kind of the concept.
Feature kind_of_feature(const Concept& ancestor);
/// It is reached over a relation to the concept: the concept's own page, a drug that contains the substance, a doctor
/// or hospital of the department.
Feature is_feature(const Concept& target);
/// It stands behind what is curated, or it does not.
Feature standing_label(bool behind);
/// It has this value of a facet.
Feature facet_label(FacetKind kind, std::string_view value);

/// Values by which a result is narrowed, each once.
using FacetValues = std::vector<std::pair<FacetKind, std::string>>;

/// What search reads of one item.
struct ItemText {
    std::string id;
    ItemType type = ItemType::Article;
    std::string title;
    std::vector<std::string> other_names;                             ///< of a concept; found like the title
    std::string body;                                                 ///< the text that excerpts are taken from
    std::string_view body_field;                                      ///< what the body is: a Field's name
    std::vector<std::pair<std::string_view, std::string>> details{};  ///< more that is found by, with its field's name
    std::string duplicate_key{};  ///< equal for near-duplicates; "" when there are none
    Trust trust = Trust::Curated;
    bool behind = false;                ///< a record of an unreviewed import: whatever is curated stands before it
    std::vector<ConceptIndex> names;    ///< it speaks of, ascending
    std::vector<ConceptIndex> about;    ///< mainly, ascending
    std::vector<ConceptIndex> targets;  ///< see is_feature()
    std::uint32_t aspects = 0;          ///< aspect_bit() of each
    FacetValues facets;
};

ItemText item_text_of(const Corpus& corpus, RecordIndex record);

/// Of a concept whose kind has an item type.
ItemText item_text_of(const Corpus& corpus, ConceptIndex concept_index);

/// Impacts follow BM25F (Robertson, Zaragoza and Taylor 2004) with a fixed length where a field is neither long nor
/// short, so that a document's features do not depend on other documents: docs/SEARCH.md has the formula.
IndexDocument index_document_of(const Knowledge& knowledge, const ItemText& item, DocumentKey key);

/// The impact of a unit of a title of so many words (word_count()).
std::uint8_t title_impact(std::size_t words);

}  // namespace xinglin
