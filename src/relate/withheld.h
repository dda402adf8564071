#pragma once

#include <string>
#include <vector>

#include "relate/relate.h"

namespace xinglin {

/// What only imported relations lead to in this panel, in their order: kept out where the panel is for curated ones
/// only. Costs as the whole panel does.
std::vector<Withheld> not_reviewed(const Corpus& corpus, const PageContext& page, Panel panel);

/// Why such an item is kept out; `why` is the strongest of what would have led to it.
std::string not_reviewed_reason(const Corpus& corpus, const PageContext& page, const Why& why);

/// In panels for curated relations only, what imported ones lead to. Then what a portal that matches characters would
/// have offered in the panels of doctors, articles, questions, drugs and tests, and the reason why each is not there;
/// those that share most characters with the page's subject first. At most options.withheld_limit a panel. For editors:
/// reads every record of these kinds.
std::vector<Withheld> withheld_from(const Corpus& corpus, const PageContext& page, const RelateOptions& options);

}  // namespace xinglin
