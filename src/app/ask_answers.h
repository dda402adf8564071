#pragma once

#include "app/ask.h"
#include "app/portal.h"

namespace xinglin {

struct Snapshot;

/// Fills `intents`, `answers` and `similar` of an answer whose `text`, `facts` and `care_level` are filled: what the
/// text asks for, passages that speak of its concepts and of that side of them, and answered questions on the same
/// subject. A passage is a stretch of a curated record as it stands there, a curated relation's statement or a range of
/// reference for a number of the text. What speaks of another kind of person says so, and is left out where a drug is
/// asked for. Nothing is better than what fits badly: then `answers` stays empty.
void add_answers(const Snapshot& snapshot, const ReadingSettings& settings, AskAnswer& answer);

}  // namespace xinglin
