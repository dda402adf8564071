#include "catalog/read_model.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "base/log.h"
#include "catalog/saved_snapshot.h"

namespace xinglin {
namespace {

constexpr std::string_view kSuffix = ".model";

/// So many changes cost less to follow at each start than one save.
constexpr std::size_t kFollowedChanges = 100;

/// The folder's one writer; the kernel frees it when the process dies.
class WriterLock {
  public:
    explicit WriterLock(const std::filesystem::path& folder)
        : file_(::open((folder / "writer.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
        is_held_ = file_ >= 0 && ::flock(file_, LOCK_EX | LOCK_NB) == 0;
    }
    ~WriterLock() {
        if (file_ >= 0) ::close(file_);
    }
    WriterLock(const WriterLock&) = delete;
    WriterLock& operator=(const WriterLock&) = delete;

    bool is_open() const { return file_ >= 0; }
    bool is_held() const { return is_held_; }

  private:
    int file_ = -1;
    bool is_held_ = false;
};

std::string prefix_of(Audience audience) {
    return std::string(name_of(audience)) + '-';
}

/// The number in "readers-12.model"; nothing for other names.
std::optional<std::uint64_t> number_of(const std::string& name, Audience audience) {
    const std::string prefix = prefix_of(audience);
    if (!name.starts_with(prefix) || !name.ends_with(kSuffix)) return {};
    const std::string_view digits =
        std::string_view(name).substr(prefix.size(), name.size() - prefix.size() - kSuffix.size());
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size()) return {};
    return number;
}

/// `loaded` as the store is now. Search starts anew: what goes on with what it learnt before would answer a little
/// otherwise than a build from nothing.
std::shared_ptr<const Snapshot> caught_up(const std::shared_ptr<const Snapshot>& loaded, Store& store) {
    const auto now = update_snapshot(loaded, store);
    if (now == loaded) return loaded;
    Snapshot exact = *now;
    exact.search = std::make_shared<const Search>(exact.corpus);
    return std::make_shared<const Snapshot>(std::move(exact));
}

}  // namespace

ReadModel::ReadModel(std::filesystem::path folder, Audience audience)
    : folder_(std::move(folder)), audience_(audience), program_(program_identity()) {}

std::vector<ReadModel::Generation> ReadModel::generations() const {
    std::vector<Generation> found;
    std::error_code error;
    for (auto each = std::filesystem::directory_iterator(folder_, error);
         !error && each != std::filesystem::directory_iterator(); each.increment(error)) {
        if (const auto number = number_of(each->path().filename().string(), audience_))
            found.push_back({*number, each->path()});
    }
    std::ranges::sort(found, {}, &Generation::number);
    return found;
}

std::shared_ptr<const Snapshot> ReadModel::saved_snapshot(Store& store) {
    const auto known = generations();
    if (known.empty() || program_ == 0) return nullptr;
    const std::string name = known.back().path.string();
    const auto opened = ModelFile::open(known.back().path, program_);
    is_of_newer_program_ = opened.state == ModelState::Newer;
    switch (opened.state) {
        case ModelState::Usable:
            break;
        case ModelState::Missing:
            return nullptr;
        case ModelState::Damaged:
            log(LogLevel::Warning, "the read model " + name + " is not used: " + opened.why + ". It is built anew.");
            return nullptr;
        case ModelState::OtherProgram:
            log(LogLevel::Debug, "the read model " + name + " is not used: " + opened.why + ". It is built anew.");
            return nullptr;
        case ModelState::Newer:
            log(LogLevel::Warning, "the read model " + name + " is not used and left alone: " + opened.why +
                                       ". Use that program, or delete the folder.");
            return nullptr;
    }
    const ModelStamp& stamp = opened.file->stamp();
    if (stamp.audience != audience_ || stamp.mark != store.mark_of(stamp.revision)) {
        log(LogLevel::Warning, "the read model " + name +
                                   " is not used: it is of another store, or of this one before a backup was put in "
                                   "its place. It is built anew.");
        return nullptr;
    }
    auto loaded = load_snapshot(opened.file);
    if (!loaded) log(LogLevel::Warning, "the read model " + name + " is not used: it does not read. It is built anew.");
    return loaded;
}

std::shared_ptr<const Snapshot> ReadModel::open(Store& store, Saved saved) {
    const auto read = saved == Saved::Use ? saved_snapshot(store) : nullptr;
    if (!read) return build_snapshot(store, audience_);
    // What was taken back is not saved, and is small; catching up goes on from it.
    Snapshot then = *read;
    then.withdrawals = store.withdrawals();
    const auto loaded = std::make_shared<const Snapshot>(std::move(then));
    is_saved_ = true;
    if (loaded->revision != store.revision()) {
        auto now = caught_up(loaded, store);
        // What the feed could not lead to was built: the next start is to be spared that.
        is_saved_ = now->annotator == loaded->annotator &&
                    store.changes_since(loaded->revision, kFollowedChanges).size() < kFollowedChanges;
        return now;
    }
    Snapshot now = *loaded;
    now.origins = store.origins();
    return std::make_shared<const Snapshot>(std::move(now));
}

Result<Done> ReadModel::save(const Snapshot& snapshot, Store& store) {
    if (is_of_newer_program_) {
        return Error{ErrorCode::Conflict, "A newer Xinglin uses this folder for its read model.", folder_.string()};
    }
    const auto mark = store.mark_of(snapshot.revision);
    if (!mark || program_ == 0) {
        return Error{ErrorCode::Conflict, "Nothing marks this revision, so its read model cannot be saved.",
                     folder_.string()};
    }
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    const WriterLock lock(folder_);
    if (!lock.is_open()) return Error{ErrorCode::Unavailable, "Nothing can be written here.", folder_.string()};
    if (!lock.is_held()) return Done{};
    const auto known = generations();
    const std::uint64_t number = known.empty() ? 1 : known.back().number + 1;
    const auto path = folder_ / (prefix_of(audience_) + std::to_string(number) + std::string(kSuffix));
    const ModelStamp stamp{program_, snapshot.revision, *mark, audience_};
    if (auto done = write_model(path, stamp, sections_of(snapshot)); !done) return done.error();
    for (const Generation& older : known) std::filesystem::remove(older.path, error);
    is_saved_ = true;
    return Done{};
}

}  // namespace xinglin
