#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

namespace xinglin {

/// The most bytes that one line and one file may have.
inline constexpr std::size_t kMaxLineBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMaxFileBytes = std::size_t{64} << 20;

/// Reads a file line by line in memory bounded by kMaxLineBytes, however long its lines are.
class LineReader {
  public:
    struct Line {
        std::size_t number = 0;    ///< from 1
        std::string_view text;     ///< without its line end (LF or CR LF); valid until the next call
        bool is_too_long = false;  ///< `text` is only the beginning
    };

    explicit LineReader(const std::filesystem::path& path);

    /// The next line, or nothing at the end of the file or when reading fails.
    std::optional<Line> next();

    bool has_failed() const { return has_failed_; }  ///< The file could not be opened or read to its end.

  private:
    bool fill();

    std::ifstream stream_;
    std::string buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::string line_;
    std::size_t number_ = 0;
    bool has_failed_ = false;
};

}  // namespace xinglin
