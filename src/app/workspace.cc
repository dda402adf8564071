#include "app/workspace.h"

#include <sys/stat.h>

#include <filesystem>

#include "base/files.h"
#include "base/log.h"
#include "catalog/read_model.h"
#include "catalog/snapshot.h"
#include "database/migrate.h"
#include "intent/intent_reader.h"
#include "store/store.h"

namespace xinglin {
namespace {

/// Which file stands at a path, "" for none: another one has another identity, what is written into it does not.
std::string identity_of(const std::string& path) {
    struct stat found {};
    if (path.empty() || ::stat(path.c_str(), &found) != 0) return {};
    return std::to_string(found.st_dev) + ":" + std::to_string(found.st_ino);
}

/// What a reader sees before the first refresh: nothing, at a revision that no store has.
std::shared_ptr<const Snapshot> nothing() {
    auto annotator = std::make_shared<const Annotator>(std::make_shared<const Knowledge>(KnowledgeData{}));
    auto corpus = std::make_shared<const Corpus>(annotator, std::vector<std::shared_ptr<const AnnotatedRecord>>{});
    auto search = std::make_shared<const Search>(corpus);
    return std::make_shared<const Snapshot>(
        Snapshot{-1, {}, std::move(annotator), std::move(corpus), {}, std::move(search)});
}

/// The model of questions that the operator had learned, if there is one.
std::shared_ptr<const IntentReader> read_intents(const std::filesystem::path& folder) {
    const auto bytes = read_file(folder / kIntentModelFile);
    if (!bytes && bytes.error().code == ErrorCode::NotFound) return nullptr;
    auto model = bytes ? IntentModel::load(*bytes) : Result<IntentModel>(bytes.error());
    if (!model) {
        log(LogLevel::Warning, std::string(kIntentModelFile) + ": " + model.error().message);
        return nullptr;
    }
    return std::make_shared<const IntentReader>(std::make_shared<const IntentModel>(std::move(*model)));
}

Error no_data(const std::string& location) {
    return {ErrorCode::NotFound,
            "There is no data here yet. Load some with `xinglin import FOLDER --data " + location + "`.", location};
}

/// Where the read model of a store is, whose file is `file` when it has one; "" for nowhere.
std::filesystem::path model_folder(const std::string& file, const ReadingSettings& settings) {
    if (settings.saved_model == SavedModel::Unused) return {};
    if (!settings.model_folder.empty()) return settings.model_folder;
    return file.empty() ? std::filesystem::path() : std::filesystem::path(file).parent_path() / "model";
}

std::unique_ptr<ReadModel> model_in(const std::filesystem::path& folder, Audience audience) {
    return folder.empty() ? nullptr : std::make_unique<ReadModel>(folder, audience);
}

}  // namespace

Workspace::Workspace(std::unique_ptr<Store> store, const ReadingSettings& settings, std::string file)
    : store_(std::move(store)),
      file_(std::move(file)),
      file_identity_(identity_of(file_)),
      audience_(settings.audience),
      saved_model_(settings.saved_model),
      model_(model_in(model_folder(file_, settings), settings.audience)),
      live_(std::make_unique<Live>(nothing())),
      portal_(*live_, settings),
      queries_(*live_, settings),
      finder_(*live_, settings),
      asking_(*live_, settings),
      readers_(*live_, settings) {}

Workspace::~Workspace() = default;

Result<std::unique_ptr<Workspace>> Workspace::open(const std::string& location, Missing missing,
                                                   const ReadingSettings& settings) {
    const Access access = missing == Missing::Refuse ? Access::Read : Access::Write;
    if (is_database_address(location)) {
        if (missing == Missing::Refuse && is_empty_database(location)) return no_data(location);
        return std::unique_ptr<Workspace>(new Workspace(open_store(location, access), settings, ""));
    }
    const std::filesystem::path folder(location);
    const auto file = folder / "xinglin.db";
    std::error_code error;
    if (missing == Missing::Refuse && !std::filesystem::exists(file, error)) {
        return no_data(location);
    }
    if (missing == Missing::Refuse && is_empty_database(file.string())) {
        return Error{ErrorCode::Unavailable,
                     "The file xinglin.db here holds no database: it was cut off or overwritten. Put a backup in its "
                     "place, or delete it and load the content again with `xinglin import FOLDER --data " +
                         location + "`.",
                     location};
    }
    if (missing == Missing::Create) std::filesystem::create_directories(folder, error);
    if (missing == Missing::Create && error)
        return Error{ErrorCode::Unavailable, "This folder cannot be made: " + error.message() + ".", location};
    ReadingSettings reading = settings;
    reading.intents = read_intents(folder);
    return std::unique_ptr<Workspace>(new Workspace(open_store(file.string(), access), reading, file.string()));
}

Result<Done> Workspace::refresh_site(SiteFile& file) {
    auto changed = file.changed();
    if (!changed) return Done{};
    if (!*changed) return changed->error();
    if (**changed != *portal_.site()) set_site(std::move(**changed));
    return Done{};
}

void Workspace::set_site(SiteSettings settings) {
    const auto shared = std::make_shared<const SiteSettings>(std::move(settings));
    portal_.set_site(shared);
    readers_.set_site(shared);
}

bool Workspace::reopen_if_exchanged() {
    std::string identity = identity_of(file_);
    const std::string log = file_ + "-wal";
    if (identity == file_identity_) {
        log_identity_ = file_.empty() ? "" : identity_of(log);
        return false;
    }
    // Not opened to be looked at: whoever opens it with the old file's log beside it damages it.
    std::error_code error;
    if (identity.empty() || std::filesystem::file_size(file_, error) == 0 || error) {
        throw DatabaseError("The database " + file_ + " is gone; put it back, or a backup in its place.");
    }
    // Closed first, for at its end it removes the log that stands beside the file by then. When opening fails, the
    // next call comes here again.
    store_.reset();
    if (!log_identity_.empty() && identity_of(log) == log_identity_) {
        std::filesystem::remove(log, error);
        std::filesystem::remove(file_ + "-shm", error);
    }
    auto store = open_store(file_);
    // What is kept of the old one is told from the new by a higher revision.
    store->raise_revision(live_->current()->revision + 1);
    store_ = std::move(store);
    file_identity_ = std::move(identity);
    is_exchanged_ = true;
    return true;
}

bool Workspace::refresh(Prepare prepare) {
    const auto previous = live_->current();
    const bool is_first = previous->revision < 0;
    auto next = is_first        ? first_snapshot()
                : is_exchanged_ ? build_snapshot(*store_, audience_)
                                : update_snapshot(previous, *store_);
    if (next == previous) return false;
    if (prepare == Prepare::Search) next->search->prepare();
    live_->publish(std::move(next));
    is_exchanged_ = false;
    if (is_first && model_ && !model_->is_saved()) {
        const auto done = save_model();
        const auto level = prepare == Prepare::Search ? LogLevel::Info : LogLevel::Debug;
        if (!done) log(level, "the read model is not saved: " + done.error().message + " (" + done.error().where + ")");
    }
    return true;
}

std::shared_ptr<const Snapshot> Workspace::first_snapshot() {
    if (!model_) return build_snapshot(*store_, audience_);
    const bool is_used = saved_model_ == SavedModel::Used;
    return model_->open(*store_, is_used ? ReadModel::Saved::Use : ReadModel::Saved::Ignore);
}

Result<Done> Workspace::save_model() {
    const auto current = live_->current();
    if (!model_ || current->revision < 0) return Done{};
    return model_->save(*current, *store_);
}

}  // namespace xinglin
