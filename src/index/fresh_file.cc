#include "index/fresh_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "index/index_error.h"

namespace xinglin {
namespace {

/// A name is on the disk when its folder is.
bool sync_folder_of(const std::filesystem::path& path) {
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool synced = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return synced;
}

}  // namespace

FreshFile::FreshFile(const std::filesystem::path& path)
    : path_(path), temporary_(path.string() + std::string(kFreshSuffix)) {
    descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor_ < 0) fail("cannot be created");
}

FreshFile::~FreshFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(temporary_.c_str());
}

void FreshFile::fail(std::string_view what) const {
    throw IndexError(path_.string() + " " + std::string(what) + ": " + std::strerror(errno) + ".");
}

void FreshFile::append(std::string_view bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t written = ::write(descriptor_, bytes.data() + done, bytes.size() - done);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) fail("cannot be written");
        done += static_cast<std::size_t>(written);
    }
    size_ += bytes.size();
}

void FreshFile::overwrite(std::string_view bytes) {
    if (::pwrite(descriptor_, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        fail("cannot be written");
    }
}

void FreshFile::publish() {
    if (::fsync(descriptor_) != 0) fail("cannot be brought to the disk");
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail("cannot be given its name");
    ::close(std::exchange(descriptor_, -1));
    if (!sync_folder_of(path_)) fail("cannot be kept in its folder");
}

void publish_file(const std::filesystem::path& path, std::string_view bytes) {
    FreshFile file(path);
    file.append(bytes);
    file.publish();
}

}  // namespace xinglin
