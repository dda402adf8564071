#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/check.h"

namespace xinglin {

/// Whose fault it is, or what is missing. Closed: `web` and `api` map each to a status, `cli` to an exit status.
enum class ErrorCode { InvalidInput, Forbidden, NotFound, Conflict, TooLarge, Unavailable };

/// The code's name in JSON and on the command line: "invalid_input", "forbidden", ...
std::string_view name_of(ErrorCode code);

/// What to tell the sender. `message` is a sentence with the mend in it, without stack or SQL; `where` names the
/// field, the line ("articles/a.md:3:1") or the offset, and may be empty.
struct Error {
    ErrorCode code = ErrorCode::InvalidInput;
    std::string message;
    std::string where;
};

/// A value, or why there is none. Reading the absent one is a CHECK failure.
template <typename T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return state_.index() == 0; }
    const T& operator*() const& {
        CHECK(*this);
        return *std::get_if<0>(&state_);
    }
    T& operator*() & {
        CHECK(*this);
        return *std::get_if<0>(&state_);
    }
    T&& operator*() && {
        CHECK(*this);
        return std::move(*std::get_if<0>(&state_));
    }
    const T* operator->() const { return &**this; }
    T* operator->() { return &**this; }
    const Error& error() const {
        CHECK(!*this);
        return *std::get_if<1>(&state_);
    }

  private:
    std::variant<T, Error> state_;
};

/// The value of calls that only succeed or fail: Result<Done>.
struct Done {};

}  // namespace xinglin
