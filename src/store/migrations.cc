#include "store/migrations.h"

namespace xinglin {
namespace {

constexpr Migration kMigrations[] = {
    {1, "entities and change feed", R"sql(
        CREATE TABLE store_state(
            only_row BIGINT PRIMARY KEY CHECK (only_row = 1),
            revision BIGINT NOT NULL);
        INSERT INTO store_state(only_row, revision) VALUES (1, 0);

        CREATE TABLE entity(
            entity BIGINT NOT NULL,
            id {key} NOT NULL,
            kind TEXT NOT NULL,
            origin {key} NOT NULL,
            trust TEXT NOT NULL,
            status TEXT NOT NULL,
            revision BIGINT NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (entity, id));
        CREATE INDEX entity_by_origin ON entity(origin, entity, id);

        CREATE TABLE change(
            revision BIGINT NOT NULL,
            entity BIGINT NOT NULL,
            id {key} NOT NULL,
            kind BIGINT NOT NULL,
            origin {key} NOT NULL,
            PRIMARY KEY (revision, entity, id)) {clustered};
    )sql"},
    {2, "origins and quarantine", R"sql(
        CREATE TABLE origin(
            name {key} NOT NULL PRIMARY KEY,
            version TEXT NOT NULL,
            title TEXT NOT NULL,
            licence TEXT NOT NULL,
            language TEXT NOT NULL,
            trust TEXT NOT NULL,
            fictitious BIGINT NOT NULL);

        CREATE TABLE quarantine(
            origin {key} NOT NULL REFERENCES origin(name) ON DELETE CASCADE,
            position BIGINT NOT NULL,
            place TEXT NOT NULL,
            rule TEXT NOT NULL,
            message TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (origin, position)) {clustered};
    )sql"},
    {3, "staged imports, provenance and withdrawals", R"sql(
        ALTER TABLE origin ADD COLUMN source TEXT NOT NULL DEFAULT '';
        ALTER TABLE origin ADD COLUMN input_file TEXT NOT NULL DEFAULT '';
        ALTER TABLE origin ADD COLUMN input_bytes BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE origin ADD COLUMN input_hash BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE origin ADD COLUMN imported_on TEXT NOT NULL DEFAULT '';
        ALTER TABLE origin ADD COLUMN steps TEXT NOT NULL DEFAULT '[]';

        UPDATE entity SET id = id || ' @' || origin WHERE entity = 2 AND trust = 'imported';
        UPDATE change SET id = id || ' @' || origin
            WHERE entity = 2 AND origin IN (SELECT name FROM origin WHERE trust = 'imported');

        CREATE TABLE staging(
            name {key} NOT NULL PRIMARY KEY,
            version TEXT NOT NULL,
            title TEXT NOT NULL,
            licence TEXT NOT NULL,
            language TEXT NOT NULL,
            trust TEXT NOT NULL,
            fictitious BIGINT NOT NULL,
            source TEXT NOT NULL,
            input_file TEXT NOT NULL,
            input_bytes BIGINT NOT NULL,
            input_hash BIGINT NOT NULL,
            imported_on TEXT NOT NULL,
            steps TEXT NOT NULL,
            fingerprint TEXT NOT NULL DEFAULT '',
            staged_rows BIGINT NOT NULL DEFAULT 0,
            staged_lines BIGINT NOT NULL DEFAULT 0);

        CREATE TABLE staged_entity(
            origin {key} NOT NULL,
            entity BIGINT NOT NULL,
            id {key} NOT NULL,
            kind TEXT NOT NULL,
            trust TEXT NOT NULL,
            status TEXT NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (origin, entity, id));

        CREATE TABLE staged_quarantine(
            origin {key} NOT NULL,
            position BIGINT NOT NULL,
            place TEXT NOT NULL,
            rule TEXT NOT NULL,
            message TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (origin, position)) {clustered};

        CREATE TABLE withdrawal(
            source {key} NOT NULL PRIMARY KEY,
            withdrawn_on TEXT NOT NULL,
            reason TEXT NOT NULL);
    )sql"},
    {4, "whom origins are shown to", R"sql(
        ALTER TABLE origin ADD COLUMN audience TEXT NOT NULL DEFAULT 'readers';
        ALTER TABLE staging ADD COLUMN audience TEXT NOT NULL DEFAULT 'readers';
    )sql"},
    {5, "overlays and what undoes an import", R"sql(
        CREATE TABLE overlay(
            entity BIGINT NOT NULL,
            id {key} NOT NULL,
            origin {key} NOT NULL,
            body TEXT NOT NULL,
            said_by TEXT NOT NULL,
            said_on TEXT NOT NULL,
            why TEXT NOT NULL,
            upstream BIGINT NOT NULL,
            PRIMARY KEY (entity, id));

        CREATE TABLE undo_import(
            origin {key} NOT NULL PRIMARY KEY,
            revision BIGINT NOT NULL);

        CREATE TABLE undo_entity(
            origin {key} NOT NULL,
            entity BIGINT NOT NULL,
            id {key} NOT NULL,
            kind TEXT NOT NULL,
            trust TEXT NOT NULL,
            status TEXT NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (origin, entity, id));

        CREATE TABLE undo_origin(
            name {key} NOT NULL PRIMARY KEY,
            version TEXT NOT NULL,
            title TEXT NOT NULL,
            licence TEXT NOT NULL,
            language TEXT NOT NULL,
            trust TEXT NOT NULL,
            fictitious BIGINT NOT NULL,
            source TEXT NOT NULL,
            input_file TEXT NOT NULL,
            input_bytes BIGINT NOT NULL,
            input_hash BIGINT NOT NULL,
            imported_on TEXT NOT NULL,
            steps TEXT NOT NULL,
            audience TEXT NOT NULL);

        CREATE TABLE undo_quarantine(
            origin {key} NOT NULL,
            position BIGINT NOT NULL,
            place TEXT NOT NULL,
            rule TEXT NOT NULL,
            message TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (origin, position)) {clustered};

        CREATE TABLE undo_overlay(
            entity BIGINT NOT NULL,
            id {key} NOT NULL,
            origin {key} NOT NULL,
            body TEXT NOT NULL,
            said_by TEXT NOT NULL,
            said_on TEXT NOT NULL,
            why TEXT NOT NULL,
            upstream BIGINT NOT NULL,
            PRIMARY KEY (entity, id));
    )sql"},
    // random() is a whole number in SQLite and below 1 in PostgreSQL: some of its digits serve both.
    {6, "marks of revisions", R"sql(
        CREATE TABLE revision_mark(
            revision BIGINT NOT NULL PRIMARY KEY,
            mark BIGINT NOT NULL);
        INSERT INTO revision_mark(revision, mark)
            SELECT revision, CAST('1' || substr(CAST(random() + 1 AS TEXT), 4, 12) AS BIGINT) FROM store_state;
    )sql"},
};

}  // namespace

std::span<const Migration> migrations() {
    return kMigrations;
}

}  // namespace xinglin
