#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "knowledge/knowledge.h"
#include "records/record.h"

namespace xinglin {

/// The world failed: disk full, database gone or locked, file damaged. what() names the database and the cause.
class StoreError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Counts committed writes; 0 is the empty store. Every write that changes something has its own.
using Revision = std::int64_t;

/// What the store keeps, for the change feed.
enum class EntityKind { Source, Concept, Relation, RedFlag, Record };
std::string_view name_of(EntityKind kind);

enum class ChangeKind { Put, Delete };

/// One entry of the change feed: at `revision`, this entity was put (new or changed) or deleted.
struct Change {
    Revision revision = 0;
    EntityKind entity = EntityKind::Record;
    ChangeKind kind = ChangeKind::Put;
    std::string id;  ///< an entity's id, a relation's key_of()
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

/// An imported collection: a pack or a dump.
struct Origin {
    std::string name;
    std::string version;
    std::string title;
    std::string licence;
    std::string language;
    Trust trust = Trust::Curated;
    bool fictitious = false;

    friend bool operator==(const Origin&, const Origin&) = default;
};

/// Everything that one import says. It replaces what its origin said before: entities of this origin that are not in it
/// are deleted, equal ones are left alone (no change, no feed entry), others are put.
struct Collection {
    Origin origin;
    KnowledgeData knowledge;
    std::vector<Record> records;
    std::vector<QuarantinedLine> quarantine;
};

/// What a write did.
struct WriteReport {
    Revision revision = 0;  ///< The store's revision afterwards; as before when nothing changed.
    std::size_t added = 0;
    std::size_t changed = 0;
    std::size_t deleted = 0;
    std::size_t unchanged = 0;
};

/// Where the truth lives: SQLite or PostgreSQL behind one promise. Every write is one transaction: all of it is there
/// afterwards, or nothing; also after kill -9. One Store is used by one thread at a time; several Stores (also of
/// several processes) may be open on the same database. Every function throws StoreError when the world fails.
class Store {
  public:
    virtual ~Store() = default;

    virtual Revision revision() = 0;

    /// Conflict, and nothing written, when an entity's id belongs to another origin, or is there twice with different
    /// content; InvalidInput when a text is not UTF-8 or an id not 1 to 1000 bytes; `where` is the id. Records become
    /// the origin's, whatever origin they name. A new description or quarantine is a change without feed entries.
    virtual Result<WriteReport> replace_origin(const Collection& collection) = 0;

    /// Removes an origin and everything it brought. NotFound when there is no such origin.
    virtual Result<WriteReport> remove_origin(std::string_view name) = 0;

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

    /// All knowledge by id, as one consistent state.
    virtual KnowledgeData knowledge() = 0;
    /// The knowledge of one origin, for export.
    virtual KnowledgeData knowledge_of(std::string_view origin) = 0;

    virtual std::vector<Origin> origins() = 0;  ///< by name
    virtual std::vector<QuarantinedLine> quarantine(std::string_view origin) = 0;

    /// Feed entries after `revision`, oldest first (within a revision by entity, then id), at most `limit`. A full
    /// answer may end inside a revision: ask again with a larger limit, or read everything anew.
    virtual std::vector<Change> changes_since(Revision revision, std::size_t limit) = 0;
};

/// Opens `location` and brings its schema up to date: a path of an SQLite file (created when missing), or a PostgreSQL
/// address starting with "postgresql://" or "postgres://". Throws StoreError when it cannot be opened, is not ours, or
/// was written by a newer Xinglin (then it is left untouched).
std::unique_ptr<Store> open_store(const std::string& location);

}  // namespace xinglin
