#pragma once

#include "base/result.h"
#include "cli/cli.h"

namespace xinglin {

/// Prints "xinglin: message (where)" to the error stream. Answers the exit status of something wrong: 1.
int print_error(const Error& error, const Streams& streams);

}  // namespace xinglin
