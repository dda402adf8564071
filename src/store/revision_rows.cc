#include "store/revision_rows.h"

#include <cstdint>
#include <random>

namespace xinglin {
namespace {

std::int64_t new_mark() {
    std::random_device random;
    return static_cast<std::int64_t>((std::uint64_t{random()} << 31U) ^ random());
}

}  // namespace

void write_revision(Database& database, Revision revision) {
    database.run("UPDATE store_state SET revision = $1", {revision});
    database.run("INSERT INTO revision_mark(revision, mark) VALUES ($1, $2)", {revision, new_mark()});
}

}  // namespace xinglin
