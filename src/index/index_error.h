#pragma once

#include <stdexcept>

namespace xinglin {

/// The world failed: the disk refuses, or a file of an index is damaged, not ours, or of a newer Xinglin. what() names
/// the file, what is wrong and how to mend it.
class IndexError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace xinglin
