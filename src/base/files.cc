#include "base/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

namespace xinglin {
namespace {

Error failure(ErrorCode code, std::string message, const std::filesystem::path& path) {
    return {code, std::move(message), path.string()};
}

bool write_part(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool write_all(int file, std::span<const std::string_view> parts) {
    for (const std::string_view part : parts) {
        if (!write_part(file, part)) return false;
    }
    return ::fsync(file) == 0;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::uintmax_t limit_bytes) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error) return failure(ErrorCode::NotFound, "This file cannot be read: " + error.message() + ".", path);
    if (size > limit_bytes) {
        return failure(
            ErrorCode::TooLarge,
            "This file has " + std::to_string(size) + " bytes; the limit is " + std::to_string(limit_bytes) + ".",
            path);
    }
    std::ifstream stream(path, std::ios::binary);
    std::string bytes(static_cast<std::size_t>(size), '\0');
    if (!stream.read(bytes.data(), static_cast<std::streamsize>(size))) {
        return failure(ErrorCode::Unavailable, "This file cannot be read to its end.", path);
    }
    return bytes;
}

Result<Done> write_file(const std::filesystem::path& path, std::string_view bytes) {
    return write_file(path, std::span(&bytes, 1));
}

Result<Done> write_file(const std::filesystem::path& path, std::span<const std::string_view> parts) {
    auto temporary = path;
    temporary += ".new";
    const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) {
        return failure(ErrorCode::Unavailable,
                       std::string("This file cannot be written: ") + std::strerror(errno) + ".", path);
    }
    const bool written = write_all(file, parts);
    const bool closed = ::close(file) == 0;
    std::error_code error;
    if (written && closed) std::filesystem::rename(temporary, path, error);
    if (!written || !closed || error) {
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        return failure(ErrorCode::Unavailable, "This file cannot be written; is the disk full?", path);
    }
    return Done{};
}

}  // namespace xinglin
