#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "base/result.h"
#include "catalog/model_file.h"
#include "catalog/snapshot.h"
#include "store/store.h"

namespace xinglin {

/// The read model of one audience in a folder beside the store: immutable generations, the last of which counts. Any
/// number of processes may open it; one at a time writes. Used by one thread.
class ReadModel {
  public:
    ReadModel(std::filesystem::path folder, Audience audience);

    /// What to do with what was saved.
    enum class Saved { Use, Ignore };

    /// The snapshot of the store as it is now: the saved one, with what the change feed tells since; built from nothing
    /// where none is saved, or it is damaged, of another build, or of another store, which the log tells apart.
    /// Answers as build_snapshot() would. Throws DatabaseError.
    std::shared_ptr<const Snapshot> open(Store& store, Saved saved = Saved::Use);

    /// Whether what open() answered is saved, or follows so soon after what is that catching up costs less than saving.
    bool is_saved() const { return is_saved_; }

    /// Makes the next generation, and removes older ones. What is not written: nothing when another process writes,
    /// Unavailable when the disk refuses. Conflict when a newer program uses the folder, or the store has no mark for
    /// the revision.
    Result<Done> save(const Snapshot& snapshot, Store& store);

  private:
    struct Generation {
        std::uint64_t number = 0;
        std::filesystem::path path;
    };
    std::vector<Generation> generations() const;
    std::shared_ptr<const Snapshot> saved_snapshot(Store& store);

    std::filesystem::path folder_;
    Audience audience_;
    std::uint64_t program_;
    bool is_of_newer_program_ = false;
    bool is_saved_ = false;
};

}  // namespace xinglin
