#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "annotate/annotator.h"
#include "base/guarded.h"
#include "corpus/corpus.h"
#include "knowledge/knowledge.h"
#include "search/search.h"
#include "store/store.h"
#include "triage/rule_set.h"

namespace xinglin {

/// Everything that requests read, as it was at one revision of the store. Immutable.
struct Snapshot {
    Revision revision = 0;
    std::vector<Origin> origins;
    std::shared_ptr<const Annotator> annotator;
    std::shared_ptr<const Corpus> corpus;
    std::vector<Withdrawal> withdrawals = {};  ///< sources that were taken back, by id
    /// Over `corpus`; what it needs is built when it is first asked for, unless Search::prepare() was called before.
    std::shared_ptr<const Search> search = {};

    /// Published records that is_held_back() keeps from readers, by id: in no corpus, so on no page and in no panel.
    std::vector<RecordHandle> held = {};
    Audience audience = Audience::Readers;
    /// The rules of triage of the knowledge, ready to be applied; never null in a snapshot that was built from a store.
    std::shared_ptr<const RuleSet> triage = {};

    const Knowledge& knowledge() const { return corpus->knowledge(); }
};

/// Reads the whole store. Imported knowledge is joined with the curated (reconcile()). Only published records enter,
/// and none whose sources are all withdrawn; concepts, and records that name no source, rest on their origin's. Readers
/// do not get the texts of origins that are for editors. Throws DatabaseError.
std::shared_ptr<const Snapshot> build_snapshot(Store& store, Audience audience = Audience::Readers);

/// The same for readers as it would be if `source` were withdrawn too. Writes nothing.
std::shared_ptr<const Snapshot> build_snapshot_without(Store& store, std::string_view source);

/// The snapshot that follows `previous`, for the same audience: reads what changed since. When only records changed,
/// the knowledge, the annotator and every unchanged record are shared with `previous` and only the changed records are
/// read and annotated. When knowledge changed, but nothing that texts are read with (a care card, a rule of triage, a
/// summary, what a relation states, an edition), it is read anew and unchanged records are shared all the same; any
/// other change of knowledge builds anew. What was prepared of its search serves to build the next.
/// Answers `previous` itself when nothing changed. Throws DatabaseError.
std::shared_ptr<const Snapshot> update_snapshot(const std::shared_ptr<const Snapshot>& previous, Store& store);

/// The snapshot that requests read. A request takes current() once and keeps it to its end, so it sees one state
/// throughout; publish() waits for no reader to finish, and the last reader frees the old one.
class Live {
  public:
    explicit Live(std::shared_ptr<const Snapshot> first) : current_(std::move(first)) {}

    std::shared_ptr<const Snapshot> current() const {
        return current_.with([](const auto& current) { return current; });
    }

    void publish(std::shared_ptr<const Snapshot> next) {
        current_.with([&](auto& current) { current.swap(next); });  // the old one is let go outside of the lock
    }

  private:
    // Not std::atomic<shared_ptr>: libstdc++ 12 ends its load with a relaxed unlock, a data race by the standard that
    // ThreadSanitizer reports. The lock is held for the copy of one pointer.
    mutable Guarded<std::shared_ptr<const Snapshot>> current_;
};

}  // namespace xinglin
