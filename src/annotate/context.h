#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "annotate/annotator.h"
#include "annotate/cues.h"

namespace xinglin {

/// Sets negated, suspected and subject of `mentions` (by begin, none overlapping) from the cues around them (likewise;
/// none overlaps a mention, but for a cue that names a person beside a mention of a population). A mention that is
/// negated is not suspected.
///
/// A cue works within its clause: up to 。！？；，: or a line break, or words such as 但. It reaches the nearest
/// mention a few characters away, unless a verb of its own stands between (没睡好头痛), and from there goes on through
/// a list (无头痛、头晕或呕吐). Sites and departments are neither denied nor in the way. What is supposed (如果) holds
/// to the end of its clause and on through clauses that only go on with the list. Answers of forms stand behind their
/// items (头痛：无). About whom: subjects.h. `kinds` are those of the mentions' concepts, one each. Returns how many
/// mentions and words it looked at, which is linear in the text: a cue's list ends where another cue begins, so no
/// mention is passed more than a few times.
std::size_t read_context(std::string_view text, std::span<const FoundCue> cues, std::span<const ConceptKind> kinds,
                         std::span<Mention> mentions);

}  // namespace xinglin
