// expect: switch
#include "base/result.h"

namespace xinglin {

int exit_status(ErrorCode code) {
    switch (code) {
        case ErrorCode::InvalidInput:
        case ErrorCode::Forbidden:
        case ErrorCode::NotFound:
        case ErrorCode::Conflict:
        case ErrorCode::TooLarge:
            return 1;
#ifndef MUST_FAIL
        case ErrorCode::Unavailable:
            return 2;
#endif
    }
    return 3;
}

}  // namespace xinglin
