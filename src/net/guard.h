#pragma once

#include <string>
#include <type_traits>

namespace xinglin {

/// How a guarded call ended.
struct Ended {
    enum class How { Well, OverBudget, Failed };
    How how = How::Well;
    std::string what;  ///< of the exception
};

/// Runs call(argument). Whatever it throws ends here: the one place of this layer.
Ended run_guarded(void (*call)(void* argument), void* argument) noexcept;

template <typename Call>
Ended run_guarded(Call&& call) noexcept {
    using Plain = std::remove_reference_t<Call>;
    return run_guarded([](void* argument) { (*static_cast<Plain*>(argument))(); }, &call);
}

}  // namespace xinglin
