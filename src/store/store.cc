#include "store/store.h"

#include "base/name_table.h"
#include "store/migrations.h"
#include "store/sql_store.h"

namespace xinglin {

constexpr NameTable<EntityKind> kEntityKindNames("source", "concept", "relation", "red_flag", "record", "triage_rule");

std::string_view name_of(EntityKind kind) {
    return kEntityKindNames.name_of(kind);
}

std::unique_ptr<Store> open_store(const std::string& location) {
    auto database = open_database(location);
    migrate(*database, migrations());
    return make_sql_store(std::move(database));
}

}  // namespace xinglin
