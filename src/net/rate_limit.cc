#include "net/rate_limit.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "net/address_range.h"

namespace xinglin {
namespace {

constexpr std::chrono::seconds kSweepInterval{10};

}  // namespace

double RateLimit::tokens_at(const Bucket& bucket, Clock::time_point now) const {
    const std::chrono::duration<double> passed = now - bucket.filled;
    return std::min(options_.burst, bucket.tokens + passed.count() * options_.per_second);
}

/// A full bucket says nothing that a new one does not.
void RateLimit::sweep(State& state, Clock::time_point now) const {
    if (state.buckets.size() < options_.max_clients && now - state.swept < kSweepInterval) return;
    if (state.buckets.size() >= options_.max_clients && now - state.swept < std::chrono::seconds(1)) return;
    state.swept = now;
    std::erase_if(state.buckets, [&](const auto& entry) { return tokens_at(entry.second, now) >= options_.burst; });
}

std::optional<Refusal> RateLimit::take(std::string_view client, std::size_t cost, Clock::time_point now) {
    return state_.with([&](State& state) -> std::optional<Refusal> {
        sweep(state, now);
        auto bucket = state.buckets.find(client);
        if (bucket == state.buckets.end()) {
            if (state.buckets.size() >= options_.max_clients) return std::nullopt;
            bucket = state.buckets.emplace(client, Bucket{options_.burst, now}).first;
        }
        const double needed = std::min(static_cast<double>(cost), options_.burst);
        const double there = tokens_at(bucket->second, now);
        if (there < needed) {
            const double seconds = std::ceil((needed - there) / options_.per_second);
            return Refusal{429, static_cast<unsigned>(std::clamp(seconds, 1.0, 3600.0))};
        }
        bucket->second = {there - static_cast<double>(cost), now};
        return std::nullopt;
    });
}

Filter rate_filter(std::shared_ptr<RateLimit> limit) {
    return [limit = std::move(limit)](Exchange& exchange) -> std::optional<Refusal> {
        if (!exchange.has_allowance) return std::nullopt;
        const auto address = IpAddress::parse(exchange.request.client);
        return limit->take(address ? address->household() : exchange.request.client, exchange.cost,
                           RateLimit::Clock::now());
    };
}

}  // namespace xinglin
