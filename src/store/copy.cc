#include "store/copy.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

#include "base/check.h"
#include "base/strings.h"
#include "database/database.h"
#include "database/database_error.h"
#include "database/migrate.h"
#include "store/migrations.h"
#include "store/overlay_rows.h"
#include "store/revision_rows.h"

namespace xinglin {
namespace {

using Columns = std::vector<Database::ColumnInfo>;

// Rows of one bulk statement, as those of an import.
constexpr std::size_t kBatchRows = 500;
constexpr std::size_t kBatchBytes = 4U << 20;

struct Table {
    std::string name;
    Columns columns;
};

/// The tables in the order in which they were made, so that what a row refers to is there before it.
std::vector<Table> tables_of(Database& database) {
    std::vector<Table> tables;
    for (const std::string& name : database.tables()) tables.push_back({name, database.columns(name)});
    return tables;
}

std::string names_of(const Columns& columns) {
    std::vector<std::string> names;
    for (const auto& column : columns) names.push_back(column.name);
    return join(names, ", ");
}

std::uint64_t mixed(std::uint64_t hash) {
    hash ^= hash >> 33;
    hash *= 0xff51afd7ed558ccdULL;
    hash ^= hash >> 33;
    hash *= 0xc4ceb9fe1a85ec53ULL;
    return hash ^ (hash >> 33);
}

/// Of a row's values in their order, each told from its neighbours by its length.
std::uint64_t hash_of(const Row& row, const Columns& columns) {
    std::uint64_t hash = columns.size();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const int column = static_cast<int>(i);
        if (columns[i].type == ColumnType::Integer) {
            hash = mixed(hash ^ static_cast<std::uint64_t>(row.integer(column)));
        } else {
            const std::string_view text = row.text(column);
            hash = mixed(mixed(hash ^ fnv1a(text)) ^ text.size());
        }
    }
    return hash;
}

std::string select_of(const Table& table) {
    return "SELECT " + names_of(table.columns) + " FROM " + table.name;
}

/// Reads one table, adds it up and shows each row.
TableSum scan_table(Database& database, const Table& table, const RowVisitor& visit) {
    TableSum sum{table.name, 0, 0};
    database.scan(select_of(table), [&](const Row& row) {
        ++sum.rows;
        sum.hash += hash_of(row, table.columns);
        visit(row);
    });
    return sum;
}

Revision revision_of(Database& database) {
    Revision revision = 0;
    database.run("SELECT revision FROM store_state", {}, [&](const Row& row) { revision = row.integer(0); });
    return revision;
}

void sort_by_name(StoreSum& sum) {
    std::ranges::sort(sum.tables, {}, &TableSum::table);
}

/// The sums of what the open transaction sees.
StoreSum sum_of(Database& database) {
    StoreSum sum{revision_of(database), {}};
    for (const Table& table : tables_of(database)) sum.tables.push_back(scan_table(database, table, ignore_rows));
    sort_by_name(sum);
    return sum;
}

std::unique_ptr<Database> open_current(const std::string& location, Access access) {
    auto database = open_database(location, std::chrono::seconds(30), access);
    if (database->is_read_only()) {
        check_schema(*database, migrations());
    } else {
        migrate(*database, migrations());
    }
    return database;
}

/// Rows of any table, collected column by column for one statement at a time.
class RowWriter {
  public:
    RowWriter(Database& database, const Table& table)
        : database_(database), columns_(table.columns), batch_(types_of(table.columns)) {
        std::vector<std::string> values;
        for (std::size_t i = 1; i <= columns_.size(); ++i) values.push_back("c" + std::to_string(i));
        sql_ = "INSERT INTO " + table.name + "(" + names_of(columns_) + ") SELECT " + join(values, ", ") +
               " FROM {rows} WHERE true";
    }

    void add(const Row& row) {
        std::vector<Value> values;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const int column = static_cast<int>(i);
            if (columns_[i].type == ColumnType::Integer) {
                values.emplace_back(row.integer(column));
            } else {
                values.emplace_back(row.text(column));
            }
        }
        batch_.add(values);
        if (batch_.size() >= kBatchRows || batch_.bytes() >= kBatchBytes) write();
    }
    void write() {
        database_.run_each(sql_, batch_);
        batch_.clear();
    }

  private:
    static std::vector<ColumnType> types_of(const Columns& columns) {
        std::vector<ColumnType> types;
        for (const auto& column : columns) types.push_back(column.type);
        return types;
    }

    Database& database_;
    const Columns& columns_;
    Batch batch_;
    std::string sql_;
};

