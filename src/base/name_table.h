#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace xinglin {

/// The words that stand for the enumerators of a dense enumeration from 0 to `last`, in their order. A missing or
/// surplus word does not compile.
template <typename Enum, Enum last>
class NameTable {
  public:
    template <typename... Names>
    constexpr explicit NameTable(Names... names) : names_{std::string_view(names)...} {
        static_assert(sizeof...(Names) == static_cast<std::size_t>(last) + 1, "one word for each enumerator");
    }

    constexpr std::string_view name_of(Enum value) const { return names_[static_cast<std::size_t>(value)]; }

    constexpr std::optional<Enum> named(std::string_view name) const {
        for (std::size_t i = 0; i < names_.size(); ++i) {
            if (names_[i] == name) return static_cast<Enum>(i);
        }
        return std::nullopt;
    }

  private:
    std::array<std::string_view, static_cast<std::size_t>(last) + 1> names_;
};

}  // namespace xinglin
