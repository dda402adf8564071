#pragma once

#include <string_view>

#include "knowledge/concept.h"

namespace xinglin {

/// Whether a name gathers what a classification has no better place for (其他, 未特指, 不可归类在他处): it means
/// nothing that a text could speak of. The words stand in data/medicine/residual_names.txt.
bool is_residual_name(std::string_view name);

/// Whether an ICD-10 code stands for no illness of a person: V to Y external causes, Z contact with services, U80-U89
/// resistant strains.
bool is_outside_illness(std::string_view icd_code);

/// Whether readers may meet the concept as a condition or symptom: on a panel, above another, in a list, a search or a
/// text. Not what a classification needs for counting: an imported one that only codes outside illness stand for, or
/// that has a residual name. Everything curated, and every other kind of concept, may.
bool is_for_readers(const Concept& known);

}  // namespace xinglin
