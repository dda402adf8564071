#pragma once

#include <string_view>

#include "pack/field_text.h"

namespace xinglin {

/// Reads one line as one JSON object. Faults: invalid-utf8, byte-order-mark, broken-json (at the byte where the grammar
/// ends), not-an-object, duplicate-field. Nesting deeper than 32 is broken-json. O(n).
FieldText parse_json_line(std::string_view text, std::size_t line);

}  // namespace xinglin
