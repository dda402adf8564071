#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "database/database.h"
#include "database/database_error.h"
#include "knowledge/audience.h"
#include "knowledge/knowledge.h"
#include "records/overlay.h"
#include "records/record.h"

namespace xinglin {

/// Counts committed writes; 0 is the empty store. Every write that changes something has its own.
using Revision = std::int64_t;

/// What the store keeps, for the change feed.
enum class EntityKind { Source, Concept, Relation, RedFlag, Record, TriageRule };
std::string_view name_of(EntityKind kind);

enum class ChangeKind { Put, Delete };

/// One entry of the change feed: at `revision`, this entity was put (new or changed) or deleted.
struct Change {
    Revision revision = 0;
    EntityKind entity = EntityKind::Record;
    ChangeKind kind = ChangeKind::Put;
    std::string id;  ///< an entity's id; of a relation key_of(), and " @" and the origin behind it when it is imported
    std::string origin;

    friend bool operator==(const Change&, const Change&) = default;
};

/// A line of an import that could not be used, kept with its place and the mend.
struct QuarantinedLine {
    std::string origin;
    std::string place;  ///< "drugs.jsonl:3"
    std::string rule;
    std::string message;
    std::string text;  ///< the line itself, at most 4 KiB of it

    friend bool operator==(const QuarantinedLine&, const QuarantinedLine&) = default;
};

/// How often a rule put a line into quarantine.
struct RuleCount {
    std::string rule;
    std::size_t count = 0;

    friend bool operator==(const RuleCount&, const RuleCount&) = default;
};

/// The file that an import read.
struct ImportInput {
    std::string file;  ///< its name, without the folder
    std::uint64_t bytes = 0;
    std::uint64_t hash = 0;  ///< fnv1a() of the bytes

    friend bool operator==(const ImportInput&, const ImportInput&) = default;
};

/// An imported collection: a pack or a dump, and where its content comes from.
struct Origin {
    std::string name;
    std::string version;
    std::string title;
    std::string licence;
    std::string language;
    Trust trust = Trust::Curated;
    bool fictitious = false;
    std::string source = {};  ///< id of the source that all its content rests on; "" when each names its own
    ImportInput input = {};   ///< of an import from one file
    Date imported_on = {};    ///< of the last import that changed something
    std::vector<std::string> steps = {};  ///< what was done to the input, in order: "gunzip", "gb18030 to utf-8", ...
    Audience audience = Audience::Readers;

    friend bool operator==(const Origin&, const Origin&) = default;
};

/// Everything that one import says. It replaces what its origin said before: entities of this origin that are not in it
/// are deleted, equal ones are left alone (no change, no feed entry), others are put.
struct Collection {
    Origin origin;
    KnowledgeData knowledge;
    std::vector<Record> records;
    std::vector<QuarantinedLine> quarantine;
    std::vector<Overlay> overlays = {};  ///< what it says over others
};

/// An overlay and what lies below it now.
struct StoredOverlay {
    std::string origin;  ///< the pack that says it
    Overlay overlay;
    bool has_target = true;         ///< there is something of that id
    bool upstream_changed = false;  ///< it is not what it was when the correction was made
};

/// An import under way: what was staged so far, which nobody reads before it is published.
struct StagedImport {
    Origin origin;
    std::string fingerprint;
    std::uint64_t rows = 0;

    friend bool operator==(const StagedImport&, const StagedImport&) = default;
};

/// What publishing a staged import would take away of what its origin brought before.
struct StagedDeletions {
    std::size_t stored = 0;  ///< all that it brought
    std::size_t deleted = 0;
};

/// One part of an import that is too large for memory. The same entity may be in several parts when it is equal.
struct StagedPart {
    KnowledgeData knowledge;
    std::vector<Record> records;
    std::vector<QuarantinedLine> quarantine;
    std::uint64_t rows = 0;  ///< rows of the input that are consumed when this part is staged
};

/// A source that was taken back, with everything that rests on it alone.
struct Withdrawal {
    std::string source;
    Date on;
    std::string reason;

