// expect: nodiscard|unused-result
#include "base/result.h"

namespace xinglin {

Result<Done> save();

void publish() {
#ifdef MUST_FAIL
    save();
#else
    const auto saved = save();
    CHECK(saved);
#endif
}

}  // namespace xinglin
