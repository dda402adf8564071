#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "app/portal.h"
#include "base/date.h"
#include "base/result.h"

namespace xinglin {

inline constexpr std::string_view kVersion = "0.1.0";

/// Where a command reads and prints, and what else of its surroundings only main knows.
struct Streams {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    Date today = {};               ///< the day, for what is dated
    bool err_is_terminal = false;  ///< a person watches `err`: progress is a bar there, otherwise plain lines
};

struct ServeSettings {
    std::string location;
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    unsigned threads = 2;
    bool verbose = false;
    std::string site_file;  ///< "": site.toml in the data folder
    ReadingSettings reading;
    std::vector<std::string> metrics_for = {"127.0.0.0/8", "::1"};  ///< clients that may read /metrics

    // Read anew on SIGHUP.
    std::string access_log;  ///< file, "-" for standard output, "" for none
    std::vector<std::string> trusted_proxies = {"127.0.0.0/8", "::1"};
    std::vector<std::string> unlimited = {"127.0.0.0/8", "::1"};  ///< clients without a limit of rate
    double rate_limit = 60;  ///< units of a page that a client may ask for each second; 0 is no limit
    double rate_burst = 1200;
    unsigned work_seconds = 10;  ///< a request may take; not read anew

    bool only_check = false;  ///< says whether a start would succeed, and listens nowhere

    std::string config;  ///< file of the same options, "" for none

    /// Reads the same command line again, with what its --config file says now.
    std::function<Result<ServeSettings>()> read_again = {};
};

/// What only main can do: start threads and listen. Answers the exit status.
using Serve = std::function<int(const ServeSettings&, const Streams&)>;

/// Of an import that stored what it could, and found something wrong with the rest.
inline constexpr int kStoredWithFindings = 4;

/// Runs `xinglin ARGUMENTS...`. Exit status: 0 done; 1 refused, not found, or something in the input was wrong; 2 the
/// command line itself is wrong; kStoredWithFindings. Throws DatabaseError when the store fails, for which main's
/// status is 3.
int run_cli(const std::vector<std::string>& arguments, const Streams& streams, const Serve& serve);

}  // namespace xinglin
