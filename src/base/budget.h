#pragma once

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>

namespace xinglin {

/// How long a piece of work may take. It ends earlier when nobody waits for the result any more. Copies are of one
/// budget; any thread may ask or cancel it.
class Budget {
  public:
    using Clock = std::chrono::steady_clock;

    /// Never over.
    Budget() = default;
    explicit Budget(Clock::time_point end) : state_(std::make_shared<State>(end)) {}

    bool is_over() const { return state_ && (state_->is_cancelled || Clock::now() >= state_->end); }
    /// The client has gone, or the program ends.
    void cancel() const {
        if (state_) state_->is_cancelled = true;
    }

  private:
    struct State {
        explicit State(Clock::time_point when) : end(when) {}
        const Clock::time_point end;
        std::atomic<bool> is_cancelled{false};
    };
    std::shared_ptr<State> state_;
};

/// What check_budget() throws. Ends where every failure of a request does, in the dispatcher, as 503.
class BudgetOver : public std::exception {
  public:
    const char* what() const noexcept override { return "the time that a request may take is over"; }
};

/// Makes `budget` the one of this thread's work, until the end of the scope; then what it was before.
class BudgetScope {
  public:
    explicit BudgetScope(Budget budget);
    ~BudgetScope();
    BudgetScope(const BudgetScope&) = delete;
    BudgetScope& operator=(const BudgetScope&) = delete;

  private:
    Budget budget_;
    const Budget* before_;
};

/// For loops whose length a request decides: throws BudgetOver once the budget of this thread's work is over. Costs a
/// nanosecond or two, because it looks at the clock once in 64 calls; without a budget (a command, a snapshot being
/// built) it does nothing.
void check_budget();

}  // namespace xinglin
