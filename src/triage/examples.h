#pragma once

#include <memory>
#include <vector>

#include "annotate/annotator.h"
#include "knowledge/knowledge.h"

namespace xinglin {

/// The examples of rules of triage that do not do what they say: a text of `fires` that does not fire its rule, or one
/// of `quiet` that does. `where` is the rule's id; rule broken-example. By rule. O(examples * rules).
std::vector<Problem> broken_examples(const Annotator& annotator, const std::shared_ptr<const Knowledge>& knowledge);

}  // namespace xinglin
