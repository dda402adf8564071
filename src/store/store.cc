#include "store/store.h"

#include "store/migrations.h"
#include "store/sql_store.h"

namespace xinglin {

std::string_view name_of(EntityKind kind) {
    switch (kind) {
        case EntityKind::Source:
            return "source";
        case EntityKind::Concept:
            return "concept";
        case EntityKind::Relation:
            return "relation";
        case EntityKind::RedFlag:
            return "red_flag";
        case EntityKind::Record:
            return "record";
    }
    return {};
}

std::unique_ptr<Store> open_store(const std::string& location) {
    auto database = open_database(location);
    migrate(*database);
    return make_sql_store(std::move(database));
}

}  // namespace xinglin
