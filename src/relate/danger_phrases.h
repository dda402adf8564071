#pragma once

#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "knowledge/knowledge.h"

namespace xinglin {

/// The concepts that data/medicine/danger-phrases.txt knows, by id and each once; for its checkers.
std::vector<std::string_view> danger_phrase_concepts();

/// Dangers that a message names in words that do not stand together (吐了一大口血), by begin; concepts that `knowledge`
/// does not have are left out. O(text) for the words of the list.
std::vector<Mention> find_danger_phrases(const Knowledge& knowledge, std::string_view text);

}  // namespace xinglin
