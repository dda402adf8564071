#include "base/result.h"

#include "base/name_table.h"

namespace xinglin {

constexpr NameTable<ErrorCode> kErrorCodeNames("invalid_input", "forbidden", "not_found", "conflict", "too_large",
                                               "unavailable");

std::string_view name_of(ErrorCode code) {
    return kErrorCodeNames.name_of(code);
}

}  // namespace xinglin
