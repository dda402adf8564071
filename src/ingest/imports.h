#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace xinglin {

class Store;

/// Whether an import may take away more than a tenth of what its origin brought before: a page of a directory or an
/// empty export, imported over the whole, is a mistake more often than not.
enum class Deletions { Few, Any };

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
    bool is_trial = false;               ///< nothing was stored: the counts say what would be
    std::vector<std::string> would_put;  ///< of a trial: ids, the first thousand changes
    std::vector<std::string> would_go;
    std::vector<std::string> fields;  ///< of a dump: what became of fields beside the record's own, a sentence each
};

struct FolderImportOptions {
    BadLines bad_lines = BadLines::Quarantine;
    Deletions deletions = Deletions::Any;
    bool is_trial = false;  ///< says what would come, change and go, and stores nothing
};

/// Imports a folder: a content pack (all or nothing) or a dump of an old portal. It replaces what the same origin
/// brought before, in one transaction. NotFound when the folder is not there, Conflict when an id belongs to another
/// origin, or more would go than the options allow.
Result<ImportReport> import_folder(Store& store, const std::filesystem::path& folder,
                                   const FolderImportOptions& options);
Result<ImportReport> import_folder(Store& store, const std::filesystem::path& folder, BadLines bad_lines);

/// The text of a profile for a table (CSV and the like, .xlsx, .ods) whose columns have names that are known; see
/// guess_profile(). InvalidInput, NotFound.
Result<std::string> propose_profile(const std::filesystem::path& file, const Date& today);

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

/// Reads a pack like a compiler, without a store. Packs that it requires are looked for in the folders `with` and
/// beside it. NotFound when there is no such pack.
Result<CheckReport> check_pack(const std::filesystem::path& folder,
                               const std::vector<std::filesystem::path>& with = {});

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

/// A correction that a pack lays over another's content.
struct OverrideSummary {
    std::string of;
    std::string action;  ///< "retract", "replace"
    std::string pack;
    std::string by;
    std::string on;
    std::string why;
    bool has_target = true;
    bool upstream_changed = false;  ///< what lies below is another than when the correction was made
};

std::vector<OverrideSummary> overrides_of(Store& store);

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

/// What undoing an import did.
struct UndoReport {
    std::size_t put_back = 0;
    std::size_t deleted = 0;
};

/// Makes an origin what it was before its last import. NotFound when nothing can be undone; Conflict when something of
/// it was changed since.
Result<UndoReport> undo_import(Store& store, std::string_view origin);

/// Takes an origin and all that it brought out of the store. NotFound for an unknown origin, Conflict when a pack
/// requires it.
Result<std::size_t> remove_origin(Store& store, std::string_view origin);

}  // namespace xinglin