/// Row by row into a fresh schema, whose own first rows make room. Answers what was read.
StoreSum copy_rows(Database& source, const std::string& to) {
    const auto target = open_current(to, Access::Write);
    const std::vector<Table> tables = tables_of(source);
    StoreSum read{revision_of(source), {}};
    Transaction transaction(*target, Access::Write);
    for (auto table = tables.rbegin(); table != tables.rend(); ++table) target->run("DELETE FROM " + table->name, {});
    for (const Table& table : tables) {
        RowWriter writer(*target, table);
        read.tables.push_back(scan_table(source, table, [&](const Row& row) { writer.add(row); }));
        writer.write();
    }
    transaction.commit();
    sort_by_name(read);
    return read;
}

bool is_empty_place(const std::string& location) {
    std::error_code error;
    if (!is_database_address(location) && !std::filesystem::exists(location, error)) return true;
    return is_empty_database(location);
}

Error other_sums(const StoreSum& read, const StoreSum& written, const std::string& to) {
    std::string tables;
    for (std::size_t i = 0; i < std::min(read.tables.size(), written.tables.size()); ++i) {
        if (read.tables[i] != written.tables[i]) tables += " " + read.tables[i].table;
    }
    return {ErrorCode::Unavailable,
            "The copy does not hold what was read (" + tables + " ); do not use it, and look after the disk.", to};
}

struct EntityKey {
    std::int64_t entity = 0;
    std::string id;
    std::uint64_t hash = 0;

    bool has_key_of(const EntityKey& other) const { return entity == other.entity && id == other.id; }
    bool is_before(const EntityKey& other) const {
        return entity != other.entity ? entity < other.entity : id < other.id;
    }
};

/// Walks the entities of a store by key, a page at a time, so that two walks can be compared.
class EntityWalk {
  public:
    EntityWalk(Database& database, Columns columns) : database_(database), columns_(std::move(columns)) { read(); }

    const EntityKey* current() const { return at_ < page_.size() ? &page_[at_] : nullptr; }
    void next() {
        if (++at_ == page_.size() && !page_.empty()) read();
    }

  private:
    static constexpr std::int64_t kPageRows = 1000;

    void read() {
        const EntityKey last = page_.empty() ? EntityKey{-1, "", 0} : page_.back();
        page_.clear();
        at_ = 0;
        // A table's revision is the write's, not the content's.
        database_.run(
            "SELECT entity, id, kind, origin, trust, status, body FROM entity WHERE (entity, id) > ($1, $2) "
            "ORDER BY entity, id LIMIT $3",
            {last.entity, last.id, kPageRows}, [&](const Row& row) {
                page_.push_back({row.integer(0), std::string(row.text(1)), hash_of(row, columns_)});
            });
    }

    Database& database_;
    Columns columns_;
    std::vector<EntityKey> page_;
    std::size_t at_ = 0;
};

const Columns& content_columns() {
    static const Columns columns = {{"entity", ColumnType::Integer}, {"id", ColumnType::Text},
                                    {"kind", ColumnType::Text},      {"origin", ColumnType::Text},
                                    {"trust", ColumnType::Text},     {"status", ColumnType::Text},
                                    {"body", ColumnType::Text}};
    return columns;
}

/// One write that makes the entities of `target` those of `source`.
class EntityReplacement {
  public:
    EntityReplacement(Database& source, Database& target, Revision revision) : source_(source), target_(target) {
        report_.revision = revision;
    }

    WriteReport run() {
        EntityWalk wanted(source_, content_columns());
        EntityWalk known(target_, content_columns());
        while (wanted.current() != nullptr || known.current() != nullptr) {
            const EntityKey* want = wanted.current();
            const EntityKey* have = known.current();
            if (want == nullptr || (have != nullptr && have->is_before(*want))) {
                remove(*have);
                known.next();
            } else if (have == nullptr || !want->has_key_of(*have)) {
                put(*want, report_.added);
                wanted.next();
            } else {
                if (want->hash == have->hash) {
                    ++report_.unchanged;
                } else {
                    put(*want, report_.changed);
                }
                wanted.next();
                known.next();
            }
        }
        return report_;
    }

  private:
    void tell(const EntityKey& key, ChangeKind kind, std::string_view origin) {
        target_.run("INSERT INTO change(revision, entity, id, kind, origin) VALUES ($1, $2, $3, $4, $5)",
                    {report_.revision, key.entity, key.id, static_cast<std::int64_t>(kind), origin});
    }

    void remove(const EntityKey& key) {
        std::string origin;
        target_.run("SELECT origin FROM entity WHERE entity = $1 AND id = $2", {key.entity, key.id},
                    [&](const Row& row) { origin = row.text(0); });
        target_.run("DELETE FROM entity WHERE entity = $1 AND id = $2", {key.entity, key.id});
        tell(key, ChangeKind::Delete, origin);
        ++report_.deleted;
    }

