// expect: nodiscard
#ifdef MUST_FAIL
#include "no/such/header.h"
#endif
int answer() {
    return 42;
}
