#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "knowledge/knowledge.h"
#include "records/record.h"

namespace xinglin {

/// The format of docs/PACK.md that this program writes, and the newest that it reads.
inline constexpr int kPackFormat = 1;

/// What pack.toml says.
struct PackInfo {
    std::string name;  ///< a slug; the origin of everything in the pack
    std::string version;
    std::string title;
    std::string licence;
    std::string language;
    bool fictitious = false;  ///< People, hospitals and makers are invented.

    friend bool operator==(const PackInfo&, const PackInfo&) = default;
};

/// A content pack: a folder of plain files, read. Knowledge and records are sorted by id, relations by subject,
/// predicate and object; every record's origin, language and fictitious mark are filled in.
struct Pack {
    PackInfo info;
    KnowledgeData knowledge;
    std::vector<Record> records;

    friend bool operator==(const Pack&, const Pack&) = default;
};

/// A problem and where it stands: a file of the pack ("doctors.jsonl"), line and byte column from 1. Line 0: the file
/// as a whole.
struct PackProblem {
    Problem problem;
    std::string file;
    std::size_t line = 0;
    std::size_t column = 0;
};

/// "file:line:column: error: message [rule]" and a second line with the mend; `folder` goes before the file. Control
/// characters of untrusted text are escaped.
std::string format(const PackProblem& problem, const std::filesystem::path& folder = {});

/// What reading found. `pack` is there only when no problem is an error: half a pack is never loaded.
struct PackReading {
    /// Where a rule of triage stands, for what is found when its examples are run.
    struct RulePlace {
        std::string id;
        std::string file;
        std::size_t line = 0;
        std::size_t column = 0;
    };

    std::optional<Pack> pack;
    std::vector<RulePlace> rule_places = {};
    std::vector<PackProblem> problems;  ///< by file, line and column; reading stops at kMaxPackProblems
};

inline constexpr std::size_t kMaxPackProblems = 1000;

/// Reads a pack like a compiler: goes on after an error to report all. Nothing outside of the folder is read. Memory is
/// bounded by what the pack's good lines hold; a line has at most 1 MiB, a file 64 MiB.
PackReading read_pack(const std::filesystem::path& folder);

/// Whether the folder says that it is a pack (has a pack.toml), as against a dump of an old portal.
bool is_pack(const std::filesystem::path& folder);

/// Brings entities and records into the order of Pack and fills in what `info` says for every record.
void normalise(Pack& pack);

}  // namespace xinglin
