#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "net/exchange.h"

namespace xinglin {

/// One JSON object a line for each answer:
/// {"time":"2026-12-01T13:00:00.123Z","client":"10.0.0.1","method":"GET","path":"/search","status":200,"bytes":5120,
/// "ms":1.204,"agent":"…"}. What a reader typed is not in it: no query, no body, no Referer. Lines are written by a
/// thread of their own, so that a slow disk holds up nobody; when more than a few MB wait, lines are left out and
/// counted ({"time":…,"dropped":12}). Any number of threads may use it.
class AccessLog {
  public:
    /// Appends to `path`; "-" is standard output. Unavailable when the file cannot be opened.
    static Result<std::shared_ptr<AccessLog>> open(const std::string& path);

    /// Writes what waits.
    virtual ~AccessLog() = default;
    virtual void write(const Answered& answered) = 0;
};

/// The line of `answered`, without its end.
std::string access_log_line(const Answered& answered, std::chrono::system_clock::time_point now);

Observer access_log_observer(std::shared_ptr<AccessLog> log);

}  // namespace xinglin
