#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "knowledge/knowledge.h"
#include "records/record.h"

namespace xinglin {

/// What a file of a pack holds; told by its name.
enum class PackFileRole { Sources, Concepts, Relations, RedFlags, Triage, Articles, Records, Overrides };

struct PackFile {
    std::string name;  ///< inside the pack, such as "concepts/symptoms.jsonl"
    std::filesystem::path path;
    PackFileRole role = PackFileRole::Records;
    RecordKind record_kind = RecordKind::Article;  ///< for Records
};

/// A file that has no business in the pack, or cannot be read safely.
struct PackFileProblem {
    Problem problem;
    std::string file;
};

struct PackListing {
    std::vector<PackFile> files;  ///< by role, then by name
    std::vector<PackFileProblem> problems;
};

/// The files of a pack. Rules: not-a-folder, unknown-file, outside-folder (a link that leaves the folder), not-a-file,
/// unreadable-file. Hidden files, README, LICENCE, LICENSE and CHANGELOG are passed over, and so is pack.toml.
PackListing list_pack_files(const std::filesystem::path& folder);

/// What keeps the file from being read: a link out of the folder, not a regular file, more than `limit_bytes`.
std::optional<Problem> check_file(const std::filesystem::path& folder, const std::filesystem::path& path,
                                  std::uintmax_t limit_bytes);

/// The file that holds records of this kind: "doctors.jsonl"; "articles" for articles.
std::string_view file_name_of(RecordKind kind);

}  // namespace xinglin
