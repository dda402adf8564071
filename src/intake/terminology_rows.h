#pragma once

#include <memory>
#include <string_view>

#include "intake/adapter.h"

namespace xinglin {

/// Tables of terms in two languages (HPO and its kin): a row is a symptom concept with its English name and code.
/// Columns: code (HP:0002315, or of ICD-10: then a condition) and name; and english, aliases (a list in one field).
/// What only qualifies a sign (轻度, 双侧, 成年期发病, 常染色体显性遗传) is no symptom. Names of one or two characters
/// that do not sound like illness (点头, 圆脸) are never read in running text. Two rows of one code are one: the first
/// counts.
Result<std::unique_ptr<Adapter>> make_terminology_rows_adapter(const ImportProfile& profile);

/// Whether a term only says how, where, since when or through whom something is there. `english` may be empty.
bool is_qualifier(std::string_view name, std::string_view english);

}  // namespace xinglin
