#pragma once

#include <span>
#include <string_view>

#include "annotate/annotator.h"
#include "annotate/cues.h"

namespace xinglin {

/// Sets subject of `mentions` from the cues that name a person; both by begin. A person holds to the end of the
/// sentence and through the next one, a heading (家族史：) to the end of its line, a history of the
/// family that stands behind (偏头痛家族史) for the list before it. O(text).
void read_subjects(std::string_view text, std::span<const FoundCue> cues, std::span<Mention> mentions);

}  // namespace xinglin