    friend bool operator==(const Withdrawal&, const Withdrawal&) = default;
};

/// What a write did.
struct WriteReport {
    Revision revision = 0;  ///< The store's revision afterwards; as before when nothing changed.
    std::size_t added = 0;
    std::size_t changed = 0;
    std::size_t deleted = 0;
    std::size_t unchanged = 0;
    std::vector<Change> changes = {};  ///< of a trial: the first thousand, in the order of the feed
};

/// How far a write goes.
struct WriteRules {
    bool refuses_many_deletions = false;  ///< of more than a tenth of what the origin holds: Conflict, nothing written
    bool is_trial = false;                ///< everything is done and reported, and nothing stays of it
};

/// Where the truth lives: SQLite or PostgreSQL behind one promise. Every write is one transaction: all of it is there
/// afterwards, or nothing; also after kill -9. One Store is used by one thread at a time; several Stores (also of
/// several processes) may be open on the same database. Every function throws DatabaseError when the world fails.
class Store {
  public:
    virtual ~Store() = default;

    virtual Revision revision() = 0;

    /// A random number that was drawn when the revision was committed: tells whether a store that stands at the same
    /// revision has the same history, or is another one or a backup that went another way. Nothing for a revision that
    /// this store never had, and for those from before there were marks.
    virtual std::optional<std::int64_t> mark_of(Revision revision) = 0;

    /// Conflict, and nothing written, when an entity's id belongs to another origin, or is there twice with different
    /// content; InvalidInput when a text is not UTF-8 or an id not 1 to 1000 bytes; `where` is the id. Records become
    /// the origin's, whatever origin they name; knowledge gets the origin's trust. An imported relation is the origin's
    /// own: several origins may say the same. A new description or quarantine is a change without feed entries; a new
    /// import date alone is none.
    virtual Result<WriteReport> replace_origin(const Collection& collection, const WriteRules& rules) = 0;
    Result<WriteReport> replace_origin(const Collection& collection) { return replace_origin(collection, {}); }

    /// Makes an origin what it was before its last replace_origin() or publish_staged() that changed something, in one
    /// write; once. NotFound when there is nothing to undo, Conflict when something of it was changed since.
    virtual Result<WriteReport> undo_import(std::string_view origin) = 0;

    /// Removes an origin and everything it brought. NotFound when there is no such origin.
    virtual Result<WriteReport> remove_origin(std::string_view name) = 0;

    /// @name Imports in parts
    /// What is too large for one replace_origin() is staged part by part, each in a transaction of its own, and then
    /// published at once. Only these six functions see what is staged. An interrupted run goes on where its last part
    /// ended, and ends with the same store as an undisturbed one.
    /// @{
    virtual std::vector<StagedImport> staged_imports() = 0;  ///< by origin

    /// Goes on with what is staged of this origin when it has the same fingerprint (of the input and of what is done to
    /// it) and the same description but for the date: answers its rows. Otherwise discards that and starts: answers 0.
    /// InvalidInput as replace_origin().
    virtual Result<std::uint64_t> begin_staging(const Origin& origin, std::string_view fingerprint) = 0;

    /// NotFound when no import of this origin is under way. Conflict when another run (another Store) has staged or
    /// begun anew since this one's last part; the next two functions say so, too. Conflict also when the part does not
    /// end behind the last one; it may end where that did, and bring entities, but no quarantine. Conflict and
    /// InvalidInput as replace_origin(), but whether another origin owns an id is looked at when publishing.
    virtual Result<Done> stage(std::string_view origin, const StagedPart& part) = 0;

    /// What publish_staged() would take away now. NotFound when no import of this origin was begun.
    virtual Result<StagedDeletions> staged_deletions(std::string_view origin) = 0;

    /// One transaction, with the outcome and the report that replace_origin() of everything staged would have. NotFound
    /// when no import of this origin was begun; after a Conflict all stays staged.
    /// After a trial, too.
    virtual Result<WriteReport> publish_staged(std::string_view origin, const WriteRules& rules) = 0;
    Result<WriteReport> publish_staged(std::string_view origin) { return publish_staged(origin, {}); }

