#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "base/date.h"
#include "base/result.h"

namespace xinglin {

/// A copy of a store that was read again after it was written, row by row and as content.
struct CopyReport {
    std::string place;  ///< file, or the address without its password
    std::int64_t revision = 0;
    std::uint64_t rows = 0;
    std::size_t records = 0;
    std::size_t concepts = 0;
    std::size_t relations = 0;
    bool was_there = false;   ///< of a backup: the same one stood there already, and was only read again
    std::size_t removed = 0;  ///< older backups that gave way
};

struct BackupOptions {
    Date today;
    std::size_t keep = 0;  ///< backups that stay in a folder, the newest; 0 is all
};

/// Copies the store at `location` (a data folder or a database address), as it is at one moment and while it is served
/// and written, into one file that needs nothing else: `to` itself, or xinglin-DATE-rREVISION.db in the folder `to`.
/// Beside it FILE.sums says what is in it, so that a later reader sees damage. Nothing stands under the file's name
/// before all of it was read again and compared. Conflict when the file is there already, with other content; NotFound
/// when there is no store. Throws DatabaseError.
Result<CopyReport> back_up(const std::string& location, const std::filesystem::path& to, const BackupOptions& options);

/// Reads a backup as a restore would, and compares it with its FILE.sums. NotFound, or Unavailable when it is damaged.
Result<CopyReport> check_backup(const std::filesystem::path& backup);

/// What restoring over content does.
enum class Existing { Refuse, Replace };

struct RestoreReport {
    CopyReport copy;
    bool replaced = false;  ///< there was content: the counts say what became of it
    std::size_t added = 0;
    std::size_t changed = 0;
    std::size_t deleted = 0;
    std::size_t unchanged = 0;
};

/// Brings a backup to `location`. Where there is no store it becomes one, equal to what was backed up. Where there is
/// one it says afterwards what the backup says, as one write: a server that is running publishes it like any other
/// change. Conflict without Existing::Replace. Throws DatabaseError.
Result<RestoreReport> restore_backup(const std::filesystem::path& backup, const std::string& location,
                                     Existing existing);

/// Copies the store at `from` to `to`, where none may be: from a data folder to a database, and back. Both are compared
/// afterwards, table by table. Throws DatabaseError.
Result<CopyReport> migrate_store(const std::string& from, const std::string& to);

/// Gives the room of what was deleted back to the disk. Answers the bytes of the file before and after, 0 for a
/// server's database.
struct CompactReport {
    std::uintmax_t bytes_before = 0;
    std::uintmax_t bytes_after = 0;
};
Result<CompactReport> compact_store(const std::string& location);

}  // namespace xinglin
