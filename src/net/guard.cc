#include "net/guard.h"

#include <exception>
#include <new>

#include "base/budget.h"

namespace xinglin {
namespace {

/// As much of `text` as needs no memory when there is none left.
std::string told(const char* text) noexcept {
    try {
        return text;
    } catch (const std::bad_alloc&) {
        return "out of memory";
    }
}

}  // namespace

Ended run_guarded(void (*call)(void* argument), void* argument) noexcept {
    try {
        call(argument);
        return {};
    } catch (const BudgetOver& over) {
        return {Ended::How::OverBudget, told(over.what())};
    } catch (const std::exception& exception) {
        return {Ended::How::Failed, told(exception.what())};
    } catch (...) {
        return {Ended::How::Failed, told("an exception that is no std::exception")};
    }
}

}  // namespace xinglin
