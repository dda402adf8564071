#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace xinglin {

class Store;

/// What happens to a dump's lines that cannot be used.
enum class BadLines { Quarantine, Refuse };

/// What an import did, for people.
struct ImportReport {
    std::string origin;
    bool is_pack = false;
    bool stored = false;  ///< false: refused for `problems` or since nothing was usable, and the store is as it was
    std::size_t concepts = 0;
    std::size_t relations = 0;
    std::size_t records = 0;
    std::size_t added = 0;
    std::size_t changed = 0;
    std::size_t deleted = 0;
    std::size_t unchanged = 0;
    std::vector<std::string> problems;  ///< "file:line:column: severity: message [rule]" and the mend, a line each
    std::size_t quarantined = 0;
    std::vector<std::string> fields;  ///< of a dump: what became of fields beside the record's own, a sentence each
};

/// Imports a folder: a content pack (all or nothing) or a dump of an old portal. It replaces what the same origin
/// brought before, in one transaction. NotFound when the folder is not there, Conflict when an id belongs to another
/// origin.
Result<ImportReport> import_folder(Store& store, const std::filesystem::path& folder, BadLines bad_lines);

/// How often a rule was reported, and as how grave.
struct RuleTally {
    std::string rule;
    std::string severity;
    std::string explanation;
    std::size_t count = 0;
};

/// What `xinglin check` found in a pack.
struct CheckReport {
    std::vector<std::string> lines;
    std::vector<RuleTally> by_rule;  ///< the gravest first, then by count
    std::size_t errors = 0;
    std::size_t warnings = 0;
    std::size_t notes = 0;
    std::size_t concepts = 0;
    std::size_t relations = 0;
    std::size_t records = 0;
};

/// Reads a pack like a compiler, without a store. NotFound when there is no such pack.
Result<CheckReport> check_pack(const std::filesystem::path& folder);

/// Every rule that content is judged by: id, severity, explanation and mend between tabs, a line each.
std::vector<std::string> rule_lines();

/// Writes everything that an origin brought as a pack. NotFound when the store has no such origin; Conflict when
/// `folder` is not empty.
Result<Done> export_origin(Store& store, std::string_view origin, const std::filesystem::path& folder);

/// An imported collection in a line.
struct OriginSummary {
    std::string name;
    std::string version;
    std::string title;
    std::string trust;
    std::size_t quarantined = 0;
};

std::vector<OriginSummary> origins_of(Store& store);

/// How many of a sort, such as {"has_symptom", 1200}.
struct SortCount {
    std::string sort;
    std::size_t count = 0;
};

/// What an import could not use, counted by rule, the most frequent first. NotFound for an unknown origin.
Result<std::vector<SortCount>> quarantine_counts_of(Store& store, std::string_view origin);

/// The lines that an import could not use, one call each: "place: message [rule]". NotFound for an unknown origin.
Result<Done> for_each_quarantined_line(Store& store, std::string_view origin,
                                       const std::function<void(const std::string&)>& visit);

/// Takes an origin and all that it brought out of the store. NotFound for an unknown origin.
Result<std::size_t> remove_origin(Store& store, std::string_view origin);

}  // namespace xinglin
