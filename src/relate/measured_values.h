#pragma once

#include <string_view>
#include <vector>

#include "relate/danger_phrases.h"

namespace xinglin {

/// The dangers that values in a message are: 血氧85%, 血压200/130, 体温三十九度五; data/medicine/measured-values.txt
/// has the limits. By begin; concepts that `knowledge` does not have are left out. A range is a danger where the whole
/// of it is. O(text).
std::vector<DangerPhrase> dangerous_values(const Knowledge& knowledge, std::string_view text);

/// Whether a message speaks of something that is measured. What is no dangerous value there is none for its name.
bool names_a_measure(std::string_view text);

/// The concepts of the limits, for the checker of the data.
std::vector<std::string_view> measured_concepts();

}  // namespace xinglin
