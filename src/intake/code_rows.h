#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "intake/adapter.h"

namespace xinglin {

/// Tables of a classification of diseases (ICD-10 and its national extensions). Columns: code and name. A row is a
/// condition with its code, and is_a the nearest category above it that the table holds. Residual categories (其他,
/// 未特指) and chapters that are no illness (external causes, contact with services, resistant strains) keep their
/// code, but are never read in running text. "X[Y]" has the names X and Y. Two rows of one code are one: the first
/// counts.
Result<std::unique_ptr<Adapter>> make_code_rows_adapter(const ImportProfile& profile);

/// The code as the classification writes it: capitals (but the x of extensions), half width, no blanks, + for a dagger,
/// 0 for a letter O among digits. What is no code stays recognisable.
std::string normal_icd_code(std::string_view written);

/// Whether `code` is written as ICD-10 and its Chinese extensions are: G51.3, G51.300, B03xx01, B03.x, A17.001+G05.0*.
bool is_icd_code(std::string_view code);

}  // namespace xinglin
