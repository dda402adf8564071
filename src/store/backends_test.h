#pragma once

#include <filesystem>
#include <ostream>
#include <string>

namespace xinglin {

/// The databases that every promise of the store is tested on.
enum class Backend { Sqlite, Postgres };

inline void PrintTo(Backend backend, std::ostream* out) {
    *out << (backend == Backend::Sqlite ? "Sqlite" : "Postgres");
}

/// A folder of its own, removed with all that is in it.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// A fresh, empty place for a database: a file, or a schema on the PostgreSQL server that XINGLIN_TEST_POSTGRES names;
/// without it a private server is started, and std::runtime_error thrown when there is none. Removed at the end.
class TestLocation {
  public:
    explicit TestLocation(Backend backend);
    ~TestLocation();
    TestLocation(const TestLocation&) = delete;
    TestLocation& operator=(const TestLocation&) = delete;

    const std::string& location() const { return location_; }

  private:
    TemporaryFolder folder_;
    std::string schema_;  ///< "" for a file
    std::string location_;
};

/// Runs SQL on the test server, outside any test's schema.
void run_on_test_server(const std::string& sql);

}  // namespace xinglin
