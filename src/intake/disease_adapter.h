#pragma once

#include <memory>

#include "intake/adapter.h"

namespace xinglin {

/// Reads a consumer portal's dump of diseases (DiseaseRow has its shape). A disease becomes a condition, an article of
/// its texts, and relations to its symptoms, complications, tests, drugs and departments.
///
/// What passes must be plausible by its names (knowledge/plausibility.h), must not contradict the curated knowledge,
/// and must be borne out by more than its list, because such lists are filled from templates:
/// - a symptom or a test by the row's own texts or by the diseases that are kin to it;
/// - a complication by what the row says of the disease's course, and by kin;
/// - a drug when hardly another row has it, or when few rows have it and these are one group of kin, which all have it;
///   never for diseases of pregnancy and childhood.
/// Everything else is a finding. Shares, costs and durations are never taken over: nobody says who counted them.
std::unique_ptr<Adapter> make_disease_adapter(const ImportProfile& profile, const IntakeContext& context);

}  // namespace xinglin
