#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace xinglin {

class Store;

/// How much a store holds, counted by what the field calls things ("condition", "treated_by", "article", "guideline").
struct Stats {
    std::map<std::string, std::size_t> sources;  ///< by kind
    std::map<std::string, std::size_t> concepts;
    std::map<std::string, std::size_t> relations;
    std::map<std::string, std::size_t> records;
    std::size_t red_flags = 0;
    std::size_t imported_concepts = 0;  ///< of all concepts: nobody has reviewed them
    std::size_t imported_relations = 0;
    std::size_t imported_records = 0;
};

/// Counts what readers get: published records, and knowledge that is in force. Throws DatabaseError.
Stats stats_of(Store& store);

/// What curated knowledge says of one condition: how many relations of each sort, and on how many sources they rest.
struct ConditionCoverage {
    std::string id;
    std::string name;
    std::size_t departments = 0;
    std::size_t causes = 0;
    std::size_t main_causes = 0;  ///< among them; one that says that the cause is unknown counts
    std::size_t symptoms = 0;
    std::size_t tests = 0;
    std::size_t drugs = 0;  ///< treated_by substances and classes
    std::size_t procedures = 0;
    std::size_t complications = 0;
    std::size_t differentials = 0;
    std::size_t negatives = 0;  ///< not_treated_by, often_confused_with
    std::size_t care_cards = 0;
    std::size_t articles = 0;  ///< published, curated, mainly about it
    std::size_t sources = 0;   ///< distinct
};

/// Every curated condition, those with most articles first, then by id. Throws DatabaseError.
std::vector<ConditionCoverage> coverage_of(Store& store);

}  // namespace xinglin
