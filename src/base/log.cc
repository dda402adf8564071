#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <cstdio>
#include <string>

namespace xinglin {
namespace {

spdlog::logger& logger() {
    static const std::shared_ptr<spdlog::logger> shared = [] {
        auto made = spdlog::stderr_logger_mt("xinglin");
        made->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
        return made;
    }();
    return *shared;
}

std::string without_control_characters(std::string_view message) {
    std::string line;
    line.reserve(message.size());
    for (const char c : message) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7f) {
            line += c;
            continue;
        }
        std::array<char, 5> escaped{};
        std::snprintf(escaped.data(), escaped.size(), "\\x%02x", byte);
        line += escaped.data();
    }
    return line;
}

spdlog::level::level_enum level_of(LogLevel level) {
    switch (level) {
        case LogLevel::Debug:
            return spdlog::level::debug;
        case LogLevel::Info:
            return spdlog::level::info;
        case LogLevel::Warning:
            return spdlog::level::warn;
        case LogLevel::Error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

}  // namespace

void set_log_level(LogLevel level) {
    logger().set_level(level_of(level));
}

void log(LogLevel level, std::string_view message) {
    logger().log(level_of(level), "{}", without_control_characters(message));
}

}  // namespace xinglin
