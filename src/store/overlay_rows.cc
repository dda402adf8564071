#include "store/overlay_rows.h"

#include <algorithm>
#include <optional>

#include "base/strings.h"
#include "store/entity_rows.h"

namespace xinglin {
namespace {

EntityKind kind_of(std::string_view of) {
    if (of.find(' ') != std::string_view::npos) return EntityKind::Relation;
    const std::string_view kind = of.substr(0, of.find('/'));
    if (kind == "red_flag") return EntityKind::RedFlag;
    return record_kind_named(kind) ? EntityKind::Record : EntityKind::Concept;
}

std::int64_t code_of(EntityKind kind) {
    return static_cast<std::int64_t>(kind);
}

/// The body below an overlay as a number; 0 when nothing is there.
std::int64_t upstream_of(Database& database, std::int64_t entity, std::string_view id) {
    std::int64_t hash = 0;
    database.run("SELECT body FROM entity WHERE entity = $1 AND id = $2", {entity, id},
                 [&](const Row& row) { hash = static_cast<std::int64_t>(fnv1a(row.text(0))); });
    return hash;
}

struct Known {
    std::int64_t entity = 0;
    Overlay overlay;
};

std::vector<Known> read_known(Database& database, std::string_view origin) {
    std::vector<Known> known;
    database.run("SELECT entity, id, body, said_by, said_on, why FROM overlay WHERE origin = $1 ORDER BY entity, id",
                 {origin}, [&](const Row& row) {
                     const auto on = Date::parse(row.text(4));
                     known.push_back({row.integer(0),
                                      {std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3)),
                                       on ? *on : Date(), std::string(row.text(5))}});
                 });
    return known;
}

void tell(Database& database, Revision revision, std::int64_t entity, std::string_view id, std::string_view origin) {
    database.run(
        "INSERT INTO change(revision, entity, id, kind, origin) VALUES ($1, $2, $3, 0, $4) ON CONFLICT DO NOTHING",
        {revision, entity, id, origin});
}

std::optional<Error> unusable(Database& database, std::string_view origin, const Overlay& overlay) {
    const bool is_text = storable_text(overlay.body) == overlay.body && storable_text(overlay.by) == overlay.by &&
                         storable_text(overlay.why) == overlay.why;
    if (!is_storable_key(overlay.of) || !is_text) {
        return Error{ErrorCode::InvalidInput, "A correction is UTF-8 text of an id of 1 to 1000 bytes.",
                     storable_text(overlay.of)};
    }
    std::optional<Error> error;
    database.run("SELECT origin FROM overlay WHERE entity = $1 AND id = $2 AND origin <> $3",
                 {code_of(kind_of(overlay.of)), overlay.of, origin}, [&](const Row& row) {
                     error = Error{ErrorCode::Conflict,
                                   "The pack \"" + std::string(row.text(0)) +
                                       "\" has a correction of this already; keep "
                                       "one of them.",
                                   overlay.of};
                 });
    return error;
}

void write(Database& database, std::string_view origin, const Overlay& overlay) {
    const std::int64_t entity = code_of(kind_of(overlay.of));
    const std::string on = overlay.on.iso();
    database.run(
        "INSERT INTO overlay(entity, id, origin, body, said_by, said_on, why, upstream) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        {entity, overlay.of, origin, overlay.body, overlay.by, on, overlay.why,
         upstream_of(database, entity, overlay.of)});
}

}  // namespace

OverlayBodies read_overlay_bodies(Database& database) {
    OverlayBodies bodies;
    database.run("SELECT entity, id, body FROM overlay", {}, [&](const Row& row) {
        bodies.emplace(std::pair(row.integer(0), std::string(row.text(1))), std::string(row.text(2)));
    });
    return bodies;
}

std::vector<StoredOverlay> read_overlays(Database& database) {
    std::vector<StoredOverlay> overlays;
    std::vector<std::pair<std::int64_t, std::int64_t>> places;  // entity and upstream, as long as rows are visited
    database.run("SELECT entity, upstream, origin, id, body, said_by, said_on, why FROM overlay ORDER BY entity, id",
                 {}, [&](const Row& row) {
                     const auto on = Date::parse(row.text(6));
                     places.emplace_back(row.integer(0), row.integer(1));
                     overlays.push_back({std::string(row.text(2)),
                                         {std::string(row.text(3)), std::string(row.text(4)), std::string(row.text(5)),
                                          on ? *on : Date(), std::string(row.text(7))}});
                 });
    for (std::size_t i = 0; i < overlays.size(); ++i) {
        const std::int64_t now = upstream_of(database, places[i].first, overlays[i].overlay.of);
        overlays[i].has_target = now != 0;
        overlays[i].upstream_changed = now != places[i].second;
    }
    return overlays;
}

Result<std::size_t> replace_overlays(Database& database, std::string_view origin, const std::vector<Overlay>& overlays,
                                     Revision revision) {
    const std::vector<Known> known = read_known(database, origin);
    std::size_t changed = 0;
    for (const Known& old : known) {
        if (std::ranges::find(overlays, old.overlay) != overlays.end()) continue;
        database.run("DELETE FROM overlay WHERE entity = $1 AND id = $2", {old.entity, old.overlay.of});
        tell(database, revision, old.entity, old.overlay.of, origin);
        ++changed;
    }
    for (const Overlay& overlay : overlays) {
        // One that stays as it was keeps what it was made over, so that a change below it is told still.
        if (std::ranges::find(known, overlay, &Known::overlay) != known.end()) continue;
        if (auto error = unusable(database, origin, overlay)) return *error;
        write(database, origin, overlay);
        tell(database, revision, code_of(kind_of(overlay.of)), overlay.of, origin);
        ++changed;
    }
    return changed;
}

}  // namespace xinglin
