#include "intake/imported_ids.h"

#include "base/strings.h"
#include "text/fold.h"

namespace xinglin {

std::string imported_id(std::string_view kind, std::string_view origin, std::string_view name) {
    constexpr std::size_t kDigits = 12;
    return std::string(kind) + "/" + std::string(origin) + "-" + hex16(fnv1a(fold(name))).substr(16 - kDigits);
}

}  // namespace xinglin
