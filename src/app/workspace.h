#pragma once

#include <memory>
#include <string>

#include "app/ask.h"
#include "app/finder.h"
#include "app/portal.h"
#include "app/queries.h"
#include "app/reader.h"
#include "app/site_settings.h"
#include "base/result.h"

namespace xinglin {

struct Snapshot;
class Live;
class ReadModel;
class Store;

/// What `xinglin train intent` writes into a data folder.
inline constexpr const char* kIntentModelFile = "intent.model";

/// An open store and the snapshot that readers see: what every command and the server stand on. current snapshots are
/// thread-safe; store() and refresh() belong to one thread. Functions throw DatabaseError when the world fails.
class Workspace {
  public:
    enum class Missing { Create, Refuse };

    /// Opens the store at `location`: a data folder (its file is xinglin.db) or a postgresql:// address. NotFound when
    /// there is none and `missing` is Refuse. Reads no content yet: the snapshot is empty until refresh(). A folder's
    /// model of questions is read now; one that is damaged is logged and left out.
    static Result<std::unique_ptr<Workspace>> open(const std::string& location, Missing missing,
                                                   const ReadingSettings& settings = {});

    ~Workspace();

    /// What is built before a new state is published. Whatever is not, the first request that needs it waits for.
    enum class Prepare { Nothing, Search };

    /// Publishes what the store holds now; cheap when nothing changed. True when something did.
    bool refresh(Prepare prepare = Prepare::Nothing);

    /// Opens the database anew when another file stands at its place (a restored backup): the next refresh() publishes
    /// what that one holds. True when it did. Throws DatabaseError when there is none, or none that can be read; then
    /// what was published stays. A stat, when nothing changed; of a server's database nothing at all.
    bool reopen_if_exchanged();

    /// Saves what is published as the read model, when settings ask for one. Unavailable when the disk refuses,
    /// Conflict when a newer Xinglin uses the folder: that costs the next start time and nothing else.
    Result<Done> save_model();

    /// Takes up what `file` says, when it was written anew since the last call. InvalidInput when it is wrong: then the
    /// site stays as it is.
    Result<Done> refresh_site(SiteFile& file);

    /// For every request from now on.
    void set_site(SiteSettings settings);

    Store& store() { return *store_; }
    /// Each request takes a reader of its own.
    const Readers& readers() const { return readers_; }

    // The current snapshot, asked for anew by each call.
    const Portal& portal() const { return portal_; }
    const Queries& queries() const { return queries_; }
    const Finder& finder() const { return finder_; }
    const TriageDesk& asking() const { return asking_; }

  private:
    Workspace(std::unique_ptr<Store> store, const ReadingSettings& settings, std::string file);
    std::shared_ptr<const Snapshot> first_snapshot();

    std::unique_ptr<Store> store_;
    std::string file_;  ///< of the database; "" for a server's
    std::string file_identity_;
    std::string log_identity_;   ///< of the write-ahead log beside it, when last looked at
    bool is_exchanged_ = false;  ///< since the last refresh()
    Audience audience_;
    SavedModel saved_model_;
    std::unique_ptr<ReadModel> model_;  // null when nothing is saved
    std::unique_ptr<Live> live_;
    Portal portal_;
    Queries queries_;
    Finder finder_;
    TriageDesk asking_;
    Readers readers_;
};

}  // namespace xinglin
