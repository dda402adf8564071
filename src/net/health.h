#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "net/address_range.h"
#include "net/metrics.h"
#include "net/router.h"

namespace xinglin {

/// What a serving process says of itself to whoever watches it. Written by the threads that start and follow, read by
/// requests; any number of threads may use it.
class Health {
  public:
    using Clock = std::chrono::system_clock;

    /// A state of the content is served from now on.
    void published(std::int64_t revision);
    /// The store answered, or did not.
    void store_answered();
    void store_failed();

    enum class State { Starting, Ready, StoreFailing };
    State state() const;
    std::int64_t revision() const { return revision_; }

    void write(MetricsText& out) const;

  private:
    std::atomic<std::int64_t> revision_{-1};
    std::atomic<Clock::rep> published_at_{0};
    std::atomic<Clock::rep> store_answered_at_{0};
    std::atomic<bool> is_store_failing_{false};
    std::atomic<std::uint64_t> publications_{0};
    std::atomic<std::uint64_t> store_errors_{0};
    const Clock::time_point started_ = Clock::now();
};

/// Refuses everything but what add_monitoring() answers with 503, until a state is published.
Filter starting_filter(std::shared_ptr<const Health> health);

/// Whom the metrics are for, and what is in them besides requests and health.
struct Monitoring {
    std::shared_ptr<const Health> health;
    std::shared_ptr<const RequestMetrics> requests;
    std::vector<AddressRange> metrics_for;              ///< others get 403
    std::function<void(MetricsText&)> write_more = {};  ///< may be empty
};

/// GET /healthz (200 when ready, else 503), GET /healthz/live (200) and GET /metrics. `monitoring` is asked at each
/// request, so what it refers to may be made after the router.
void add_monitoring(Router& router, const std::shared_ptr<const Monitoring>& monitoring);

}  // namespace xinglin
