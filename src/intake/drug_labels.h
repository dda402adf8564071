#pragma once

#include <memory>
#include <string_view>

#include "intake/adapter.h"

namespace xinglin {

/// Tables of drug labels: a row is a drug record. Columns: name; and manufacturer, generic_name, ingredients, form,
/// strength, classification, indications, contraindications, cautions, interactions, adverse_reactions,
/// approval_number (found by its look where the profile does not map it). With "english"
/// or "aliases" (a list in one field) the row's name is also a substance concept that is found by them in searches. Two
/// rows of one name, maker and strength are one drug: the first counts.
Result<std::unique_ptr<Adapter>> make_drug_labels_adapter(const ImportProfile& profile);

/// Whether `text` is written as the approval number of a drug in China: 国药准字H20059999, 注册证号HJ20160123.
bool is_approval_number(std::string_view text);

}  // namespace xinglin
