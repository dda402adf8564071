#pragma once

#include <span>
#include <string_view>

#include "annotate/annotator.h"
#include "annotate/cues.h"

namespace xinglin {

/// Sets negated, suspected and subject of `mentions` (by begin, none overlapping) from the cues around them (likewise;
/// none overlaps a mention, but for a cue that names a person beside a mention of a population).
///
/// A cue works within its clause: up to 。！？；，: or a line break, or words such as 但. It reaches the nearest
/// mention a few characters away and from there goes on through a list (无头痛、头晕或呕吐). Sites, departments and
/// populations are neither denied nor in the way. A subject holds to the end of its sentence and through the first
/// clause of the next one.
/// `kinds` are those of the mentions' concepts, one each.
void read_context(std::string_view text, std::span<const FoundCue> cues, std::span<const ConceptKind> kinds,
                  std::span<Mention> mentions);

}  // namespace xinglin
