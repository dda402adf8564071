#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/corpus.h"
#include "index/snapshot.h"
#include "index/top_k.h"
#include "relate/relate.h"
#include "search/designations.h"
#include "search/searcher.h"
#include "search/text_units.h"
#include "text/general_model.h"

namespace xinglin {

/// A concept to which a relation leads from one that the query names.
struct RelatedConcept {
    ConceptIndex from;
    ConceptIndex to;
    RelationIndex relation;
};

/// A unit of the query and what it weighs.
struct WeightedUnit {
    TextUnit unit;
    double weight = 0;    ///< how rare it is, as WordWeights says
    bool admits = false;  ///< a document is a hit for its sake alone
    bool weak = false;    ///< only one whose title has much of the rest too: common words, as 检查 or 原因
};

/// A query as ranking reads it.
struct QueryReading {
    UnderstoodQuery understood;
    FoldedText folded{""};
    std::vector<WeightedUnit> units;        ///< each feature once
    std::vector<double> character_weights;  ///< by character of `folded`; 0 for separators
    std::vector<bool> specific;             ///< by character: it belongs to what the query is about
    std::u16string essence;                 ///< its letters without what only asks and for whom
    std::vector<RelatedConcept> related;
    IndexQuery features;                     ///< without filters
    double whole_score = 1;                  ///< the index score of a title of middling length that has every unit
    double least_score = 0;                  ///< a hit with less shares too little with the query to be one
    double least_of_long = 0;                ///< the same for a long question: for any query that finds nothing else
    std::vector<Designation> designations;   ///< another of these is no hit
    std::vector<std::string> not_found;      ///< names of letters that nothing has
    std::vector<std::string> unknown_words;  ///< words of which nothing has most
    std::uint32_t aspects = 0;               ///< aspect_bit() of each of understood.aspects

    explicit QueryReading(std::string_view text) : folded(text) {}
};

/// Reads what `text` (simplified, corrected) asks for. `everyday` may be nullptr: its words are not known then.
UnderstoodQuery understand_query(const Corpus& corpus, const GeneralModel* everyday, std::string_view text);

/// What ails whom, as a query says: with it, constraints and contraindications count in search as in panels.
PageContext context_of_query(const Knowledge& knowledge, const UnderstoodQuery& understood);

/// Weighs it against a collection: rarity is read from `index`.
QueryReading read_query(const Corpus& corpus, const IndexSnapshot& index, UnderstoodQuery understood);

}  // namespace xinglin
