#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace xinglin {

/// The whole file. NotFound when it is not there, TooLarge when it has more than `limit_bytes`, Unavailable when
/// reading fails; `where` is the path.
Result<std::string> read_file(const std::filesystem::path& path, std::uintmax_t limit_bytes = 1ULL << 30);

/// Replaces the file in one step: readers see the old bytes or the new ones, also after a crash. Unavailable when the
/// disk refuses; then the old file stands.
Result<Done> write_file(const std::filesystem::path& path, std::string_view bytes);

/// The same for bytes in several parts, one behind the other.
Result<Done> write_file(const std::filesystem::path& path, std::span<const std::string_view> parts);

}  // namespace xinglin
