#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "database/database.h"
#include "store/overlay_rows.h"
#include "store/store.h"

namespace xinglin {

// What an import took away or changed is kept until the next import of the same origin, so that it can be undone. In
// tables of the columns of those that they are copies of: undo_entity, undo_origin, undo_quarantine, undo_overlay; and
// undo_import has a row for each import that can be undone.

/// Forgets what could be undone, and keeps all that a write may replace whole: the description, the quarantine, the
/// corrections. Before the write.
void begin_undo(Database& database, std::string_view origin);

/// Keeps the entities of the origin that publishing what is staged will take away or change. Before that.
void keep_replaced_by_staged(Database& database, std::string_view origin);

/// Says that what is kept belongs to the write of this revision. After it.
void end_undo(Database& database, std::string_view origin, Revision revision);

/// Makes the origin what it was before its last import, as one write at `revision`. NotFound when there is none to
/// undo, Conflict when something of the origin was changed after it, or another origin has one of its ids now.
Result<WriteReport> undo_last_import(Database& database, std::string_view origin, Revision revision);

}  // namespace xinglin
