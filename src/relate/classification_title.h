#pragma once

#include <string_view>

#include "knowledge/knowledge.h"

namespace xinglin {

/// Whether a name is one that only a classification uses (麻疹不伴有并发症, 妊娠[妊娠引起的]高血压): it holds a word of
/// data/medicine/classification_titles.txt. O(name).
bool is_classification_title(std::string_view name);

/// Whether two conditions have the same ICD-10 code, as far as its fourth character: one under two names (B35.3 足癣,
/// 脚癣).
bool share_code(const Concept& one, const Concept& other);

}  // namespace xinglin
