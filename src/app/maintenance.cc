// A backup FILE.db has FILE.db.sums beside it, lines of words between spaces:
//
//   xinglin-backup 1
//   revision NUMBER
//   TABLE ROWS HASH      for each table, by name; HASH has sixteen hexadecimal digits
#include "app/maintenance.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <sstream>
#include <vector>

#include "base/files.h"
#include "base/strings.h"
#include "database/migrate.h"
#include "store/copy.h"
#include "store/store.h"

namespace xinglin {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSumsHead = "xinglin-backup 1";
constexpr std::string_view kBackupPrefix = "xinglin-";
constexpr std::string_view kBackupEnd = ".db";

fs::path sums_file(const fs::path& backup) {
    return backup.string() + ".sums";
}

/// What database functions take: a folder's file, or the address.
std::string database_of(const std::string& location) {
    return is_database_address(location) ? location : (fs::path(location) / "xinglin.db").string();
}

bool has_store(const std::string& location) {
    std::error_code error;
    if (!is_database_address(location) && !fs::exists(database_of(location), error)) return false;
    return !is_empty_database(database_of(location));
}

/// An address may hold a password: what stands before "@" is left out, and what behind "?".
std::string shown(const std::string& location) {
    if (!is_database_address(location)) return location;
    const std::size_t at = location.find('@');
    const std::size_t begin = at == std::string::npos ? location.find("://") + 3 : at + 1;
    return "postgresql://" + location.substr(begin, location.find('?') - begin);
}

Error no_store(const std::string& location) {
    return {ErrorCode::NotFound, "There is no data here; name the data folder or the database with --data.",
            shown(location)};
}

std::string sums_text(const StoreSum& sum) {
    std::string text = std::string(kSumsHead) + "\nrevision " + std::to_string(sum.revision) + "\n";
    for (const TableSum& table : sum.tables) {
        text += table.table + " " + std::to_string(table.rows) + " " + hex16(table.hash) + "\n";
    }
    return text;
}

/// Makes what was written to `file` survive a power cut.
Result<Done> flush_to_disk(const fs::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    const bool is_flushed = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) ::close(descriptor);
    if (!is_flushed) return Error{ErrorCode::Unavailable, "The disk did not take the file.", file.string()};
    return Done{};
}

/// Reads all content as a server does that starts on it.
CopyReport read_everything(const std::string& database, const StoreSum& sum) {
    const auto store = open_store(database, Access::Read);
    CopyReport report;
    report.place = shown(database);
    report.revision = sum.revision;
    report.rows = sum.rows();
    const KnowledgeData knowledge = store->knowledge();
    report.concepts = knowledge.concepts.size();
    report.relations = knowledge.relations.size();
    store->for_each_record([&](const Store::StoredRecord&) { ++report.records; });
    return report;
}

std::string backup_name(const Date& today, Revision revision) {
    std::array<char, 24> number{};
    std::snprintf(number.data(), number.size(), "%09lld", static_cast<long long>(revision));
    return std::string(kBackupPrefix) + today.iso() + "-r" + number.data() + std::string(kBackupEnd);
}

void remove_files(const fs::path& database) {
    std::error_code ignored;
    for (const char* end : {"", "-wal", "-shm", "-journal", ".sums"}) fs::remove(database.string() + end, ignored);
}

/// Deletes the oldest backups of a folder but `keep`. Their names sort by day and revision.
std::size_t remove_old(const fs::path& folder, std::size_t keep) {
    std::vector<fs::path> backups;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(kBackupPrefix) && name.ends_with(kBackupEnd)) backups.push_back(entry.path());
    }
    if (keep == 0 || backups.size() <= keep) return 0;
    std::ranges::sort(backups);
    const std::size_t surplus = backups.size() - keep;
    for (std::size_t i = 0; i < surplus; ++i) remove_files(backups[i]);
    return surplus;
}

enum class Sums { Write, Omit };

/// Copies to a file of a name that nobody takes for a backup, reads that as a restore would, and gives it its name.
Result<CopyReport> copy_to(const std::string& database, const fs::path& file, Sums sums) {
    const fs::path part = file.string() + ".part";
    remove_files(part);
    const auto copied = copy_store(database, part.string());
    if (!copied) return copied.error();
    CopyReport report = read_everything(part.string(), *copied);
    if (auto done = flush_to_disk(part); !done) return done.error();
    if (sums == Sums::Write) {
        if (auto done = write_file(sums_file(file), sums_text(*copied)); !done) return done.error();
    }
    std::error_code error;
    fs::rename(part, file, error);
    if (error) return Error{ErrorCode::Unavailable, "The backup cannot get its name: " + error.message() + ".", file};
    remove_files(part);
    if (auto done = flush_to_disk(file.has_parent_path() ? file.parent_path() : "."); !done) return done.error();
    report.place = file.string();
    return report;
}

