#include "base/result.h"

namespace xinglin {

std::string_view name_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::InvalidInput:
            return "invalid_input";
        case ErrorCode::Forbidden:
            return "forbidden";
        case ErrorCode::NotFound:
            return "not_found";
        case ErrorCode::Conflict:
            return "conflict";
        case ErrorCode::TooLarge:
            return "too_large";
        case ErrorCode::Unavailable:
            return "unavailable";
    }
    return "unavailable";
}

}  // namespace xinglin
