#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace xinglin {

/// The deleted documents of a segment: a bit each, in whole words; the bits behind the last document are 0.
using DeletionBits = std::vector<std::uint64_t>;

/// Puts a file of them in place. Throws IndexError when the disk refuses.
void write_deletions(const std::filesystem::path& path, std::uint32_t document_count, const DeletionBits& bits);

/// Throws IndexError when the file is not there, is damaged, or does not belong to a segment of so many documents.
std::shared_ptr<const DeletionBits> read_deletions(const std::filesystem::path& path, std::uint32_t document_count);

/// How many documents are deleted.
std::uint32_t count_deletions(const DeletionBits& bits);

}  // namespace xinglin
