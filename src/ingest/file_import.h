#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "ingest/imports.h"
#include "knowledge/relation.h"

namespace xinglin {

class Store;

/// How far an import of a file is.
struct ImportProgress {
    enum class Phase { Survey, Convert, Publish };

    Phase phase = Phase::Survey;
    std::size_t rows = 0;  ///< of this pass
    std::uint64_t bytes = 0;
    std::uint64_t of_bytes = 0;  ///< of the file
};

struct FileImportOptions {
    Date today;
    Deletions deletions = Deletions::Few;
    BadLines bad_lines = BadLines::Quarantine;
    bool is_trial = false;  ///< says what would come, change and go, and stores nothing
    std::function<void(const ImportProgress&)> on_progress;  ///< called for every row; may be empty
    std::size_t rows_a_part = 2000;                          ///< what an interrupted import may lose
};

/// One finding of the quality gate, to look at.
struct FindingExample {
    std::string place;  ///< "drugs.csv:12 (name)"
    std::string message;
    std::string text;  ///< untrusted, and perhaps only the beginning
};

/// What the gate found by one rule.
struct RuleFindings {
    std::string rule;
    std::size_t count = 0;
    std::vector<FindingExample> examples;  ///< the first ones
};

/// What the import of a file did, and what the quality gate let pass and held back. The same for an import that was
/// interrupted and went on as for one that was not, but for `resumed_rows`.
struct GateReport {
    ImportReport import;
    Source source;
    std::string adapter;
    std::string file;  ///< its name, without the folder
    std::uint64_t file_bytes = 0;
    std::uint64_t file_hash = 0;
    Date imported_on;
    std::vector<std::string> steps;  ///< what was done to the input, in order
    std::size_t rows = 0;            ///< those that could not be read included
    std::size_t resumed_rows = 0;    ///< of them, those that an interrupted run had stored already
    std::vector<SortCount> concepts;
    std::vector<SortCount> relations;
    std::vector<SortCount> records;
    std::vector<RuleFindings> rules;  ///< most findings first, then by rule
};

/// Imports a file as its profile says: rows that the quality gate refuses go to quarantine, everything else is
/// published at once and replaces what the same origin brought before. Interrupted at any point (also by kill -9), the
/// same call goes on, and ends with the same store as if nothing had happened. Memory does not grow with the file, but
/// for some tens of bytes a distinct name and eight a thing stored.
///
/// Errors, with the store as it was: NotFound for a missing file; InvalidInput for a wrong profile or a file that is
/// cut, damaged or not of the declared encoding; Conflict when an id belongs to another origin, another run of the same
/// import is at work, the file changes while it is read, or more would be deleted than the options allow.
Result<GateReport> import_file(Store& store, const std::filesystem::path& file, const std::filesystem::path& profile,
                               const FileImportOptions& options);

}  // namespace xinglin
