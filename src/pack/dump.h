#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "records/record.h"

namespace xinglin {

/// A line, or a file (line 0), of a dump that could not be used.
struct DumpProblem {
    std::string place;  ///< "drugs.jsonl:3", or "drugs.csv"
    std::string rule;
    std::string message;
    std::string mend;
    std::string text;  ///< the line itself, at most 4 KiB of it
};

/// What a dump of an old portal holds.
struct Dump {
    std::string origin;                                 ///< the folder's name as a slug
    std::vector<Record> records;                        ///< by id; trust Imported, texts as they were
    std::vector<DumpProblem> quarantine;                ///< by file and line
    std::size_t duplicates = 0;                         ///< lines that said exactly what an earlier one had said
    std::map<std::string, std::size_t> ignored_fields;  ///< fields that were not used, and how often they were there
    std::map<std::string, std::size_t> common_fields;  ///< the same of those that the old address and the day came from
};

/// Reads a folder of .jsonl files as the last section of docs/PACK.md has it. Ids come from the content, so the same
/// dump gives the same ids; a hospital that doctors name becomes a record of its own. Lines are told apart by their
/// fields; what fits no kind or two is quarantined as unknown-record-shape. InvalidInput when there is no such folder
/// or no usable line in it; the message names the first thing that is wrong.
Result<Dump> read_dump(const std::filesystem::path& folder);

/// `name` as a slug of at most 60 characters. Names that differ only in what a slug cannot say get different slugs.
std::string slug_from(std::string_view name);

}  // namespace xinglin
