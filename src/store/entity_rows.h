#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/store.h"

namespace xinglin {

/// An entity as a table row: its key, what is asked for in SQL, and the whole of it as JSON.
struct EntityRow {
    EntityKind entity = EntityKind::Record;
    std::string id;      ///< Change::id
    std::string kind;    ///< record, concept or source kind; a relation's predicate; the level of a flag or rule
    std::string trust;   ///< the record's own; of knowledge its origin's
    std::string status;  ///< of records and sources, "" for the others
    std::string body;

    friend bool operator==(const EntityRow&, const EntityRow&) = default;
};

/// Entities of one kind that are to be stored, by id; their rows are made one at a time, so that the JSON of a large
/// import is never in memory as a whole. Borrows the entities.
struct IncomingEntities {
    struct Item {
        std::string id;
        std::size_t place;
    };
    EntityKind entity = EntityKind::Record;
    std::vector<Item> items;
    std::function<EntityRow(std::size_t place)> row;
};

/// All that `origin` brings, one list for each EntityKind in its order; the arguments must outlive the result. An id
/// that is there twice with the same content counts once. Conflict when it has two contents; `where` is the id.
Result<std::vector<IncomingEntities>> incoming_entities(const Origin& origin, const KnowledgeData& knowledge,
                                                        const std::vector<Record>& records);

/// Conflict: one id with two contents in what one origin brings.
Error two_contents(std::string id);
/// Conflict: an id that another origin owns.
Error owned_by_another(std::string id);

/// One record alone; it must outlive the result.
IncomingEntities incoming_record(const Record& record);

/// Whether a database can keep `key` as a key: UTF-8, no NUL, 1 to 1000 bytes (PostgreSQL's index rows end at 2704).
bool is_storable_key(std::string_view key);

/// InvalidInput, `where` the id, when the row cannot be kept.
Result<Done> check_storable(const EntityRow& row);

/// `text` with U+FFFD for each byte that is not UTF-8 and for NUL: what a database can keep of a broken line.
std::string storable_text(std::string_view text);

/// Calls `use` with the rows in chunks of a few hundred or a few megabytes, each row checked, until it fails.
Result<Done> for_each_chunk(const IncomingEntities& incoming,
                            const std::function<Result<Done>(const std::vector<EntityRow>& rows)>& use);

/// What a body says. Nothing when it is not the JSON of such an entity: the database is damaged.
bool read_body(std::string_view body, Source& out);
bool read_body(std::string_view body, Concept& out);
bool read_body(std::string_view body, Relation& out);
bool read_body(std::string_view body, RedFlag& out);
bool read_body(std::string_view body, TriageRule& out);
bool read_body(std::string_view body, Record& out);

}  // namespace xinglin
