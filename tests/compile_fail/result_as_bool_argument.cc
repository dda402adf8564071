// expect: convert|conversion|viable
#include "base/result.h"

namespace xinglin {

void show(bool visible);
Result<Done> save();

void publish() {
#ifdef MUST_FAIL
    show(save());
#else
    show(static_cast<bool>(save()));
#endif
}

}  // namespace xinglin
