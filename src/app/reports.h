#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/guarded.h"
#include "base/result.h"

namespace xinglin {

/// In the data folder.
inline constexpr const char* kReportsFile = "reports.jsonl";

/// What a reader says is wrong on a page.
struct Report {
    std::string page;           ///< its address: "/conditions/x"
    std::int64_t revision = 0;  ///< of the content that the site then showed
    Date on;
    std::string text;

    friend bool operator==(const Report&, const Report&) = default;
};

/// The file beside the content in which readers' reports stand, one JSON object a line. Any number of threads may add.
class ReportBox {
  public:
    static constexpr std::size_t kMostCharacters = 2000;
    static constexpr std::uintmax_t kMostBytes = 32U << 20U;

    explicit ReportBox(std::filesystem::path file) : file_(std::move(file)) {}

    /// Keeps the report; it is on the disk when this returns. InvalidInput for an empty or overlong text or an address
    /// that is no path of a page, Unavailable when the file is full (kMostBytes) or cannot be written.
    Result<Done> add(const Report& report);

    /// All reports, oldest first; a line that cannot be read is left out. None when there is no file.
    Result<std::vector<Report>> read() const;

  private:
    std::filesystem::path file_;
    Guarded<Done> writing_;  // one line at a time
};

}  // namespace xinglin
