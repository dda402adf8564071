#pragma once

#include <filesystem>

#include "base/result.h"
#include "pack/pack.h"

namespace xinglin {

/// Writes `pack` into a new or empty folder, in the format of docs/PACK.md and in one order, so that the same content
/// gives the same bytes. The folder is there whole or not at all, and reading it gives the content of `pack` again:
/// what the format cannot say (text in place of an id, a body with HTML) is InvalidInput and nothing is written;
/// `where` is the id or the place. Conflict when the folder has something in it, Unavailable when the disk refuses.
/// `find` finds the packs that it requires, with which it is read again.
Result<Done> write_pack(const std::filesystem::path& folder, Pack pack, const PackFinder& find = {});

}  // namespace xinglin
