#include "intake/adapter.h"

#include "intake/code_rows.h"
#include "intake/disease_adapter.h"
#include "intake/drug_class_rows.h"
#include "intake/drug_labels.h"
#include "intake/fhir_entries.h"
#include "intake/hospital_rows.h"
#include "intake/record_lines.h"
#include "intake/record_rows.h"
#include "intake/terminology_rows.h"

namespace xinglin {
namespace {

/// So long that "origin-" and twelve digits still are a slug.
constexpr std::size_t kMaxOriginLength = 67;

}  // namespace

Result<std::unique_ptr<Adapter>> make_adapter(const ImportProfile& profile, const IntakeContext& context) {
    if (profile.origin.size() > kMaxOriginLength) {
        return Error{
            ErrorCode::InvalidInput,
            "The origin is too long to be part of ids; at most " + std::to_string(kMaxOriginLength) + " characters.",
            "origin"};
    }
    switch (profile.adapter) {
        case AdapterKind::Diseases:
            return make_disease_adapter(profile, context);
        case AdapterKind::Records:
            return make_record_lines_adapter(profile);
        case AdapterKind::Drugs:
            return make_drug_labels_adapter(profile);
        case AdapterKind::Hospitals:
            return make_hospital_rows_adapter(profile);
        case AdapterKind::Codes:
            return make_code_rows_adapter(profile);
        case AdapterKind::DrugClasses:
            return make_drug_class_rows_adapter(profile);
        case AdapterKind::Terminology:
            return make_terminology_rows_adapter(profile);
        case AdapterKind::Fhir:
            return make_fhir_entries_adapter(profile);
        case AdapterKind::Doctors:
        case AdapterKind::Articles:
        case AdapterKind::Questions:
        case AdapterKind::Tests:
            return make_record_rows_adapter(profile);
    }
    return Error{ErrorCode::InvalidInput, "This is no adapter.", "adapter"};
}

}  // namespace xinglin
