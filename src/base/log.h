#pragma once

#include <string_view>

namespace xinglin {

enum class LogLevel { Debug, Info, Warning, Error };

/// Drops lines below `level` (Info at the start). Called by main only.
void set_log_level(LogLevel level);

/// Writes one line to standard error: time, level, message. Control characters of the message are escaped, so that
/// untrusted text cannot forge a line. Thread-safe.
void log(LogLevel level, std::string_view message);

}  // namespace xinglin