    /// NotFound when no import of this origin was begun.
    virtual Result<Done> discard_staged(std::string_view origin) = 0;
    /// @}

    /// Takes a source back: from now on knowledge() answers it as withdrawn, whichever origin brought it and whenever
    /// it is imported again. One change in the feed (Source, Put), of origin "" when nobody brings the source now.
    /// Again with another reason: replaces date and reason; with the same: writes nothing. NotFound for a source that
    /// nobody brought, InvalidInput for a reason that is not UTF-8.
    virtual Result<WriteReport> withdraw_source(const Withdrawal& withdrawal) = 0;

    /// Undoes withdraw_source(): everything is as if it had not been. NotFound when the source was not withdrawn so.
    virtual Result<WriteReport> restore_source(std::string_view source) = 0;

    virtual std::vector<Withdrawal> withdrawals() = 0;  ///< by source

    /// Puts one record of the origin that it names. With `expected_revision`, Conflict when the record was put or
    /// deleted after that revision (lost update). Conflict when another origin owns its id; InvalidInput as
    /// replace_origin().
    virtual Result<WriteReport> put_record(const Record& record, std::optional<Revision> expected_revision) = 0;

    /// Deletes one record. NotFound when it is not there.
    virtual Result<WriteReport> delete_record(std::string_view id) = 0;

    /// A record and the revision that put it, or nothing.
    struct StoredRecord {
        Record record;
        Revision revision = 0;
    };
    virtual std::optional<StoredRecord> record(std::string_view id) = 0;

    /// All records by id, one call each; reads one consistent state in bounded memory. `visit` may read from this store
    /// (and sees the same state), but not write to it.
    virtual void for_each_record(const std::function<void(const StoredRecord&)>& visit) = 0;

    /// All knowledge by id, as one consistent state, each part with the trust of its origin, withdrawals applied.
    /// Several origins may say one imported relation: then it is there several times, those of one triple side by side.
    virtual KnowledgeData knowledge() = 0;
    /// The knowledge of one origin as it was brought, for export.
    virtual KnowledgeData knowledge_of(std::string_view origin) = 0;

    /// What packs say over others, by kind and id. knowledge(), record() and for_each_record() answer what is
    /// corrected, and leave out what is taken back; knowledge_of() answers what was brought.
    virtual std::vector<StoredOverlay> overlays() = 0;

    virtual std::vector<Origin> origins() = 0;  ///< by name
    virtual std::vector<QuarantinedLine> quarantine(std::string_view origin) = 0;
    /// The lines of quarantine() in its order, one call each, in bounded memory; `visit` as of for_each_record().
    virtual void for_each_quarantined(std::string_view origin,
                                      const std::function<void(const QuarantinedLine&)>& visit) = 0;
    virtual std::vector<RuleCount> quarantine_counts(
        std::string_view origin) = 0;  ///< most frequent first, then by rule

    /// Feed entries after `revision`, oldest first (within a revision by entity, then id), at most `limit`. A full
    /// answer may end inside a revision: ask again with a larger limit, or read everything anew.
    virtual std::vector<Change> changes_since(Revision revision, std::size_t limit) = 0;

    /// Takes revision `least` when the store's is lower, without a feed entry: for a reader that knew another database
    /// in the same place and must see a later one.
    virtual void raise_revision(Revision least) = 0;

    /// Gives the room of what was deleted back to the disk; with `everything` writes the whole database anew, which
    /// needs as much room again meanwhile.
    virtual void compact(bool everything) = 0;
};

/// Opens `location` and brings its schema up to date: a path of an SQLite file (created when missing), or a PostgreSQL
/// address starting with "postgresql://" or "postgres://". Throws DatabaseError when it cannot be opened, is not ours,
/// or was written by a newer Xinglin (then it is left untouched).
/// With Access::Read one who may not write an SQLite file can read it, if its schema is up to date.
std::unique_ptr<Store> open_store(const std::string& location, Access access = Access::Write);

}  // namespace xinglin
