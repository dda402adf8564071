#pragma once

#include <filesystem>
#include <utility>

namespace xinglin {

/// A lock on a file among processes, and among its holders in one process; the kernel frees it when the holder dies.
class FolderLock {
  public:
    enum class Kind { Shared, Exclusive };

    FolderLock() = default;  ///< holds nothing

    /// The lock, or none when another holds it. Makes the file. Throws IndexError when the file cannot be opened.
    static FolderLock try_take(const std::filesystem::path& file, Kind kind);

    /// Waits for the lock; the file must be there.
    static FolderLock wait_for_shared(const std::filesystem::path& file);

    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FolderLock& operator=(FolderLock&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }

    explicit operator bool() const { return descriptor_ >= 0; }

  private:
    explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

}  // namespace xinglin
