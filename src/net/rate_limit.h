#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "base/guarded.h"
#include "base/strings.h"
#include "net/exchange.h"

namespace xinglin {

/// An allowance for each client (a token bucket), in units of a page: it fills by `per_second` up to `burst`, and each
/// request takes its cost. What costs more than `burst` passes when the allowance is full, and empties it for longer.
/// Any number of threads may use it.
class RateLimit {
  public:
    using Clock = std::chrono::steady_clock;

    struct Options {
        double per_second = 60;
        double burst = 1200;
        std::size_t max_clients = 100'000;  ///< when more are not at rest, further ones are let through
    };

    explicit RateLimit(const Options& options) : options_(options) {}

    /// Nothing when the client may go on; otherwise 429 and after how many seconds it may.
    std::optional<Refusal> take(std::string_view client, std::size_t cost, Clock::time_point now);

  private:
    struct Bucket {
        double tokens;
        Clock::time_point filled;
    };
    struct State {
        StringMap<Bucket> buckets;
        Clock::time_point swept;
    };
    double tokens_at(const Bucket& bucket, Clock::time_point now) const;
    void sweep(State& state, Clock::time_point now) const;

    const Options options_;
    Guarded<State> state_;
};

/// Asks `limit` for every client that has an allowance. After client_filter().
Filter rate_filter(std::shared_ptr<RateLimit> limit);

}  // namespace xinglin
