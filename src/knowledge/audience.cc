#include "knowledge/audience.h"

#include "base/name_table.h"

namespace xinglin {
namespace {

constexpr NameTable<Audience> kAudiences("readers", "editors");

}  // namespace

std::string_view name_of(Audience audience) {
    return kAudiences.name_of(audience);
}

std::optional<Audience> audience_named(std::string_view name) {
    return kAudiences.named(name);
}

}  // namespace xinglin
