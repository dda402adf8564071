#pragma once

namespace xinglin {

/// Logs "file:line: CHECK failed: condition" to standard error and aborts. Used through CHECK only.
[[noreturn]] void check_failed(const char* file, int line, const char* condition);

}  // namespace xinglin

/// States what must hold if our own code is right; on in every build. Never for bad input (that is a Result).
#define CHECK(condition)                                                           \
    do {                                                                           \
        if (!(condition)) ::xinglin::check_failed(__FILE__, __LINE__, #condition); \
    } while (false)
