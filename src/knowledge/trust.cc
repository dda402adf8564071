#include "knowledge/trust.h"

#include "base/name_table.h"

namespace xinglin {
namespace {

constexpr NameTable<Trust> kTrusts("curated", "imported");

}  // namespace

std::string_view name_of(Trust trust) {
    return kTrusts.name_of(trust);
}

std::optional<Trust> trust_named(std::string_view name) {
    return kTrusts.named(name);
}

}  // namespace xinglin
