#pragma once

#include <stdexcept>

namespace xinglin {

/// The world failed: disk full, database gone or locked, file damaged. what() names the database and the cause.
class DatabaseError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace xinglin
