#pragma once

#include <optional>
#include <string_view>

namespace xinglin {

/// Where knowledge and records come from: a pack that somebody answers for, or a collection taken over (or read from
/// texts by rules) that nobody has reviewed. What is not curated is marked and ranks below what is.
enum class Trust { Curated, Imported };
std::string_view name_of(Trust trust);  ///< "curated", "imported"
std::optional<Trust> trust_named(std::string_view name);

}  // namespace xinglin
