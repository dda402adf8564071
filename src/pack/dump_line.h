#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pack/field_text.h"
#include "records/record.h"

namespace xinglin {

/// What one line of a dump turned into.
struct DumpLine {
    /// Trust Imported, the id made from identity_of(). Texts as they were; an article's HTML as Markdown, what little
    /// of it other fields have as text.
    Record record;
    std::vector<std::string> common_fields;   ///< that the old address and the day came from
    std::vector<std::string> ignored_fields;  ///< that were not used
    std::optional<Problem> problem;           ///< why there is no record
};

/// The line as the kind of record that its fields tell, as the last section of docs/PACK.md has it. `places` is for
/// problems. A doctor names a hospital but does not point to it: what the hospital is called is all that a line knows.
DumpLine read_dump_line(const boost::json::object& object, const FieldPlaces& places, std::string_view origin);

/// The texts that say which thing it is; two records that agree here may still be two things.
std::string identity_of(const Record& record);

/// All that a record says but its id, as bytes.
std::string content_of(const Record& record);

/// "kind/origin-" and 12 hexadecimal digits that depend on the kind and `identity`.
std::string content_id(std::string_view kind, std::string_view origin, std::string_view identity);

}  // namespace xinglin
