#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "base/enumeration.h"

namespace xinglin {

/// The words that stand for the enumerators of a dense enumeration from 0, in their order; the one way in this house
/// from an enumerator to its word and back. A missing or surplus word does not compile, whichever side was changed.
template <typename Enum>
class NameTable {
  public:
    template <typename... Names>
    constexpr explicit NameTable(Names... names) : names_{std::string_view(names)...} {
        static_assert(sizeof...(Names) == count_of<Enum>, "one word for each enumerator");
    }

    constexpr std::string_view name_of(Enum value) const { return names_[static_cast<std::size_t>(value)]; }

    /// The first enumerator with this name. O(number of enumerators).
    constexpr std::optional<Enum> named(std::string_view name) const {
        for (const Enum each : all_of<Enum>) {
            if (name_of(each) == name) return each;
        }
        return std::nullopt;
    }

  private:
    std::array<std::string_view, count_of<Enum>> names_;
};

}  // namespace xinglin
