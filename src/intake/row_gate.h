#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "intake/adapter.h"
#include "intake/table_columns.h"
#include "knowledge/knowledge.h"
#include "records/record.h"

namespace xinglin {

/// A problem of a row's field as a finding; its message says how to mend it.
GateFinding finding_of(const InputRow& row, std::string_view field, const Problem& problem, std::string_view text);

/// A required field that is empty.
GateFinding missing_field(const InputRow& row, std::string_view field);

/// The name alone, when nothing speaks against it as the name of such a thing; otherwise the finding.
std::optional<GateFinding> gate_name(const InputRow& row, std::string_view field, std::string_view name,
                                     ConceptKind kind);

/// gate_name() for a name that a code stands beside. A classification's own way of writing ("谵妄,附加于痴呆的") may
/// stand, with `is_readable` false: the code says what is meant, but nobody writes so in running text.
std::optional<GateFinding> gate_coded_name(const InputRow& row, std::string_view field, std::string_view name,
                                           ConceptKind kind, bool& is_readable);

/// Keeps an English name that is one; otherwise says why not and answers "".
std::string gated_english(const InputRow& row, std::string_view field, std::string english, IntakePart& out);

/// The finding for the first thing that makes the record invalid, with the file's name of the column.
std::optional<GateFinding> gate_record(const InputRow& row, const TableColumns& columns, const Record& record);

/// Where an imported record comes from: trust, origin, the profile's source.
void set_origin(Record& record, const ImportProfile& profile);

/// A relation of an imported collection.
Relation imported_relation(std::string subject, Predicate predicate, std::string object, const ImportProfile& profile);

/// Whether a drug's name, read in running text, would mostly not mean the drug: one or two characters that are not
/// chemistry or pharmacy (抗炎, 远志; not 叶酸), or the organ that it is made of (甲状腺).
bool may_mean_something_else(std::string_view drug);

/// Keeps the concept from being found in running text by its name: the code becomes part of the name, and the name
/// alone an alias for search.
void keep_out_of_texts(Concept& known, std::string_view code);

}  // namespace xinglin
