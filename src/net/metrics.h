#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "net/exchange.h"

namespace xinglin {

/// Writes the text format of Prometheus (version 0.0.4): families of samples, each with its help and its type.
class MetricsText {
  public:
    enum class Type { Counter, Gauge, Histogram };
    struct Label {
        std::string_view name;
        std::string_view value;  ///< any bytes; escaped
    };

    /// Begins a family; the samples that follow are its own.
    void family(std::string_view name, Type type, std::string_view help);
    void sample(const std::vector<Label>& labels, double value) { sample("", labels, value); }
    /// `suffix` is behind the family's name: "_bucket", "_sum", "_count".
    void sample(std::string_view suffix, const std::vector<Label>& labels, double value);

    std::string text() && { return std::move(text_); }

  private:
    std::string name_;
    std::string text_;
};

/// Counts what a server answers: by route and status, how long, how many bytes. The label of a route is its pattern,
/// never an address, so no reader is in it and their number is bounded. Counting takes no lock: each thread adds to
/// counters that it shares with few others. Any number of threads may use it.
class RequestMetrics {
  public:
    /// `routes` are the patterns of the router; an answer of no route is counted as "none".
    explicit RequestMetrics(const std::vector<std::string>& routes);

    void count(const Answered& answered);
    void write(MetricsText& out) const;

  private:
    static constexpr std::size_t kShards = 16;
    static constexpr std::array<int, 24> kStatuses = {101, 200, 206, 301, 302, 304, 308, 400, 403, 404, 405, 408,
                                                      409, 413, 414, 417, 426, 429, 431, 499, 500, 501, 503, 0};
    static constexpr std::array<double, 13> kBounds = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
                                                       0.025,  0.05,    0.1,    0.25,  1,      10};

    using Counter = std::atomic<std::uint64_t>;
    struct RouteCounters {
        std::array<Counter, kStatuses.size()> by_status{};
        std::array<Counter, kBounds.size() + 1> by_time{};
        Counter microseconds{0};
        Counter bytes{0};
    };
    struct Totals;

    /// What the threads of this shard have counted of a route.
    RouteCounters& counters(std::size_t shard, std::size_t route) const {
        return counters_[shard * routes_.size() + route];
    }
    Totals totals_of(std::size_t route) const;

    std::vector<std::string> routes_;  ///< the last one is "none"
    std::unordered_map<std::string_view, std::size_t> numbers_;
    std::unique_ptr<RouteCounters[]> counters_;  ///< by shard, then by route
};

Observer metrics_observer(std::shared_ptr<RequestMetrics> metrics);

/// Memory, processor time, open files and the age of this process, as Linux tells them.
void write_process_metrics(MetricsText& out);

}  // namespace xinglin
