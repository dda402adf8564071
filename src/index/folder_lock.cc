#include "index/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "index/index_error.h"

namespace xinglin {
namespace {

int open_lock(const std::filesystem::path& file, int flags) {
    const int descriptor = ::open(file.c_str(), flags | O_CLOEXEC, 0644);
    if (descriptor < 0) throw IndexError(file.string() + " cannot be opened: " + std::strerror(errno) + ".");
    return descriptor;
}

}  // namespace

FolderLock FolderLock::try_take(const std::filesystem::path& file, Kind kind) {
    FolderLock lock(open_lock(file, O_RDWR | O_CREAT));
    const int wanted = kind == Kind::Shared ? LOCK_SH : LOCK_EX;
    if (::flock(lock.descriptor_, wanted | LOCK_NB) == 0) return lock;
    return {};
}

FolderLock FolderLock::wait_for_shared(const std::filesystem::path& file) {
    FolderLock lock(open_lock(file, O_RDONLY));
    while (::flock(lock.descriptor_, LOCK_SH) != 0) {
        if (errno != EINTR) throw IndexError(file.string() + " cannot be locked: " + std::strerror(errno) + ".");
    }
    return lock;
}

FolderLock::~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace xinglin
