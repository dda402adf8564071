#pragma once

#include <string>
#include <string_view>

#include "pack/field_text.h"

namespace xinglin {

/// Whether a value may be a table in braces: { any = [...] }.
enum class InlineTables { Refused, Read };

/// Reads TOML (pack.toml, the front matter of an article, a part of a file of rules) as if it were JSON: dates become
/// "YYYY-MM-DD". `first_line` is the line of the file on which `text` begins. Faults: invalid-utf8, broken-toml,
/// duplicate-field, and bad-field for TOML that no field uses (tables, times, fractions). O(n).
FieldText parse_toml(std::string_view text, std::size_t first_line, InlineTables tables = InlineTables::Refused);

/// `text` as a TOML string between quotes, on one line.
std::string toml_string(std::string_view text);

}  // namespace xinglin
