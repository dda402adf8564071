#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "knowledge/relation.h"

namespace xinglin {

class Store;

/// The origin of everything that mine_all() writes.
inline constexpr const char* kMinedOrigin = "mined";

struct MineOptions {
    enum class Run { Write, Dry };

    Run run = Run::Write;
    Date today;                         ///< the year of a source whose origin has no date of its own
    std::size_t examples_a_reason = 5;  ///< how many declined names each reason shows
    /// Called now and then with the records read so far and all of them; may be empty.
    std::function<void(std::size_t done, std::size_t all)> on_progress = {};
};

/// A relation that the rules read, by names.
struct MinedExample {
    std::string subject;
    std::string subject_name;
    std::string object;
    std::string object_name;
    TextEvidence evidence;
};

/// Why names were passed over, with the first of them.
struct DeclineCount {
    std::string reason;  ///< a word of DeclineReason, the rule of a Problem, "contradicts-curated"
    std::size_t count = 0;
    std::vector<MinedExample> examples;
};

/// What one rule made of the texts.
struct MinedRule {
    std::string rule;
    std::string predicate;
    std::string explanation;
    std::size_t places = 0;        ///< where a relation was read; several places may say the same
    std::size_t relations = 0;     ///< different ones: confirmed, new, contradicted
    std::size_t confirmed = 0;     ///< curated knowledge says it too (or its other side: has_symptom); not written
    std::size_t added = 0;         ///< new ones, written
    std::size_t contradicted = 0;  ///< curated knowledge speaks against it; not written
    std::vector<MinedExample> examples;  ///< of new ones, all of them, by subject and object
    std::vector<DeclineCount> declined;  ///< most frequent first, then by reason
};

struct MiningReport {
    std::size_t records = 0;  ///< that were read
    std::vector<MinedRule> rules;
    bool stored = false;
    std::size_t added = 0;  ///< of the store's relations and sources
    std::size_t changed = 0;
    std::size_t deleted = 0;
    std::size_t unchanged = 0;
};

/// Reads every published record that rests on something that stands, and writes what its own text says as the
/// relations of the origin "mined" (trust Imported), in place of what the last run wrote: what is no longer said is no
/// longer there. Several places that say one relation are counted, and the first by record id is kept with its sources.
/// A record that names no source rests on its origin's, or else on one of kind mined that is made for its origin.
/// Relations of earlier runs do not help reading, so a run depends on the records and the rest of the knowledge only,
/// and a second run writes nothing. Conflict when an origin of that name was imported. Throws DatabaseError.
Result<MiningReport> mine_all(Store& store, const MineOptions& options);

}  // namespace xinglin
