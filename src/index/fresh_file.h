#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace xinglin {

/// Behind a file's name while it is written.
inline constexpr std::string_view kFreshSuffix = ".tmp";

/// A file that grows under a temporary name and gets its own when it is whole. Throws IndexError when the disk refuses.
class FreshFile {
  public:
    explicit FreshFile(const std::filesystem::path& path);
    ~FreshFile();  ///< removes what was not published
    FreshFile(const FreshFile&) = delete;
    FreshFile& operator=(const FreshFile&) = delete;

    std::uint64_t size() const { return size_; }
    void append(std::string_view bytes);

    /// Overwrites the first bytes.
    void overwrite(std::string_view bytes);

    /// Brings the bytes to the disk and gives the file its name, in place of one that had it. After a crash the name
    /// means the old bytes or the new ones.
    void publish();

  private:
    [[noreturn]] void fail(std::string_view what) const;

    std::filesystem::path path_;
    std::filesystem::path temporary_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

/// FreshFile in one call.
void publish_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace xinglin
