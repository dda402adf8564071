#pragma once

#include <mutex>
#include <utility>

namespace xinglin {

/// Mutable state shared by threads. with() is the only door to it and holds the lock for the length of the call;
/// do not call into another layer from inside.
template <typename T>
class Guarded {
  public:
    Guarded() = default;
    explicit Guarded(T value) : value_(std::move(value)) {}

    template <typename Function>
    decltype(auto) with(Function&& function) {
        const std::lock_guard lock(mutex_);
        return std::forward<Function>(function)(value_);
    }

  private:
    std::mutex mutex_;
    T value_;
};

}  // namespace xinglin
