#pragma once

#include <optional>
#include <string_view>

namespace xinglin {

/// Whom a collection is shown to. What is for editors may lend its relations (marked, behind what is curated); its
/// texts are not published as advice: readers meet them on no page, in no list and in no search.
enum class Audience { Readers, Editors };
std::string_view name_of(Audience audience);  ///< "readers", "editors"
std::optional<Audience> audience_named(std::string_view name);

}  // namespace xinglin
