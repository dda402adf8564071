#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "knowledge/relation.h"
#include "records/record.h"

namespace xinglin {

/// A rule that reads relations from a text.
struct MiningRule {
    std::string_view id;           ///< stable: "drug-label-indication"
    Predicate predicate;           ///< of the relations that it reads
    std::string_view explanation;  ///< what it reads and what it passes over
};

/// Every rule, in the order in which docs/MINING.md lists them.
std::vector<MiningRule> mining_rules();

/// What one record's own text says, as typed relations: a drug label's indications and contraindications, a test's
/// description, a doctor's own words, the sections of an article that is mainly about one condition. Each relation has
/// `mined_from` (record, character range within the field's text, the sentence as quote, the rule), trust Imported, and
/// rests on the record's sources, or on `own_source` when it names none. What is negated, excluded (除外), only to be
/// used with care (慎用), suspected, about somebody else, or stands at a cut is not read. A label's sentence is read as
/// a whole: no relation is made from a part that the rest of the sentence takes back. O(text); any number of threads.
std::vector<Relation> mine(const Annotator& annotator, const Record& record, std::string_view own_source);

}  // namespace xinglin
