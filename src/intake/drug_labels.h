#pragma once

#include <memory>

#include "intake/adapter.h"

namespace xinglin {

/// Tables of drug labels: a row is a drug record. Columns: name; and manufacturer, generic_name, ingredients, form,
/// strength, classification, indications, contraindications, cautions, interactions, adverse_reactions. With "english"
/// or "aliases" (a list in one field) the row's name is also a substance concept that is found by them in searches. Two
/// rows of one name and maker are one drug: the first counts.
Result<std::unique_ptr<Adapter>> make_drug_labels_adapter(const ImportProfile& profile);

}  // namespace xinglin