    void put(const EntityKey& key, std::size_t& counter) {
        source_.run("SELECT kind, origin, trust, status, body FROM entity WHERE entity = $1 AND id = $2",
                    {key.entity, key.id}, [&](const Row& row) {
                        target_.run("DELETE FROM entity WHERE entity = $1 AND id = $2", {key.entity, key.id});
                        target_.run(
                            "INSERT INTO entity(entity, id, kind, origin, trust, status, revision, body) "
                            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                            {key.entity, key.id, row.text(0), row.text(1), row.text(2), row.text(3), report_.revision,
                             row.text(4)});
                        tell(key, ChangeKind::Put, row.text(1));
                    });
        ++counter;
    }

    Database& source_;
    Database& target_;
    WriteReport report_;
};

/// Everything but entities, their feed, the revision with its marks and the schema is taken over as it is.
bool is_replaced_whole(const std::string& table) {
    static constexpr std::array<std::string_view, 5> kOwn = {"entity", "change", "store_state", "revision_mark",
                                                             "xinglin_schema"};
    return std::ranges::find(kOwn, table) == kOwn.end();
}

std::vector<std::string> withdrawn_sources(Database& database) {
    std::vector<std::string> sources;
    database.run("SELECT source FROM withdrawal ORDER BY source", {},
                 [&](const Row& row) { sources.emplace_back(row.text(0)); });
    return sources;
}

/// A source that is withdrawn now and was not, or was and is not, changes for readers, whether or not its text does.
void tell_withdrawals(Database& target, const std::vector<std::string>& before, Revision revision) {
    std::vector<std::string> changed;
    std::ranges::set_symmetric_difference(withdrawn_sources(target), before, std::back_inserter(changed));
    for (const std::string& id : changed) {
        target.run("UPDATE entity SET revision = $1 WHERE entity = 0 AND id = $2", {revision, id});
        target.run(
            "INSERT INTO change(revision, entity, id, kind, origin) VALUES ($1, 0, $2, 0, '') ON CONFLICT DO NOTHING",
            {revision, id});
    }
}

/// Where a correction lies now and did not, or the other way round, something reads differently.
void tell_overlays(Database& target, const OverlayBodies& before, Revision revision) {
    const OverlayBodies after = read_overlay_bodies(target);
    std::vector<OverlayBodies::value_type> changed;
    std::ranges::set_symmetric_difference(after, before, std::back_inserter(changed));
    for (const auto& [place, body] : changed) {
        target.run(
            "INSERT INTO change(revision, entity, id, kind, origin) VALUES ($1, $2, $3, 0, '') ON CONFLICT DO NOTHING",
            {revision, place.first, place.second});
    }
}

}  // namespace

std::uint64_t StoreSum::rows() const {
    return std::accumulate(tables.begin(), tables.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const TableSum& table) { return sum + table.rows; });
}

StoreSum sum_of_store(const std::string& location) {
    const auto database = open_current(location, Access::Read);
    database->check();
    const Transaction transaction(*database, Access::Read);
    return sum_of(*database);
}

Result<StoreSum> copy_store(const std::string& from, const std::string& to) {
    if (!is_empty_place(to)) {
        return Error{ErrorCode::Conflict, "There is content at the place to copy to; name an empty one.", to};
    }
    StoreSum read;
    {
        const auto source = open_current(from, Access::Read);
        const Transaction transaction(*source, Access::Read);
        revision_of(*source);  // the first read fixes the state that all that follow see
        const bool is_copied = !is_database_address(to) && source->copy_to_file(to);
        read = is_copied ? sum_of(*source) : copy_rows(*source, to);
    }
    StoreSum written = sum_of_store(to);
    if (read != written) return other_sums(read, written, to);
    return written;
}

WriteReport replace_store(const std::string& from, const std::string& to) {
    const auto source = open_current(from, Access::Read);
    const auto target = open_current(to, Access::Write);
    const Transaction reading(*source, Access::Read);
    Transaction writing(*target, Access::Write);
    const Revision revision = std::max(revision_of(*source), revision_of(*target)) + 1;
    const auto withdrawn_before = withdrawn_sources(*target);
    const auto overlays_before = read_overlay_bodies(*target);
    const std::vector<Table> tables = tables_of(*source);
    for (auto table = tables.rbegin(); table != tables.rend(); ++table) {
        if (is_replaced_whole(table->name)) target->run("DELETE FROM " + table->name, {});
    }
    WriteReport report = EntityReplacement(*source, *target, revision).run();
    for (const Table& table : tables) {
        if (!is_replaced_whole(table.name)) continue;
        RowWriter writer(*target, table);
        scan_table(*source, table, [&](const Row& row) { writer.add(row); });
        writer.write();
    }
    tell_withdrawals(*target, withdrawn_before, revision);
    tell_overlays(*target, overlays_before, revision);
    write_revision(*target, revision);
    writing.commit();
    return report;
}

}  // namespace xinglin
