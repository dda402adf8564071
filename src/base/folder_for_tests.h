#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace xinglin {

/// A folder of its own for one test, gone at the end of it.
class FolderForTests {
  public:
    FolderForTests() {
        std::string name = (std::filesystem::temp_directory_path() / "xinglin-test-XXXXXX").string();
        if (::mkdtemp(name.data()) != nullptr) path_ = name;
    }
    ~FolderForTests() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }
    FolderForTests(const FolderForTests&) = delete;
    FolderForTests& operator=(const FolderForTests&) = delete;

    const std::filesystem::path& path() const { return path_; }

    void write(const std::string& name, std::string_view text) const {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << text;
    }

  private:
    std::filesystem::path path_;
};

}  // namespace xinglin
