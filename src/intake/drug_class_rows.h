#pragma once

#include <memory>

#include "intake/adapter.h"

namespace xinglin {

/// Tables of drugs and the classes above them (ATC and its kin): a row is a substance, which is_a its narrowest class,
/// which is_a the next wider one, and so on. Columns: name, class1 (the widest); and class2 to class5, class1_code to
/// class5_code, code (the substance's own), english. A class named like the one above it is that class. A class name
/// that several classes share (清热剂 for eyes and for the skin), a residual one (其他), or one that does not say that
/// it is of drugs (甲状腺) keeps its code, but is never read in running text; nor is a substance of two characters that
/// may be everyday words.
Result<std::unique_ptr<Adapter>> make_drug_class_rows_adapter(const ImportProfile& profile);

}  // namespace xinglin
