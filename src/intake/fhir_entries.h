#pragma once

#include <boost/json.hpp>
#include <memory>
#include <string>

#include "intake/adapter.h"

namespace xinglin {

/// FHIR R4: Organization → hospital, or a department of the hospital that it is part of; Practitioner and
/// PractitionerRole → doctor, one for each hospital that a practitioner works in. References are resolved over the
/// whole input: by fullUrl, by type and id whatever the server, by identifier, and otherwise by what they display. What
/// is not active becomes retired. Addresses of people, telephones, birth dates and identifiers are never taken over.
/// What contains a practitioner or place brings it along; of two roles of one hospital what both say is kept; a role
/// that is over makes no working doctor, and nurses, pharmacists and technicians are none. Other resources are
/// findings.
Result<std::unique_ptr<Adapter>> make_fhir_entries_adapter(const ImportProfile& profile);

/// A FHIR HumanName list as one writes the name: `text`, or family and given name in Chinese order. One in Chinese
/// characters before how it sounds, then the official one before others; never an old one, a nickname or one that is
/// not in use on `day`. "" when there is none.
std::string human_name(const boost::json::value* names, Date day = {});

}  // namespace xinglin
