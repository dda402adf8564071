#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace xinglin {

/// A segment of an index and the state of its deletions.
struct ManifestEntry {
    std::uint64_t segment = 0;    ///< number of its file
    std::uint64_t deletions = 0;  ///< number of the file of its deleted documents; 0: none

    friend bool operator==(const ManifestEntry&, const ManifestEntry&) = default;
};

/// Which files make an index: the only file of its folder that is ever replaced.
struct IndexManifest {
    std::uint64_t next_number = 1;  ///< for the next file; never used twice
    std::uint64_t mark = 0;         ///< the caller's, see Index::commit()
    std::vector<ManifestEntry> entries;

    friend bool operator==(const IndexManifest&, const IndexManifest&) = default;
};

/// Lines of text, the last a checksum of those before. docs/INDEX.md has an example.
std::string print_manifest(const IndexManifest& manifest);

/// The reverse. InvalidInput when the text is not what print_manifest() gave; the message says whether it is damaged,
/// foreign or of a newer Xinglin, and how to mend it.
Result<IndexManifest> parse_manifest(std::string_view text);

inline constexpr std::string_view kManifestName = "manifest";
inline constexpr std::string_view kWriterLockName = "writer.lock";
inline constexpr std::string_view kReaderLockName = "reader.lock";
std::string segment_file_name(std::uint64_t number);
std::string deletions_file_name(std::uint64_t number);

/// Whether the name is one that an index gives to a file: such a file belongs to it, and goes when no manifest names
/// it.
bool is_index_file_name(std::string_view name);

}  // namespace xinglin
