#include "base/budget.h"

#include <utility>

namespace xinglin {
namespace {

constexpr unsigned kCallsPerLook = 64;

thread_local const Budget* current = nullptr;
thread_local unsigned calls = 0;

}  // namespace

BudgetScope::BudgetScope(Budget budget) : budget_(std::move(budget)), before_(current) {
    current = &budget_;
}

BudgetScope::~BudgetScope() {
    current = before_;
}

void check_budget() {
    if (current == nullptr || ++calls % kCallsPerLook != 0) return;
    if (current->is_over()) throw BudgetOver();
}

}  // namespace xinglin
