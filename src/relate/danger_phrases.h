#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "knowledge/knowledge.h"

namespace xinglin {

/// A danger that a message names in words that do not stand together (吐了一大口血).
struct DangerPhrase {
    Mention mention;
    bool is_new = false;  ///< What is said comes suddenly, unless the sentence says that it has lasted.
};

/// A word that explains a sign without danger, wherever it stands in the sentence of the sign: 铁剂 the black stool.
struct HarmlessCause {
    ConceptIndex sign;
    std::uint32_t at = 0;  ///< in bytes
};

struct DangerPhrases {
    std::vector<DangerPhrase> dangers;        ///< by begin
    std::vector<HarmlessCause> explanations;  ///< by place
};

/// The concepts that data/medicine/danger-phrases.txt and measured-values.txt know, by id and each once; for their
/// checkers.
std::vector<std::string_view> danger_phrase_concepts();

/// What a message says in the words of data/medicine/danger-phrases.txt and in dangerous values; `mentions` are those
/// of the text. Concepts that `knowledge` does not have are left out. O(text) for the words of the list.
DangerPhrases find_danger_phrases(const Knowledge& knowledge, std::string_view text, std::span<const Mention> mentions);

}  // namespace xinglin
