#include "store/store.h"

#include <chrono>

#include "base/name_table.h"
#include "database/migrate.h"
#include "store/migrations.h"
#include "store/sql_store.h"

namespace xinglin {

constexpr NameTable<EntityKind> kEntityKindNames("source", "concept", "relation", "red_flag", "record", "triage_rule");

std::string_view name_of(EntityKind kind) {
    return kEntityKindNames.name_of(kind);
}

std::unique_ptr<Store> open_store(const std::string& location, Access access) {
    auto database = open_database(location, std::chrono::seconds(30), access);
    if (database->is_read_only()) {
        check_schema(*database, migrations());
    } else {
        migrate(*database, migrations());
    }
    return make_sql_store(std::move(database));
}

}  // namespace xinglin
