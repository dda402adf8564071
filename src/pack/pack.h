#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge.h"
#include "records/overlay.h"
#include "records/record.h"

namespace xinglin {

/// The format of docs/PACK.md that this program writes, and the newest that it reads.
inline constexpr int kPackFormat = 1;

/// Another pack that a pack refers to: "neurology-zh >= 1.0.0".
struct PackRequirement {
    std::string name;
    std::string least_version;  ///< "" for any

    std::string text() const { return least_version.empty() ? name : name + " >= " + least_version; }
    friend bool operator==(const PackRequirement&, const PackRequirement&) = default;
};

/// Nothing for what is not of that form.
std::optional<PackRequirement> parse_requirement(std::string_view text);

/// Whether version `a` comes before `b`: part by part between dots, numbers by value.
bool is_older_version(std::string_view a, std::string_view b);

/// What pack.toml says.
struct PackInfo {
    std::string name;  ///< a slug; the origin of everything in the pack
    std::string version;
    std::string title;
    std::string licence;
    std::string language;
    bool fictitious = false;  ///< People, hospitals and makers are invented.
    std::vector<PackRequirement> requirements = {};

    friend bool operator==(const PackInfo&, const PackInfo&) = default;
};

/// A content pack: a folder of plain files, read. Knowledge and records are sorted by id, relations by subject,
/// predicate and object; every record's origin, language and fictitious mark are filled in.
struct Pack {
    PackInfo info;
    KnowledgeData knowledge;
    std::vector<Record> records;
    std::vector<Overlay> overlays = {};  ///< by what they lie over

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

/// What a pack may refer to besides its own.
struct RequiredPacks {
    std::vector<PackInfo> packs;  ///< those of the requirements that are there, and what they require in turn
    KnowledgeData knowledge;
    std::vector<std::string> records;  ///< ids
};

/// Finds packs that are required; those that it does not have it leaves out.
using PackFinder = std::function<RequiredPacks(const std::vector<PackRequirement>&)>;

/// The same for a pack that may require others; without a finder none is there. Problems are those of this pack alone.
PackReading read_pack(const std::filesystem::path& folder, const PackFinder& find);

/// Finds packs in these folders.
PackFinder packs_in(std::vector<std::filesystem::path> folders);

/// Whether the folder says that it is a pack (has a pack.toml), as against a dump of an old portal.
bool is_pack(const std::filesystem::path& folder);

/// Brings entities and records into the order of Pack and fills in what `info` says for every record.
void normalise(Pack& pack);

}  // namespace xinglin
