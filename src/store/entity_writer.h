#pragma once

#include <string>

#include "base/result.h"
#include "database/database.h"
#include "store/entity_rows.h"
#include "store/store.h"

namespace xinglin {

/// Writes entities of one origin at one revision, inside the caller's transaction, with their feed entries. What is
/// equal to what is stored is left alone. Memory is bounded by a few batches, whatever is written.
class EntityWriter {
  public:
    /// Whether what is changed or deleted is kept for undo_last_import().
    enum class Replaced { Forget, Keep };

    EntityWriter(Database& database, std::string origin, Revision revision, Replaced replaced = Replaced::Forget);

    /// Puts what differs. Conflict when another origin owns an id, InvalidInput when the database cannot keep an
    /// entity; the transaction must then be rolled back.
    Result<Done> put(const IncomingEntities& incoming);

    /// Deletes what the origin owns of this kind and `incoming` does not name.
    void delete_others(const IncomingEntities& incoming);

    /// Deletes all that the origin owns.
    void delete_all();

    void delete_one(EntityKind entity, std::string_view id);

    /// Counts so far; `revision` is the one written at.
    const WriteReport& report() const { return report_; }

  private:
    Result<Done> put_chunk(EntityKind entity, const std::vector<EntityRow>& rows);
    void delete_owned(EntityKind entity, const std::vector<IncomingEntities::Item>& kept);
    void keep_replaced(std::string_view sql, const Batch& batch);
    void flush();

    Database& database_;
    std::string origin_;
    Replaced replaced_;
    WriteReport report_;
    Batch puts_;
    Batch deletes_;
    Batch changes_;
};

}  // namespace xinglin
