#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"

namespace xinglin {

/// The populations that a text about one person names: as such (孕妇), by an age (5岁, 8个月大, 七十二岁; not
/// 18岁以下), by weeks of pregnancy (孕12周). Negated ones do not count. Ascending, each once. O(text).
std::vector<ConceptIndex> populations_in(const Knowledge& knowledge, std::string_view text,
                                         std::span<const Mention> mentions);

/// The conditions that the text names and does not deny, with the symptoms in which something is contraindicated
/// (反复跌倒); ascending, each once.
std::vector<ConceptIndex> conditions_in(const Knowledge& knowledge, std::span<const Mention> mentions);

}  // namespace xinglin
