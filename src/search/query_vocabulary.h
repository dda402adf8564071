#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "search/searcher.h"

namespace xinglin {

/// The words of data/language/query_words.txt and data/medicine/generic_nouns.txt, folded. Immutable and shared by all
/// threads.
struct QueryVocabulary {
    std::vector<std::u16string> asks;  ///< in the file's order
    std::vector<std::u16string> fills;
    std::vector<std::u16string> littles;  ///< of one character
    std::vector<std::u16string> measures;
    std::vector<std::u16string> units;
    std::vector<std::u16string> questions;
    std::vector<std::u16string> products;  ///< what the name of a product ends in
    std::vector<std::pair<std::u16string, QueryIntent>> pages;
    std::vector<std::pair<std::u16string, QueryIntent>> endings;
    std::vector<std::pair<std::u16string, std::string>> of_drugs;  ///< 过敏 behind a drug's name is 药物过敏
    std::vector<std::u16string> generic_nouns;

    static const QueryVocabulary& get();

    bool is_unit(std::u16string_view word) const;
};

/// Reads the two files' texts; InvalidInput that names the file and line at fault.
Result<QueryVocabulary> read_query_vocabulary(std::string_view query_words, std::string_view generic_nouns);

}  // namespace xinglin
