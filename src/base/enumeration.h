#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace xinglin {
namespace enumeration_detail {

/// Whether `value` has a name in its enumeration, read from how the compiler writes it: "kind = xinglin::Kind::Drug"
/// for an enumerator, "kind = (xinglin::Kind)9" for any other value.
template <auto value>
constexpr bool is_enumerator() {
    std::string_view written = __PRETTY_FUNCTION__;
    written = written.substr(written.rfind("value = "));
    const char first = written[written.find_last_of(":)", written.rfind(']') - 1) + 1];
    return first != '-' && (first < '0' || first > '9');
}

template <typename Enum, std::size_t count = 0>
constexpr std::size_t count_enumerators() {
    static_assert(count <= 200, "a dense enumeration");
    if constexpr (is_enumerator<static_cast<Enum>(count)>()) {
        return count_enumerators<Enum, count + 1>();
    } else {
        return count;
    }
}

}  // namespace enumeration_detail

/// How many enumerators a dense enumeration from 0 has. The compiler counts them, so that nothing has to be kept in
/// step: whoever appends an enumerator is told of every table that lacks it.
template <typename Enum>
inline constexpr std::size_t count_of = [] {
    constexpr std::size_t count = enumeration_detail::count_enumerators<Enum>();
    static_assert(count > 0, "the compiler writes the enumerators by name");
    return count;
}();

/// All enumerators in their order, to walk over.
template <typename Enum>
inline constexpr std::array<Enum, count_of<Enum>> all_of = [] {
    std::array<Enum, count_of<Enum>> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<Enum>(i);
    return all;
}();

}  // namespace xinglin
