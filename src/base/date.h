#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "base/result.h"

namespace xinglin {

/// A calendar day. Default: no day ("unknown"), which prints as the empty string and sorts first.
class Date {
  public:
    Date() = default;

    /// Reads YYYY-MM-DD of the Gregorian calendar. InvalidInput for anything else, 30 February included.
    static Result<Date> parse(std::string_view text);

    bool known() const { return year_ != 0; }
    std::string iso() const;  ///< "2026-11-23", or "" when unknown.

    friend auto operator<=>(const Date&, const Date&) = default;

  private:
    int year_ = 0;
    unsigned month_ = 0;
    unsigned day_ = 0;
};

}  // namespace xinglin
