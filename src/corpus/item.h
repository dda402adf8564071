#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "base/enumeration.h"
#include "knowledge/concept.h"
#include "records/record.h"

namespace xinglin {

/// What can be found: everything that has a page. A type's name is the part of its items' ids before the slash.
enum class ItemType {
    Condition,
    Symptom,
    Article,
    Question,
    Doctor,
    Hospital,
    Drug,
    Test,
    Procedure,
    Department,
};

inline constexpr std::size_t kItemTypeCount = count_of<ItemType>;
inline constexpr auto kItemTypes = all_of<ItemType>;

std::string_view name_of(ItemType type);  ///< "condition", "symptom", ...
std::optional<ItemType> item_type_named(std::string_view name);

ItemType item_type_of(RecordKind kind);
/// Nothing for kinds that have no page that readers look for (sites, populations, substances, classes).
std::optional<ItemType> item_type_of(ConceptKind kind);

}  // namespace xinglin
