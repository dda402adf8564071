#pragma once

#include <string>
#include <vector>

#include "relate/relate.h"

namespace xinglin {

/// The ids of everything that a panel of this page admits, without limit.
std::vector<std::string> admitted_ids(const Corpus& corpus, const PageContext& page, Panel panel);

/// What a portal that matches characters would have offered in the panels of doctors, articles, questions, drugs and
/// tests, and the reason why each is not there; those that share most characters with the page's subject first, at most
/// options.withheld_limit a panel. For editors: reads every record of these kinds.
std::vector<Withheld> withheld_from(const Corpus& corpus, const PageContext& page, const RelateOptions& options);

}  // namespace xinglin
