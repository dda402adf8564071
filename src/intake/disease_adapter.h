#pragma once

#include <memory>

#include "intake/adapter.h"

namespace xinglin {

/// Reads a consumer portal's dump of diseases (DiseaseRow has its shape). A disease becomes a condition, an article of
/// its texts, and relations to its symptoms, complications, tests, drugs and departments.
///
/// What passes must be plausible by its names (knowledge/plausibility.h), must not contradict the curated knowledge,
/// and must be borne out by more than its list, because such lists are filled from templates:
/// - a symptom or complication by the row's own texts, or by the diseases that are kin to it;
/// - a test by the row's own texts or by kin;
/// - a drug by kin: most diseases with it share a part of their name, or its list is no template and kin have it too.
/// Everything else is a finding. Shares, costs and durations are never taken over: nobody says who counted them.
std::unique_ptr<Adapter> make_disease_adapter(const ImportProfile& profile, const IntakeContext& context);

}  // namespace xinglin