/// The file that a backup in a folder gets, at the store's revision of now.
fs::path file_in(const fs::path& folder, const std::string& location, const Date& today) {
    return folder / backup_name(today, open_store(database_of(location), Access::Read)->revision());
}

}  // namespace

Result<CopyReport> check_backup(const fs::path& backup) {
    std::error_code error;
    if (!fs::is_regular_file(backup, error)) {
        return Error{ErrorCode::NotFound, "There is no such backup.", backup.string()};
    }
    if (is_empty_database(backup.string())) {
        return Error{ErrorCode::Unavailable, "The file holds no database: it was cut off.", backup.string()};
    }
    const StoreSum sum = sum_of_store(backup.string());
    const auto sums = read_file(sums_file(backup));
    if (sums && *sums != sums_text(sum)) {
        return Error{ErrorCode::Unavailable,
                     "The backup does not hold what its .sums says: it was changed or is damaged. Take an older one.",
                     backup.string()};
    }
    return read_everything(backup.string(), sum);
}

Result<CopyReport> back_up(const std::string& location, const fs::path& to, const BackupOptions& options) {
    if (!has_store(location)) return no_store(location);
    std::error_code error;
    const bool is_folder = fs::is_directory(to, error) || to.filename().empty();
    if (is_folder) fs::create_directories(to, error);
    const fs::path file = is_folder ? file_in(to, location, options.today) : to;
    if (fs::exists(file, error)) {
        const StoreSum now = sum_of_store(database_of(location));
        auto known = check_backup(file);
        const auto sums = read_file(sums_file(file));
        if (known && sums && *sums == sums_text(now)) {
            known->was_there = true;
            return known;
        }
        if (!is_folder) return Error{ErrorCode::Conflict, "The file is there already; name a new one.", file.string()};
    }
    auto report = copy_to(database_of(location), file, Sums::Write);
    if (report && is_folder) report->removed = remove_old(to, options.keep);
    return report;
}

Result<RestoreReport> restore_backup(const fs::path& backup, const std::string& location, Existing existing) {
    const auto checked = check_backup(backup);
    if (!checked) return checked.error();
    RestoreReport report;
    if (has_store(location)) {
        if (existing == Existing::Refuse) {
            return Error{ErrorCode::Conflict,
                         "There is content already; --replace puts the backup's in its place (back it up first).",
                         shown(location)};
        }
        const WriteReport written = replace_store(backup.string(), database_of(location));
        report = {*checked, true, written.added, written.changed, written.deleted, written.unchanged};
        report.copy.revision = written.revision;
        report.copy.place = shown(location);
        return report;
    }
    const std::string target = database_of(location);
    if (is_database_address(location)) {
        const auto copied = copy_store(backup.string(), target);
        if (!copied) return copied.error();
        report.copy = read_everything(target, *copied);
        return report;
    }
    std::error_code error;
    fs::create_directories(location, error);
    remove_files(target);
    auto copied = copy_to(backup.string(), target, Sums::Omit);
    if (!copied) return copied.error();
    report.copy = *std::move(copied);
    return report;
}

Result<CopyReport> migrate_store(const std::string& from, const std::string& to) {
    if (!has_store(from)) return no_store(from);
    std::error_code error;
    if (!is_database_address(to)) fs::create_directories(to, error);
    const auto copied = copy_store(database_of(from), database_of(to));
    if (!copied) return Error{copied.error().code, copied.error().message, shown(to)};
    CopyReport report = read_everything(database_of(to), *copied);
    report.place = shown(to);
    return report;
}

Result<CompactReport> compact_store(const std::string& location) {
    if (!has_store(location)) return no_store(location);
    const auto size = [&] {
        std::error_code error;
        const auto bytes = fs::file_size(database_of(location), error);
        return error ? std::uintmax_t{0} : bytes;
    };
    CompactReport report;
    report.bytes_before = size();
    open_store(database_of(location))->compact(true);
    report.bytes_after = size();
    return report;
}

}  // namespace xinglin
